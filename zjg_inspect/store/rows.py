"""Many rows in and out of the database: what SQLAlchemy does anew for each value is done once for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Dialect, LargeBinary, Row, Select, Table, bindparam, insert

KEYS: BindParameter[Any] = bindparam("keys", expanding=True, type_=LargeBinary)
"""Stands where a query for `among` has its keys: `column.in_(KEYS)`."""

# So many keys are asked for at once; fewer are made up to the next of these, so that few texts are made of a query.
_SIZES = (1, 8, 64, 512)
_MOST = _SIZES[-1]


class _Prepared(NamedTuple):
    """A statement as text; `arrange` brings values by their names into the shape in which the driver takes them."""

    text: str
    arrange: Callable[[Mapping[str, Any]], Any]
    values: Mapping[str, Any]


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert these rows, which all name the same columns; their values go to the database as they are.

    So they are what a driver takes: bytes, text, whole numbers, truth values, None.
    """
    if rows:
        write = _insertion(table, tuple(rows[0]), conn.dialect)
        conn.exec_driver_sql(write.text, list(map(write.arrange, rows)))


def among(conn: Connection, query: Select[Any], keys: Iterable[bytes]) -> Iterator[Row[Any]]:
    """The rows of a query for some keys (`KEYS`), however many; their values are as the driver gives them.

    The text of the query is kept with it: give the same object each time.
    """
    rest = iter(keys)
    while some := list(islice(rest, _MOST)):
        size = next(size for size in _SIZES if size >= len(some))
        read = _question(query, size, conn.dialect)
        some += some[-1:] * (size - len(some))
        asked = {f"keys_{number}": key for number, key in enumerate(some, 1)}
        yield from conn.exec_driver_sql(read.text, read.arrange({**read.values, **asked})).all()


@lru_cache
def _insertion(table: Table, columns: tuple[str, ...], dialect: Dialect) -> _Prepared:
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(columns), for_executemany=True)
    return _Prepared(str(compiled), _arranger(compiled.positiontup), {})


@lru_cache
def _question(query: Select[Any], size: int, dialect: Dialect) -> _Prepared:
    asked = query.params(keys=[b""] * size)
    compiled: Any = asked.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return _Prepared(str(compiled), _arranger(compiled.positiontup), compiled.params)


def _arranger(names: Sequence[str] | None) -> Callable[[Mapping[str, Any]], Any]:
    """For a driver that counts its values or, without names, one that names them."""
    if names is None:
        return dict
    if len(names) == 1:
        return lambda values: (values[names[0]],)
    return itemgetter(*names)
