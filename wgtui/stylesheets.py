"""Where a stylesheet is: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def stylesheet(name: str) -> Path:
    """The path of `styles/<name>.tcss`."""
    return directory() / f"{name}.tcss"


def directory() -> Path:
    installed = _PACKAGE / "styles"
    return installed if installed.is_dir() else _PACKAGE.parent / "styles"
