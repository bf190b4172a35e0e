"""Undo and redo of a visit's answers, notes, hazards, photos, captions and facts: what stood before and after."""

from typing import Any, Literal, NamedTuple

StepKind = Literal["answer", "hazard", "photo", "caption", "facts"]


class Step(NamedTuple):
    """One change at one item; None stands for "nothing there". Steps of one `merge` in a row are undone together.

    Facts are no item's: theirs is "", and before and after hold the place as well.
    """

    item: str
    kind: StepKind
    before: Any
    after: Any
    merge: str = ""


class Steps:
    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._growing = False

    def push(self, step: Step) -> None:
        """A step that was just made; nothing can be redone any more."""
        self._undone = []
        last = self._done[-1] if self._done else None
        if self._growing and last is not None and step.merge and last[:2] + last[4:] == step[:2] + step[4:]:
            self._done[-1] = last._replace(after=step.after)
        else:
            self._done.append(step)
        self._growing = True

    def close(self) -> None:
        """The next step does not grow together with the last."""
        self._growing = False

    def forget(self, value: object) -> None:
        """What this value stands for never came about."""
        if value is not None:
            for steps in (self._done, self._undone):
                steps[:] = [step for step in steps if value is not step.before and value is not step.after]

    @property
    def growing(self) -> Step | None:
        """The last step, while the next may grow together with it."""
        return self._done[-1] if self._done and self._growing else None

    @property
    def last(self) -> Step | None:
        """What undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> tuple[Step, Any] | None:
        """The step taken back, and the value to put; None when there is none."""
        if not self._done:
            return None
        self.close()
        self._undone.append(step := self._done.pop())
        return step, step.before

    def redo(self) -> tuple[Step, Any] | None:
        if not self._undone:
            return None
        self.close()
        self._done.append(step := self._undone.pop())
        return step, step.after
