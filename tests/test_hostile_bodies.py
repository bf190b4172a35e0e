"""Well-signed bodies that no honest program makes: an accepted laptop's key in the wrong hands breaks no list."""

from datetime import date

import msgspec
import pytest
from forger import Forger, resealed
from hypothesis import given
from hypothesis import strategies as st
from world import FILLED, MAJOR

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import ids
from zjg_inspect.model.authority import photos_of
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.types import CameraTime, Instant, VisitDate
from zjg_inspect.model.version import canonical
from zjg_inspect.service import due, lists, register, review, sheet, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor


@pytest.fixture
def sealed(world):
    """An honest visit with a failed item, not handed in yet; its id and version."""
    return world.visit("甲五金厂", fail=("4-09",))


@pytest.fixture
def forger(world, sealed):
    return Forger(world)


def every_list(office):
    """Everything that the office's window reads; none of it may fail."""
    visits = review.visits_to_review(office) + review.visits_to_review(office, done=True)
    return (
        lists.enterprises(office), lists.zones(office), lists.sealed_visits(office), lists.figures(office),
        due.open_hazards(office), verdicts.zone_verdicts(office),
        [review.open_review(office, waiting.inspection).version for waiting in visits],
        [sheet.sealed_sheet(office, waiting.inspection)[:5] for waiting in visits],
    )  # fmt: skip


@pytest.mark.parametrize("taken", ["enterprise", "zone"])
def test_a_visit_under_the_id_of_an_enterprise_or_zone_takes_nothing_from_the_register(world, forger, sealed, taken):
    own = world.zone if taken == "zone" else world.enterprises["乙机械厂"]
    before = {row.name for row in lists.enterprises(world.office)}, lists.zones(world.office)
    body = resealed(forger.body(sealed[0]), inspection=own, hazards=())
    body = resealed(body, answers=tuple(msgspec.structs.replace(a, verdict="pass") for a in body.content.answers))
    forger.hand_in(*forger.honest(), forger.inspection(body))
    assert ({row.name for row in lists.enterprises(world.office)}, lists.zones(world.office)) == before
    every_list(world.office)
    # and the office can still change what is its own
    site, zone = register.enterprise_details(world.office, world.enterprises["乙机械厂"])
    with world.office.write() as conn:
        renamed = msgspec.structs.replace(site, name="乙机械有限公司")
        make(conn, world.office, [Making("enterprise", world.enterprises["乙机械厂"], renamed)])
        make(conn, world.office, [Making("zone", world.zone, zone)])
    assert "乙机械有限公司" in {row.name for row in lists.enterprises(world.office)}
    assert (doctor(world.office).ok, doctor(world.office).conflicts) == (True, 0)


def a_hazard(world, sealed, **changes):
    body = HazardBody(
        enterprise=world.enterprises["甲五金厂"], inspection=sealed[0], item="4-09", form="0" * 64, step="opened",
        date="2026-11-23", rectification=FILLED, visit=sealed[0],
    )  # fmt: skip
    return msgspec.structs.replace(body, **changes)


def handed_in(forger, body):
    return forger.hand_in(forger.version("hazard", ids.hazard_id(body.inspection, body.item), body))


def test_hazards_of_an_unknown_form_wait_and_those_of_an_unknown_item_are_quarantined(world, forger, sealed):
    forger.hand_in(*forger.honest())
    form = shipped_form("enterprise").hash
    assert handed_in(forger, a_hazard(world, sealed, item="9-99")).held == 1
    assert handed_in(forger, a_hazard(world, sealed, item="9-98", form=form)).quarantined == 1
    assert len(due.open_hazards(world.office)) == 1
    every_list(world.office)


def test_a_major_hazard_is_closed_only_with_a_photo(world, forger, sealed):
    forger.hand_in(*forger.honest())
    (before,) = [record for record in forger.honest() if record.version.kind == "hazard"]
    form = shipped_form("enterprise").hash
    for photos in ((), (Photo("0" * 64),)):
        closed = a_hazard(world, sealed, form=form, step="verified_closed", rectification=MAJOR, photos=photos)
        made = forger.version("hazard", before.version.entity, closed, parents=[before.hash.hex()])
        assert forger.hand_in(made).quarantined == (not photos)
    assert due.open_hazards(world.office) == []


NO_DAYS = ["2026-13-01", "2026-02-30", "2025-02-29", "0000-01-01", "２０２６-01-01", "2026-1-1"]


@given(st.dates() | st.sampled_from(NO_DAYS) | st.from_regex(r"\A[0-9]{4}-[01][0-9]-[0-3][0-9]\Z"))
def test_a_date_is_taken_exactly_where_one_can_count_with_it(day):
    """`2026-02-30` has the shape of a date, and a list that counts days to a deadline would end with an error."""
    try:
        is_day = date.fromisoformat(str(day)).isoformat() == str(day)
    except ValueError:
        is_day = False
    for kind, text in ((VisitDate, str(day)), (Instant, f"{day}T23:59:59Z"), (CameraTime, f"{day}T00:00:00")):
        try:
            taken = msgspec.convert(text, kind) == text
        except msgspec.ValidationError:
            taken = False
        assert taken == is_day


@pytest.mark.parametrize("deadline", NO_DAYS)
def test_a_deadline_that_is_no_day_is_quarantined(world, forger, sealed, deadline):
    forger.hand_in(*forger.honest())
    form = shipped_form("enterprise").hash
    wrong = msgspec.structs.replace(FILLED, deadline=deadline)
    assert handed_in(forger, a_hazard(world, sealed, item="1-01", form=form, rectification=wrong)).quarantined == 1


@pytest.mark.parametrize(
    "text", ["nul\0here", "\x01\x0b\x1f\x7f", "\u2028line\u2029", "\ufffe\uffff", "👷🏽‍♀️" * 3, "𠮷𠮷", "长" * 20_000]
)
def test_text_of_any_kind_is_stored_listed_and_printed(world, forger, sealed, text):
    body = forger.body(sealed[0])
    first, *others = body.content.answers
    answers = (msgspec.structs.replace(first, note=text), *others)
    hazards = tuple(
        msgspec.structs.replace(each, rectification=msgspec.structs.replace(each.rectification, what=text))
        for each in body.content.hazards
    )
    made = resealed(body, remark=text, number=text[:30], answers=answers, hazards=hazards)
    made = forger.inspection(made, parents=[sealed[1]])
    assert forger.hand_in(*forger.honest(), made).quarantined == 0
    *_, sheets = every_list(world.office)
    assert sheets == [b"%PDF-"]
    assert review.open_review(world.office, sealed[0]).body.content.remark == text
    assert doctor(world.office).ok


def test_signatures_that_nobody_drew_are_owed(world, forger, sealed):
    body = forger.body(sealed[0])
    inspector, *others = body.signatures
    for kind, strokes, reason in (("pad", (), ""), ("pad", ((5,),), ""), ("refused", (), "不想签")):
        empty = msgspec.structs.replace(inspector, kind=kind, strokes=strokes, reason=reason)
        made = resealed(msgspec.structs.replace(body, signatures=(empty, *others)), new=True)
        report = forger.hand_in(forger.inspection(made))
        assert [each.reason for each in report.aside] == ["schema: signatures owed"]


def test_strokes_of_any_shape_are_drawn(world, forger, sealed):
    body = forger.body(sealed[0])
    wild = ((7,), (), (1, 2, 3), (2**53 - 1, -(2**53) + 1, 0, 0))
    signatures = tuple(msgspec.structs.replace(each, strokes=wild) for each in body.signatures)
    made = resealed(msgspec.structs.replace(body, signatures=signatures), new=True)
    assert forger.hand_in(*forger.honest(), forger.inspection(made)).new == 4
    every_list(world.office)


@given(st.text(), st.lists(st.binary(min_size=32, max_size=32), max_size=4))
def test_the_photos_of_a_version_are_those_it_names_and_no_text_passes_for_one(text, hashes):
    like_one = '"sha256":"' + "a" * 64 + '"'
    body = {"photos": [{"sha256": each.hex(), "caption": like_one} for each in hashes], "note": text + like_one}
    assert photos_of(canonical(body | {"sha256": text})) == {each.hex() for each in hashes}
