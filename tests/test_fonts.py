"""The shipped fonts: whole, licensed, able to draw what is printed; what none of them has stays visible."""

import hashlib
import re
from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.errors import FontMissing
from zjg_inspect.paths import shipped
from zjg_inspect.report import fonts
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import draw_line
from zjg_inspect.report.text import one_line

FOLDER = shipped("resources") / "fonts"
SIGNS = "□■√×—①⑳㎡℃§…·〔〕《》“”‘’　，。、；：？！（）％‰→±"


def gb2312():
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def glyphs(name):
    return fonts.font(name).face.charToGlyph


def test_every_font_is_the_one_that_the_readme_names():
    said = dict(re.findall(r"^\| (\S+\.ttf) \|.*`([0-9a-f]{64})` \|$", (FOLDER / "README.md").read_text("utf-8"), re.M))
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttf")}
    assert there == said


def test_the_licence_names_both_families():
    licence = (FOLDER / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Noto Sans SC:" in licence
    assert "Noto Serif SC:" in licence


@pytest.mark.parametrize("name", ["NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold"])
def test_each_face_has_the_whole_of_gb2312_and_the_signs_of_the_sheet(name):
    hanzi = set(gb2312())
    assert len(hanzi) == 6763
    assert [c for c in sorted(hanzi | set(SIGNS)) if ord(c) not in glyphs(name)] == []


def test_the_face_for_hashes_has_equal_widths():
    face = fonts.font("NotoSansSCMono-Regular").face
    assert {face.charWidths[ord(digit)] for digit in "0123456789abcdef "} == {500}


def test_a_rare_character_that_only_the_other_family_or_weight_has_is_taken_from_there():
    only_regular = next(c for c in map(chr, range(0x3400, 0x4DB6)) if ord(c) not in glyphs("NotoSerifSC-Bold"))
    assert fonts.pieces(f"王{only_regular}明", Face.SERIF_BOLD) == [
        fonts.Piece("NotoSerifSC-Bold", "王"),
        fonts.Piece("NotoSerifSC-Regular", only_regular),
        fonts.Piece("NotoSerifSC-Bold", "明"),
    ]


def test_a_character_that_no_face_has_stands_there_as_its_code_point():
    assert fonts.glyph_missing("\U0002b820")
    shown = "".join(piece.text for piece in fonts.pieces("王\U0002b820明\U00031350", Face.SERIF))
    assert shown == "王[U+2B820]明[U+31350]"
    assert [piece.text for piece in fonts.pieces("a\x07", Face.SERIF)] == ["a", "[U+0007]"]


def test_a_character_beyond_the_first_plane_can_be_copied_out_of_the_pdf():
    beyond = [c for c in map(chr, range(0x20000, 0x2A6E0)) if ord(c) in glyphs("NotoSerifSC-Regular")]
    assert len(beyond) > 40
    out = BytesIO()
    canvas = Canvas(out, pagesize=(6000, 100), invariant=1)
    draw_line(canvas, one_line("".join(beyond), Face.SERIF, 9), 10, 700, 9)
    canvas.showPage()
    canvas.save()
    page = pypdfium2.PdfDocument(out.getvalue())[0]
    assert page.get_textpage().get_text_range() == "".join(beyond)


@pytest.mark.parametrize("content", [None, b"no font at all", b"\x00\x01\x00\x00"])
def test_a_font_file_that_is_gone_or_broken_is_named(tmp_path, monkeypatch, content):
    (tmp_path / "fonts").mkdir()
    if content is not None:
        (tmp_path / "fonts" / "Broken.ttf").write_bytes(content)
    monkeypatch.setattr(fonts, "shipped", lambda _: tmp_path)
    with pytest.raises(FontMissing) as raised:
        fonts.font("Broken")
    assert raised.value.file == "Broken.ttf"
