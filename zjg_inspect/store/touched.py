"""Which enterprises' verdicts may have changed with some records."""

from typing import Any

from sqlalchemy import Connection, Table, select

from zjg_inspect.store import tables

_SOME = 500
# By kind: the column that leads to the enterprise.
_ABOUT: dict[str, tuple[Table, str]] = {
    "enterprise": (tables.enterprise, "entity"),
    # as a place to visit; it counts nowhere
    "zone": (tables.zone, "entity"),
    "inspection": (tables.inspection, "enterprise"),
    "hazard": (tables.hazard, "enterprise"),
    "review": (tables.review, "inspection"),
}


class Touched:
    """`enterprises`, and those of the visits in `inspections`: both what records said before and what they say now."""

    def __init__(self) -> None:
        self.enterprises: set[bytes] = set()
        self.inspections: set[bytes] = set()

    def before(self, conn: Connection, kind: str, entities: list[bytes]) -> None:
        """What the rows of these entities say; they are about to be written anew."""
        if kind not in _ABOUT:
            return
        table, column = _ABOUT[kind]
        for start in range(0, len(entities), _SOME):
            query = select(table.c[column]).where(table.c.entity.in_(entities[start : start + _SOME]))
            self._among(kind).update(conn.scalars(query))

    def after(self, kind: str, rows: list[dict[str, Any]]) -> None:
        """What was written into the table of this kind."""
        if kind in _ABOUT:
            _, column = _ABOUT[kind]
            self._among(kind).update(row[column] for row in rows)

    def _among(self, kind: str) -> set[bytes]:
        return self.inspections if kind == "review" else self.enterprises
