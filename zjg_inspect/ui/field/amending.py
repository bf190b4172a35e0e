"""What amending the facts did to the items of a visit, since the amending began; no Qt in here."""

from zjg_inspect.ui.field.reading import VisitReading


class Amending:
    def __init__(self, session: VisitReading) -> None:
        self._session = session
        self.begin()

    def begin(self) -> None:
        self._asked, self._aside = self._now()

    def _now(self) -> tuple[set[str], set[str]]:
        return {item.code for item in self._session.items}, {item.code for item in self._session.aside}

    def words(self) -> str:
        """按新的情况少查 3 条、多查 2 条；已答的 1 条另放，不计。 "" where the same items are asked."""
        asked, aside = self._now()
        counts = (("少查", len(self._asked - asked)), ("多查", len(asked - self._asked)))
        changed = "、".join(f"{word} {count} 条" for word, count in counts if count)
        if not changed:
            return ""
        said = [f"按新的情况{changed}"]
        if left := len(aside - self._aside):
            said.append(f"已答的 {left} 条另放，不计")
        if back := len(self._aside - aside):
            said.append(f"另放的 {back} 条又算数了")
        return "；".join(said) + "。"
