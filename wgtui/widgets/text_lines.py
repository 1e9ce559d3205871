"""A long text as rows of a given width: made harmless, wrapped and searched a line at a time, when it is needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from wgtui.views.safe import as_ascii, printable

LONGEST_LINE = 100_000
"""Characters shown of one line."""
TAB = 4
_REMEMBERED = 4096


class Row(NamedTuple):
    """A part of a line: from character `start`, as many as fit."""

    line: int
    start: int
    text: str


class TextLines:
    """Keeps the lines as they came; what is shown of them is made on demand and remembered for a while."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        self.raw: list[str] = []
        self._ascii_only = ascii_only
        self._clean: dict[int, str] = {}
        self._width = 0
        self._first_rows: list[int] = [0]
        """The row each line begins at, and behind them the number of rows; used when wrapping."""

    def replace(self, lines: Iterable[str]) -> None:
        self.raw = list(lines)
        self._clean.clear()
        self._measure()

    def append(self, lines: Iterable[str]) -> None:
        before = len(self.raw)
        self.raw.extend(lines)
        if self._width:
            last = self._first_rows[-1]
            heights = (self._height(line) for line in range(before, len(self.raw)))
            self._first_rows += [last + rows for rows in accumulate(heights)]

    def drop(self, lines: int) -> int:
        """Forget the first lines; how many rows that were."""
        rows = self.row_of(lines)
        del self.raw[:lines]
        self._clean.clear()
        self._first_rows = [first - rows for first in self._first_rows[lines:]] if self._width else [0]
        return rows

    def wrap(self, width: int) -> None:
        """Cut lines into rows of `width` cells; 0 leaves every line one row."""
        if width != self._width:
            self._width = width
            self._measure()

    @property
    def row_count(self) -> int:
        return self._first_rows[-1] if self._width else len(self.raw)

    def line_of(self, row: int) -> int:
        """The line a row belongs to."""
        return bisect_right(self._first_rows, row) - 1 if self._width else row

    def row_of(self, line: int, character: int = 0) -> int:
        """The row that holds a character of a line."""
        if not self._width:
            return line
        row = self._first_rows[line]
        for part in self._parts(line)[1:] if character else ():
            if part.start > character:
                break
            row += 1
        return row

    def row(self, row: int) -> Row:
        line = self.line_of(row)
        return self._parts(line)[row - self._first_rows[line]] if self._width else Row(line, 0, self.text(line))

    def text(self, line: int) -> str:
        """A line made harmless."""
        clean = self._clean.get(line)
        if clean is None:
            if len(self._clean) > _REMEMBERED:
                self._clean.clear()
            raw = self.raw[line][: 4 * LONGEST_LINE]
            clean = printable(raw.expandtabs(TAB) if "\t" in raw else raw, LONGEST_LINE)
            clean = self._clean[line] = as_ascii(clean) if self._ascii_only else clean
        return clean

    def lines_with(self, words: str, first: int = 0) -> list[int]:
        """The lines from `first` on in which `words` occur; small letters find capitals, capitals only themselves."""
        lines = enumerate(self.raw[first:], first)
        if words != words.lower():
            return [index for index, line in lines if words in line]
        return [index for index, line in lines if words in line.lower()]

    def occurrences(self, line: int, words: str) -> list[int]:
        """Where `words` occur in a line made harmless."""
        return places(self.text(line), words)

    def _measure(self) -> None:
        heights = (self._height(line) for line in range(len(self.raw))) if self._width else ()
        self._first_rows = list(accumulate(heights, initial=0))

    def _height(self, line: int) -> int:
        raw = self.raw[line]
        width = self._width
        if "\t" not in raw and (2 * len(raw) <= width or (len(raw) <= width and raw.isascii())):
            return 1
        return len(self._parts(line))

    def _parts(self, line: int) -> list[Row]:
        text, width = self.text(line), self._width
        if text.isascii() or cell_len(text) == len(text):
            starts = range(0, max(1, len(text)), width)
            return [Row(line, start, text[start : start + width]) for start in starts]
        parts = []
        start = 0
        for piece in chop_cells(text, width):
            parts.append(Row(line, start, piece))
            start += len(piece)
        return parts


def places(text: str, words: str) -> list[int]:
    """Where `words` begin in `text`, not overlapping."""
    if not words:
        return []
    if words == words.lower() and len(text.lower()) == len(text):
        text = text.lower()
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found
