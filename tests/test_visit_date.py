"""The date of a visit is seen and may be put right before signing; a clock behind what was seen already is named."""

from datetime import timedelta

from msgspec.structs import replace
from pages import Signing
from world import photo

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service import signing, visit
from zjg_inspect.store import documents, instants
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.sign_date import day_words
from zjg_inspect.ui.field.start_try import TryScreen
from zjg_inspect.ui.field.walker import WalkerScreen

NAME = "甲五金厂"


def to_signing(field, draft):
    field.window.open_draft(draft)
    field.shows(WalkerScreen).sign_requested.emit()
    return Signing(field)


def content(world, inspection):
    with world.laptop.read() as conn:
        return documents.inspection(conn, inspection)[0].content


def yesterday():
    return clock.today() - timedelta(days=1)


def slow_clock(monkeypatch, days=2):
    """The computer's clock goes back by so many days."""
    now = clock.local(clock.utc_now()) - timedelta(days=days)
    monkeypatch.setattr(signing, "utc_now", lambda: now.astimezone(clock.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_a_visit_of_today_is_sealed_with_its_date_before_the_eyes(field, world):
    draft = world.answered(NAME)
    signs = to_signing(field, draft)
    assert signs.desk.date.value() == clock.today()
    assert not signs.desk.clock.isVisible()
    signs.begin()
    signs.sign_all()
    day = day_words(clock.today().isoformat())
    assert signs.desk.turn._ready.text() == f"都签好了。检查日期是{day}，对的话就封存。"
    signs.seal()
    assert content(world, draft).date == clock.today().isoformat()


def test_the_date_is_put_right_before_signing_and_asked_about_before_the_seal(field, world):
    draft = world.answered(NAME)
    signs = to_signing(field, draft)
    signs.desk.date.set_value(yesterday())
    signs.begin()
    signs.sign_all()
    field.press("Ctrl+Enter")
    question = field.question()
    assert question.windowTitle() == f"检查日期是{day_words(yesterday().isoformat())}，对吗？"
    question.act.click()
    field.shows(SheetScreen)
    assert content(world, draft).date == yesterday().isoformat()


def test_another_date_voids_what_was_signed(field, world):
    draft = world.answered(NAME)
    signs = to_signing(field, draft)
    signs.begin()
    signs.draw()
    signs.done()
    signs.desk.change_people()
    signs.desk.date.set_value(yesterday())
    field.press("Ctrl+Enter")
    field.until(lambda: signs.states()[0] == "void")


def test_no_date_is_said_under_its_field(field, world):
    signs = to_signing(field, world.answered(NAME))
    signs.desk.date.set_value(None)
    field.press("Ctrl+Enter")
    assert signs.desk._date_wrong.text() == "写上检查是哪一天做的。"
    assert signs.desk.slots() == []


def test_a_clock_behind_the_offices_last_record_is_named(field, world, monkeypatch):
    draft = world.answered(NAME)
    slow_clock(monkeypatch)
    signs = to_signing(field, draft)
    assert signs.desk.clock.isVisible()
    assert "电脑的时间多半慢了" in signs.desk.clock.text()
    signs.begin()
    signs.sign_all()
    field.press("Ctrl+Enter")
    field.question().keep.click()
    assert visit.open_visit(world.laptop, draft).draft.id == draft


def test_a_try_asks_about_a_slow_clock_too(field, world, monkeypatch):
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.ASSESSMENT, Outcome.LOCKED)
    visit.add_photo(world.laptop, draft, "", photo(), "gate.jpg")
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, replace(head, inspectors=world.crew))
    slow_clock(monkeypatch)
    field.window.open_draft(draft)
    field.shows(TryScreen)
    field.press("Ctrl+Enter")
    field.question().act.click()
    field.shows(SheetScreen)


def test_what_was_seen_last_is_the_latest_of_all_that_came(world):
    with world.laptop.read() as conn:
        last = instants.last_known(conn)
    assert clock.local(last) <= clock.local(clock.utc_now())
    assert signing.clock_behind(world.laptop) == ("", "")


def test_some_minutes_are_no_matter(world, monkeypatch):
    slow_clock(monkeypatch, days=1 / 24 / 12)
    assert signing.clock_behind(world.laptop) == ("", "")
    slow_clock(monkeypatch, days=1 / 24)
    now, last = signing.clock_behind(world.laptop)
    assert now < last
