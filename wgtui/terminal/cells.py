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


Row = list[Cell]

BLANK = Cell(" ")


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
    row: Row = []
    for text, style, control in strip:
        if control:
            raise NotCells
        look = look_of(style, colours)
        drawn = _drawn.get(look)
        if drawn is None:
            drawn = _drawn[look] = _Drawn(look)
        row += map(drawn.__getitem__, text if _is_even(text) else _clusters(text))
    return row


def blank_row(width: int) -> Row:
    return [BLANK] * width


def is_uneven(row: Row) -> bool:
    """Whether it holds what terminals may disagree about how wide it is."""
    return any(len(cell.text) != 1 for cell in row)


def put(row: Row, x: int, cells: Row) -> None:
    """Writes into a row as a terminal does: half of something wide does not stay."""
    if x and x < len(row) and not row[x].text:
        row[x - 1] = Cell(" ", row[x - 1].look.blank)
    end = min(x + len(cells), len(row))
    if end < len(row) and not row[end].text:
        row[end] = Cell(" ", row[end].look.blank)
    row[x:end] = cells[: end - x]


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
