"""The small world with a second laptop, whose inspectors know nothing of what the first has written since."""

import dataclasses
from contextlib import contextmanager
from pathlib import Path

import msgspec
from forger import Forger
from sqlalchemy import select
from world import World, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.service import setup, signing, verdicts, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables

NAME = "甲五金厂"


def second_laptop(world: World, name: str = "李某的电脑", letters: str = "A08", folder: str = "second") -> World:
    """The same world as another laptop's people see it."""
    laptop = setup.open_data(world.root / folder)
    setup.become_laptop(laptop, name, setup.write_card(world.office, world.stick))
    card = setup.read_card(setup.write_card(laptop, world.stick), "field")
    setup.accept_laptop(world.office, card, letters, (world.zone,))
    world.carry(world.office, laptop)
    return dataclasses.replace(world, laptop=laptop)


def two_laptops(root: Path) -> tuple[World, World]:
    world = small_world(root)
    return world, second_laptop(world)


def exchange_all(one: World, two: World) -> None:
    """Bundles go up and down until everybody has everything."""
    for laptop in (one.laptop, two.laptop):
        one.carry(laptop, one.office)
    for laptop in (one.laptop, two.laptop):
        one.carry(one.office, laptop)


def corrected(world: World, inspection: str, *answers: DraftAnswer, remark: str = "", version: str = "") -> str:
    """The visit corrected and signed on this world's laptop; gives the version's hash."""
    draft = visit.correct(world.laptop, inspection, version, reason="写错了")
    for answer in answers:
        visit.answer_item(world.laptop, draft, answer)
    if remark:
        head = visit.open_visit(world.laptop, draft).draft.head
        visit.put_head(world.laptop, draft, msgspec.structs.replace(head, remark=remark))
    world.sign_all(draft)
    return signing.seal(world.laptop, draft)


def office_forger(world: World) -> Forger:
    """The office's other computer: a copy that was edited on its own."""
    if world.copied_office is None:
        world.copied_office = Forger(world, key=world.office.key, db=world.office)
    return world.copied_office


def body_of(db, kind, entity):
    with db.read() as conn:
        return documents.document(conn, kind, entity).body


def stored(db, version):
    with db.read() as conn:
        return documents.version(conn, version).version


def why(world):
    return [each.kind for each in verdicts.enterprise_verdict(world.office, world.enterprises[NAME]).why_not]


def settled_everywhere(one, two):
    """All stores show the same of what they share, and nothing is in conflict."""
    exchange_all(one, two)
    health = [doctor(db) for db in (one.office, one.laptop, two.laptop)]
    assert all(each.ok for each in health)
    assert len({shared_heads(db) for db in (one.office, one.laptop, two.laptop)}) == 1
    assert all(each.conflicts == 0 for each in health)
    return True


def shared_heads(db):
    """What stands at present of all that an office tells the laptops of a zone."""
    head = tables.head.c
    kinds = ("zone", "enterprise", "person", "grant", "inspection", "hazard", "review")
    with db.read() as conn:
        return frozenset(conn.execute(select(head.kind, head.hash).where(head.kind.in_(kinds))).tuples().all())


def edits(world, *changes, kind="enterprise", entity=None):
    """The office's other computer hands in an edit each of what stands there now."""
    office = office_forger(world)
    entity = entity or world.enterprises[NAME]
    with world.office.read() as conn:
        before = documents.document(conn, kind, entity)
    made = [
        office.version(kind, entity, msgspec.structs.replace(before.body, **change), parents=[before.record.hash.hex()])
        for change in changes
    ]
    office.hand_in(*made)
    return [record.hash.hex() for record in made]


def site(world):
    return body_of(world.office, "enterprise", world.enterprises[NAME])


def hazard_steps(one, two, first, second):
    """Each laptop writes a step of the hazard of the sealed visit; gives the hazard's id."""
    own = ids.hazard_id(one.sealed[0], "4-09")
    body = body_of(one.office, "hazard", own)
    for world, changes in ((one, first), (two, second)):
        maker = Forger(world, db=world.laptop)
        (before,) = [record for record in maker.honest() if record.version.entity == own]
        step = maker.version("hazard", own, msgspec.structs.replace(body, **changes), parents=[before.hash.hex()])
        maker.hand_in(step)
    exchange_all(one, two)
    return own


@contextmanager
def a_pair(root):
    """Two laptops of one office, with one sealed visit (4-09 failed) that everybody has."""
    one, two = two_laptops(root)
    one.sealed = one.visit(NAME, fail=("4-09",))
    exchange_all(one, two)
    try:
        yield one, two
    finally:
        one.close()
        two.laptop.close()
