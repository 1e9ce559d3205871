"""Finds out that what is to be shown is what is shown, some lines further up or down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wgtui.terminal.cells import Row

FURTHEST = 10
"""Lines: a held key or a wheel scrolls by less between two frames."""

FEWEST = 4
"""Lines that must be spared before it is worth the bytes."""


class Scroll(NamedTuple):
    """The lines from `top` to `bottom` move up by `lines`, down where that is negative."""

    top: int
    bottom: int
    lines: int


def found(before: Sequence[Row], after: Sequence[Row]) -> Scroll | None:
    """The one that spares most lines of being written; None where that is too few."""
    changed = [y for y, row in enumerate(after) if row.differs(before[y])]
    if len(changed) < FEWEST:
        return None
    best: Scroll | None = None
    spared = FEWEST - 1
    for lines in (*range(1, FURTHEST + 1), *range(-1, -FURTHEST - 1, -1)):
        moved = [y for y in changed if 0 <= y + lines < len(before) and not after[y].differs(before[y + lines])]
        if len(moved) > spared:
            best, spared = Scroll(moved[0] + min(lines, 0), moved[-1] + max(lines, 0), lines), len(moved)
    return best
