"""What a reviewer has decided about one version of a visit before signing or returning it. No Qt."""

from dataclasses import dataclass, field

from zjg_inspect.model.review import ItemRemark, Noted


@dataclass
class Decisions:
    """`returned`: item code → why; every other item is accepted. `answers`: question → what was found out, "" where
    nothing was written beside it. Kept while the reviewer looks at other visits, and when the program is closed."""

    returned: dict[str, str] = field(default_factory=dict)
    opinion: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, noted: Noted | None) -> "Decisions":
        """As they were kept."""
        if noted is None:
            return cls()
        return cls(dict(noted.returned), noted.opinion, dict(noted.answers))

    def accept(self, item: str) -> None:
        self.returned.pop(item, None)

    def give_back(self, item: str) -> None:
        self.returned.setdefault(item, "")

    def reason(self, item: str, text: str) -> None:
        self.returned[item] = text

    def without_reason(self) -> list[str]:
        """Items to be returned that do not say why yet."""
        return [item for item, reason in self.returned.items() if not reason.strip()]

    def remarks(self, order: tuple[str, ...]) -> tuple[ItemRemark, ...]:
        """For the review, in the order of the sheet."""
        return tuple(ItemRemark(item, self.returned[item].strip()) for item in order if item in self.returned)
