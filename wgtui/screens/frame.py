"""The frame of every page: where we are, what is so, which keys help; thin, and silent while nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wgtui.fleet.status import Tone
from wgtui.keys import Key, Where
from wgtui.screens.host import Host
from wgtui.screens.line import Line, Part
from wgtui.views.ages import duration
from wgtui.widgets.sections_view import wrapped
from wgtui.widgets.table_lines import GUTTER
from wgtui.widgets.tones import palette_of


def crumb_parts(crumbs: Sequence[str]) -> list[Part]:
    """The last crumb stays longest."""
    last = len(crumbs) - 1
    parts: list[Part] = []
    for index, crumb in enumerate(crumbs):
        if index:
            parts.append(Part("›", Tone.MUTED, 9 - index))
        parts.append(Part(crumb, Tone.ACCENT if index == last else Tone.PLAIN, 0 if index == last else 9 - index, True))
    return parts


def clock_parts(host: Host) -> list[Part]:
    """Where a recording stands that is played: `paused 18:03:12, 2m5s of 10m x2`."""
    playback = host.playback
    if playback is None:
        return []
    if playback.playing:
        state, tone = "playing", Tone.BUSY
    else:
        state, tone = ("at the end" if playback.at >= playback.seconds else "paused"), Tone.WARN
    speed = f" x{playback.speed:g}" if playback.speed != 1 else ""
    cut_off = "" if playback.is_whole else " (the file is cut off)"
    place = f", {duration(playback.at)} of {duration(playback.seconds)}{speed}{cut_off}"
    return [Part(f"{state} {playback.now():%H:%M:%S}{place}", tone, 0)]


def hint_parts(keys: Sequence[Key], active: Iterable[ActiveBinding], *, typing: bool = False) -> list[Part]:
    """The live bindings that are worth a reminder, most useful first; while somebody types, those of the field.

    What the user may not do stands in parentheses.
    """
    alive = {one.binding.id: one.enabled for one in active}
    found = [key for key in keys if key.hint and key.id in alive and (key.where is Where.FIELD or not typing)]
    hints = sorted(found, key=lambda key: key.hint)
    return [
        Part(key.label, Tone.MUTED, rank, key=key.shown)
        if alive[key.id]
        else Part(f"({key.shown} {key.label})", Tone.MUTED, rank)
        for rank, key in enumerate(hints, start=1)
    ]


class Tabs(Line):
    """The tabs of a page on one line; a click turns to one."""

    class Picked(Message):
        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, titles: Sequence[str], *, ascii_only: bool = False) -> None:
        super().__init__(id="tabs", ascii_only=ascii_only)
        self._titles = titles

    def pick(self, index: int) -> None:
        """The picked one stays to the last when the line is narrow, its neighbours next."""
        self.show(
            [
                Part(f"[{title}]", Tone.ACCENT, 0, True)
                if at == index
                else Part(f" {title} ", Tone.MUTED, abs(at - index))
                for at, title in enumerate(self._titles)
            ]
        )

    def on_click(self, event: events.Click) -> None:
        right = 1
        for index, title in enumerate(self._titles):
            right += len(title) + 2 + len(self._gap)
            if event.x < right:
                self.post_message(self.Picked(index))
                return


class Saying(Widget):
    """What does not fit into a cell, below the rows; how many lines it has, the height of the terminal decides."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii_only = ascii_only
        self._text = ""

    def show(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        width = self.size.width - 2 * GUTTER
        lines = wrapped(palette.words(self._text), width, palette.glyphs.ellipsis, self.size.height)
        words = lines[y] if y < len(lines) else ""
        strip = Strip([Segment(" " * GUTTER + words, palette.tones[Tone.MUTED])])
        return strip.adjust_cell_length(self.size.width).apply_style(self.rich_style)
