"""The cells of a line: one character or cluster each, with its look."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from textual.strip import Strip

from wgtui.terminal.looks import DEFAULT, Look, look_of


class Cell(NamedTuple):
    """`text` is empty for the right half of what stands in the cell before."""

    text: str
    look: Look = DEFAULT


BLANK = Cell(" ")


class Row:
    """A line, or a part of one. `is_even`: each cell is one character, whose width no terminal is in doubt about."""

    __slots__ = ("cells", "is_even")

    def __init__(self, cells: list[Cell], is_even: bool = True) -> None:
        self.cells = cells
        self.is_even = is_even

    @classmethod
    def blank(cls, width: int) -> Row:
        return cls([BLANK] * width)

    def differs(self, other: Row) -> bool:
        return self is not other and self.cells != other.cells

    def with_part(self, x: int, part: Row) -> Row:
        """Written over from `x` on, as a terminal does: half of something wide does not stay."""
        cells, width = self.cells.copy(), len(self.cells)
        end = min(x + len(part.cells), width)
        if x and x < width and not cells[x].text:
            cells[x - 1] = Cell(" ", cells[x - 1].look.blank)
        if end < width and not cells[end].text:
            cells[end] = Cell(" ", cells[end].look.blank)
        cells[x:end] = part.cells[: end - x]
        whole = not x and end == width
        return Row(cells, part.is_even and (whole or self.is_even))


class NotCells(Exception):
    """A segment that is no text but an instruction to the terminal."""


class _Drawn(dict[str, Cell]):
    """The cells of one look by their text, the same object each time: rows are compared by identity first."""

    def __init__(self, look: Look) -> None:
        super().__init__({" ": Cell(" ", look.blank)})
        self._look = look

    def __missing__(self, text: str) -> Cell:
        cell = Cell(text, self._look)
        if text.isascii():
            self[text] = cell
        return cell


_drawn: dict[Look, _Drawn] = {}


def row_of(strip: Strip, colours: ColorSystem) -> Row:
    """Raises NotCells. Control characters, which take no cell, are left out: none ever reaches the terminal."""
    row = Row([])
    for text, style, control in strip:
        if control:
            raise NotCells
        look = look_of(style, colours)
        drawn = _drawn.get(look)
        if drawn is None:
            drawn = _drawn[look] = _Drawn(look)
        if _is_even(text):
            row.cells += map(drawn.__getitem__, text)
        else:
            row.cells += map(drawn.__getitem__, _clusters(text))
            row.is_even = False
    return row


def _is_even(text: str) -> bool:
    """Whether each character takes one cell, as nearly always."""
    return text.isprintable() and (text.isascii() or all(map(_takes_one_cell, text)))


@lru_cache(maxsize=4096)
def _takes_one_cell(character: str) -> bool:
    return cell_len(character) == 1


def _clusters(text: str) -> Iterator[str]:
    shown = "".join(character for character in text if character in _JOINER or not _is_invisible(character))
    for start, end, width in split_graphemes(shown)[0]:
        if width:
            yield shown[start:end]
            yield from [""] * (width - 1)


_JOINER = "\u200d"


def _is_invisible(character: str) -> bool:
    return not character.isprintable() and cell_len(character) == 0
