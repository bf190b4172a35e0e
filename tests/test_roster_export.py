"""The register out to Excel, and back: what goes out comes in as the same."""

import shutil
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from roster_book import HEADINGS, a_code, a_row, saved

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.register import Enterprise, FieldDoubt, Zone
from zjg_inspect.model.roster import name_key
from zjg_inspect.service import register, roster_import, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.roster_export import export_register


@pytest.fixture
def office(tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        yield db


def sheet_of(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def taken_in_again(db, path):
    found = roster_import.rehearse(db, roster_import.open_book(path)).matched
    return len(found.new), len(found.changed), len(found.unchanged), len(found.table.refused), len(found.gone)


def test_the_register_goes_out_in_the_columns_in_which_it_comes_in(office, tmp_path):
    rows = [a_row(name="甲厂", code=a_code(1), headcount="约二十人"), a_row(name="乙厂", code=None, premises="租赁")]
    register.load_roster(office, saved(tmp_path / "来.xlsx", ("表", [HEADINGS, *rows])))
    out = tmp_path / "去.xlsx"
    assert export_register(office, out) == 2
    _, under, headings, *found = sheet_of(out)
    assert under[0].startswith("填报单位：乐余镇安监办")
    said = [dict(zip(headings, row, strict=True)) for row in found]
    assert [(row["序号"], row["企业名称"], row["统一社会信用代码"], row["从业人数"]) for row in said] == [
        (1, "乙厂", None, 80), (2, "甲厂", a_code(1), "约二十人"),
    ]  # fmt: skip
    assert (said[0]["厂房性质"], said[0]["有限空间"], said[0]["联系电话"]) == ("租赁", "是", "13800000034")
    assert taken_in_again(office, out) == (0, 0, 2, 0, 0)


def test_who_left_the_register_is_not_in_it(office, tmp_path):
    rows = [a_row(name=f"{n}厂", code=a_code(n)) for n in range(3)]
    register.load_roster(office, saved(tmp_path / "来.xlsx", ("表", [HEADINGS, *rows])))
    zone = ids.zone_id("乐余镇", "扶海村")
    gone, declined = (ids.enterprise_id(a_code(n), zone) for n in (0, 1))
    with office.write() as conn:
        closed = Enterprise("0厂", zone, a_code(0), state="deregistered", state_date="2026-01-01")
        make(conn, office, [Making("enterprise", gone, closed)])
        make(conn, office, [Making("enterprise", declined, Enterprise("1厂", zone, a_code(1), declined="登记错了"))])
    assert export_register(office, tmp_path / "去.xlsx") == 1


def test_text_that_looks_like_a_formula_stays_text_and_rare_signs_stay(office, tmp_path):
    names = ["=1+1", "+86厂", "-厂", "@厂", "#N/A", "𠮷鑫𬭚厂"]
    with office.write() as conn:
        zone = ids.zone_id("乐余镇", "扶海村")
        sites = [Making("enterprise", ids.new_id(), Enterprise(name, zone, remark=name), ()) for name in names]
        make(conn, office, [Making("zone", zone, Zone("乐余镇", "扶海村"), ()), *sites])
    out = tmp_path / "去.xlsx"
    export_register(office, out)
    cells = [cell for row in openpyxl.load_workbook(out).active.iter_rows(min_row=4) for cell in row]
    assert {cell.value for cell in cells} >= set(names)
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert taken_in_again(office, out) == (0, 0, len(names), 0, 0)


def test_an_older_file_stands_where_the_new_one_cannot_be_written(office, tmp_path):
    (tmp_path / "夹").mkdir()
    with pytest.raises(errors.NotWritable):
        export_register(office, tmp_path / "夹")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=10)
words = texts.map(lambda text: " ".join(text.split()))
names = words.filter(lambda name: any(sign.isalnum() for sign in name)).map(lambda name: f"{name}厂")
facts = st.builds(
    Facts,
    st.none() | st.integers(0, 10_000_000),
    *[st.none() | st.booleans()] * (len(Facts.__struct_fields__) - 1),
)
doubts = st.lists(
    st.sampled_from(["headcount", "tanks", "premises", "dust_explosive", "lease_signed", "code"]), unique=True
).map(lambda fields: tuple(FieldDoubt(field, "约二十", "“约二十”看不清") for field in fields))
sites = st.builds(
    Enterprise,
    name=names,
    zone=st.sampled_from([ids.zone_id("乐余镇", "扶海村"), ids.zone_id("塘桥镇", "永 联村")]),
    code=st.just("") | st.builds(a_code, st.integers(1, 10**6)),
    address=words, industry=words, legal_person=words, principal=words, phone=words, landlord=words, remark=words,
    facts=facts,
    lease_signed=st.just("") | st.dates().map(str),
    state=st.sampled_from(["active", "stopped"]),
    doubts=doubts,
)  # fmt: skip


def as_kept(site):
    """A doubt is of what is not known."""
    known = {name for name in Facts.__struct_fields__ if getattr(site.facts, name) is not None}
    known |= {name for name in ("code", "lease_signed") if getattr(site, name)}
    known |= {"premises"} if "rents" in known else set()
    known |= {"tanks"} if {"flammable_tanks", "toxic_tanks"} <= known else set()
    return replace(site, doubts=tuple(doubt for doubt in site.doubts if doubt.field not in known))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "office"
    with setup.open_data(folder) as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        zones = [Zone("乐余镇", "扶海村"), Zone("塘桥镇", "永 联村")]
        with db.write() as conn:
            make(conn, db, [Making("zone", ids.zone_id(zone.township, zone.village), zone, ()) for zone in zones])
    return folder


@settings(max_examples=60, deadline=None)
@given(st.lists(sites.map(as_kept), min_size=1, max_size=6, unique_by=(lambda s: s.code or s.name, lambda s: s.name)))
def test_whatever_the_register_holds_comes_back_unchanged(empty, some):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "去.xlsx"
        with setup.open_data(shutil.copytree(empty, Path(folder) / "office")) as db:
            with db.write() as conn:
                make(conn, db, [Making("enterprise", ids.new_id(), site, ()) for site in some])
            assert export_register(db, out) == len(some)
            new, changed, unchanged, refused, gone = taken_in_again(db, out)
    assert (new, changed, gone) == (0, 0, 0)
    # of two names that differ in width or blanks alone, the second is the same enterprise once more
    keys = {(site.zone, name_key(site.name)) for site in some}
    assert len(keys) <= unchanged <= unchanged + refused == len(some)
