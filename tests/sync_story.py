"""A week of two laptops and their office, in which each visit has come another way: for tests and pictures of sync."""

from contextlib import contextmanager
from unittest import mock

import msgspec
from two_laptops import second_laptop
from world import MAJOR, STROKES, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import exchange, review, signing, visit
from zjg_inspect.service.receiving import photo as judged
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
