"""The stylesheets of a checkout are those of the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from wgtui.stylesheets import directory, stylesheet

ROOT = Path(__file__).parents[2]


def test_every_stylesheet_is_found_in_a_checkout() -> None:
    """By the name of its screen."""
    assert {path.stem for path in directory().glob("*.tcss")} >= {"app", "page"}
    assert stylesheet("page").is_file()


def test_a_wheel_ships_every_stylesheet_and_module(tmp_path: Path) -> None:
    """Built as pip builds it, without asking anybody."""
    pytest.importorskip("hatchling")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    styles = {f"wgtui/styles/{path.name}" for path in (ROOT / "styles").glob("*.tcss")}
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "wgtui").rglob("*.py")}
    assert styles | modules <= names
