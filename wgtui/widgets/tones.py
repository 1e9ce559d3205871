"""How a tone looks: one mapping to styles, for terminals with many colours, with sixteen and with none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from rich.color import ColorSystem
from rich.style import Style
from textual.app import App
from textual.theme import Theme

from wgtui.fleet.status import Status, Tone
from wgtui.views.safe import as_ascii, printable


class Colours(Enum):
    """How many colours may be written to the terminal."""

    NONE = "none"
    SIXTEEN = "sixteen"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The few signs the widgets draw themselves, each one cell wide."""

    ellipsis: str = "…"
    cursor: str = "▸"
    mark: str = "+"
    ascending: str = "▲"
    descending: str = "▼"
    left: str = "‹"
    right: str = "›"
    rule: str = "─"
    branch: str = "├─ "
    last_branch: str = "└─ "
    trunk: str = "│  "
    folded: str = "▸ "
    unfolded: str = "▾ "


UNICODE = Glyphs()
ASCII = Glyphs(
    ellipsis="~",
    cursor=">",
    ascending="^",
    descending="v",
    left="<",
    right=">",
    rule="-",
    branch="|- ",
    last_branch="`- ",
    trunk="|  ",
    folded="+ ",
    unfolded="- ",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles without a background, apart from those that mark a whole line or a changed cell."""

    tones: Mapping[Tone, Style]
    header: Style
    cursor: Style
    cursor_unfocused: Style
    changed: Style
    match: Style
    match_at_cursor: Style
    tones_on_cursor: bool
    """Whether cells keep their own colour on the cursor's line, or the line has one style."""
    glyphs: Glyphs
    ascii: bool

    def stale(self, style: Style) -> Style:
        """What is shown of something no longer known to be so: never in its own colour, so never green."""
        return self.tones[Tone.MUTED] + Style(bgcolor=style.bgcolor, reverse=style.reverse)

    def sign(self, status: Status) -> str:
        """The glyph that stands before the word of a status."""
        return status.ascii_glyph if self.ascii else status.glyph

    def words(self, text: str, status: Status | None = None) -> str:
        """A cell's words with its sign before them."""
        words = text if status is None else f"{self.sign(status)} {text}"
        return as_ascii(printable(words)) if self.ascii else words


def palette_of(app: App[Any], *, ascii_only: bool = False) -> Palette:
    """The palette for the application's terminal and theme."""
    colours = colours_of(app)
    if colours is Colours.NONE:
        return monochrome(ascii_only)
    if colours is Colours.SIXTEEN:
        return sixteen(ascii_only, dark=app.current_theme.dark)
    return themed(app.current_theme, ascii_only)


def colours_of(app: App[Any]) -> Colours:
    """NO_COLOR and terminals without colour first; the theme that uses the terminal's own colours counts as sixteen."""
    system = app.console.color_system
    if app.no_color or system is None:
        return Colours.NONE
    if system in {ColorSystem.STANDARD.name.lower(), "windows"} or app.native_ansi_color:
        return Colours.SIXTEEN
    return Colours.MANY


@cache
def monochrome(ascii_only: bool = False) -> Palette:
    """Bold, dim, underline and reverse only: no colour ever reaches the terminal."""
    plain, bold, dim, underline = Style(), Style(bold=True), Style(dim=True), Style(underline=True)
    return Palette(
        tones={
            Tone.PLAIN: plain,
            Tone.MUTED: dim,
            Tone.GOOD: plain,
            Tone.BUSY: plain,
            Tone.WARN: bold,
            Tone.BAD: bold,
            Tone.ACCENT: bold,
        },
        header=Style(bold=True, underline=True),
        cursor=Style(reverse=True, bold=True),
        cursor_unfocused=Style(reverse=True),
        changed=Style(bold=True, underline=True),
        match=underline,
        match_at_cursor=Style(reverse=True, underline=True),
        tones_on_cursor=False,
        glyphs=ASCII if ascii_only else UNICODE,
        ascii=ascii_only,
    )


@cache
def sixteen(ascii_only: bool = False, *, dark: bool = True) -> Palette:
    """The terminal's own colours, on its own background."""
    return Palette(
        tones={
            Tone.PLAIN: Style(),
            Tone.MUTED: Style(dim=True),
            Tone.GOOD: Style(color="green"),
            Tone.BUSY: Style(color="cyan" if dark else "blue"),
            Tone.WARN: Style(color="yellow" if dark else "magenta"),
            Tone.BAD: Style(color="red", bold=True),
            Tone.ACCENT: Style(color="blue" if not dark else "cyan", bold=True),
        },
        header=Style(bold=True),
        cursor=Style(color="black", bgcolor="cyan"),
        cursor_unfocused=Style(reverse=True),
        changed=Style(bold=True, underline=True),
        match=Style(color="black", bgcolor="yellow"),
        match_at_cursor=Style(color="white", bgcolor="magenta", bold=True),
        tones_on_cursor=False,
        glyphs=ASCII if ascii_only else UNICODE,
        ascii=ascii_only,
    )


_DARK = {
    Tone.MUTED: "#8a8f98",
    Tone.GOOD: "#7fc97f",
    Tone.BUSY: "#6cb6ff",
    Tone.WARN: "#e6b450",
    Tone.BAD: "#ff7b72",
    Tone.ACCENT: "#d2a8ff",
}
_LIGHT = {
    Tone.MUTED: "#6a737d",
    Tone.GOOD: "#1a7f37",
    Tone.BUSY: "#0550ae",
    Tone.WARN: "#8a5a00",
    Tone.BAD: "#b42318",
    Tone.ACCENT: "#6639ba",
}


def themed(theme: Theme, ascii_only: bool = False) -> Palette:
    """Colours readable on the theme's background, dark or light."""
    dark = theme.dark
    tones = {tone: Style(color=colour) for tone, colour in (_DARK if dark else _LIGHT).items()}
    return Palette(
        tones={Tone.PLAIN: Style(), **tones},
        header=Style(bold=True),
        cursor=Style(bgcolor="#2d4f67" if dark else "#b6d7f2", bold=True),
        cursor_unfocused=Style(bgcolor="#30363d" if dark else "#d8dee4"),
        changed=Style(bold=True, underline=True),
        match=Style(color="#000000", bgcolor="#e6b450"),
        match_at_cursor=Style(color="#000000", bgcolor="#ff9e64", bold=True),
        tones_on_cursor=True,
        glyphs=ASCII if ascii_only else UNICODE,
        ascii=ascii_only,
    )
