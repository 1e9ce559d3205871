"""One line of the frame: parts that leave, least important first, when the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from wgtui.fleet.status import Tone
from wgtui.views.safe import as_ascii, printable
from wgtui.widgets.cells import clipped
from wgtui.widgets.tones import palette_of

_ASCII = str.maketrans({"⏎": "Enter", "⇥": "Tab", "⇧": "", "↓": "Down", "↑": "Up", "←": "Left", "→": "Right"})


def in_ascii(text: str) -> str:
    """For terminals that have no other letters: keys by their names, `⇧N` simply as `N`."""
    return as_ascii(text.translate(_ASCII))


class Part(NamedTuple):
    """`rank` 0 stays to the last, higher ranks leave first. The text may come from a cluster.

    `key` stands before it as the key that does what the text says.
    """

    text: str
    tone: Tone = Tone.PLAIN
    rank: int = 1
    bold: bool = False
    key: str = ""

    @property
    def width(self) -> int:
        """In cells."""
        return cell_len(self.text) + (cell_len(self.key) + 1 if self.key else 0)


def counted(amount: int, noun: str) -> str:
    """`1 cluster`, `1,200 clusters`: `noun` is in the plural."""
    return f"{amount:,} {noun.removesuffix('s') if amount == 1 else noun}"


def fit_parts(parts: Sequence[Part], width: int, gap: int) -> list[Part]:
    """The parts that fit into `width` cells with `gap` between them, in order, the most important first.

    The first of them is kept in any case: who draws it cuts it.
    """
    kept: set[int] = set()
    room = width + gap
    for index in sorted((index for index, part in enumerate(parts) if part.text), key=lambda index: parts[index].rank):
        if not kept or parts[index].width + gap <= room:
            kept.add(index)
            room -= parts[index].width + gap
    return [part for index, part in enumerate(parts) if index in kept]


class Line(Widget):
    """Left and right parts on one line, drawn anew only when they differ from what is shown."""

    DEFAULT_CSS = "Line { height: 1; }"

    def __init__(self, *, gap: str = "  ", ascii_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ascii_only = ascii_only
        self._gap = gap
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        shown = tuple(map(self._shown, left)), tuple(map(self._shown, right))
        if shown != (self._left, self._right):
            self._left, self._right = shown
            self.refresh()

    def _shown(self, part: Part) -> Part:
        text = printable(part.text)
        return (
            part._replace(text=in_ascii(text), key=in_ascii(part.key)) if self._ascii_only else part._replace(text=text)
        )

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        width = self.size.width - 2
        parts = fit_parts([*self._left, *self._right], width, len(self._gap))
        right = [part for part in self._right if part in parts]
        left = [part for part in parts if part not in right]
        left_segments, right_segments = self._segments(left, width), self._segments(right, width)
        used = sum(segment.cell_length for segment in (*left_segments, *right_segments))
        space = Segment(" " * max(0, width - used))
        strip = Strip([Segment(" "), *left_segments, space, *right_segments, Segment(" ")])
        return strip.adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _segments(self, parts: Sequence[Part], width: int) -> list[Segment]:
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        segments: list[Segment] = []
        for part in parts:
            if segments:
                segments.append(Segment(self._gap))
            if part.key:
                segments.append(Segment(f"{part.key} ", palette.tones[Tone.PLAIN]))
            style = palette.tones[part.tone] + Style(bold=True) if part.bold else palette.tones[part.tone]
            segments.append(Segment(clipped(part.text, width, palette.glyphs.ellipsis), style))
        return segments
