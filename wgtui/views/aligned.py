"""Columns of text, each as wide as its widest cell."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

PIPES = str.maketrans("├└─│", "|`-|")
"""For terminals that have no other letters."""


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """All rows have as many cells; nothing is left at the end of a line."""
    if not rows:
        return []
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(_filled(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]


def _filled(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))
