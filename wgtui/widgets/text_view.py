"""Shows YAML, descriptions and logs of a hundred thousand lines: scrolling, searching, wrapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from wgtui.fleet.status import Tone
from wgtui.widgets.highlight import Highlighter, Span
from wgtui.widgets.line_view import LineView
from wgtui.widgets.text_lines import TextLines, places
from wgtui.widgets.tones import Palette, monochrome

MOST_LINES = 100_000
MARGIN = 1
"""Cells to the left of the text."""
SIDEWAYS = 16
"""Characters scrolled by an arrow key."""
_REMEMBERED = 1000


class TextView(LineView):
    """The cursor stands on a row; a line cut into several rows is copied whole."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "match(1)", "Next match", show=False, id="text.next"),
        Binding("N", "match(-1)", "Previous match", show=False, id="text.previous"),
        Binding("w", "wrap", "Wrap", show=False, id="text.wrap"),
        Binding("left", "sideways(-1)", "Left", show=False, id="text.left"),
        Binding("right", "sideways(1)", "Right", show=False, id="text.right"),
    ]

    class Moved(Message):
        """The search stands elsewhere, or the wrapping was changed."""

        def __init__(self, view: TextView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> TextView:
            return self.view

    def __init__(self, *, ascii_only: bool = False, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(ascii_only=ascii_only, id=id, classes=classes)
        self._lines = TextLines(ascii_only=ascii_only)
        self._highlight: Highlighter | None = None
        self._wrapped = False
        self._left = 0
        self._words = ""
        self._matches: list[int] = []
        self._match = (-1, -1)
        """Line and character the search stands at."""
        self._palette = monochrome()
        self._base = Style()
        self._blank = Strip([])
        self._painted: dict[tuple[int, bool], Strip] = {}

    # What is shown

    def show_text(self, text: str | Iterable[str], highlight: Highlighter | None = None) -> None:
        """Show another text, from outside and never obeyed; the place is kept, as far as it still exists."""
        self._highlight = highlight
        self._lines.replace(split_lines(text) if isinstance(text, str) else text)
        self._search_again()
        self._lines_changed()

    def append(self, lines: Iterable[str]) -> None:
        """Add lines at the end; a cursor on the last line follows, the oldest lines leave when there are too many."""
        following = self.cursor_index >= self.line_count - 1
        before = len(self._lines.raw)
        self._lines.append(lines)
        if self._words:
            self._matches += self._lines.lines_with(self._words, before)
        surplus = len(self._lines.raw) - MOST_LINES
        if surplus > 0:
            self._drop(surplus + MOST_LINES // 10)
        if following:
            self.stand_at(self.line_count)
        self._lines_changed(keep_painted=surplus <= 0)

    @property
    def lines(self) -> Sequence[str]:
        """The lines as they came, not made harmless."""
        return self._lines.raw

    @property
    def current_line(self) -> str:
        """The line under the cursor, whole, made harmless."""
        return self._lines.text(self._lines.line_of(self.cursor_index)) if self.cursor_index >= 0 else ""

    # Searching

    def search(self, words: str) -> int:
        """Find `words`, from the first line in sight on; how many lines have them."""
        self._words = words
        self._match = (-1, -1)
        self._search_again()
        if self._matches:
            here = self._lines.line_of(self.top)
            line = next((line for line in self._matches if line >= here), self._matches[0])
            self._go_to_match(line, last=False)
        self._repaint_all()
        self.post_message(self.Moved(self))
        return len(self._matches)

    @property
    def match_position(self) -> tuple[int, int]:
        """Which matching line the search stands at, from 1, and how many there are; (0, 0) without a match."""
        if not self._matches:
            return (0, 0)
        line = self._match[0]
        return (self._matches.index(line) + 1 if line in self._matches else 0, len(self._matches))

    def action_match(self, direction: int) -> None:
        """Go to the next occurrence, or the previous one; from the last to the first."""
        if not self._matches:
            return
        line, character = self._match
        inside = [place for place in self._occurrences(line) if (place - character) * direction > 0]
        if inside:
            self._stand_at_match(line, inside[0] if direction > 0 else inside[-1])
        else:
            self._go_to_match(self._matching_line_beside(line, direction), last=direction < 0)
        self._repaint_all()
        self.post_message(self.Moved(self))

    def _matching_line_beside(self, line: int, direction: int) -> int:
        beside = [other for other in self._matches if (other - line) * direction > 0]
        if not beside:
            return self._matches[0] if direction > 0 else self._matches[-1]
        return beside[0] if direction > 0 else beside[-1]

    def _go_to_match(self, line: int, *, last: bool) -> None:
        occurrences = self._occurrences(line)
        self._stand_at_match(line, (occurrences[-1] if last else occurrences[0]) if occurrences else 0)

    def _stand_at_match(self, line: int, character: int) -> None:
        self._match = (line, character)
        if not self._wrapped:
            sight = max(1, self._text_width - len(self._words))
            self._left = 0 if character < sight else character - sight // 2
        self.move_cursor(self._lines.row_of(line, character))

    def _occurrences(self, line: int) -> list[int]:
        return self._lines.occurrences(line, self._words) if 0 <= line < len(self._lines.raw) else []

    def _search_again(self) -> None:
        self._matches = self._lines.lines_with(self._words) if self._words else []

    # Keys and mouse

    def action_wrap(self) -> None:
        """Wrap long lines, or scroll them sideways."""
        line = self._lines.line_of(self.cursor_index) if self.cursor_index >= 0 else 0
        self._wrapped, self._left = not self._wrapped, 0
        self._rewrap()
        self.stand_at(self._lines.row_of(line) if self._lines.raw else 0)
        self.bring_into_sight()
        self._repaint_all()
        self.post_message(self.Moved(self))

    @property
    def wrapped(self) -> bool:
        return self._wrapped

    def action_sideways(self, direction: int) -> None:
        left = max(0, self._left + direction * SIDEWAYS)
        if not self._wrapped and left != self._left and (direction < 0 or self._reaches_beyond(left)):
            self._left = left
            self._repaint_all()

    def _reaches_beyond(self, left: int) -> bool:
        bottom = min(self.line_count, self.top + self.page_height)
        return any(len(self._lines.text(line)) > left for line in range(self.top, bottom))

    def on_click(self, event: events.Click) -> None:
        if self.top + event.y < self.line_count:
            self.move_cursor(self.top + event.y)

    # Painting

    @property
    def line_count(self) -> int:
        return self._lines.row_count

    def restyle(self, palette: Palette) -> None:
        self._palette, self._base = palette, self.rich_style
        self._blank = Strip.blank(self.size.width, self._base)
        self._painted.clear()
        self._rewrap()

    def _rewrap(self) -> None:
        self._lines.wrap(self._text_width if self._wrapped else 0)

    @property
    def _text_width(self) -> int:
        return max(1, self.size.width - MARGIN)

    def _lines_changed(self, *, keep_painted: bool = False) -> None:
        if not keep_painted:
            self._painted.clear()
        self.stand_at(max(0, self.cursor_index))
        self.set_top(self.top)
        self.bring_into_sight()
        self.repaint()

    def _repaint_all(self) -> None:
        self._painted.clear()
        self.repaint()

    def _drop(self, lines: int) -> None:
        rows = self._lines.drop(lines)
        self._matches = [line - lines for line in self._matches if line >= lines]
        self._match = (self._match[0] - lines, self._match[1])
        top = self.top - rows
        self.stand_at(self.cursor_index - rows)
        self.set_top(top)

    def paint(self, index: int) -> Strip:
        if index >= self.line_count:
            return self._blank
        key = (index, index == self.cursor_index)
        strip = self._painted.get(key)
        if strip is None:
            if len(self._painted) > _REMEMBERED:
                self._painted.clear()
            strip = self._painted[key] = self._row(index, at_cursor=key[1])
        return strip

    def _row(self, index: int, *, at_cursor: bool) -> Strip:
        row = self._lines.row(index)
        width = self._text_width
        start = row.start + (0 if self._wrapped else self._left)
        whole = row.text if self._wrapped else row.text[self._left : self._left + 4 * width]
        text = whole if cell_len(whole) <= width else set_cell_size(whole, width)
        style = self._base
        if at_cursor:
            style += self._palette.cursor if self.has_focus else self._palette.cursor_unfocused
        # On the cursor's line a tone could be the colour that lies behind it.
        toned = self._palette.tones_on_cursor or not at_cursor
        segments = self._segments(row.line, start, text, style, toned=toned)
        if not self._wrapped and len(row.text) > start + len(text):
            segments = [*Strip(segments).crop(0, width - 1), Segment(self._palette.glyphs.right, style)]
        return Strip([Segment(" " * MARGIN, style), *segments]).adjust_cell_length(self.size.width, style)

    def _segments(self, line: int, start: int, text: str, style: Style, *, toned: bool) -> list[Segment]:
        """The characters of a line from `start` on, cut where the style changes."""
        tones = self._tones(line) if toned else ()
        spans = [(span.start, span.end, self._palette.tones[span.tone]) for span in tones]
        for place in places(self._lines.text(line), self._words) if self._words else ():
            here = (line, place) == self._match
            match = self._palette.match_at_cursor if here else self._palette.match
            spans.append((place, place + len(self._words), match))
        return painted_spans(text, start, style, spans)

    def _tones(self, line: int) -> Sequence[Span]:
        if self._highlight is None or len(self._lines.text(line)) > 20_000:
            return ()
        return [span for span in self._highlight(self._lines.text(line)) if span.tone is not Tone.PLAIN]


def split_lines(text: str) -> list[str]:
    """Only line feeds end a line; a last one ends the text."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if not lines[-1] else lines


def painted_spans(text: str, start: int, style: Style, spans: Sequence[tuple[int, int, Style]]) -> list[Segment]:
    """`text`, whose first character is the one at `start`, in `style`; later spans lie over earlier ones."""
    end = start + len(text)
    inside = [(max(first, start), min(last, end), tone) for first, last, tone in spans if first < end and last > start]
    cuts = sorted({start, end, *(cut for first, last, _ in inside for cut in (first, last))})
    segments = []
    for first, last in pairwise(cuts):
        piece = style
        for span_first, span_last, tone in inside:
            if span_first <= first and last <= span_last:
                piece += tone
        segments.append(Segment(text[first - start : last - start], piece))
    return segments
