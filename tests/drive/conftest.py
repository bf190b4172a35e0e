"""Tests that drive the program on a display of their own, with keys, pointer and fingers from outside."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, metavar="DIR", help="pictures of each step go there")


@pytest.fixture
def shots(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder for this test's pictures."""
    wanted = request.config.getoption("--pictures")
    return (wanted.absolute() if wanted else tmp_path / "pictures") / request.node.name.removeprefix("test_")
