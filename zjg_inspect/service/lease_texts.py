"""The register's own words of who lets what (出租方, 租约签订 of the roster) made into landlords, premises and leases.

A village at a time, first shown, then confirmed by a person. Nothing is invented: a day of signing that nobody wrote
down stays unknown, an address too, and whoever rents from nobody named is only counted. Names are the same when they
differ in width, case or blanks alone; those that are merely alike stand beside each other for a person to look at.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from zjg_inspect.model import ids
from zjg_inspect.model.likeness import is_alike_landlord
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.roster import name_key
from zjg_inspect.model.types import CivilDate
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.rented import check_office
from zjg_inspect.store import leases, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class TextTenant(msgspec.Struct, frozen=True):
    """An enterprise that the register says to rent; `signed` is empty where nobody wrote the day down."""

    id: str
    name: str
    address: str
    signed: str


class TextLandlord(msgspec.Struct, frozen=True):
    """A name that stands as landlord at these tenants. `known`: the landlord of that name in the register, if any;
    `alike`: other names, there or in the village's texts, that may be the same one's."""

    name: str
    tenants: tuple[TextTenant, ...]
    known: str
    alike: tuple[str, ...] = ()


class VillageTexts(msgspec.Struct, frozen=True):
    """What a village's texts say. `silent`: how many rent, but from whom nobody wrote down; `unclear`: names that
    several landlords of the register bear, whose tenants are entered one by one."""

    zone: str
    township: str
    village: str
    landlords: tuple[TextLandlord, ...]
    silent: int
    unclear: tuple[str, ...]

    @property
    def tenants(self) -> int:
        return sum(len(each.tenants) for each in self.landlords)

    @property
    def unsigned(self) -> int:
        """Of how many the day of signing is not known."""
        return sum(not tenant.signed for each in self.landlords for tenant in each.tenants)


class Taken(msgspec.Struct, frozen=True):
    """What was made of the texts."""

    landlords: int
    premises: int
    leases: int


class _Body(msgspec.Struct):
    name: str
    landlord: str = ""
    lease_signed: CivilDate = ""
    address: str = ""


class _Version(msgspec.Struct):
    """Of a version what is needed here, so that ten thousand are read at once."""

    body: _Body


_DECODER = msgspec.json.Decoder(_Version)


def village_texts(db: Database) -> list[VillageTexts]:
    """Each village whose texts name landlords of enterprises that have no lease in the register yet.

    Which names are alike is not asked of all villages at once.
    """
    with db.read() as conn:
        found = _texts(conn)
    return [each for each in found if each.landlords or each.unclear]


def texts_of(db: Database, zone: str) -> VillageTexts | None:
    """One village's texts, with the names that are alike; None where it has none (any more)."""
    d = tables.landlord.c
    with db.read() as conn:
        found = _texts(conn, zone)
        known = set(conn.scalars(select(d.name).where(~d.removed)))
    if not found or not (found[0].landlords or found[0].unclear):
        return None
    every = known | {each.name for each in found[0].landlords}
    landlords = tuple(replace(each, alike=_alike(each.name, every)) for each in found[0].landlords)
    return replace(found[0], landlords=landlords)


def _alike(name: str, every: set[str]) -> tuple[str, ...]:
    key = name_key(name)
    return tuple(sorted(other for other in every if name_key(other) != key and is_alike_landlord(other, name)))


def take_texts(db: Database, zone: str, shown: Iterable[str]) -> Taken:
    """Make landlords, premises and leases of a village's texts, of those tenants (ids) that the person was `shown`.

    One landlord for each name, one place for each of its addresses, one lease for each tenant; what the register has
    already is used. Doing it again makes nothing. Raises WrongRole.
    """
    wanted = set(shown)
    with db.write() as conn:
        check_office(conn, db)
        (village,) = _texts(conn, zone) or (VillageTexts(zone, "", "", (), 0, ()),)
        there = _places(conn, zone)
        made: dict[str, list[Making]] = {"landlord": [], "premises": [], "lease": []}
        for each in village.landlords:
            tenants = [tenant for tenant in each.tenants if tenant.id in wanted]
            if not tenants:
                continue
            landlord = each.known or ids.new_id()
            if not each.known:
                made["landlord"].append(Making("landlord", landlord, Landlord(each.name), ()))
            for tenant in tenants:
                place = (landlord, name_key(tenant.address))
                if place not in there:
                    there[place] = ids.new_id()
                    works = Premises(landlord, zone, tenant.address)
                    made["premises"].append(Making("premises", there[place], works, ()))
                lease = Lease(tenant.id, there[place], tenant.signed)
                made["lease"].append(Making("lease", ids.new_id(), lease, ()))
        make(conn, db, [*made["landlord"], *made["premises"], *made["lease"]])
    return Taken(len(made["landlord"]), len(made["premises"]), len(made["lease"]))


def _texts(conn: Connection, zone: str = "") -> list[VillageTexts]:
    e, z, v, le = tables.enterprise.c, tables.zone.c, tables.version.c, tables.lease.c
    query = (
        select(e.entity, e.zone, e.facts, e.gone_from, v.raw, z.township, z.village)
        .join(tables.version, v.hash == e.hash)
        .join(tables.zone, z.entity == e.zone)
        .where(~e.removed, ~e.proposed, ~e.is_zone, e.gone_from == "")
        .order_by(z.township, z.village, e.name, e.entity)
    )
    if zone:
        query = query.where(e.zone == uuid_bytes(zone))
    known, merged = _known(conn), leases.merged(conn)
    # what a double rents, the one that stays rents
    rented = {merged.get(own, own) for own in conn.scalars(select(le.tenant).where(~le.removed))}
    villages: dict[bytes, tuple[str, str]] = {}
    said: dict[bytes, dict[str, list[tuple[str, TextTenant]]]] = defaultdict(lambda: defaultdict(list))
    silent: dict[bytes, int] = defaultdict(int)
    for row in conn.execute(query):
        rents = msgspec.json.decode(row.facts, type=_Facts).rents
        body = _DECODER.decode(row.raw).body if rents is not False else None
        if body is None or row.entity in rented:
            continue
        villages[row.zone] = row.township, row.village
        if name_key(body.landlord):
            tenant = TextTenant(uuid_text(row.entity), body.name, body.address.strip(), body.lease_signed)
            said[row.zone][name_key(body.landlord)].append((body.landlord.strip(), tenant))
        else:
            silent[row.zone] += rents is True
    return [
        _village(zone_, *villages[zone_], said[zone_], silent[zone_], known) for zone_ in villages
    ]  # fmt: skip


class _Facts(msgspec.Struct):
    rents: bool | None = None


def _village(
    zone: bytes, township: str, village: str, said: dict[str, list[tuple[str, TextTenant]]], silent: int,
    known: dict[str, list[tuple[str, str]]],
) -> VillageTexts:  # fmt: skip
    found, unclear = [], []
    names = {key: _usual(name for name, _ in own) for key, own in said.items()}
    for key, tenants in said.items():
        name = names[key]
        registered = known.get(key, [])
        if len(registered) > 1:
            unclear.append(name)
            continue
        only = registered[0][0] if registered else ""
        found.append(TextLandlord(name, tuple(tenant for _, tenant in tenants), only))
    found.sort(key=lambda each: (-len(each.tenants), each.name))
    return VillageTexts(uuid_text(zone), township, village, tuple(found), silent, tuple(unclear))


def _usual(spellings: Iterable[str]) -> str:
    """The spelling that most use, of several the shortest."""
    count = Counter(spellings)
    return min(count, key=lambda each: (-count[each], len(each), each))


def _known(conn: Connection) -> dict[str, list[tuple[str, str]]]:
    """The register's landlords by what spellings of a name have in common: id and name."""
    d = tables.landlord.c
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in conn.execute(select(d.entity, d.name).where(~d.removed).order_by(d.entity)):
        found[name_key(row.name)].append((uuid_text(row.entity), row.name))
    return found


def _places(conn: Connection, zone: str) -> dict[tuple[str, str], str]:
    p = tables.premises.c
    query = select(p.entity, p.landlord, p.address).where(p.zone == uuid_bytes(zone), ~p.removed).order_by(p.entity)
    found: dict[tuple[str, str], str] = {}
    for row in conn.execute(query):
        found.setdefault((uuid_text(row.landlord), name_key(row.address)), uuid_text(row.entity))
    return found
