"""Rented works in the small world: an owner with works in 永新村, and leases in it signed some days ago."""

from datetime import timedelta

from zjg_inspect.model import clock
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service import filings, rented

OWNER, WORKS = "永新村股份经济合作社", "工业路 18 号 2 幢"


def ago(days):
    return (clock.today() - timedelta(days=days)).isoformat()


def owner(db, name=OWNER, **beside):
    return rented.put_landlord(db, Landlord(name, **beside))


def works(world, landlord, address=WORKS, area=1200):
    return rented.put_premises(world.office, Premises(landlord, world.zone, address, area))


def rent(world, tenant, premises, signed="", **beside):
    """A lease of a tenant, by name."""
    return rented.put_lease(world.office, Lease(world.enterprises[tenant], premises, signed, **beside))


def let_to(world, *days):
    """甲, 乙, 丙 … rent the owner's works; signed so many days ago, None: nobody knows. Gives the leases by name."""
    premises = works(world, owner(world.office))
    pairs = zip(world.enterprises, days, strict=False)
    return {name: rent(world, name, premises, "" if n is None else ago(n)) for name, n in pairs}


def states(db, on=None, **which):
    return {row.name: row.state for row in filings.lease_rows(db, on, **which)}


def row(db, name, on=None):
    return next(each for each in filings.lease_rows(db, on) if each.name == name)
