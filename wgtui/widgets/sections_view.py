"""A detail page as lines: facts, and tables whose longest column is wrapped; Enter opens what a line is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from wgtui.fleet.status import Tone
from wgtui.views.columns import Cell, Column, fit
from wgtui.views.page import Facts, Section, Table
from wgtui.views.safe import printable
from wgtui.widgets.cells import clipped, fitted
from wgtui.widgets.line_view import LineView, utc_now
from wgtui.widgets.table_model import Key, nearest
from wgtui.widgets.tones import Palette, monochrome

GAP = 2
MARGIN = 1
INDENT = 3
WIDEST_NAME = 44
_REMEMBERED = 1000
"""Painted lines: an age that is told for days looks different every minute."""
MOST_ROWS = 12
"""Lines that one wrapped text may take."""
WIDEST_TEXT = 400
"""Characters that are measured to find the width of a column."""


class _Piece(NamedTuple):
    text: str
    tone: Tone = Tone.PLAIN
    bold: bool = False
    link: str = ""


class _Line(NamedTuple):
    """`key` tells what the line is about, whatever it reads; None where it is about nothing."""

    pieces: tuple[_Piece, ...] = ()
    target: Any = None
    key: Key | None = None


class SectionsView(LineView):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open", show=False, id="table.open")]

    class Selected(Message):
        """A line that is about something was opened."""

        def __init__(self, target: Any) -> None:
            super().__init__()
            self.target = target

    def __init__(
        self, *, ascii_only: bool = False, clock: Callable[[], datetime] = utc_now, id: str | None = None
    ) -> None:
        super().__init__(ascii_only=ascii_only, clock=clock, id=id)
        self._sections: Sequence[Section] = ()
        self._lines: list[_Line] = []
        self._palette = monochrome()
        self._strips: dict[tuple[_Line, bool], Strip] = {}

    def show(self, sections: Sequence[Section]) -> None:
        """Show other sections; the cursor and what is in sight stay at what they are about."""
        before, cursor, top = [line.key for line in self._lines], self.cursor_index, self.top
        self._sections = sections
        self._lay_out()
        if self.touched and 0 <= cursor < len(before):
            self.stand_at(nearest(before[cursor], before, [line.key for line in self._lines]))
            self.set_top(self.cursor_index - (cursor - top))
        else:
            self.stand_at(0)
        self.repaint()

    def stand_at(self, index: int) -> None:
        """On the next line that is about something, in the direction of the move."""
        down = index >= self.cursor_index
        super().stand_at(index)
        if not self._lines:
            return
        below = range(self.cursor_index, len(self._lines))
        above = range(self.cursor_index, -1, -1)
        places = (place for side in ((below, above) if down else (above, below)) for place in side)
        super().stand_at(next((place for place in places if self._lines[place].key is not None), 0))

    def bring_into_sight(self) -> None:
        """With the titles above the first line."""
        super().bring_into_sight()
        if all(line.key is None for line in self._lines[: self.cursor_index]):
            self.set_top(0)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    @property
    def current_text(self) -> str:
        """The line under the cursor."""
        if not 0 <= self.cursor_index < len(self._lines):
            return ""
        return "".join(piece.text for piece in self._lines[self.cursor_index].pieces).strip()

    def restyle(self, palette: Palette) -> None:
        self._palette = palette
        self._strips.clear()
        self._lay_out()
        self.stand_at(max(0, self.cursor_index))

    def paint(self, index: int) -> Strip:
        line = self._lines[index] if index < len(self._lines) else _Line()
        key = (line, index == self.cursor_index and bool(self._lines))
        if key not in self._strips:
            if len(self._strips) > _REMEMBERED:
                self._strips.clear()
            self._strips[key] = self._strip(*key)
        return self._strips[key]

    def repaint(self) -> None:
        if any(True for _ in self._timed()):
            self._lay_out()
        super().repaint()

    def telling_time(self) -> Sequence[Callable[[datetime], object]]:
        return list(self._timed())

    @property
    def target(self) -> Any:
        """What the line under the cursor is about."""
        return self._lines[self.cursor_index].target if 0 <= self.cursor_index < len(self._lines) else None

    def can_open(self) -> bool:
        return self.target is not None

    def action_select(self) -> None:
        if self.can_open():
            self.post_message(self.Selected(self.target))

    def _timed(self) -> Iterator[Callable[[datetime], object]]:
        for section in self._sections:
            if isinstance(section, Facts):
                yield from (fact.value for fact in section.facts if not isinstance(fact.value, Cell))
            else:
                for column in section.columns:
                    if column.ages:
                        yield from (_cell_at(column, row) for row in section.rows)

    def _lay_out(self) -> None:
        width, now = self.size.width, self.clock()
        self._lines = []
        for section in self._sections:
            if self._lines:
                self._lines.append(_Line())
            title = " " * MARGIN + self._palette.words(section.title)
            self._lines.append(_Line((_Piece(title, Tone.ACCENT, bold=True),)))
            lines = (
                self._facts(section, width, now)
                if isinstance(section, Facts)
                else _TableLines(section, width, now, self._palette)
            )
            self._lines += map(_muted, lines) if section.stale else lines

    def _facts(self, section: Facts, width: int, now: datetime) -> Iterator[_Line]:
        palette = self._palette
        names = min(WIDEST_NAME, width // 2, max((cell_len(fact.name) for fact in section.facts), default=0))
        left = INDENT + names + GAP
        for fact in section.facts:
            cell = fact.cell(now)
            name = fitted(palette.words(fact.name), names, ellipsis=palette.glyphs.ellipsis)
            head = " " * INDENT + name + " " * GAP
            for text in wrapped(palette.words(cell.text, cell.status), width - left, palette.glyphs.ellipsis):
                pieces = (_Piece(head, Tone.MUTED), _Piece(text, cell.tone, link=fact.link))
                yield _Line(pieces, fact.target, (section.title, fact.name, head))
                head = " " * left

    def _strip(self, line: _Line, at_cursor: bool) -> Strip:
        base = self.rich_style
        cursor = self._palette.cursor if self.has_focus else Style()
        segments = []
        for piece in line.pieces:
            link = piece.link if not self._palette.ascii and is_harmless_link(piece.link) else None
            style = base + self._palette.tones[piece.tone] + Style(bold=piece.bold or None, link=link)
            if at_cursor:
                style = style + cursor if self._palette.tones_on_cursor else base + cursor
            segments.append(Segment(piece.text, style))
        return Strip(segments).adjust_cell_length(self.size.width, base + cursor if at_cursor else base)


def _muted(line: _Line) -> _Line:
    """What is stale has no colour of its own, so it is never green."""
    return line._replace(pieces=tuple(piece._replace(tone=Tone.MUTED) for piece in line.pieces))


def is_harmless_link(url: str) -> bool:
    """Whether it may stand in an escape sequence: of the web, and nothing in it ends the sequence."""
    return url.startswith(("https://", "http://")) and url.isascii() and url.isprintable() and " " not in url


def _cell_at(column: Column[Any], row: Any) -> Callable[[datetime], object]:
    return lambda now: column.cell(row, now)


class _TableLines:
    """A table as lines, no column wider than what it holds: the last growing one is wrapped, the others are cut."""

    def __init__(self, section: Table[Any], width: int, now: datetime, palette: Palette) -> None:
        self._section = section
        self._palette = palette
        columns = [column for column in section.columns if not column.wide_only]
        texts = [[self._text(column.cell(row, now)) for row in section.rows] for column in columns]
        self._shown = _fitted_whole(columns, texts, width - INDENT)
        self._wrapped = max((index for index, (column, _) in enumerate(self._shown) if column.grow), default=-1)
        self._now = now

    def __iter__(self) -> Iterator[_Line]:
        if not self._section.rows:
            yield _Line((_Piece(" " * INDENT + self._palette.words(self._section.empty), Tone.MUTED),))
            return
        yield _Line(_spaced([_Piece(self._fitted(column.title, index), Tone.MUTED) for index, column in self._columns]))
        for row in self._section.rows:
            yield from self._row(row)

    @property
    def _columns(self) -> Iterator[tuple[int, Column[Any]]]:
        return enumerate(column for column, _ in self._shown)

    def _row(self, row: Any) -> Iterator[_Line]:
        cells = [column.cell(row, self._now) for _, column in self._columns]
        texts = [self._texts(index, cell) for index, cell in enumerate(cells)]
        target = self._section.target(row) if self._section.target else None
        links = [self._section.link(row) if self._section.link else ""] + [""] * len(cells)
        for line in range(max(map(len, texts))):
            pieces = [
                _Piece(self._fitted(text[line] if line < len(text) else "", index), cell.tone, link=links[index])
                for index, (text, cell) in enumerate(zip(texts, cells, strict=True))
            ]
            yield _Line(_spaced(pieces), target, (self._section.title, self._section.key(row), line))

    def _texts(self, index: int, cell: Cell) -> list[str]:
        text = self._text(cell)
        return wrapped(text, self._shown[index][1], self._ellipsis) if index == self._wrapped else [text]

    def _text(self, cell: Cell) -> str:
        return self._palette.words(cell.text, cell.status)

    def _fitted(self, text: str, index: int) -> str:
        column, size = self._shown[index]
        return fitted(text, size, right=column.right, ellipsis=self._ellipsis)

    @property
    def _ellipsis(self) -> str:
        return self._palette.glyphs.ellipsis


def _fitted_whole(
    columns: Sequence[Column[Any]], texts: Sequence[Sequence[str]], width: int
) -> list[tuple[Column[Any], int]]:
    """As wide as what they hold, if that leaves room for the one that is wrapped; otherwise as `fit` has it."""
    widest = [
        max(cell_len(text[:WIDEST_TEXT]) for text in (column.title, *held))
        for column, held in zip(columns, texts, strict=True)
    ]
    narrowed = [
        replace(column, width=min(column.width, most), max_width=min(most, column.max_width or most))
        for column, most in zip(columns, widest, strict=True)
    ]
    last = max((index for index, column in enumerate(columns) if column.grow), default=-1)
    whole = [
        column if index == last else replace(column, width=column.max_width) for index, column in enumerate(narrowed)
    ]
    shown = fit(whole, width, GAP)
    return shown if len(shown) == len(columns) else fit(narrowed, width, GAP)


def _spaced(pieces: Sequence[_Piece]) -> tuple[_Piece, ...]:
    spaced = [_Piece(" " * INDENT)]
    for index, piece in enumerate(pieces):
        spaced += [_Piece(" " * GAP), piece] if index else [piece]
    return tuple(spaced)


def wrapped(text: str, width: int, ellipsis: str = "…", most: int = MOST_ROWS) -> list[str]:
    """`text` made harmless, cut between words into at most `most` lines of at most `width` cells."""
    width = max(8, width)
    lines = list(islice(_broken(printable(text[: 2 * most * width]), width), most + 1))
    if len(lines) > most:
        last = lines[most - 1]
        lines[most - 1] = last + ellipsis if cell_len(last) < width else clipped(f"{last} ", width, ellipsis)
    return lines[:most]


def _broken(text: str, width: int) -> Iterator[str]:
    """Lines; a word that is longer than a line begins where the word before it ends."""
    line = ""
    for word in text.split(" "):
        together = f"{line} {word}" if line else word
        if cell_len(together) <= width:
            line = together
        elif cell_len(word) > width:
            *whole, line = chop_cells(together, width)
            yield from whole
        else:
            yield line
            line = word
    yield line
