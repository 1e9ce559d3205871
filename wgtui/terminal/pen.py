"""Writes cells to a terminal in few bytes: knows where the cursor stands and how it draws."""

from __future__ import annotations

from wgtui.terminal.cells import BLANK, Cell, Row
from wgtui.terminal.looks import CSI, DEFAULT, Look, way

_NEAR = 4
"""Unchanged cells of the same look that are written again rather than jumped over: a jump takes as many bytes."""


class Pen:
    """One frame. It begins and ends with the terminal's own look, so that nothing else is ever drawn in ours."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._look = DEFAULT
        self._at: tuple[int, int] | None = None

    def finished(self) -> str:
        self._written.append(way(self._look, DEFAULT))
        return "".join(self._written)

    def clear(self) -> None:
        self._written.append(f"{CSI}m{CSI}r{CSI}2J")

    def scroll(self, top: int, bottom: int, lines: int) -> None:
        """Moves the lines from `top` to `bottom` up, down where `lines` is negative; blank ones follow."""
        # The oldest sequences there are: the Linux console knows no others.
        start, step = (bottom, "\n") if lines > 0 else (top, "\x1bM")
        self._written.append(way(self._look, DEFAULT))
        self._written.append(f"{CSI}{top + 1};{bottom + 1}r{CSI}{start + 1}H{step * abs(lines)}{CSI}r")
        self._look, self._at = DEFAULT, None

    def row(self, y: int, before: Row, after: Row) -> None:
        """Writes where the row differs."""
        old, new, width = before.cells, after.cells, len(after.cells)
        if not (before.is_even and after.is_even):
            # Nobody knows what the terminal made of it: only an empty line is certain.
            self._move(0, y)
            self._written.append(way(self._look, DEFAULT) + f"{CSI}2K")
            self._look, old = DEFAULT, [BLANK] * width
        end = _end_of_text(new)
        differing = [x for x in range(width) if old[x] != new[x]]
        erased = [x for x in differing if x >= end]
        if len(erased) < _NEAR:
            end = width
        for start, stop in _runs([x for x in differing if x < end], new):
            self._write(start, y, new[start:stop], width)
        if end < width:
            self._move(end, y)
            self._written.append(way(self._look, DEFAULT) + f"{CSI}K")
            self._look = DEFAULT

    def _write(self, x: int, y: int, cells: list[Cell], width: int) -> None:
        for index, cell in enumerate(cells, x):
            if not cell.text:
                self._at = None
                continue
            if self._at != (index, y):
                self._move(index, y)
            if not _serves(self._look, cell):
                self._written.append(way(self._look, cell.look))
                self._look = cell.look
            self._written.append(cell.text)
            certain = len(cell.text) == 1 and index + 1 < width
            self._at = (index + 1, y) if certain else None

    def _move(self, x: int, y: int) -> None:
        if self._at == (x, y):
            return
        absolute = f"{CSI}{y + 1};{x + 1}H" if x else f"{CSI}{y + 1}H"
        self._written.append(min(absolute, self._relative(x, y) or absolute, key=len))
        self._at = (x, y)

    def _relative(self, x: int, y: int) -> str:
        if self._at is None:
            return ""
        from_x, from_y = self._at
        if y == from_y and x > from_x:
            return f"{CSI}{x - from_x}C"
        return ""


def _end_of_text(row: list[Cell]) -> int:
    """Behind the last cell that is not blank as erasing leaves it."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end


def _runs(differing: list[int], row: list[Cell]) -> list[tuple[int, int]]:
    """Cells to write, from and to; runs that lie near each other become one."""
    runs: list[tuple[int, int]] = []
    for x in differing:
        if runs and (x == runs[-1][1] or _is_near(runs[-1][1], x, row)):
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x, x + 1))
    return runs


def _is_near(end: int, x: int, row: list[Cell]) -> bool:
    return x - end <= _NEAR and all(_serves(row[end - 1].look, cell) for cell in row[end:x])


def _serves(look: Look, cell: Cell) -> bool:
    """Whether the cell looks the same drawn like this."""
    return cell.look is look or (cell.text == " " and look.blank == cell.look)
