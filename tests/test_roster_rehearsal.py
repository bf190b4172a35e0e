"""A register from Excel is rehearsed before anything is taken in: what it would do, what is doubtful, what is put right
by hand."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from messy_roster import write_messy
from msgspec.structs import replace
from roster_book import HEADINGS, a_code, a_row, saved

from zjg_inspect import errors
from zjg_inspect.service import lists, register, roster_import, roster_kept, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.roster_import import ByHand, Left

A, B, C = (a_row(name=name, code=a_code(n)) for n, name in enumerate(("甲厂", "乙厂", "丙厂"), 1))


class Office:
    """An office at its desk, a register in Excel before it."""

    def __init__(self, db, folder):
        self.db, self.folder = db, folder
        self.book = self.rehearsal = None

    def brings(self, *rows, headings=HEADINGS, **by_hand):
        """Rows below a title and the headings: the first row of data is row 3."""
        path = saved(self.folder / "底数表.xlsx", ("底数表", [["2022年企业底数摸排表"], headings, *rows]))
        self.book = roster_import.open_book(path)
        return self.says(**by_hand)

    def says(self, **by_hand):
        self.rehearsal = roster_import.rehearse(self.db, self.book, ByHand(**by_hand))
        return self

    def takes_in(self, left=None):
        return roster_import.take_in(self.db, self.rehearsal, left)

    def loads(self, *rows):
        return self.brings(*rows).takes_in()

    @property
    def found(self):
        """Names by what becomes of them."""
        m = self.rehearsal.matched
        return {
            "new": [change.after.name for change in m.new],
            "changed": [change.after.name for change in m.changed],
            "unchanged": [change.after.name for change in m.unchanged],
            "refused": [refusal.row for refusal in m.table.refused],
            "gone": [gone.name for gone in m.gone],
        }

    def counts(self):
        return tuple(len(names) for names in self.found.values())

    def site(self, name):
        (row,) = [row for row in lists.enterprises(self.db, name) if row.name == name]
        return register.enterprise_details(self.db, row.id)[0]


@pytest.fixture
def office(tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        yield Office(db, tmp_path)


# -- what it would do ----------------------------------------------------------------------------------------------


def test_a_rehearsal_writes_nothing_and_names_new_changed_unchanged_and_gone(office):
    office.loads(A, B, C)
    before = doctor(office.db)
    office.brings(
        A, a_row(name="乙厂", code=a_code(2), headcount=48, principal="新来的"), a_row(name="丁厂", code=None)
    )
    assert office.found == {
        "new": ["丁厂"], "changed": ["乙厂"], "unchanged": ["甲厂"], "refused": [], "gone": ["丙厂"],
    }  # fmt: skip
    (change,) = office.rehearsal.matched.changed
    assert [(each.field, each.before, each.after) for each in change.differences] == [
        ("principal", "周某", "新来的"), ("headcount", 80, 48),
    ]  # fmt: skip
    assert doctor(office.db) == before
    report = office.takes_in()
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert (office.site("乙厂").facts.headcount, office.site("乙厂").principal) == (48, "新来的")
    assert doctor(office.db).ok


def test_only_villages_of_the_file_have_enterprises_that_it_does_not_list(office):
    office.loads(A, a_row(name="乙厂", code=a_code(2), village="永联村"))
    office.brings(A)
    assert office.found["gone"] == []
    office.brings(a_row(name="丁厂", code=a_code(4), village="永联村"))
    assert office.found["gone"] == ["乙厂"]


def test_what_a_refused_row_names_is_not_missing_from_the_file(office):
    office.loads(A, B, C)
    office.brings(A, a_row(name="乙厂", code="320582000012345"), a_row(name=None, code=a_code(3)))
    assert office.found["refused"] == [4, 5]
    assert office.found["gone"] == []


def test_of_those_not_listed_a_person_says_what_became_of_them(office):
    office.loads(A, B, C)
    office.brings(A)
    gone = {each.name: each.entity for each in office.rehearsal.matched.gone}
    report = office.takes_in({gone["乙厂"]: Left("deregistered", "2026-11-01")})
    assert report.left == 1
    assert (office.site("乙厂").state, office.site("乙厂").state_date) == ("deregistered", "2026-11-01")
    assert office.site("丙厂").state == "active"
    # who left already is not asked about again
    office.brings(A)
    assert office.found["gone"] == ["丙厂"]


def test_new_villages_are_named_for_a_slip_of_the_hand_makes_one_too(office):
    office.loads(A)
    office.brings(A, a_row(name="乙厂", code=a_code(2), village="扶海付"))
    assert [(zone.village, zone.rows) for zone in office.rehearsal.matched.zones] == [("扶海付", 1)]


def test_a_person_says_that_it_is_the_same_enterprise_under_a_new_name(office):
    office.loads(A)
    office.brings(a_row(name="甲新厂", code=a_code(1)))
    (refusal,) = office.rehearsal.matched.table.refused
    assert (refusal.row, refusal.renames) == (3, "甲厂")
    office.says(renamed=frozenset({3}))
    assert office.found["changed"] == ["甲新厂"]
    office.takes_in()
    assert office.site("甲新厂").code == a_code(1)


def test_two_rows_are_never_one_enterprise(office):
    office.loads(A)
    office.brings(a_row(name="甲新厂", code=a_code(1)), a_row(name="甲厂", code=None), renamed=frozenset({3}))
    assert (office.found["changed"], office.found["refused"]) == (["甲新厂"], [4])


def test_another_enterprise_gets_a_code_that_was_corrected_away(office):
    """Its id is that of the code it had first."""
    office.loads(A)
    office.brings(a_row(name="甲厂", code=a_code(5)))
    office.loads(a_row(name="甲厂", code=None))
    site = office.rehearsal.matched.unchanged[0]
    with office.db.write() as conn:
        make(conn, office.db, [Making("enterprise", site.entity, replace(site.after, code=a_code(5)))])
    assert office.loads(a_row(name="乙厂", code=a_code(1))).new == 1
    assert (office.site("甲厂").code, office.site("乙厂").code) == (a_code(5), a_code(1))
    assert doctor(office.db).conflicts == 0


# -- put right by hand ---------------------------------------------------------------------------------------------


def test_each_cell_at_fault_is_named_and_put_right_without_reading_the_file_again(office):
    office.brings(
        a_row(name=None, code="办理中"), a_row(name="乙厂", code=a_code(2), headcount="约二十人", dust="可能")
    )
    table = office.rehearsal.matched.table
    assert [(fault.field, fault.text) for fault in table.refused[0].faults] == [("name", ""), ("code", "办理中")]
    assert [(doubt.row, doubt.field) for doubt in table.doubts] == [(4, "headcount"), (4, "dust_explosive")]
    (office.folder / "底数表.xlsx").unlink()
    right = {(3, "name"): "甲厂", (3, "code"): "", (4, "headcount"): "20人", (4, "dust_explosive"): "否"}
    office.says(cells=right)
    assert office.counts() == (2, 0, 0, 0, 0)
    assert office.rehearsal.matched.table.doubts == ()
    office.takes_in()
    assert (office.site("甲厂").code, office.site("乙厂").facts.headcount) == ("", 20)


def test_a_correction_that_is_wrong_too_says_so(office):
    office.brings(a_row(name="甲厂", code="办理中"), cells={(3, "code"): a_code(1)[:-1]})
    (refusal,) = office.rehearsal.matched.table.refused
    assert "17 位" in refusal.reason


def test_columns_are_mapped_by_hand_where_their_headings_say_nothing(office):
    headings = ["编号", "区镇", "哪个村", "厂名", "多少人", "信用代码"]
    office.brings([1, "乐余镇", "扶海村", "甲厂", 12, a_code(1)], headings=headings)
    assert office.rehearsal.missing == ("村（社区）", "企业名称")
    assert office.counts() == (0, 0, 0, 0, 0)
    columns = office.rehearsal.read.columns
    assert [(column.heading, column.field, column.samples) for column in columns if not column.field] == [
        ("哪个村", "", ("扶海村",)), ("厂名", "", ("甲厂",)), ("多少人", "", ("12",)),
    ]  # fmt: skip
    office.says(columns={2: "village", 3: "name", 4: "headcount"})
    assert office.found["new"] == ["甲厂"]
    office.takes_in()
    assert office.site("甲厂").facts.headcount == 12


def test_a_column_that_is_not_in_the_sheet_says_the_same_for_every_row(office):
    headings = ["序号", "村", "企业名称", "信用代码"]
    office.brings([1, "扶海村", "甲厂", a_code(1)], headings=headings)
    assert office.rehearsal.missing == ("区镇",)
    office.says(whole={"township": "乐余镇"})
    assert office.found["new"] == ["甲厂"]


def test_a_column_is_left_out_by_hand(office):
    office.brings(A, columns={HEADINGS.index("从业人数"): ""})
    assert office.rehearsal.matched.new[0].after.facts.headcount is None


def test_one_of_several_sheets_is_chosen(office):
    path = saved(office.folder / "两镇.xlsx", ("乐余", [HEADINGS, A]), ("塘桥", [HEADINGS, B]))
    office.book = roster_import.open_book(path)
    assert office.says().rehearsal.read.unread == ("塘桥",)
    assert office.says(sheet="塘桥").found["new"] == ["乙厂"]
    assert office.rehearsal.read.unread == ("乐余",)


def test_a_workbook_without_any_headings_is_said(office):
    with pytest.raises(errors.RosterNoHeadings):
        office.brings(["甲", 1, 2], headings=["品名", "数量", "单价"])


def test_an_address_is_read_and_a_doubt_stays_until_it_is_answered(office):
    office.loads([*a_row(name="甲厂", code=a_code(1), headcount="约二十人")])
    office.brings(
        [*a_row(name="甲厂", code=a_code(1), headcount=None), "扶海路 8 号"], headings=[*HEADINGS, "生产地址"]
    )
    office.takes_in()
    assert (office.site("甲厂").address, office.site("甲厂").doubts[0].text) == ("扶海路 8 号", "约二十人")
    office.loads(a_row(name="甲厂", code=a_code(1), headcount=21))
    assert office.site("甲厂").doubts == ()


def test_what_was_said_by_hand_is_kept_for_the_same_file_alone(office):
    office.brings(A, a_row(name="乙厂", code="办理中"))
    cells = {(4, "code"): "", (3, "name"): "甲"}
    said = ByHand("底数表", {7: "", 2: "village"}, {"township": "乐余镇"}, cells, frozenset({3}))
    left = {a_code(1): Left("moved", "2026-11-01")}
    roster_kept.keep(office.db, office.book, said, left)
    again = roster_import.open_book(office.folder / "底数表.xlsx")
    assert roster_kept.kept(office.db, again) == roster_kept.Kept(said, left)
    office.brings(A)
    assert roster_kept.kept(office.db, office.book) is None


# -- between rehearsal and taking in -------------------------------------------------------------------------------


def test_what_the_register_says_otherwise_since_is_not_overwritten(office):
    office.loads(A, B)
    office.brings(a_row(name="甲厂", code=a_code(1), headcount=20), B)
    held, book = office.rehearsal, office.book
    office.loads(a_row(name="甲厂", code=a_code(1), headcount=30), B)
    before = doctor(office.db)
    with pytest.raises(errors.RosterOutdated) as caught:
        roster_import.take_in(office.db, held)
    assert caught.value.names == ("甲厂",)
    assert doctor(office.db) == before
    office.book = book
    assert office.says().takes_in().changed == 1
    assert office.site("甲厂").facts.headcount == 20


def test_a_new_one_that_came_in_another_way_since_is_not_doubled(office):
    office.brings(a_row(name="甲厂", code=None))
    held = office.rehearsal
    office.loads(a_row(name="甲厂", code=None))
    with pytest.raises(errors.RosterOutdated):
        roster_import.take_in(office.db, held)


def test_stopped_half_way_nothing_is_taken_in(office):
    before = doctor(office.db)
    office.brings(A, B)

    def stop(_done, _total):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        roster_import.take_in(office.db, office.rehearsal, None, stop)
    assert doctor(office.db) == before
    assert roster_import.last_import(office.db) is None


def test_only_an_office_rehearses(world, tmp_path):
    book = roster_import.open_book(saved(tmp_path / "a.xlsx", ("表", [HEADINGS, A])))
    with pytest.raises(errors.WrongRole):
        roster_import.rehearse(world.laptop, book)


# -- whole registers -----------------------------------------------------------------------------------------------


def test_a_register_that_everything_went_wrong_with_is_taken_for_what_it_says(office):
    planted = write_messy(office.folder / "乱.xlsx", 700)
    office.book = roster_import.open_book(office.folder / "乱.xlsx")
    office.says()
    matched = office.rehearsal.matched
    assert matched.table.total == planted.rows
    assert (len(matched.table.refused), len(matched.table.doubts)) == (planted.refused, planted.doubts)
    assert len(matched.zones) == planted.villages
    assert {column.heading for column in office.rehearsal.read.columns if not column.field} == {
        "网格员", "厂房面积（㎡）",
    }  # fmt: skip
    office.takes_in()
    assert office.says().counts() == (0, 0, planted.rows - planted.refused, planted.refused, 0)


cells = st.one_of(
    st.none(), st.sampled_from(["甲厂", "乙厂", "约二十人", "/", "是", "否"]), st.text(max_size=8), st.integers(),
    st.dates(min_value=dt.date(1990, 1, 1)),
)  # fmt: skip
rows = st.builds(
    a_row,
    name=st.one_of(st.sampled_from(["甲厂", "乙厂", "丙厂"]), cells),
    code=st.one_of(st.builds(a_code, st.integers(1, 3)), st.none(), cells),
    village=st.sampled_from(["扶海村", "永联村", None]),
    headcount=cells,
    lease=cells,
    dust=cells,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, max_size=6), st.lists(rows, max_size=6), st.dictionaries(
    st.tuples(st.integers(1, 8), st.sampled_from(["name", "code", "headcount"])), st.text(max_size=6), max_size=3
))  # fmt: skip
def test_rows_are_new_changed_unchanged_or_refused(office, first, second, typed):
    for some in (first, second):
        book = roster_import.Book(
            "底数表.xlsx", [("底数表", [HEADINGS, *[["" if c is None else c for c in r] for r in some]])]
        )
        plain = roster_import.rehearse(office.db, book)
        for found in (plain, roster_import.rehearse(office.db, book, ByHand(cells=typed), plain)):
            # what was read before is read no otherwise
            assert found == roster_import.rehearse(office.db, book, found.said)
            m = found.matched
            numbers = [each.row for each in (*found.changes, *m.unchanged, *m.table.refused)]
            assert len(numbers) == len(set(numbers)) == found.read.total
            assert not {gone.entity for gone in m.gone} & {each.entity for each in (*m.changed, *m.unchanged)}
        report = roster_import.take_in(office.db, found)
        assert report.rows == report.new + report.changed + report.unchanged + len(report.refused)
    assert doctor(office.db).conflicts == 0


# By row of the sheet what is wrong there; the first row of data is the third.
WRONG = {12: "校验位", 19: "校验位", 21: "重复", 22: "校验位", 29: "没有企业名称", 67: "校验位", 76: "没有企业名称",
         97: "没有企业名称", 112: "重复", 117: "重复", 119: "校验位", 121: "没有企业名称"}  # fmt: skip
DOUBTFUL = {36: "约二十人", 59: "不详", 84: "五十上下", 104: "10-20", 107: "几十", 109: "若干", 122: "四五十人"}


def register_of_120(path):
    """Each row's own enterprise, but for the wrong and the doubtful ones."""
    rows = []
    for number in range(1, 121):
        at = number + 2
        cells = {"number": number, "name": f"第{number}某五金厂", "code": a_code(number)}
        match WRONG.get(at):
            case "校验位":
                good = a_code(number)
                cells["code"] = good[:-1] + ("0" if good[-1] != "0" else "1")
            case "重复":
                cells["code"] = a_code(number - 6)
            case "没有企业名称":
                cells["name"] = ""
        if at in DOUBTFUL:
            cells["headcount"] = DOUBTFUL[at]
        rows.append(a_row(**cells))
    return saved(path, ("底数表", [["2022年企业底数摸排表"], HEADINGS, *rows]))


def test_a_register_is_taken_for_what_is_known_of_it(office, tmp_path):
    """A workbook of 120 rows of whose cells it is written down which are wrong and which doubtful."""
    office.book = roster_import.open_book(register_of_120(tmp_path / "register.xlsx"))
    table = office.says().rehearsal.matched.table
    good = 120 - len(WRONG)
    assert (table.total, len(table.rows)) == (120, good)
    assert [refusal.row for refusal in table.refused] == list(WRONG)
    for refusal, why in zip(table.refused, WRONG.values(), strict=True):
        assert why in refusal.reason
    assert [(doubt.row, doubt.field) for doubt in table.doubts] == [(row, "headcount") for row in DOUBTFUL]
    assert office.takes_in().new == good
    assert office.says().counts() == (0, 0, good, len(WRONG), 0)
