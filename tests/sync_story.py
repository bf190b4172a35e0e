"""A week of two laptops and their office, in which each visit has come another way: for tests and pictures of sync."""

import shutil
from contextlib import contextmanager
from unittest import mock

import msgspec
from two_laptops import second_laptop
from world import MAJOR, STROKES, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import exchange, review, setup, signing, visit
from zjg_inspect.service.photos_in import photo as judged
from zjg_inspect.store import media

# By name, how far the visit has come when the story ends.
DELIVERED, RETURNED, LACKING, REFUSED = "甲五金厂", "乙机械厂", "丙塑料厂", "丁五金厂"
AWAITED, UNSENT, COLLEAGUES, WAITING = "戊机械厂", "己塑料厂", "庚五金厂", "辛机械厂"


def visit_with_photos(world, name, *pictures, **more):
    """A sealed visit with these photos (bytes); gives inspection, version, and their hashes."""
    draft = world.answered(name, **more)
    taken = [
        visit.add_photo(world.laptop, draft, "1-06", data, f"IMG_{n}.jpg").photo.sha256
        for n, data in enumerate(pictures)
    ]
    world.sign_all(draft)
    return draft, signing.seal(world.laptop, draft), taken


@contextmanager
def unreadable(*hashes):
    """While it lasts these photos are taken for such as do not decode."""
    real = judged.check_jpeg

    def check(data, *rest):
        if media.hashlib.sha256(data).hexdigest() in hashes:
            raise errors.PhotoDamaged(file="")
        return real(data, *rest)

    with mock.patch.object(judged, "check_jpeg", check):
        yield


def lose_photos(db, *hashes):
    """Their files are found spoilt and given up, so that they are wanted again."""
    with db.write() as conn:
        for sha in hashes:
            media.give_up(conn, db.directory, sha)


def story(root, pictures=photo, take_back=True):
    """Gives the world of the first laptop and that of the second; `pictures` makes the n-th photo.

    Without `take_back` it ends when the office has reviewed: its answer has not come to the laptop.
    """
    one = small_world(root, count=8)
    two = second_laptop(one)
    approved = one.visit(DELIVERED)
    returned = one.visit(RETURNED, fail=("4-09",))
    one.visit(WAITING)
    *_, lacking = visit_with_photos(one, LACKING, pictures(1), pictures(2))
    *_, refused = visit_with_photos(one, REFUSED, pictures(3))
    two.visit(COLLEAGUES)
    with unreadable(*refused):
        one.carry(one.laptop, one.office)
    one.carry(two.laptop, one.office)
    lose_photos(one.office, *lacking)
    review.send_back(one.office, *returned, one.reviewer, "照片看不清，请重拍", (ItemRemark("4-09", "没写在哪台设备"),))
    review.approve(one.office, *approved, one.reviewer, STROKES, "情况属实。")
    if not take_back:
        return one, two
    one.carry(one.office, one.laptop)
    one.visit(AWAITED)
    exchange.export_bundle(one.laptop, one.stick)
    draft = one.answered(UNSENT, fail=("4-09",))
    visit.record_hazard(one.laptop, draft, "4-09", msgspec.structs.replace(MAJOR, deadline="2026-12-31"))
    visit.add_photo(one.laptop, draft, "4-09", pictures(4), "IMG_4.jpg")
    one.sign_all(draft)
    signing.seal(one.laptop, draft)
    return one, two


@contextmanager
def restored_afterwards(*worlds):
    """What the office does meanwhile is lost: its files are those of before."""
    office = worlds[0].office
    before = office.directory.with_name("office-before")
    office.close()
    shutil.copytree(office.directory, before)
    _reopen(worlds, office.directory)
    yield
    worlds[0].office.close()
    shutil.rmtree(office.directory)
    shutil.copytree(before, office.directory)
    _reopen(worlds, office.directory)


def _reopen(worlds, directory):
    opened = setup.open_data(directory)
    for world in worlds:
        world.office = opened


def post(root, pictures=photo):
    """An office's morning: what came before, and on the stick what comes now, in `bundles` of the first world.

    A good one with a visit whose photo is `bad`, a known one, a stranger's, a damaged one, one for a laptop, and one of
    the second laptop that does not carry what the office had before it was restored from a copy.
    """
    one = small_world(root, count=8)
    two = second_laptop(one)
    *_, lacking = visit_with_photos(one, "甲五金厂", pictures(1), pictures(2))
    one.carry(one.laptop, one.office)
    visit_with_photos(two, "乙机械厂", pictures(5))
    known = exchange.export_bundle(two.laptop, one.stick).path
    exchange.import_bundles(one.office, [known])
    one.carry(one.office, two.laptop)
    one.carry(one.office, one.laptop)
    *_, one.bad = visit_with_photos(one, "丁五金厂", pictures(3))
    visit_with_photos(one, "丙塑料厂", pictures(4), fail=("4-04",))
    good = exchange.export_bundle(one.laptop, one.stick).path
    with restored_afterwards(one, two):
        two.visit("戊机械厂")
        one.carry(two.laptop, one.office)
        one.carry(one.office, two.laptop)
    lose_photos(one.office, *lacking)
    two.visit("己塑料厂")
    later = exchange.export_bundle(two.laptop, one.stick).path
    stranger = setup.open_data(root / "stranger")
    setup.become_laptop(stranger, "赵某的电脑", setup.write_card(one.office, one.stick))
    setup.write_card(stranger, one.stick)
    unknown = exchange.export_bundle(stranger, one.stick).path
    stranger.close()
    (theirs,) = (each.path for each in exchange.export_bundles(one.office, one.stick)[:1])
    damaged = one.stick / "钱某的电脑-第0009包.zjgb"
    data = bytearray(known.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    one.bundles = [good, later, known, unknown, damaged, theirs]
    return one, two
