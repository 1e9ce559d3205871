"""Turns cells into the lines of a table: widths, tones, the cursor's line, marks and changed cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from wgtui.fleet.status import Tone
from wgtui.views.columns import Cell, Column, fit
from wgtui.widgets.cells import clipped, fitted
from wgtui.widgets.tones import Palette

GAP = 2
GUTTER = 2
"""Cells before the first column: the cursor's glyph and the mark's."""
MARGIN = 1
"""Cells behind the last column: the arrow that tells of more columns."""


class Look(NamedTuple):
    """What is shown of a row besides its cells."""

    cursor: bool = False
    marked: bool = False
    stale: bool = False
    changed: frozenset[int] = frozenset()
    """Columns by index."""


class Fitted(NamedTuple):
    """Columns with the width each was given, and whether more are out of sight on either side."""

    columns: Sequence[tuple[Column[Any], int]]
    more_left: bool = False
    more_right: bool = False


class LinePainter:
    """Paints lines of one width, in one palette; cheap to make again when any of that changes."""

    def __init__(self, layout: Fitted, width: int, palette: Palette, base: Style, *, focused: bool) -> None:
        self.layout = layout
        self.width = width
        self.palette = palette
        self._base = base
        self._cursor = palette.cursor if focused else palette.cursor_unfocused
        self._blank = Strip([Segment(" " * width, base)], width)
        self._messages: dict[str, Strip] = {}
        self._styles = {
            (cursor, stale): {tone: self._style(tone, cursor, stale) for tone in Tone}
            for cursor in (False, True)
            for stale in (False, True)
        }

    @property
    def blank(self) -> Strip:
        """A line without a row; always the same object."""
        return self._blank

    def differs_at_cursor_only(self, other: LinePainter) -> bool:
        """As two do where the table was left or came back to, and nothing else happened."""
        ours, theirs = ((one.layout, one.width, one.palette, one._base) for one in (self, other))
        return ours == theirs

    def message(self, text: str) -> Strip:
        """A muted line of words instead of rows; the same object for the same words."""
        if len(self._messages) > 16:
            self._messages.clear()
        if text not in self._messages:
            words = fitted(" " * GUTTER + text, self.width, ellipsis=self.palette.glyphs.ellipsis)
            style = self._base + self.palette.tones[Tone.MUTED]
            self._messages[text] = Strip([Segment(words, style)], self.width)
        return self._messages[text]

    def header(self, sorted_by: str, reverse: bool) -> Strip:
        """The titles, the sorted column's with its direction, and arrows where columns are out of sight."""
        glyphs = self.palette.glyphs
        titles = []
        for column, width in self.layout.columns:
            mark = (glyphs.descending if reverse else glyphs.ascending) if column.id == sorted_by else ""
            title = clipped(column.title, width - len(mark), glyphs.ellipsis) + mark
            titles.append(title.rjust(width) if column.right else title.ljust(width))
        left = glyphs.left if self.layout.more_left else ""
        text = left.ljust(GUTTER) + (" " * GAP).join(titles)
        text = text[: self.width].ljust(self.width)
        if self.layout.more_right:
            text = text[: self.width - 1] + glyphs.right
        return Strip([Segment(text, self._base + self.palette.header)], self.width)

    def line(self, cells: Sequence[Cell], look: Look) -> Strip:
        """One row: cells of one style next to each other become one segment."""
        styles = self._styles[look.cursor, look.stale]
        plain = styles[Tone.PLAIN]
        pieces = [(self._gutter(look), plain)]
        last = len(cells) - 1
        for index, ((column, width), cell) in enumerate(zip(self.layout.columns, cells, strict=True)):
            text = fitted(self._words(cell), width, right=column.right, ellipsis=self.palette.glyphs.ellipsis)
            style = styles[self._tone(cell)]
            if index in look.changed:
                pieces += self._underlined(text, style)
            else:
                pieces.append((text, style))
            if index < last:
                pieces.append((" " * GAP, style))
        return self._joined(pieces, plain)

    def _words(self, cell: Cell) -> str:
        return self.palette.words(cell.text, cell.status)

    @staticmethod
    def _tone(cell: Cell) -> Tone:
        if cell.status is not None and cell.tone is Tone.PLAIN:
            return cell.status.tone
        return cell.tone

    def _gutter(self, look: Look) -> str:
        glyphs = self.palette.glyphs
        return (glyphs.cursor if look.cursor else " ") + (glyphs.mark if look.marked else " ")

    def _style(self, tone: Tone, cursor: bool, stale: bool) -> Style:
        palette = self.palette
        if cursor and not palette.tones_on_cursor:
            return self._base + self._cursor
        style = palette.tones[Tone.MUTED if stale else tone]
        return self._base + style + self._cursor if cursor else self._base + style

    def _underlined(self, text: str, style: Style) -> list[tuple[str, Style]]:
        words = text.strip(" ")
        before = text[: len(text) - len(text.lstrip(" "))]
        after = text[len(before) + len(words) :]
        return [(before, style), (words, style + self.palette.changed), (after, style)]

    def _joined(self, pieces: list[tuple[str, Style]], fill: Style) -> Strip:
        segments: list[Segment] = []
        texts: list[str] = []
        style = pieces[0][1]
        for text, piece_style in pieces:
            if piece_style is not style and text:
                if texts:
                    segments.append(Segment("".join(texts), style))
                texts, style = [], piece_style
            texts.append(text)
        segments.append(Segment("".join(texts), style))
        return Strip(segments).adjust_cell_length(self.width, fill)


def fitted_from(columns: Sequence[Column[Any]], offset: int, line_width: int) -> Fitted:
    """The columns in sight when the first stays and `offset` of the others are scrolled away."""
    width = max(1, line_width - GUTTER - MARGIN)
    if not offset:
        chosen = fit(columns, width, GAP)
        return Fitted(chosen, more_right=len(chosen) < len(columns))
    others = columns[1 + offset :]
    in_sight, used = [columns[0]], columns[0].width
    for column in others:
        used += GAP + column.width
        if used > width and len(in_sight) > 1:
            break
        in_sight.append(column)
    return Fitted(fit(in_sight, width, GAP), more_left=True, more_right=len(in_sight) - 1 < len(others))
