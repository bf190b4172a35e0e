"""What a reviewer has decided about one version of a visit before signing or returning it. No Qt."""

from dataclasses import dataclass, field

from zjg_inspect.model.review import ItemRemark


@dataclass
class Decisions:
    """`returned`: item code → why; every other item is accepted. `absent`: asked why so much is 不适用, the answer was
    that the enterprise has none of it. Kept while the reviewer looks at other visits."""

    returned: dict[str, str] = field(default_factory=dict)
    opinion: str = ""
    absent: bool = False

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
