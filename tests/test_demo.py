"""The main job from the register to the zone's verdict, seen from outside: what `demo` leaves behind is looked into
with other people's tools (bagit, minisign, a QR reader, a PDF reader, calamine) and counted by hand."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import by_hand
import photo_maker
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import python_calamine
import zxingcpp
from PIL import Image

from zjg_inspect import cli
from zjg_inspect.service import reports, setup

WORDS = {"pass": "√符合", "fail": "×不符合", "not_applicable": "—不适用"}
GOOD = {"turned.jpg", "upright.jpg", "twelve_megapixels.jpg", "really_a_png.jpg", "from_a_chat.jpg", "telephone.heic"}
DAMAGED = {"cut_off.jpg", "bad_header.jpg"}


def squeezed(text):
    return re.sub(r"\s", "", text)


def photo_folder(place):
    """What a camera, a telephone and a chat leave in a folder, two of them damaged."""
    place.mkdir()
    whole = photo_maker.encoded(photo_maker.noise())
    big = photo_maker.quarters(4000, 3000)
    files = {
        "upright.jpg": photo_maker.encoded(photo_maker.quarters(), exif=photo_maker.camera(orientation=1)),
        "turned.jpg": photo_maker.encoded(photo_maker.quarters(640, 480), exif=photo_maker.camera(orientation=6)),
        "twelve_megapixels.jpg": photo_maker.encoded(big, exif=photo_maker.camera(taken="2022:06:02 10:11:12")),
        "really_a_png.jpg": photo_maker.encoded(photo_maker.quarters(200, 100), "PNG"),
        "from_a_chat.jpg": photo_maker.encoded(photo_maker.quarters(300, 200)),
        "telephone.heic": photo_maker.HEIC,
        "cut_off.jpg": whole[: len(whole) // 2],
        "bad_header.jpg": bytes(64) + whole[64:],
    }
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What `demo` prints."""
    root = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "zjg_inspect", "demo", "--no-window", "--seed", "1"]
    done = subprocess.run(
        [*command, "--data", root / "world", "--photos", photo_folder(root / "photos")],
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def visit(demo):
    """The sealed visit as it stands in the bundle."""
    version = by_hand.read_versions(demo["bundle"], demo["age_identity"])[demo["version"]]
    assert (version["kind"], version["entity"]) == ("inspection", demo["inspection"])
    return version["body"]


@pytest.fixture(scope="module")
def pages(demo):
    return list(pypdfium2.PdfDocument(demo["sheet"]))


@pytest.fixture(scope="module")
def text(pages):
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages))


@pytest.fixture(scope="module")
def office_versions(demo):
    """All versions that the office holds."""
    return by_hand.read_store(demo["office"])


def run(capsys, *arguments):
    """One command; its exit code and its JSON."""
    code = cli.main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def photos_of(content):
    found = {photo["sha256"]: photo for photo in content.get("photos", [])}
    for part in (*content["answers"], *content["hazards"]):
        found |= {photo["sha256"]: photo for photo in part.get("photos", [])}
    return found


# -- what it prints ------------------------------------------------------------------------------------------------


def test_it_says_where_everything_is(demo):
    folders = {demo[name] for name in ("field", "office", "office_before")}
    assert len(folders) == 3
    assert all((Path(folder) / "store.sqlite").is_file() for folder in folders)
    assert all(Path(demo[name]).is_file() for name in ("sheet", "bundle", "annex1"))
    assert re.fullmatch(r"[0-9a-f]{64}", demo["version"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", demo["inspection"])
    assert demo["minisign_public_key"].startswith("RW")
    assert Path(demo["age_identity"]) == Path(demo["office"]) / "age.key"


@pytest.mark.parametrize("store", ["field", "office", "office_before"])
def test_each_store_is_well(demo, store, capsys, tmp_path):
    code, found = run(capsys, "doctor", "--data", shutil.copytree(demo[store], tmp_path / store))
    assert (code, found["ok"], found["problems"], found["conflicts"]) == (0, True, [], 0)


def test_the_office_before_had_not_seen_a_visit(demo, capsys, tmp_path):
    before = shutil.copytree(demo["office_before"], tmp_path / "before")
    code, _ = run(capsys, "sheet", demo["inspection"], "-o", tmp_path / "x.pdf", "--data", before)
    assert code == 1
    after = shutil.copytree(demo["office"], tmp_path / "after")
    assert run(capsys, "sheet", demo["inspection"], "-o", tmp_path / "x.pdf", "--data", after)[0] == 0


# -- the photos ----------------------------------------------------------------------------------------------------


def test_every_whole_photo_is_taken_and_the_damaged_ones_leave_nothing_behind(demo, visit):
    assert set(demo["photos_refused"]) == DAMAGED
    photos = photos_of(visit["content"])
    assert len(photos) == len(GOOD)
    for store in ("field", "office"):
        media = [path for path in (Path(demo[store]) / "media").rglob("*") if path.is_file()]
        assert {path.name for path in media} == {f"{sha}.jpg" for sha in photos}


def test_they_are_small_upright_jpegs_with_the_cameras_time_or_none(demo, visit):
    photos = photos_of(visit["content"])
    sizes = {}
    for sha, photo in photos.items():
        with Image.open(Path(demo["field"]) / "media" / sha[:2] / f"{sha}.jpg") as picture:
            assert picture.format == "JPEG"
            assert 0x0112 not in picture.getexif()
            sizes[picture.size] = photo.get("taken_at", "")
    assert sizes == {
        (64, 48): "2022-06-01T09:30:15",
        (480, 640): "2022-06-01T09:30:15",
        (1600, 1200): "2022-06-02T10:11:12",
        (200, 100): "",
        (300, 200): "",
        (48, 64): "2022-06-01T09:30:15",
    }


# -- the sheet -----------------------------------------------------------------------------------------------------


def test_the_visit_asks_exactly_what_applies(visit):
    content = visit["content"]
    assert content["items"] == by_hand.applicable(content["facts"])
    assert [answer["item"] for answer in content["answers"]] == content["items"]


def test_the_sheet_holds_every_item_with_its_answer(visit, text):
    given = {answer["item"]: answer for answer in visit["content"]["answers"]}
    assert {answer["verdict"] for answer in given.values()} == set(WORDS)
    place = 0
    for code in by_hand.applicable(visit["content"]["facts"]):
        item, answer = by_hand.ITEMS[code], given[code]
        sources = [part.strip() for part in item["source"].split(";")]
        row = [
            code + item["text"] + ("（倡导，不计入）" if item.get("weight") == "advisory" else ""),
            "；".join([part for part in sources if part.startswith("§")] or sources),
            WORDS[answer["verdict"]],
            answer.get("reason", "") + answer.get("note", ""),
        ]
        place = text.index(squeezed("".join(row)), place)


def test_the_sheet_holds_every_hazard_with_all_that_rectification_needs(visit, text):
    hazards = visit["content"]["hazards"]
    assert len(hazards) == 3
    for hazard in hazards:
        for name, said in hazard["rectification"].items():
            if name not in ("grade", "deadline", "phone"):
                assert squeezed(said) in text, (hazard["item"], name)
        _, month, day = hazard["rectification"]["deadline"].split("-")
        assert f"{int(month)}月{int(day)}日" in text
    assert "发现的隐患（3条，均为一般隐患）" in text


def test_the_sheet_holds_every_name(visit, text):
    content = visit["content"]
    names = [person["name"] for person in content["inspectors"]] + [content["enterprise_person"]["name"]]
    assert len(set(names)) == 3
    for name in [*names, content["name"], content["code"], content["principal"], content["village"], content["number"]]:
        assert squeezed(name) in text
    for signature in visit["signatures"]:
        assert signature["signed"] == visit["content_hash"]
        assert text.count(signature["person"]["name"]) >= 2  # in the head, and beside the signature
    assert "本表不作为行政执法文书" in text


def test_every_page_gives_the_version_hash_from_a_150_dpi_picture(demo, pages):
    assert len(pages) >= 3
    for page in pages:
        picture = page.render(scale=150 / 72).to_pil().convert("L")
        codes = [code.text for code in zxingcpp.read_barcodes(picture)]
        assert demo["version"] in codes
        assert all(code.split()[0] == demo["version"] for code in codes)
    assert demo["inspection"] in " ".join(codes)  # the last page's large code names the visit, too


def test_the_sheet_shows_each_photo_once_with_its_caption(visit, pages, text):
    photos = photos_of(visit["content"])
    pictures = [one for page in pages for one in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=9)]
    assert len(pictures) == len(photos)
    assert f"现场照片（{len(photos)}张）" in text
    timeless = sum("taken_at" not in photo for photo in photos.values())
    assert text.count("无拍摄时间") == timeless == 2
    for number in range(1, len(photos) + 1):
        assert f"照片{number}" in text
    for sha, photo in photos.items():
        said = photo["taken_at"][:16].replace("T", "") if "taken_at" in photo else "无拍摄时间"
        assert f"{said}原件{sha[:8]}" in text


# -- the bundle ----------------------------------------------------------------------------------------------------


def test_anyone_can_check_the_bundle_with_bagit(demo, tmp_path):
    bag = by_hand.unpack(demo["bundle"], tmp_path / "bag")
    assert bagit.Bag(str(bag)).validate()
    check = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    assert subprocess.run(check, capture_output=True).returncode == 0
    photo = next((bag / "data" / "media").iterdir())
    photo.write_bytes(photo.read_bytes()[:-1] + b"!")
    assert subprocess.run(check, capture_output=True).returncode == 1


def test_anyone_can_check_who_signed_it_with_minisign(demo, tmp_path):
    bag = by_hand.unpack(demo["bundle"], tmp_path / "bag")
    manifest = bag / "tagmanifest-sha256.txt"
    check = ["minisign", "-V", "-P", demo["minisign_public_key"], "-m", manifest]
    assert subprocess.run(check, capture_output=True).returncode == 0
    manifest.write_bytes(manifest.read_bytes().replace(b"0", b"1", 1))
    assert subprocess.run(check, capture_output=True).returncode != 0


def test_it_carries_exactly_the_photos_of_its_visits(demo, visit, tmp_path):
    bag = by_hand.unpack(demo["bundle"], tmp_path / "bag")
    photos = list((bag / "data" / "media").iterdir())
    assert {path.name.removesuffix(".jpg.age") for path in photos} == set(photos_of(visit["content"]))
    for path in photos:
        plain = by_hand.decrypted(path.read_bytes(), demo["age_identity"])
        assert hashlib.sha256(plain).hexdigest() == path.name.removesuffix(".jpg.age")


# -- the office ----------------------------------------------------------------------------------------------------


def test_the_offices_figures_are_those_counted_by_hand(demo, office_versions):
    counted = by_hand.count_zones(office_versions)
    shown = {(zone["township"], zone["village"]): zone for zone in demo["zones"]}
    assert shown.keys() == counted.keys()
    for place, zone in shown.items():
        total, standardised = counted[place]["企业总数"], counted[place]["达到规范化企业"]
        assert (zone["total"], zone["standardised"]) == (total, standardised)
        assert zone["standardised_zone"] is (standardised / total >= 0.7)
        assert zone["missing"] == next(n for n in range(total + 1) if (standardised + n) * 10 >= total * 7)
    assert sum(zone["total"] for zone in shown.values()) == 60
    assert {zone["standardised_zone"] for zone in shown.values()} == {True, False}


def test_annex_1_says_the_same(demo, office_versions):
    counted = by_hand.count_zones(office_versions)
    rows = python_calamine.CalamineWorkbook.from_path(demo["annex1"]).get_sheet_by_index(0).to_python()
    headings = [lower or upper for upper, lower in zip(rows[2], rows[3], strict=True)]
    zones = [dict(zip(headings, row, strict=True)) for row in rows[4:] if isinstance(row[0], float)]
    assert len(zones) == len(counted)
    for row in zones:
        by_hand_row = counted[row["区镇"], row["工业集中区（村、社区）"]]
        figures = set(headings[3:15]) - {"告知性备案"}
        assert {name: row[name] for name in figures} == {name: by_hand_row[name] for name in figures}
        verdict = 10 * by_hand_row["达到规范化企业"] >= 7 * by_hand_row["企业总数"]
        assert row["是否达到70%"] == ("达到" if verdict else "未达到")
    (total,) = [row for row in rows if row[1] == "合计"]
    assert total[3] == 60


def test_the_same_bundle_again_brings_nothing_new(demo, capsys, tmp_path):
    office = shutil.copytree(demo["office"], tmp_path / "office")
    before = run(capsys, "doctor", "--data", office)
    code, done = run(capsys, "import", demo["bundle"], "--data", office)
    (file,) = done["files"]
    assert (code, file["status"], file["new"], file["held"], file["quarantined"]) == (0, "imported", 0, 0, 0)
    assert file["known"] == file["read"] == len(by_hand.read_versions(demo["bundle"], demo["age_identity"]))
    assert run(capsys, "doctor", "--data", office) == before


def test_the_office_before_and_the_bundle_give_the_office_but_for_its_reviews(demo, office_versions, capsys, tmp_path):
    office = shutil.copytree(demo["office_before"], tmp_path / "office")
    code, done = run(capsys, "import", demo["bundle"], "--data", office)
    (file,) = done["files"]
    assert (code, file["held"], file["quarantined"], file["reason"]) == (0, 0, 0, None)
    assert file["read"] == file["new"] + file["known"]
    wanted = {own for own, version in office_versions.items() if version["kind"] != "review"}
    assert len(office_versions) - len(wanted) == 4
    assert run(capsys, "doctor", "--data", office)[1]["set"] == by_hand.set_hash(wanted)
    reviewed = shutil.copytree(demo["office"], tmp_path / "reviewed")
    assert run(capsys, "doctor", "--data", reviewed)[1]["set"] == by_hand.set_hash(office_versions)


# -- seeds and directories -----------------------------------------------------------------------------------------


def names_in(made):
    return {body["name"] for body in by_hand.bodies(by_hand.read_store(made["field"]), "enterprise").values()}


def build(capsys, directory, *more):
    code, made = run(capsys, "demo", "--no-window", "--enterprises", 6, "--data", directory, *more)
    assert code == 0, made
    return made


def test_a_seed_gives_one_world_and_another_seed_another_also_in_the_same_directory(capsys, tmp_path):
    one, again, other = [
        (names_in(made), made) for seed in (1, 1, 2) for made in [build(capsys, tmp_path, "--seed", seed)]
    ]
    assert one[0] == again[0]
    assert not one[0] & other[0]
    assert len({made["version"] for _, made in (one, again, other)}) == 3
    assert {path.name for path in (tmp_path / "paper").iterdir()} == {"sheet.pdf", "annex1.xlsx"}
    with setup.open_data(tmp_path / "field"):
        # a window is open on it
        assert run(capsys, "demo", "--no-window", "--data", tmp_path) == (1, {"error": "StoreInUse"})
    assert run(capsys, "doctor", "--data", tmp_path / "field")[1]["ok"]
    assert Path(other[1]["sheet"]).is_file()


def test_a_directory_with_other_things_in_it_is_left_alone(capsys, tmp_path):
    (tmp_path / "家里的照片.txt").write_text("别动", encoding="utf-8")
    code, said = run(capsys, "demo", "--no-window", "--data", tmp_path)
    assert (code, said) == (1, {"error": "DemoNotEmpty"})
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["别动"]


def test_a_world_whose_making_was_cut_off_is_made_anew(capsys, tmp_path, monkeypatch):
    def cut_off(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reports, "write_annex1", cut_off)
        with pytest.raises(KeyboardInterrupt):
            cli.main(["demo", "--no-window", "--data", str(tmp_path), "--enterprises", "6"])
    assert any(tmp_path.iterdir())
    assert Path(build(capsys, tmp_path)["annex1"]).is_file()


@pytest.mark.parametrize("count", [1, 4])
def test_even_the_smallest_world_is_whole(capsys, tmp_path, count):
    made = build(capsys, tmp_path, "--enterprises", count)
    assert len(names_in(made)) == count
