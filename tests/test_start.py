"""From nothing to a running program: the installer's scripts, `--version`, and what a start must not load."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zjg_inspect import __version__

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "PySide6", "shiboken6", "sqlalchemy", "alembic", "openpyxl", "python_calamine", "reportlab", "PIL", "pi_heif",
    "pypdfium2", "pypinyin", "segno", "cryptography", "yaml",
}  # fmt: skip


def start(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_version_is_said_at_once() -> None:
    done = start("-m", "zjg_inspect", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"zjg-inspect {__version__}\n", "")


def test_the_version_loads_nothing_heavy() -> None:
    done = start("-X", "importtime", "-m", "zjg_inspect", "--version")
    loaded = set(re.findall(r"^import time:.*\|\s+(\w+)", done.stderr, re.MULTILINE))
    assert "zjg_inspect" in loaded
    assert not loaded & HEAVY


def test_the_command_line_is_read_without_anything_heavy() -> None:
    done = start("-X", "importtime", "-c", "import zjg_inspect.cli")
    loaded = set(re.findall(r"^import time:.*\|\s+(\w+)", done.stderr, re.MULTILINE))
    assert "argparse" in loaded
    assert not loaded & HEAVY


def test_it_starts_in_an_empty_environment() -> None:
    done = start("-m", "zjg_inspect", "--version", env={})
    assert (done.returncode, done.stdout) == (0, f"zjg-inspect {__version__}\n")


def test_the_installed_command_is_the_same_program() -> None:
    done = subprocess.run([Path(sys.executable).with_name("zjg-inspect"), "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"zjg-inspect {__version__}\n")


def test_an_unknown_verb_is_a_usage_error() -> None:
    done = start("-m", "zjg_inspect", "no-such-verb")
    assert done.returncode == 2
    assert "no-such-verb" in done.stderr
    assert done.stdout == ""


# -- the installer's scripts: each test works on a copy, with commands of its own in front of the real ones ----------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a space in its name, with nothing set up in it."""
    place = tmp_path / "the checkout"
    shutil.copytree(ROOT / "installer", place / "installer")
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def command(checkout: Path, name: str, script: str) -> None:
    """Put a command of this name in front of the system's."""
    file = checkout.parent / "commands" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def installer(checkout: Path, script: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout.parent / 'commands'}:{os.path.dirname(sys.executable)}:/usr/bin:/bin"
    return subprocess.run(
        ["/bin/sh", checkout / "installer" / script, *arguments],
        env={"PATH": path, "HOME": str(checkout.parent), **env},
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip


def a_python_that_records(checkout: Path) -> Path:
    """python3 and the .venv that it makes, which write down what they were asked instead of doing it."""
    log = checkout.parent / "asked"
    command(
        checkout,
        "python3",
        f"""echo "$*" >> '{log}'
case "$*" in
    *--clear*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"$FAIL"*) exit 1 ;;
esac""",
    )
    return log


def test_the_one_line_is_told_to_whom_is_not_root(checkout: Path) -> None:
    command(checkout, "id", "echo 1000")
    command(checkout, "dpkg-query", "echo 'installed libegl1 '; echo 'installed libglib2.0-0t64 libglib2.0-0 (= 2.84)'")
    done = installer(checkout, "test")
    assert done.returncode == 1
    line = done.stderr.splitlines()[-1]
    assert line.startswith("sudo apt-get update && sudo apt-get install -y --no-install-recommends ")
    assert "libgl1 " in line
    assert "minisign" in line
    assert "libegl1" not in line
    assert "libglib2.0-0" not in line
    assert done.stdout == ""
    assert not (checkout / ".venv").exists()


def test_root_gets_the_missing_packages(checkout: Path) -> None:
    a_python_that_records(checkout)
    command(checkout, "id", "echo 0")
    command(checkout, "dpkg-query", "true")
    command(checkout, "apt-get", f"echo \"$*\" >> '{checkout.parent / 'apt'}'")
    assert installer(checkout, "run", FAIL="nothing").returncode == 0
    update, install = (checkout.parent / "apt").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert {"install", "libegl1", "libxcb-cursor0"} <= set(install.split())
    assert "minisign" not in install


def test_a_missing_python_is_named(checkout: Path) -> None:
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        command(checkout, name, "exit 1")
    done = installer(checkout, "test")
    assert done.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in done.stderr


@pytest.fixture
def ready(checkout: Path) -> Path:
    """A checkout on a system that has all packages."""
    a_python_that_records(checkout)
    command(checkout, "dpkg-query", 'for p in $PACKAGES; do echo "installed $p "; done')
    return checkout


def packages() -> str:
    text = (ROOT / "installer" / "common.sh").read_text(encoding="utf-8")
    return " ".join(re.findall(r'^for_\w+="([^"]*)"', text, re.MULTILINE)).replace("\n", " ")


def set_up(checkout: Path, script: str = "test", fail: str = "nothing") -> list[str]:
    """What Python was asked during one more set-up."""
    log = checkout.parent / "asked"
    log.write_text("", encoding="utf-8")
    installer(checkout, script, PACKAGES=packages(), FAIL=fail)
    return log.read_text(encoding="utf-8").splitlines()


def test_each_command_runs_what_it_is_for(ready: Path) -> None:
    assert set_up(ready, "test")[-1] == "-m pytest"
    assert set_up(ready, "drive")[-1] == "-m pytest tests/drive"


def test_nothing_is_done_twice(ready: Path) -> None:
    assert [line for line in set_up(ready) if "pip install" in line]
    assert not [line for line in set_up(ready) if "pip install" in line or "venv" in line]


def test_what_the_tests_need_is_enough_to_run(ready: Path) -> None:
    set_up(ready, "test")
    assert not [line for line in set_up(ready, "run") if "pip install" in line]


def test_a_new_pin_is_installed_into_the_same_place(ready: Path) -> None:
    set_up(ready)
    with (ready / "installer" / "constraints.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    asked = set_up(ready)
    assert [line for line in asked if "pip install" in line]
    assert not [line for line in asked if "--clear" in line]


def test_an_interrupted_set_up_is_made_anew(ready: Path) -> None:
    set_up(ready, fail="pip install")
    assert not (ready / ".venv" / "stamp").exists()
    assert [line for line in set_up(ready) if "--clear" in line]


def test_a_moved_checkout_is_made_anew(ready: Path) -> None:
    set_up(ready)
    moved = ready.rename(ready.parent / "elsewhere")
    assert [line for line in set_up(moved) if "--clear" in line]


def test_an_empty_home_is_replaced_by_one_that_can_be_written_to(ready: Path) -> None:
    temporary = ready.parent / "tmp"
    temporary.mkdir()
    done = installer(ready, "run", PACKAGES=packages(), FAIL="nothing", HOME="", TMPDIR=str(temporary))
    assert done.returncode == 0, done.stderr
    (home,) = temporary.glob("zjg_inspect-*")
    assert home.stat().st_mode & 0o077 == 0
    assert str(home) in done.stderr.splitlines()[-1]


def test_without_a_display_the_main_job_runs_without_a_window(ready: Path) -> None:
    (demo,) = [line for line in set_up(ready, "run") if " demo " in line]
    assert "--no-window --seed 1 --data" in demo


def test_with_a_display_the_window_opens(ready: Path) -> None:
    set_up(ready)
    log = ready.parent / "asked"
    installer(ready, "run", PACKAGES=packages(), FAIL="nothing", DISPLAY=":1")
    last = log.read_text(encoding="utf-8").splitlines()[-1]
    assert " demo --seed 1 --data " in last
    assert "--no-window" not in last


def test_a_display_that_does_not_answer_is_none(ready: Path) -> None:
    installer(ready, "run", PACKAGES=packages(), FAIL="QGuiApplication", DISPLAY=":1")
    assert "--no-window" in (ready.parent / "asked").read_text(encoding="utf-8").splitlines()[-1]
