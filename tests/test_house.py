"""The house is in order: style, types, layers, sizes, names, pinned versions, what the wheel takes along."""

import ast
import io
import subprocess
import sys
import tokenize
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted(
    p for folder in ("zjg_inspect", "tests", "resources", "installer") for p in (ROOT / folder).rglob("*.py")
)
LONGEST = 400


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def assert_passes(*command: str | Path) -> None:
    done = run(*command)
    assert done.returncode == 0, f"{' '.join(map(str, command[1:]))}\n{done.stdout}{done.stderr}"


def where(path: Path, line: int | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every absolute import in the file, inside functions too: (dotted name, line)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


# -- style, types, layers ------------------------------------------------------------------------------------------


def test_ruff_finds_nothing() -> None:
    assert_passes(sys.executable, "-m", "ruff", "check", "--quiet", ".")


def test_every_file_is_formatted() -> None:
    assert_passes(sys.executable, "-m", "ruff", "format", "--check", "--quiet", ".")


@pytest.mark.timeout(600)
def test_mypy_finds_nothing() -> None:
    assert_passes(sys.executable, "-m", "mypy")


def test_the_arrows_point_down() -> None:
    assert_passes(Path(sys.executable).with_name("lint-imports"), "--no-cache")


def test_the_model_needs_only_the_standard_library_and_msgspec() -> None:
    known = {*sys.stdlib_module_names, "msgspec", "zjg_inspect"}
    foreign = [
        f"{where(path, line)} imports {name}"
        for path in SOURCES
        if (ROOT / "zjg_inspect" / "model") in path.parents
        for name, line in imported(path)
        if name.partition(".")[0] not in known
    ]
    assert not foreign


def test_only_the_window_knows_qt() -> None:
    package = ROOT / "zjg_inspect"
    strays = [
        f"{where(path, line)} imports {name}"
        for path in SOURCES
        if package in path.parents and package / "ui" not in path.parents and path != package / "app.py"
        for name, line in imported(path)
        if name.partition(".")[0] in {"PySide6", "shiboken6"}
    ]
    assert not strays


# -- nothing half done ---------------------------------------------------------------------------------------------


def test_no_file_is_longer_than_two_ideas() -> None:
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST}
    assert not too_long, f"past {LONGEST} lines a file is two ideas"


def test_no_comment_puts_work_off() -> None:
    put_off = []
    for path in SOURCES:
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            words = set(token.string.replace(":", " ").replace("(", " ").split())
            if token.type == tokenize.COMMENT and words & {"TODO", "FIXME", "XXX", "HACK"}:
                put_off.append(where(path, token.start[0]))
    assert not put_off


def half_done(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        match node:
            case ast.Name(id="NotImplementedError"):
                yield f"{where(path, node.lineno)}: not implemented"
            case ast.Attribute(attr="skip" | "skipif" | "xfail" | "importorskip", value=ast.Name(id="pytest")):
                yield f"{where(path, node.lineno)}: a test that is not run"
            case ast.Attribute(attr="skip" | "skipif" | "xfail", value=ast.Attribute(attr="mark")):
                yield f"{where(path, node.lineno)}: a test that is not run"
            case ast.Assert(test=ast.Constant()):
                yield f"{where(path, node.lineno)}: an assertion that cannot fail"
            case ast.Call(func=ast.Attribute(attr="sleep", value=ast.Name(id="time"))) if path.parent.name == "tests":
                yield f"{where(path, node.lineno)}: a test that waits by the clock"


def test_nothing_is_half_done() -> None:
    assert not [fault for path in SOURCES for fault in half_done(path)]


def test_every_test_has_a_timeout(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.hasplugin("timeout")
    assert 0 < float(pytestconfig.getini("timeout")) <= 300


def test_warnings_and_words_of_qt_fail_a_test(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("filterwarnings")[0] == "error"
    assert pytestconfig.getini("qt_log_level_fail") == "WARNING"


# -- the top level -------------------------------------------------------------------------------------------------


def test_the_top_level_holds_only_the_agreed_names() -> None:
    agreed = {"zjg_inspect", "forms", "resources", "tests", "installer", "pyproject.toml", "README.md", "LICENSE"}
    made = [line.strip().rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()]
    strays = [
        entry.name
        for entry in ROOT.iterdir()
        if not entry.name.startswith(".")
        and entry.name not in agreed
        and not any(entry.match(pattern) for pattern in made if pattern)
    ]
    assert not strays


# -- pinned versions -----------------------------------------------------------------------------------------------

PINS = [
    Requirement(line)
    for raw in (ROOT / "installer" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if (line := raw.partition("#")[0].strip())
]
MACHINES = {
    "Linux, x86_64": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "Linux, aarch64": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "aarch64",
    },
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}


def wanted() -> list[Requirement]:
    project = PYPROJECT["project"]
    lines = [*PYPROJECT["build-system"]["requires"], *project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        lines += extra
    return [Requirement(line) for line in lines]


def applies(requirement: Requirement, machine: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(machine)


def pinned_version(name: str, machine: dict[str, str]) -> str | None:
    """The one version pinned for this package on this machine."""
    found = [p for p in PINS if canonicalize_name(p.name) == canonicalize_name(name) and applies(p, machine)]
    if len(found) != 1:
        return None
    (pin,) = found[0].specifier
    return pin.version


@pytest.mark.parametrize("machine", MACHINES)
def test_every_dependency_is_pinned_to_a_version_that_it_allows(machine: str) -> None:
    facts = MACHINES[machine]
    wrong = [
        f"{need} pinned to {pin}"
        for need in wanted()
        if applies(need, facts)
        for pin in [pinned_version(need.name, facts)]
        if pin is None or not need.specifier.contains(pin)
    ]
    assert not wrong


def test_every_pin_is_exact_and_names_no_place() -> None:
    for pin in PINS:
        assert [s.operator for s in pin.specifier] == ["=="], pin
        assert "*" not in str(pin.specifier), pin
        assert pin.url is None, pin
    text = (ROOT / "installer" / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]


def test_what_the_dependencies_need_is_pinned_too() -> None:
    pinned = {canonicalize_name(pin.name) for pin in PINS}
    open_names = {canonicalize_name(need.name) for need in wanted()}
    seen: set[str] = set()
    while open_names:
        name = open_names.pop()
        seen.add(name)
        try:
            lines = requires(name) or []
        except PackageNotFoundError:
            # another machine's, or of an extra that is not installed here
            continue
        for need in map(Requirement, lines):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                open_names |= {canonicalize_name(need.name)} - seen
    assert not sorted(seen - pinned)


# -- what is shipped -----------------------------------------------------------------------------------------------

FIND_SHIPPED = """
import sys
sys.path.insert(0, sys.argv[1])
if sys.argv[2:]:
    sys._MEIPASS = sys.argv[2]
from zjg_inspect.paths import shipped
print(shipped("forms"))
print(shipped("resources"))
"""


def shipped_of(*places: Path) -> list[Path]:
    done = run(sys.executable, "-I", "-c", FIND_SHIPPED, *places, cwd=places[0])
    assert done.returncode == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    place = tmp_path_factory.mktemp("wheel")
    assert_passes(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation",
        "--wheel-dir", place, ROOT,
    )  # fmt: skip
    (file,) = place.glob("*.whl")
    return zipfile.ZipFile(file)


def shipped_files(folder: str) -> set[str]:
    return {
        f"{folder}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_takes_forms_and_resources_along(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    names = set(wheel.namelist())
    missing = {
        name for name in shipped_files("forms") | shipped_files("resources") if f"zjg_inspect/_data/{name}" not in names
    }
    assert not missing
    wheel.extractall(tmp_path)
    data = tmp_path.resolve() / "zjg_inspect" / "_data"
    assert shipped_of(tmp_path) == [data / "forms", data / "resources"]


def test_the_wheel_takes_nothing_else_along(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"zjg_inspect"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_a_frozen_build_finds_what_lies_beside_it(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    modules = [name for name in wheel.namelist() if name.startswith("zjg_inspect/") and "/_data/" not in name]
    wheel.extractall(tmp_path / "modules", modules)
    frozen = tmp_path.resolve() / "frozen"
    for folder in ("forms", "resources"):
        (frozen / folder).mkdir(parents=True)
    assert shipped_of(tmp_path / "modules", frozen) == [frozen / "forms", frozen / "resources"]


def test_a_checkout_uses_its_own_files() -> None:
    from zjg_inspect.paths import shipped

    assert [shipped("forms"), shipped("resources")] == [ROOT / "forms", ROOT / "resources"]
