"""Recording the hazard of a failed item; saved as it is written, whole or not."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Rectification
from zjg_inspect.model.marks import MarkKind
from zjg_inspect.service.clauses import clauses_for
from zjg_inspect.ui import messages
from zjg_inspect.ui.field import hazard_words as words
from zjg_inspect.ui.field.hazard_form import HazardForm
from zjg_inspect.ui.field.hazard_photos import HazardPhotos
from zjg_inspect.ui.field.photo_sources import PhotoSources
from zjg_inspect.ui.field.photo_viewer import PhotoViewer
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_words import offered, sources
from zjg_inspect.ui.hazard_marks import recurrence_words
from zjg_inspect.ui.help import add_help
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label

NARROW = 1200
HELP_KEYS = (
    ("Enter", "下一格；最后一格之后到“记下隐患”，再按就记下"),
    ("F4", "空着的按建议填上，看过再记；时限按等级给"),
    ("Alt+1 2 3", "用这一格的第几个建议；不在格子里时，选时限的天数"),
    ("Alt+Z", "一般隐患改成重大隐患，再按改回来"),
    ("P", "选照片；← → 换照片"),
    ("Ctrl+Z", "撤销这条隐患的上一步"),
    ("Ctrl+Enter", "记下隐患；还缺什么，会停在那一格"),
    ("Esc", "先放着，回到条目"),
)
HELP_WORDS = ("建议只是建议：别的隐患写过的、企业负责人、这一条的要求。记下之前改成实际的。",)


class HazardScreen(QWidget):
    """`closed` when the person goes back to the items, with the hazard whole or left for later."""

    closed = Signal()

    keys: ClassVar[list[tuple[str, str]]] = [
        ("Enter", "下一格"), ("Alt+1 2 3", "用建议"), ("Alt+Z", "一般或重大"), ("Esc", "回到条目"), ("F1", "帮助"),
    ]  # fmt: skip

    def __init__(self, session: VisitSession, item: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hazardScreen")
        self.session, self.item = session, item
        self._asked = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._top())
        body = QHBoxLayout()
        body.setSpacing(0)
        rows.addLayout(body, 1)
        body.addLayout(self._work(), 1)
        body.addWidget(Rule(self, upright=True))
        body.addWidget(self._side())
        self._shortcuts()
        self._large()
        self.form.changed.connect(self._changed)
        self.form.finished.connect(self._to_the_end)
        self.form.usual_asked.connect(self.take_usual)
        session.item_changed.connect(self._item_changed)
        session.steps_changed.connect(self._show_steps)
        self.help = add_help(self, HELP_KEYS, HELP_WORDS)
        self._propose()
        self._show()
        self._show_steps()
        if parent is not None:
            # laid out once, not first for no size at all
            self.resize(parent.size())
            self._fit()

    def start(self) -> None:
        """Give the keyboard to the first field that is missing."""
        owed = [each.kind for each in self.session.owed(self.item)]
        self._go_to(next((kind for kind in owed if kind in self.form.rows), "what"))

    def _go_to(self, field: str) -> None:
        """The cursor into the field, and all of its row into sight once the layout has settled."""
        self.form.go_to(field)
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.form.rows[field], 0, current().px(8)))

    # -- its parts -------------------------------------------------------------------------------------------------

    def _top(self) -> TopBar:
        session = self.session
        recorded = [item.code for item in session.items if session.opens_hazard(item.code)]
        n = recorded.index(self.item) + 1 if self.item in recorded else len(recorded) + 1
        self.top = TopBar("记隐患", f"{session.visit.site.name} · 本次第 {n} 条隐患", f"回到 {self.item}", self)
        self.undo = KeyButton("撤销", "undo-2", kind="quiet", parent=self)
        self.undo.setObjectName("undo")
        self.undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo.clicked.connect(self._undo)
        self.top.add_action(self.undo)
        self.top.back.connect(self.leave)
        return self.top

    def _work(self) -> QVBoxLayout:
        theme, item = current(), self.session.item_of(self.item)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._area = area = QScrollArea(self)
        area.setObjectName("hazardScroll")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # empty: what is moved with all that is in it is styled twice
        inside = QWidget(area)
        area.setWidget(inside)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(MARGIN, theme.px(14), MARGIN, theme.px(8))
        rows.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(Badge("不符合", "fail", parent=inside))
        head.addWidget(Label(item.code, "body", strong=True, parent=inside))
        head.addWidget(Label(item.text, "body", wrap=True, parent=inside), 1)
        head.addWidget(Label(sources(item.sources[:1]), "secondary", "ink-2", parent=inside))
        rows.addLayout(head)
        self.again = Label(
            recurrence_words(self.session.recurring(self.item)), "secondary", "attention", strong=True, parent=inside
        )
        self.again.setObjectName("recurrence")
        rows.addWidget(self.again)
        reveal(self.again, bool(self.again.text()))
        self.form = HazardForm(self.session.visit.draft.head.date, inside)
        rows.addWidget(self.form, 1)
        touch_scroll(area)
        column.addWidget(area, 1)
        column.addWidget(Rule(self))
        column.addWidget(self._foot())
        return column

    def _foot(self) -> QWidget:
        theme = current()
        foot = QWidget(self)
        foot.setProperty("fill", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(MARGIN, theme.px(10), MARGIN, theme.px(10))
        row.setSpacing(theme.px(12))
        self.said = Label("不填完也不会丢，随时可回来补；签字前要补齐。", "secondary", "ink-2", wrap=True, parent=foot)
        self.error = InlineError(parent=foot)
        self.later = KeyButton("先放着", height="main", parent=foot)
        self.later.setObjectName("later")
        self.done = KeyButton("记下隐患", key="Ctrl+Enter", kind="main", parent=foot)
        self.done.setObjectName("recordHazard")
        row.addWidget(self.said, 1)
        row.addWidget(self.error, 1)
        row.addWidget(self.later)
        row.addWidget(self.done)
        self.later.clicked.connect(self.leave)
        self.done.clicked.connect(self.record)
        return foot

    def _side(self) -> QWidget:
        theme = current()
        self._column = QWidget(self)
        self._column.setProperty("fill", "surface")
        self._column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(MARGIN, theme.px(18), MARGIN, theme.px(18))
        self.photos = HazardPhotos(self.session, self.item, self._column)
        rows.addWidget(self.photos)
        return self._column

    def _large(self) -> None:
        """What covers the whole screen: the photo where it is drawn on, the card, the camera."""
        self._viewer: PhotoViewer | None = None
        self.photos.large_requested.connect(self._see_large)
        self.sources = PhotoSources(self.photos.strip, self)
        self.sources.shot.connect(lambda jpeg: self.session.add_shot(self.item, jpeg))
        self._rests_keys(self.sources)
        self.session.photo_refused.connect(self._photo_refused)

    @property
    def viewer(self) -> PhotoViewer:
        """The photo over the whole screen; made when it is asked for the first time."""
        if self._viewer is None:
            session, item = self.session, self.item
            self._viewer = viewer = PhotoViewer(self.photos.pictures, self)
            viewer.removed.connect(lambda at: session.remove_photo(session.seen_photos(item)[at]))
            viewer.marked.connect(lambda at, drawn: session.mark_photo(session.seen_photos(item)[at], drawn))
            viewer.captioned.connect(lambda at, text: session.caption_photo(session.seen_photos(item)[at], text))
            viewer.undo_requested.connect(self._undo)
            viewer.set_undo(session.undoes(item))
            self._rests_keys(viewer)
        return self._viewer

    def _photo_refused(self, _code: str, error: Exception) -> None:
        if self._viewer is not None:
            self._viewer.refuse(messages.sentence(error))

    def _see_large(self, at: int, tool: MarkKind | None) -> None:
        self.flush()
        self.viewer.show_photos(self.session.pictures(self.item), at)
        if tool is not None:
            self.viewer.choose(tool)

    def _rests_keys(self, part: PhotoViewer | PhotoSources) -> None:
        part.opened.connect(lambda: self._rest_keys(True))
        part.closed.connect(lambda: self._rest_keys(False))

    def _rest_keys(self, rest: bool) -> None:
        """The photo has the keys while it is seen large."""
        for shortcut in self._keys:
            shortcut.setEnabled(not rest)
        if not rest:
            self.photos.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shortcuts(self) -> None:
        commands: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.record, "Ctrl+Enter": self.record, "Esc": self.escape, "Ctrl+Z": self._undo,
            "P": lambda: self.sources.take(), "Ctrl+V": self.photos.strip.paste,
            "Left": lambda: self.photos.turn(-1), "Right": lambda: self.photos.turn(1),
        }  # fmt: skip
        for n in range(3):
            commands[f"Alt+{n + 1}"] = partial(self.form.take_proposal, n)
        self._keys = []
        commands |= {"F4": self.take_usual, "Alt+Z": self.form.turn_grade}
        for key, do in commands.items():
            shortcut = QShortcut(QKeySequence(key), self)
            self._keys.append(shortcut)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(do)

    def _propose(self) -> None:
        session, form, item = self.session, self.form, self.session.item_of(self.item)
        form.propose("what", item.phrases, "写看到的，一句话", add_up=True)
        form.propose("where", words.places(session, self.item), "车间、工段或设备")
        form.propose("criterion", (), "选条款，或自己写是哪一条")
        visit = session.visit
        facts, trade, day = visit.draft.head.facts, visit.site.industry, visit.draft.head.date
        form.offer_clauses(lambda: clauses_for(facts, trade, day))
        form.propose("responsible", words.people(session, self.item), "姓名，职务")
        form.propose("measures", (), "做什么，做到什么程度")
        before = session.used
        form.propose("funds", offered(before.funds.get(self.item, ())[:1], words.FUNDS), "例如 500 元")
        used = before.contingency.get(self.item, ())[:1]
        form.propose("contingency", offered(used, words.CONTINGENCY), "靠什么不出事")
        form.propose_measures(words.used(session, "measures", self.item), words.usual_measures(session, item))

    # -- what the person does --------------------------------------------------------------------------------------

    def record(self) -> None:
        """Done with it, if nothing is missing; else each missing field says why it matters."""
        self.flush()
        self.session.record_hazard(self.item, self.form.filled())
        self._asked = True
        self._show_missing()
        if wrong := self.form.errors():
            self._go_to(wrong[0])
        elif not self.error.text():
            self._close()

    def take_usual(self) -> None:
        """Fill what is empty with what is usual, as one step; then to what nobody can propose, else to the end."""
        self.flush()
        self.session.end_step()
        self.form.take_usual()
        self.session.end_step()
        missing = [each.kind for each in self.session.owed(self.item) if each.kind in self.form.rows]
        if missing:
            self._go_to(missing[0])
        else:
            self._to_the_end()
        for row in ("contingency", "responsible"):
            QTimer.singleShot(0, self, partial(self._area.ensureWidgetVisible, self.form.rows[row]))

    def _to_the_end(self) -> None:
        self.done.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Leave it as it is; it can be completed until the people sign."""
        self.flush()
        self._close()

    def escape(self) -> None:
        """The help first, then the list of clauses, then the screen."""
        if not self.help.isHidden():
            self.help.close_panel()
        elif self.form.clauses.isHidden():
            self.leave()
        else:
            self.form.clauses.put_away()

    def flush(self) -> None:
        self.form.flush()
        self.photos.flush()
        if self._viewer is not None:
            self._viewer.flush()

    def _close(self) -> None:
        self.session.end_step()
        self.closed.emit()

    def _changed(self, filled: Rectification, field: str) -> None:
        self.session.record_hazard(self.item, filled, field)

    def _undo(self) -> None:
        self.flush()
        if self.session.undoes(self.item):
            self.session.undo()

    # -- what it shows ---------------------------------------------------------------------------------------------

    def _item_changed(self, code: str) -> None:
        if code == self.item:
            self._show()
            if self._viewer is not None:
                self._viewer.refresh(self.session.pictures(code))

    def _show(self) -> None:
        answer, filled = self.session.answer_of(self.item), self.session.hazard(self.item)
        # the inspector's own words of a moment ago; recorded with the first thing that is written here
        self.form.show_filled(Rectification(what=answer.note.strip()) if filled is None else filled)
        self._show_missing()

    def _show_missing(self) -> None:
        """Before anything was asked for, an empty field is not yet an error."""
        kinds = [each.kind for each in self.session.owed(self.item)] if self._asked else []
        if self.session.adding(self.item):
            # it is being taken in
            kinds = [kind for kind in kinds if kind != "photo"]
        self.form.show_missing(kinds)
        self.error.set_text(words.WHY_MISSING["photo"] if "photo" in kinds else "")
        reveal(self.said, not self.error.text())

    def _show_steps(self) -> None:
        self.undo.setEnabled(self.session.undoes(self.item))
        if self._viewer is not None:
            self._viewer.set_undo(self.session.undoes(self.item))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(900), current().px(420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = current()
        self._column.setFixedWidth(theme.px(360 if self.width() < theme.px(NARROW) else 520))
