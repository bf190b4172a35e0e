"""What an open visit holds and what it still owes, as the screens ask for it; no Qt in here."""

from collections import Counter
from typing import NamedTuple

from zjg_inspect.model.correction import Said, changed_items
from zjg_inspect.model.draft import DraftAnswer, DraftPhoto, KnownHazard, set_aside
from zjg_inspect.model.form import Item
from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Answer, Owed, Photo, Rectification, Verdict
from zjg_inspect.model.marks import seen
from zjg_inspect.service.phrases import Used
from zjg_inspect.service.visit_opened import Visit


class Progress(NamedTuple):
    """One section of the checklist; only what is on disk counts as answered, `owed` counts items, `again` those that
    failed last time and are not answered yet."""

    numeral: str
    title: str
    items: tuple[str, ...]
    answered: int
    failed: int
    owed: int
    again: int


class VisitReading:
    """The reading half of a session; the session itself does the taps."""

    _adding: Counter[str]
    # what was written before for the items, once it is known
    used = Used()

    def _take(self, visit: Visit) -> None:
        self._visit = visit
        self._disk = dict(visit.draft.answers)
        self._items = {item.code: item for item in visit.items}
        self._owed: dict[str, list[Owed]] | None = None
        last = visit.last.body.content if visit.last is not None else None
        same = last is not None and last.form_id == visit.form.id
        self._last = {answer.item: answer for answer in last.answers} if last is not None and same else {}
        self._known = {h.item: h for h in visit.known if h.form_id == visit.form.id and h.inspection != visit.draft.id}
        # in the order in which it was given: what may owe a hazard or a reason
        given = sorted(self._disk.values(), key=lambda answer: answer.at)
        self._judged = [answer.item for answer in given if answer.verdict not in (None, Verdict.PASS)]
        at = visit.draft.item
        self._item = at if at in self._items else self.next_open("") or next(iter(self._items), "")

    # -- what there is ---------------------------------------------------------------------------------------------

    @property
    def visit(self) -> Visit:
        """The visit with all taps, also those that are on their way to the disk."""
        return self._visit

    @property
    def items(self) -> list[Item]:
        return self._visit.items

    @property
    def item(self) -> str:
        """The code of the item that the walker stands at; "" where nothing is asked."""
        return self._item

    @property
    def aside(self) -> list[Item]:
        """What was answered and does not apply any more under the facts as they are now."""
        return set_aside(self._visit.draft, self._visit.form, self._visit.items)

    def item_of(self, code: str) -> Item:
        return self._items[code]

    def asks(self, code: str) -> bool:
        return code in self._items

    def position(self, code: str) -> int:
        """From 0, in the order in which the items are asked."""
        return list(self._items).index(code)

    def answer_of(self, code: str) -> DraftAnswer:
        return self._visit.draft.answers.get(code, DraftAnswer(code))

    def saved_verdict(self, code: str) -> Verdict | None:
        """The verdict that is on disk; what is shown as the answer."""
        saved = self._disk.get(code)
        return saved.verdict if saved else None

    def is_saved(self, code: str) -> bool:
        return _same(self._disk.get(code, DraftAnswer(code)), self.answer_of(code))

    def photos(self, code: str) -> list[DraftPhoto]:
        """The photos beside an item; those of the whole visit for ""."""
        return [each for each in self._visit.draft.photos if each.item == code]

    def seen_photos(self, code: str) -> list[DraftPhoto]:
        """Those that are seen there: a marked copy in its original's place."""
        photos = self.photos(code)
        return [photos[at] for at in seen(self.pictures(code))]

    def pictures(self, code: str) -> list[Photo]:
        return [each.photo for each in self.photos(code)]

    def adding(self, code: str) -> int:
        """How many photos are being taken in there."""
        return self._adding[code]

    def hazard(self, code: str) -> Rectification | None:
        """What was recorded of a failed item's hazard so far."""
        return self._visit.draft.hazards.get(code)

    def known(self, code: str) -> KnownHazard | None:
        """The hazard that was open at this item before this visit."""
        return self._known.get(code)

    def found_then(self, code: str) -> tuple[list[Photo], str]:
        """What was photographed when the hazard that is open at this item was found, and on which day."""
        known = self._known.get(code)
        body = self._visit.found.get(known.hazard) if known is not None else None
        return (list(body.photos), body.date) if body is not None else ([], "")

    def looks_again(self, code: str) -> bool:
        """Whether it was answered under other words and was not looked at since."""
        return code in self._visit.draft.head.look_again and code in self._items

    def recurring(self, code: str) -> Recurrence | None:
        """That this item's hazard was found and closed here before; None too while one is still open."""
        return None if code in self._known else self._visit.recurring.get(code)

    def remark(self, code: str) -> str:
        """Why the office sent this item back; "" where it did not."""
        return self._visit.remarks.get(code, "")

    def before_correction(self, code: str) -> Said | None:
        """What the version that is corrected says of this item, where it is changed now."""
        visit = self._visit
        if visit.corrects is None:
            return None
        if code not in (changed := changed_items(visit.corrects, visit.content)):
            return None
        return changed[code][0]

    def failed_before(self, code: str) -> bool:
        """Whether it was 不符合 last time, or its hazard is open still."""
        last = self.last_answer(code)
        return code in self._known or (last is not None and last.verdict is Verdict.FAIL)

    def last_answer(self, code: str) -> Answer | None:
        """What was answered here last time."""
        return self._last.get(code)

    def opens_hazard(self, code: str) -> bool:
        """Whether the item has failed and its hazard is to be recorded: advisory ones have none, known ones theirs."""
        failed = self.answer_of(code).verdict is Verdict.FAIL
        return failed and code in self._items and self._items[code].counts and code not in self._known

    # -- what is missing -------------------------------------------------------------------------------------------

    def owed(self, code: str) -> list[Owed]:
        """What this item still owes before the people can sign; an unanswered one owes its answer."""
        return self._by_item().get(code, [])

    def all_owed(self) -> list[Owed]:
        """In the order of the sheet. Who inspects and why one corrects is asked when signing."""
        return [each for part in self._by_item().values() for each in part]

    def _by_item(self) -> dict[str, list[Owed]]:
        if self._owed is None:
            self._owed = {}
            for each in self._visit.owed:
                if each.kind not in ("inspector", "correction"):
                    self._owed.setdefault(each.item, []).append(each)
        return self._owed

    def is_open(self, code: str) -> bool:
        return self.answer_of(code).verdict is None

    def next_open(self, after: str) -> str:
        """The next unanswered item, from the top again behind the last; "" when all are answered."""
        codes = list(self._items)
        at = codes.index(after) + 1 if after in self._items else 0
        return next((code for code in codes[at:] + codes[:at] if self.is_open(code)), "")

    def next_owing(self, after: str) -> str:
        """The next unanswered item or, when there is none, the next that owes something else; "" when none does."""
        codes = list(self._items)
        at = codes.index(after) + 1 if after in self._items else 0
        owing = (code for code in codes[at:] + codes[:at] if self.owed(code) or self.looks_again(code))
        return self.next_open(after) or next(owing, "")

    def last_failed(self) -> str:
        """The item failed last whose hazard is not recorded whole yet; "" when there is none."""
        return next((c for c in reversed(self._judged) if self.opens_hazard(c) and self.owed(c)), "")

    def owes_reason(self, code: str) -> bool:
        """Whether it was judged 不适用 and nobody has said why."""
        return any(each.kind == "reason" for each in self.owed(code))

    def last_unexplained(self) -> str:
        """The item judged 不适用 last whose reason is not written yet; "" when there is none."""
        return next((c for c in reversed(self._judged) if self.owes_reason(c)), "")

    def hazard_target(self) -> str:
        """The item whose hazard H records: this one if it has failed, else the one failed last; "" for none."""
        return self._item if self.opens_hazard(self._item) else self.last_failed()

    def progress(self) -> list[Progress]:
        """By section; sections of which nothing is asked are left out."""
        done = []
        for section in self._visit.form.sections:
            codes = tuple(item.code for item in section.items if item.code in self._items)
            if codes:
                verdicts = [self.saved_verdict(code) for code in codes]
                answered = sum(verdict is not None for verdict in verdicts)
                owed = sum(bool(self.owed(code)) for code in codes if not self.is_open(code))
                failed = verdicts.count(Verdict.FAIL)
                again = sum(self.is_open(code) and self.failed_before(code) for code in codes)
                done.append(Progress(section.numeral, section.title, codes, answered, failed, owed, again))
        return done


def _same(one: DraftAnswer, other: DraftAnswer) -> bool:
    """Apart from when they were saved."""
    return (one.verdict, one.note, one.reason) == (other.verdict, other.note, other.reason)
