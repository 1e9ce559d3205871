"""What the terminal shows, and the bytes that turn it into what it shall show."""

from __future__ import annotations

from collections.abc import Iterable

from rich.color import ColorSystem
from textual.strip import Strip

from wgtui.terminal import scrolling
from wgtui.terminal.cells import Row, row_of
from wgtui.terminal.pen import Pen

Placed = tuple[int, int, Strip]
"""A strip with the column and line where it begins."""


class Shown:
    """Nothing is known at first, nor after `forget`: the next frame begins with an empty terminal."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    @property
    def is_known(self) -> bool:
        return bool(self._rows)

    def forget(self) -> None:
        """Somebody else may have written to the terminal."""
        self._rows = []

    def frame(self, strips: Iterable[Placed], width: int, height: int, colours: ColorSystem) -> str:
        """What to write so that the terminal shows these strips, and what it did where there are none.

        Raises NotCells.
        """
        pen = Pen()
        if not self._rows or (len(self._rows), len(self._rows[0].cells)) != (height, width):
            pen.clear()
            self._rows = [Row.blank(width)] * height
        return self._change(pen, self._rows, strips, colours)

    def _change(self, pen: Pen, before: list[Row], strips: Iterable[Placed], colours: ColorSystem) -> str:
        after = before.copy()
        for x, y, strip in strips:
            after[y] = after[y].with_part(x, row_of(strip, colours))
        scroll = scrolling.found(before, after)
        if scroll is not None:
            pen.scroll(*scroll)
            before = _scrolled(before, scroll)
        for y, row in enumerate(after):
            if row.differs(before[y]):
                pen.row(y, before[y], row)
        self._rows = after
        return pen.finished()


def _scrolled(rows: list[Row], scroll: scrolling.Scroll) -> list[Row]:
    top, bottom, lines = scroll
    blank = [Row.blank(len(rows[0].cells))] * abs(lines)
    moved = rows[top : bottom + 1]
    moved = moved[lines:] + blank if lines > 0 else blank + moved[:lines]
    return rows[:top] + moved + rows[bottom + 1 :]
