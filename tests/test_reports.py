"""Reports of a month or any days: the figures add up across them and are those of the screens, in Excel as in PDF."""

import json
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lease_world import let_to
from openpyxl import load_workbook
from pages_office import OfficeDesk
from PySide6.QtCore import QDate
from test_verdict_rules import approve_all
from world import MAJOR, hazard_due, small_world

from zjg_inspect import cli
from zjg_inspect.model import clock
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.period import days, period
from zjg_inspect.service import figures, rented, reports, verdicts, visit
from zjg_inspect.service.figures_failures import failures

NAMES = ("甲五金厂", "乙机械厂", "丙塑料厂", "丁五金厂", "戊机械厂", "己塑料厂")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Six enterprises of one zone: four seen and approved, one with a hazard; a duty visit; two leases, one filed."""
    world = small_world(tmp_path_factory.mktemp("built"), count=6)
    for name in NAMES[:4]:
        world.visit(name, fail=("4-09",) if name == NAMES[0] else ())
    hazard_due(world, NAMES[4], 9, MAJOR)
    world.enterprises["zone"] = world.zone
    world.visit("zone", fail=("1-02",), type=VisitType.DUTY)
    visit.start_visit(world.laptop, world.enterprises[NAMES[5]], VisitType.ASSESSMENT)
    world.carry(world.laptop, world.office)
    approve_all(world)
    leases = let_to(world, 3, 40)
    rented.file_lease(world.office, next(iter(leases.values())), clock.today(), "owner")
    world.close()
    return world


def this_month(world):
    return figures.reported_on(world.office, clock.today())


def table(made, title):
    (found,) = [each for each in made.tables if each.title == title]
    return found


def sums(made, title):
    """The last row of a table with a sum, by its headings."""
    found = table(made, title)
    assert found.total
    return dict(zip(found.headings, found.rows[-1], strict=True))


# -- they add up -------------------------------------------------------------------------------------------------------


def agree(db, some):
    """Every figure that two reports or screens both tell is one figure."""
    told = figures.period_figures(db, some)
    month, hazard = (reports.report(db, kind, some) for kind in ("month", "hazards"))
    board = verdicts.overview(db, some.last if some.last < clock.today() else None)
    zones = sums(month, "各集中区情况") if board.zones else None
    if zones:
        assert zones["企业（家）"] == board.city.enterprises.total == sum(zone.total for zone in board.zones)
        assert zones["达标（家）"] == board.city.enterprises.reached
        assert zones["检查（次）"] == told.visits.done
        for heading, name in (("查出", "found"), ("销号", "closed"), ("未销号", "open"), ("逾期", "overdue")):
            assert zones[f"{heading}（条）"] == getattr(told.hazards, name), heading
    (row,) = table(month, "隐患情况（条）").rows
    assert table(hazard, "隐患情况（条）").rows == [row]
    _, before, found, reopened, closed, withdrawn, left, majors, *_ = row
    assert before + found + reopened == closed + withdrawn + left
    assert len(table(hazard, "未销号的隐患").rows) == left
    assert len(table(hazard, "重大隐患").rows) == majors
    assert len(table(hazard, "本期销号的隐患").rows) == closed
    assert sums(month, "不符合条目")["不符合（条）"] == told.failures.total == len(failures(db, some))
    confirmed = reports.report(db, "confirmed", some)
    assert len(table(confirmed, "安全生产规范化管理企业").rows) == board.city.enterprises.reached
    assert len(table(confirmed, "规范化管理工业集中区").rows) == board.city.zones.reached
    annex = reports.report(db, "annex1", some).tables[0].rows[-1]
    assert annex[3] == board.city.enterprises.total
    duty = reports.report(db, "duty", some)
    assert sum(each[3] for each in table(duty, "各村履职检查").rows[:-1]) == told.visits.duty


def test_every_report_tells_the_same_figures(world):
    agree(world.office, this_month(world))
    agree(world.office, days(date(2022, 6, 1), clock.today()))


def test_a_period_before_anything_was_seen_is_empty_and_adds_up(world):
    some = period(2022, 9)
    agree(world.office, some)
    month = reports.report(world.office, "month", some)
    assert month.title == "2022年9月工业集中区规范化管理情况月报"
    assert month.under == "统计时间：2022年8月29日至2022年9月28日"
    assert sums(month, "各集中区情况")["检查（次）"] == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 40), st.integers(0, 40))
def test_of_any_days_the_reports_agree(world, one, other):
    first, last = sorted((clock.today() - timedelta(days=one), clock.today() - timedelta(days=other)))
    agree(world.office, days(first, last + timedelta(days=1)))


# -- what each says ----------------------------------------------------------------------------------------------------


def test_the_month_tells_zones_visits_hazards_and_filings(world):
    month = reports.report(world.office, "month", this_month(world))
    (zone, total) = table(month, "各集中区情况").rows
    assert zone[1:8] == ["塘桥镇", "永新村", 6, 3, "50.0%", "差 2 家", 6]
    assert total[5:7] == ["50.0%", "0/1"]
    assert table(month, "检查情况").rows == [[1, 5, 0, 0, 1, 6, 5, 0, 0]]
    assert table(month, "告知性备案").rows[0][1:5] == [1, 0, 1, 1]
    assert month.summary.startswith("规范化管理企业 3 家，共 6 家，占 50.0%，还差 2 家；")
    assert "查出隐患 3 条" in month.summary


def test_the_villages_duty_results_name_who_was_not_visited_and_what_failed(world):
    duty = reports.report(world.office, "duty", this_month(world))
    assert duty.summary == "本期检查 1 个村（社区）、1 次；不符合 1 条。"
    assert table(duty, "不符合的条目").rows[0][1:5:2] == ["永新村", "1-02"]
    empty = reports.report(world.office, "duty", period(2022, 9))
    assert empty.summary == "本期检查 0 个村（社区）、0 次，还有 1 个没有检查；不符合 0 条。"
    assert table(empty, "各村履职检查").rows[0][4] == "未检查"


def test_the_confirmation_list_is_to_be_signed(world):
    made = reports.report(world.office, "confirmed", this_month(world))
    rows = table(made, "安全生产规范化管理企业").rows
    assert [row[3] for row in rows] == sorted(NAMES[1:4])
    assert all(re.fullmatch(r"张塘核〔\d{4}〕A07-\d{4}", row[6]) for row in rows)
    assert made.signs[-1] == "负责人（签字、盖章）："


def test_a_zone_out_of_scope_is_told_and_counts_in_no_share(world):
    from msgspec.structs import replace
    from two_laptops import body_of

    from zjg_inspect.service.author import Making, make

    with world.office.write() as conn:
        out = replace(body_of(world.office, "zone", world.zone), in_scope=False, reason="镇级园区")
        make(conn, world.office, [Making("zone", world.zone, out)])
    some = this_month(world)
    month = reports.report(world.office, "month", some)
    assert table(month, "各集中区情况").rows[0][3:8] == [0, 0, "", "不计入", 6]
    assert sums(month, "各集中区情况")["检查（次）"] == figures.period_figures(world.office, some).visits.done


# -- on paper and as files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", reports.KINDS)
def test_excel_and_pdf_say_the_same(world, tmp_path, kind):
    some = this_month(world)
    book = load_workbook(reports.write_report(world.office, kind, some, tmp_path / "a.xlsx"))
    pdf = pypdfium2.PdfDocument(reports.write_report(world.office, kind, some, tmp_path / "a.pdf"))
    text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))
    made = reports.report(world.office, kind, some)
    assert made.title.replace(" ", "") in text
    assert f"共{len(pdf)}页" in text
    for each in made.tables:
        assert all(re.sub(r"\s", "", str(cell)) in text for row in each.rows for cell in row), each.title
        if kind != "annex1":
            sheet = book[each.title]
            cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
            wanted = [[cell if cell != "" else None for cell in row] for row in each.rows]
            assert cells == wanted or not wanted


def test_a_report_that_cannot_be_written_leaves_the_older_one(world, tmp_path, monkeypatch):
    from zjg_inspect import errors

    file = tmp_path / "a.pdf"
    file.write_bytes(b"older")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(errors.DiskFull):
        reports.write_report(world.office, "month", this_month(world), file)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.pdf"]
    assert file.read_bytes() == b"older"


def test_by_the_command_line(world, tmp_path, capfd):
    directory = world.office.directory
    world.office.close()
    for kind in reports.KINDS:
        given = ["report", kind, "--month", "2026-10", "-o", tmp_path / f"{kind}.pdf", "--data", directory, "--json"]
        assert cli.main(list(map(str, given))) == 0
        said = json.loads(capfd.readouterr().out)
        assert (said["first"], said["last"]) == ("2026-09-29", "2026-10-28")
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(SystemExit, match="2"):
        cli.main(["report", "month", "--month", "2026-13", "-o", str(tmp_path / "x.pdf"), "--data", str(directory)])
    assert "不是月份" in capfd.readouterr().err


# -- in the window -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot, office_look, world):
    desk = OfficeDesk(qtbot, world.office)
    desk.window.show_page("reports")
    return desk.wait()


def test_a_report_is_looked_at_and_written(desk, world, tmp_path, monkeypatch):
    page = desk.window.page("reports")
    assert page.list.current().name == "月报"
    desk.bot.waitUntil(lambda: page.view.pages() > 0, timeout=20_000)
    page.list.choose(page.list.values()[4])
    desk.wait()
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "名单"), "PDF (*.pdf)")
    )
    desk.click(page.pdf)
    assert page.sentence() == f"已生成：“名单.pdf”，在“{tmp_path}”。"
    assert (tmp_path / "名单.pdf").read_bytes().startswith(b"%PDF")
    assert page.folder_button.isVisible()
    desk.click(page.excel)
    assert load_workbook(tmp_path / "名单.xlsx").sheetnames == ["规范化管理工业集中区", "安全生产规范化管理企业"]


def test_the_month_before_or_any_days_are_chosen(desk, world):
    page = desk.window.page("reports")
    now = page.period.value()
    assert clock.today() in now
    assert not page.period.after.isEnabled()
    desk.click(page.period.before)
    assert page.period.value().last == now.first - timedelta(days=1)
    assert page.period.last.value() == page.period.value().last
    page.period.first.setDate(QDate(2026, 3, 1))
    assert page.period.value() == days(date(2026, 3, 1), now.first - timedelta(days=1))
    assert page.period.month.currentText() == "自选日期"
    page.period.last.setDate(QDate(2026, 2, 1))
    assert page.period.error.text() == "结束的日子早于开始的日子，改一个。"
    assert page.period.value().first == date(2026, 3, 1), "the last good days stay"


def test_the_board_leads_to_its_months_report(desk, world):
    some = period(clock.today().year, clock.today().month)
    desk.window._go("reports", some)
    assert desk.window.page("reports").period.value() == some
