"""Rows as lines of text: as wide as the terminal where there is one, else as wide as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from rich.cells import cell_len, set_cell_size

from wgtui.fleet.status import Tone
from wgtui.views.columns import Cell, Column, fit
from wgtui.views.safe import as_ascii

R = TypeVar("R")
GAP = 2

_COLOURS = {Tone.MUTED: "2", Tone.GOOD: "32", Tone.BUSY: "36", Tone.WARN: "33", Tone.BAD: "31", Tone.ACCENT: "34"}
_TRAILING = re.compile(r" +$")


@dataclass(frozen=True, slots=True)
class Look:
    """`width` 0: not a terminal, nothing is cut. Colour only where a person looks and has not said NO_COLOR."""

    width: int = 0
    colour: bool = False
    ascii: bool = False


class Table(Generic[R]):
    """The widths are settled by the first rows, so that rows printed later stand below them.

    With `more` to come a column is never narrower than it is useful, however short its first cells are.
    """

    def __init__(self, columns: Sequence[Column[R]], look: Look, *, more: bool = False) -> None:
        self._look = look
        self._more = more
        self._columns = columns
        self._fitted: list[tuple[Column[R], int]] = []

    def whole(self, rows: Sequence[R], now: datetime) -> Iterator[str]:
        """The header, then a line for each row."""
        cells = [[column.cell(row, now) for column in self._columns] for row in rows]
        natural = [
            self._natural(column, (self._text(row[index]) for row in cells))
            for index, column in enumerate(self._columns)
        ]
        look = self._look
        self._fitted = fit(natural, look.width, GAP) if look.width else [(c, c.max_width) for c in natural]
        kept = [[column.id for column in self._columns].index(column.id) for column, _ in self._fitted]
        yield self._line((Cell(column.title) for column, _ in self._fitted), plain=True)
        for row in cells:
            yield self._line(row[index] for index in kept)

    def line(self, row: R, now: datetime, status: str = "") -> str:
        """`status` replaces the word in the status column: of a row that is gone."""
        return self._line(_marked(column, column.cell(row, now), status) for column, _ in self._fitted)

    def steady(self, row: R, now: datetime) -> tuple[str, ...]:
        """What is visible of the row apart from its age."""
        return tuple(column.cell(row, now).text for column, _ in self._fitted if not column.ages)

    def _natural(self, column: Column[R], texts: Iterable[str]) -> Column[R]:
        """The column with the width that its cells have: not wider when there is room, narrower when they are short."""
        least = max(len(column.title), column.width if self._more else 0)
        widest = max(least, max(map(cell_len, texts), default=0))
        width = min(max(column.width, len(column.title)), widest)
        return replace(column, width=width, max_width=widest, grow=column.grow or 2)

    def _text(self, cell: Cell) -> str:
        text = cell.text
        if cell.status is not None and self._look.width:
            text = f"{cell.status.ascii_glyph if self._look.ascii else cell.status.glyph} {text}"
        return as_ascii(text) if self._look.ascii else text

    def _line(self, cells: Iterable[Cell], plain: bool = False) -> str:
        parts: list[str] = []
        last = len(self._fitted) - 1
        for index, ((column, width), cell) in enumerate(zip(self._fitted, cells, strict=True)):
            text = self._sized(self._text(cell), width, column.right)
            # The last column is not filled up: no trailing spaces.
            text = _TRAILING.sub("", text) if index == last else text
            code = "" if plain or not self._look.colour else _COLOURS.get(cell.tone, "")
            parts.append(f"\x1b[{code}m{text}\x1b[0m" if code else text)
        return (" " * GAP).join(parts).rstrip()

    def _sized(self, text: str, width: int, right: bool) -> str:
        length = cell_len(text)
        if length > width:
            mark = "~" if self._look.ascii else "…"
            return set_cell_size(text, width - 1) + mark if self._look.width and width > 1 else text
        return " " * (width - length) + text if right else text + " " * (width - length)


def _marked(column: Column[R], cell: Cell, status: str) -> Cell:
    return Cell(status, Tone.MUTED) if status and column.id in ("status", "type") else cell
