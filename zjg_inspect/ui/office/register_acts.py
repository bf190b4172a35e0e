"""What 登记 does with one enterprise: the panels in place of its details, and what they lead to."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.clock import today
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import lists, merging, register, register_edit, register_history, survey
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.service.setup import Database
from zjg_inspect.service.survey import Likely
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.office.register_act import ALWAYS, ActPanel
from zjg_inspect.ui.office.register_edit_words import (
    ACTS,
    STATE_WORDS,
    around_facts,
    history_parts,
    merged_words,
    moved_words,
)
from zjg_inspect.ui.office.register_form import EntryForm
from zjg_inspect.ui.office.register_panel import Panel, focus_first
from zjg_inspect.ui.office.register_words import Fact
from zjg_inspect.ui.office.rich import RichLabel
from zjg_inspect.ui.theme import current

_MOST = 50


class HistoryPanel(Panel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("historyPanel", parent)

    def show_history(self, kind: str, name: str, found: register_history.History) -> None:
        theme = current()
        rows = self.fresh(f"{name}：历史", leave="返回", main="")
        for parts in history_parts(kind, found, today()):
            said = RichLabel(parts, "secondary", self.inside)
            said.setContentsMargins(theme.px(16), theme.px(2), theme.px(16), theme.px(2))
            row = QVBoxLayout()
            head = parts[0].bold and len(parts) == 1
            row.setContentsMargins(theme.px(16), theme.px(10 if head else 2), theme.px(16), theme.px(2))
            row.addWidget(said)
            rows.addLayout(row)
        rows.addStretch(1)


class Acts(QObject):
    """`opened` when a panel stands in place of the details, `closed` when it is put away; `done` with the enterprise to
    be shown then and a sentence."""

    opened = Signal()
    closed = Signal()
    done = Signal(str, str)

    def __init__(self, page: Page, beside: QVBoxLayout, parent: QWidget) -> None:
        super().__init__(page)
        self._page, self._db = page, page.db
        self.form, self.act, self.history = EntryForm(parent), ActPanel(parent), HistoryPanel(parent)
        self._panels: tuple[Panel, ...] = (self.form, self.act, self.history)
        for panel in self._panels:
            beside.addWidget(panel)
            panel.left.connect(self.leave)
            add_keys(panel, {"Ctrl+Return": self.act_now})
        self._entity, self._shown, self._site = "", "", Enterprise("", "")
        self.form.written.connect(self._store)
        self.form.typed.connect(self._look_for_doubles)
        self.act.state_chosen.connect(self._state)
        self.act.taken_back.connect(self._take_back)
        self.act.moved.connect(self._move)
        self.act.scoped.connect(self._scope)
        self.act.beside_chosen.connect(self._beside)
        self.act.merged.connect(self._merge)
        self.act.parted.connect(self._part)

    def panel(self) -> Panel | None:
        """The one that stands there."""
        return next((panel for panel in self._panels if not panel.isHidden()), None)

    def leave(self) -> None:
        if (panel := self.panel()) is not None:
            panel.hide()
            self.closed.emit()

    def act_now(self) -> None:
        """The main button, by key."""
        panel = self.panel()
        if panel is not None and panel.main.isVisible() and panel.main.isEnabled():
            panel.main.click()

    def new(self, zone: str = "") -> None:
        """An enterprise that no list brought."""
        self._entity = ""
        self.form.edit(Enterprise("", zone), lists.zones(self._db), "添一家企业", "添上", choose_zone=True)
        self._open(self.form)
        self.form.start()

    def ask(self, entity: str, what: str) -> None:
        """One of ACTS (register_edit_words.py)."""
        self._site, self._shown = register_edit.enterprise_to_edit(self._db, entity)
        self._entity, site = entity, self._site
        match what:
            case "edit":
                self.form.edit(site, [], f"编辑 {site.name}")
                self._open(self.form)
                self.form.start()
                return
            case "history":
                self.history.show_history(
                    "enterprise", site.name, register_history.history(self._db, "enterprise", entity)
                )
                self._open(self.history)
                self.history.leave.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            case "state":
                self.act.show_state(site)
            case "move":
                zones = [zone for zone in lists.zones(self._db) if zone.id != site.zone]
                self.act.show_move(site, zones)
            case "scope":
                self.act.show_scope(site)
            case "beside":
                find = partial(self._others, site.zone, False)
                self.act.show_beside(site, find, register_edit.group_of(self._db, entity))
            case "merge":
                find = partial(self._others, "", True)
                self.act.show_merge(site, find, merging.doubles_of(self._db, entity))
        self._open(self.act)
        focus_first(self.act.inside)

    def _open(self, panel: Panel) -> None:
        for each in self._panels:
            each.setVisible(each is panel)
        self.opened.emit()

    def _others(self, zone: str, likely: bool, text: str) -> list[Likely]:
        """Those that may be meant: what is likely a double, else those of the zone; what is typed finds any."""
        if likely and not text:
            found = survey.likely_doubles(self._db, self._site)
        else:
            rows = lists.enterprises(self._db, text, "" if text else zone, limit=_MOST, zones=False)
            code = self._site.code
            found = [
                Likely(row.id, row.name, row.code, row.village, bool(code) and row.code == code, row.proposed)
                for row in rows
                if likely or not row.proposed
            ]
        return [each for each in found if each.id != self._entity]

    def _look_for_doubles(self, body: Enterprise) -> None:
        def show(found: list[Likely]) -> None:
            self.form.show_likely([each for each in found if each.id != self._entity])

        tasks.run(self.form, lambda _step: survey.likely_doubles(self._db, body), show, lambda _error: None)

    # -- what is stored --------------------------------------------------------------------------------------------

    def _store(self, body: Enterprise) -> None:
        own, shown = self._entity, self._shown
        if own:
            self._write(
                lambda: register_edit.edit_enterprise(self._db, own, body, shown), own, f"{body.name}：已存下。"
            )
        else:
            self._write(lambda: register_edit.new_enterprise(self._db, body), "", f"添了{body.name}，从现在起计入。")

    def _state(self, chosen: str, day: str) -> None:
        if not chosen:
            self.act.error.set_text("还没有选改成什么。点一个状态再存。")
            return
        state: register_edit.State = chosen  # type: ignore[assignment]
        said = f"{self._site.name}：{day} 起{STATE_WORDS[state]}。"
        self._write(partial(register_edit.change_state, self._db, self._entity, state, day), self._entity, said)

    def _take_back(self) -> None:
        said = f"{self._site.name}：改回来了，各天都计入。"
        self._write(partial(register_edit.take_back_leaving, self._db, self._entity), self._entity, said)

    def _move(self, zone: str, day: str) -> None:
        village = self.act.zone.currentText()
        if not zone:
            self.act.error.set_text("还没有选在哪个村。选好再存。")
        elif day == ALWAYS:
            said = f"{self._site.name}：改到{village}，它一直在那里。"
            self._write(partial(register_edit.correct_zone, self._db, self._entity, zone), self._entity, said)
        else:
            said = moved_words(self._site.name, village, day)
            self._write(partial(register_edit.move_enterprise, self._db, self._entity, zone, day), self._entity, said)

    def _scope(self, in_scope: bool, reason: str) -> None:
        said = f"{self._site.name}：{'计入' if in_scope else '不计入'}。"
        self._write(partial(register_edit.set_scope, self._db, self._entity, in_scope, reason), self._entity, said)

    def _beside(self, host: str) -> None:
        said = f"{self._site.name}：同址的已存下。"
        self._write(partial(register_edit.link_beside, self._db, self._entity, host), self._entity, said)

    def _merge(self, other: str, keep_other: bool) -> None:
        own, chosen = self._entity, self.act.pick.value()
        names = (self._site.name, chosen.name if chosen is not None else "")
        pair, said = ((other, own), names[::-1]) if keep_other else ((own, other), names)
        self._write(lambda: merging.merge_doubles(self._db, *pair), "", merged_words(*said))

    def _part(self, double: str) -> None:
        said = "分开了，两家各列各的，检查也各归各的。"
        self._write(partial(merging.part_doubles, self._db, double), self._entity, said)

    def _write(self, work: Callable[[], object], entity: str, said: str) -> None:
        """Off the window's thread: it may have to wait for an import. Without an `entity` the work gives it."""
        panel = self.panel()

        def done(made: object) -> None:
            if panel is not None:
                panel.hide()
            self.closed.emit()
            self.done.emit(entity or str(made), said)

        def failed(error: Exception) -> None:
            if panel is None:
                self._page.say_error(error)
                return
            panel.set_busy(False)
            panel.error.set_text(messages.sentence(error))
            if isinstance(panel, EntryForm) and isinstance(error, errors.EntryFaulty):
                panel.show_faults(error.faults)

        if panel is not None:
            panel.set_busy(True)
        self._page.in_background(lambda _step: work(), done, failed)


def acts_of(row: EnterpriseRow) -> tuple[tuple[str, str], ...]:
    """What can be done with it; of one that waits, or of a zone, where that is done."""
    if row.is_zone:
        return (("zone", "去集中区"),)
    return (("decide", "去确认"),) if row.proposed else ACTS


def around_of(db: Database, entity: str, site: Enterprise) -> list[Fact]:
    """Whom it is linked with: those at its address, its doubles, where it came from."""
    came_from = ""
    if site.came_from:
        _, zone = register.enterprise_details(db, site.came_from)
        came_from = f"从{zone.village}搬来，以前的检查在那边的一家"
    return around_facts(register_edit.group_of(db, entity), merging.doubles_of(db, entity), came_from)
