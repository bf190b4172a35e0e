"""An open visit in memory: a tap counts at once and is saved behind it; no widgets in here."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from zjg_inspect.model.clock import civil_now
from zjg_inspect.model.draft import DraftAnswer, DraftHead, DraftPhoto, items_of
from zjg_inspect.model.form import Facts
from zjg_inspect.model.inspection import Rectification, Verdict
from zjg_inspect.model.marks import Mark
from zjg_inspect.service import carrying
from zjg_inspect.service import visit as service
from zjg_inspect.service.phrases import Used, used_before
from zjg_inspect.service.setup import Database
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui import trace
from zjg_inspect.ui.field.reading import VisitReading
from zjg_inspect.ui.field.steps import Step, Steps
from zjg_inspect.ui.saver import Saver


class VisitSession(QObject, VisitReading):
    """What the walker, the hazard form and the overview show and do.

    `item_changed` gives an item whose answer, note, photos or hazard changed, or reached the disk; `place_changed` the
    item that the walker stands at now; `items_changed` tells that the facts were amended, so that others may be asked;
    `steps_changed` that undo or redo became possible or not; `photo_refused` gives item and error.
    """

    item_changed = Signal(str)
    place_changed = Signal(str)
    items_changed = Signal()
    steps_changed = Signal()
    used_changed = Signal()
    photo_refused = Signal(str, object)

    def __init__(self, db: Database, visit: Visit, saver: Saver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._db, self.saver = db, saver
        self._steps = Steps()
        self._adding: Counter[str] = Counter()
        self._leaving: set[int] = set()
        self._going = False
        self._take(visit)

    @classmethod
    def open(cls, db: Database, draft: str, saver: Saver, parent: QObject | None = None) -> "VisitSession":
        """The draft as it was left. Raises Sealed, NotFound."""
        return cls(db, service.open_visit(db, draft), saver, parent)

    @property
    def db(self) -> Database:
        return self._db

    def look_up_used(self) -> None:
        """What was written before for its items is offered once it is known."""

        def take(used: Used) -> None:
            self.used = used
            self.used_changed.emit()

        self.saver.look_up(partial(used_before, self._db, self._visit.form.id), take)

    def reload(self) -> None:
        """Read the draft anew after the signing screen has written to its head; what was done can still be undone."""
        self.saver.flush()
        self.take(service.open_visit(self._db, self._visit.draft.id))
        self.steps_changed.emit()
        self.items_changed.emit()

    def take(self, visit: Visit) -> None:
        """The draft as it has just been read, for whoever goes on to another screen: nobody is told."""
        self.end_step()
        self._take(visit)

    # -- another version of the form --------------------------------------------------------------------------------

    def carry_over(self, form: str) -> None:
        """Go on with the version of this hash."""
        self._change_form(partial(carrying.carry_over, form=form))

    def go_back_to_form(self) -> None:
        self._change_form(carrying.go_back)

    def stay_with_form(self) -> None:
        self._change_form(carrying.stay)

    def write_down_left_out(self) -> None:
        self._change_form(carrying.write_down_left_out)

    def _change_form(self, change: Callable[[Database, str], None]) -> None:
        self.saver.flush()
        change(self._db, self._visit.draft.id)
        # other items may be asked: undo begins afresh
        self._steps = Steps()
        self.reload()

    def _looked(self, code: str) -> None:
        """What is worded otherwise was in front of the person."""
        head = self._visit.draft.head
        if code in head.look_again:
            rest = tuple(each for each in head.look_again if each != code)
            self.put_head(msgspec.structs.replace(head, look_again=rest))

    # -- going about -----------------------------------------------------------------------------------------------

    def go(self, code: str) -> None:
        if code in self._items and code != self._item:
            self._stand(code)
            self._save_place()

    def step(self, by: int) -> None:
        codes = list(self._items)
        if codes:
            self.go(codes[max(0, min(len(codes) - 1, codes.index(self._item) + by))])

    def go_next(self) -> None:
        """To the next unanswered item, or to the next that owes something."""
        self.go(self.next_owing(self._item))

    def _stand(self, code: str) -> None:
        self._looked(self._item)
        self._item = code
        self._visit = _with_draft(self._visit, item=code)
        self.place_changed.emit(code)

    def _save_place(self) -> None:
        """Many steps in a row are one save: the place is read when its turn comes."""
        if not self._going:
            self._going = True
            self.saver.put(self._go_to)

    def _go_to(self) -> None:
        self._going = False
        service.go_to(self._db, self._visit.draft.id, self._item)

    # -- answering -------------------------------------------------------------------------------------------------

    def answer(self, verdict: Verdict) -> None:
        """Judge the item that the walker stands at, and go on to the next open one."""
        before = self.answer_of(self._item)
        after = msgspec.structs.replace(before, verdict=verdict)
        moved_on = self._item
        if verdict is not Verdict.PASS:
            self._judged = [c for c in self._judged if c != before.item] + [before.item]
        self._looked(before.item)
        self._do(Step(before.item, "answer", before, after), self.next_open(moved_on) or moved_on)

    def set_note(self, code: str, text: str) -> None:
        self._reword(code, "note", text)

    def set_reason(self, code: str, text: str) -> None:
        """Why the item is 不适用."""
        self._reword(code, "reason", text)

    def _reword(self, code: str, field: str, text: str) -> None:
        before = self.answer_of(code)
        after = msgspec.structs.replace(before, **{field: text})
        if after != before:
            self._do(Step(code, "answer", before, after, merge=field))

    def record_hazard(self, code: str, filled: Rectification, field: str = "") -> None:
        """What the hazard says so far; changes of one `field` in a row are undone together."""
        before = self.hazard(code)
        if before != filled:
            self._do(Step(code, "hazard", before, filled, merge=field))

    def end_step(self) -> None:
        """The person has left the field: what comes next is undone by itself."""
        self._steps.close()

    def _do(self, step: Step, place: str = "") -> None:
        self._steps.push(step)
        self._put(step, step.after, place)
        self.steps_changed.emit()

    def _put(self, step: Step, value: Any, place: str = "") -> None:
        """Make `value` what stands at the step's item, in memory and on disk."""
        self._owed = None
        draft = self._visit.draft
        if step.kind == "photo":
            self._turn_photo(step.after if value is step.before else step.before, value)
            return
        if step.kind == "caption":
            self._put_caption(step.item, step.after if value is step.before else step.before, value)
            return
        if step.kind == "facts":
            facts, place = value
            self.put_head(msgspec.structs.replace(draft.head, facts=facts))
            self.go(place)
            return
        part = "answers" if step.kind == "answer" else "hazards"
        held = {code: each for code, each in getattr(draft, part).items() if code != step.item}
        self._visit = _with_draft(self._visit, **{part: held if value is None else held | {step.item: value}})
        if step.kind == "answer":
            # one save for the answer and the place after it: one sync of the disk for one tap
            save = partial(service.answer_item, self._db, draft.id, value, place or self._item)
            self.saver.put(save, self._answer_saved)
        elif value is None:
            self.saver.put(partial(service.drop_hazard, self._db, draft.id, step.item))
        else:
            self.saver.put(partial(service.record_hazard, self._db, draft.id, step.item, value))
        self.item_changed.emit(step.item)
        if place and place != self._item:
            self._stand(place)

    def _answer_saved(self, saved: DraftAnswer) -> None:
        self._disk[saved.item] = saved
        trace.note("answer saved", item=saved.item, verdict=saved.verdict, note=saved.note, reason=saved.reason)
        self.item_changed.emit(saved.item)

    # -- undo ------------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        return self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        return self._steps.can_redo

    def undoes(self, code: str) -> bool:
        """Whether the last step was made to this item's hazard or photos, so that its form may take it back."""
        last = self._steps.last
        return last is not None and last.item == code and last.kind in ("hazard", "photo", "caption")

    def undo(self) -> str:
        """Take the last step back and go where it was made; gives its item, "" when there is none."""
        return self._turn(self._steps.undo())

    def redo(self) -> str:
        return self._turn(self._steps.redo())

    def _turn(self, turned: tuple[Step, Any] | None) -> str:
        if turned is None:
            return ""
        step, value = turned
        self._put(step, value)
        self.steps_changed.emit()
        self.go(step.item)
        return step.item or self._item

    # -- photos ----------------------------------------------------------------------------------------------------

    def add_shot(self, code: str, jpeg: bytes) -> None:
        """A picture that the camera here has taken just now."""
        self.add_photo(code, jpeg, "刚拍的照片", civil_now())

    def add_photo(self, code: str, source: bytes | Path, name: str, taken_at: str = "") -> None:
        """Take a photo in beside the saves, because a large one takes its time; it can be undone before it is there."""
        self._adding[code] += 1
        held = _Held()
        self._steps.push(Step(code, "photo", None, held))
        self.saver.attempt(
            partial(service.add_photo, self._db, self._visit.draft.id, code, source, name, taken_at),
            partial(self._photo_added, held),
            partial(self._photo_refused, code, held),
        )
        self.item_changed.emit(code)
        self.steps_changed.emit()

    def _photo_added(self, held: "_Held", each: DraftPhoto) -> None:
        self._adding[each.item] -= 1
        trace.note("photo saved", item=each.item, sha256=each.photo.sha256)
        held.photo = each
        self._photo_back(each)
        if not held.wanted:
            self._turn_photo(held, None)

    def _photo_refused(self, code: str, held: "_Held | None", error: Exception) -> None:
        self._adding[code] -= 1
        self._steps.forget(held)
        self.steps_changed.emit()
        self.item_changed.emit(code)
        self.photo_refused.emit(code, error)

    def mark_photo(self, each: DraftPhoto, marks: Sequence[Mark]) -> None:
        """Draw on a copy of it; undo takes the copy away again."""
        self._adding[each.item] += 1
        self.saver.attempt(
            partial(service.mark_photo, self._db, self._visit.draft.id, each, marks),
            partial(self._photo_marked, each),
            partial(self._photo_refused, each.item, None),
        )
        self.item_changed.emit(each.item)

    def _photo_marked(self, before: DraftPhoto, made: DraftPhoto) -> None:
        self._adding[made.item] -= 1
        replaced = _Held(before) if before.photo.of else None
        self._steps.push(Step(made.item, "photo", replaced, _Held(made)))
        gone = {before.id} if replaced else set()
        self._set_photos(made.item, (*(p for p in self._visit.draft.photos if p.id not in gone), made))
        self.steps_changed.emit()

    def remove_photo(self, each: DraftPhoto) -> None:
        """Can be undone: the file stays where it is."""
        if each.id not in self._leaving:
            self._leaving.add(each.id)
            self._do(Step(each.item, "photo", _Held(each), None))

    def _turn_photo(self, out: "_Held | None", back: "_Held | None") -> None:
        """What is still being taken in only remembers whether it is wanted."""
        if out is not None:
            out.wanted = False
            if (known := out.photo) is not None:
                if as_it_is := [p for p in self._visit.draft.photos if p.id == known.id]:
                    # with the caption that it has by now
                    out.photo = as_it_is[0]
                self.saver.put(partial(self._take_away, out), self._photo_gone)
        if back is not None:
            back.wanted = True
            if back.photo is not None:
                self.saver.put(partial(self._put_back, back), self._photo_back)

    def _take_away(self, held: "_Held") -> DraftPhoto:
        assert held.photo is not None
        service.remove_photo(self._db, self._visit.draft.id, held.photo.id)
        return held.photo

    def _put_back(self, held: "_Held") -> DraftPhoto:
        """On disk first: a photo put back gets a new id there."""
        assert held.photo is not None
        held.photo = service.put_back_photo(self._db, self._visit.draft.id, held.photo)
        return held.photo

    def _photo_gone(self, each: DraftPhoto) -> None:
        self._leaving.discard(each.id)
        self._set_photos(each.item, tuple(p for p in self._visit.draft.photos if p.id != each.id))

    def _photo_back(self, each: DraftPhoto) -> None:
        self._set_photos(each.item, (*self._visit.draft.photos, each))

    def caption_photo(self, each: DraftPhoto, caption: str) -> None:
        sha, before, after = each.photo.sha256, each.photo.caption, caption.strip()
        if after != before:
            self._do(Step(each.item, "caption", (sha, before), (sha, after), merge=f"caption {sha}"))

    def _put_caption(self, item: str, was: tuple[str, str], now: tuple[str, str]) -> None:
        """By the picture and what is under it: a photo that was put back meanwhile has another id."""
        found = [p for p in self.photos(item) if (p.photo.sha256, p.photo.caption) == was]
        for each in found[:1]:
            changed = msgspec.structs.replace(each, photo=msgspec.structs.replace(each.photo, caption=now[1]))
            self.saver.put(partial(service.caption_photo, self._db, self._visit.draft.id, each, now[1]))
            self._set_photos(item, tuple(changed if p.id == each.id else p for p in self._visit.draft.photos))

    def _set_photos(self, code: str, photos: tuple[DraftPhoto, ...]) -> None:
        self._owed = None
        self._visit = _with_draft(self._visit, photos=photos)
        self.item_changed.emit(code)

    # -- the head --------------------------------------------------------------------------------------------------

    def set_facts(self, facts: Facts) -> None:
        """What was found to be so; it decides which items are asked. Answers that are not asked for stay saved.

        Changes in a row are undone together; then the walker stands where it stood before them.
        """
        before, growing = self._visit.draft.head.facts, self._steps.growing
        place = growing.before[1] if growing is not None and growing.kind == "facts" else self._item
        if facts != before:
            self._do(Step("", "facts", (before, self._item), (facts, place), merge="facts"))

    def put_head(self, head: DraftHead) -> None:
        if head == self._visit.draft.head:
            return
        self.saver.put(partial(service.put_head, self._db, self._visit.draft.id, head))
        before, facts = list(self._items), self._visit.draft.head.facts
        items = items_of(head, self._visit.form, self._visit.known)
        self._owed = None
        self._visit = msgspec.structs.replace(_with_draft(self._visit, head=head), items=items)
        self._items = {item.code: item for item in items}
        if list(self._items) == before and head.facts == facts:
            return
        if self._item not in self._items:
            # the next item in the form's order that is still asked, else the last one
            order = [item.code for item in self._visit.form.items()]
            at = order.index(self._item) if self._item in order else 0
            self._item = next((c for c in order[at:] if c in self._items), next(reversed(self._items), ""))
            self._visit = _with_draft(self._visit, item=self._item)
            self._save_place()
        self.items_changed.emit()


class _Held:
    """A photo that was added, taken away or drawn on, as it is named now; None while it is being taken in."""

    def __init__(self, photo: DraftPhoto | None = None) -> None:
        self.photo = photo
        self.wanted = True


def _with_draft(visit: Visit, **changes: Any) -> Visit:
    return msgspec.structs.replace(visit, draft=msgspec.structs.replace(visit.draft, **changes))
