"""How a cell is drawn: attributes, two colours and a link; and what to write on the way from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

CSI = "\x1b["

_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Underlines, blinking, reverse, strike, frames: attributes that a space shows too."""

_DEFAULT_COLOURS = ("39", "49")
_PARAMETERS = {"5": 3, "2": 5}
"""Codes that an indexed and a direct colour take, `38;5;N` and `38;2;R;G;B`."""


class Look(NamedTuple):
    """Empty fields are the terminal's own; `link` is `id=…;url` as OSC 8 takes it."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""

    @property
    def blank(self) -> Look:
        """How a space of this look is drawn: what it does not show makes no difference."""
        if self.link or self.attributes & _SEEN_ON_BLANKS:
            return self
        return Look(background=self.background)


DEFAULT = Look()


@lru_cache(maxsize=1024)
def look_of(style: Style | None, colours: ColorSystem) -> Look:
    """As Textual itself draws this style with so many colours."""
    if style is None:
        return DEFAULT
    attributes: set[str] = set()
    foreground = background = ""
    codes = Strip.render_ansi(style, colours).split(";")
    while codes and codes[0]:
        code = codes[0]
        length = _PARAMETERS[codes[1]] if code in ("38", "48") else 1
        if code[0] in "39" and len(code) > 1:
            foreground = ";".join(codes[:length])
        elif code[0] in "41" and len(code) > 1:
            background = ";".join(codes[:length])
        else:
            attributes.add(code)
        del codes[:length]
    return Look(
        frozenset(attributes),
        "" if foreground in _DEFAULT_COLOURS else foreground,
        "" if background in _DEFAULT_COLOURS else background,
        _link(style),
    )


def _link(style: Style) -> str:
    """Never one that could end the sequence it is written in."""
    url = style.link or ""
    return f"id={style.link_id};{url}" if url.isascii() and url.isprintable() and url else ""


@lru_cache(maxsize=4096)
def way(before: Look, after: Look) -> str:
    """What to write so that what comes next is drawn as `after`."""
    link = f"\x1b]8;{after.link or ';'}\x1b\\" if before.link != after.link else ""
    return link + _colours(before, after)


def _colours(before: Look, after: Look) -> str:
    if before[:3] == after[:3]:
        return ""
    codes = [*sorted(after.attributes - before.attributes)]
    codes += [after.foreground] if after.foreground != before.foreground else []
    codes += [after.background] if after.background != before.background else []
    loses_colour = (before.foreground and not after.foreground) or (before.background and not after.background)
    if loses_colour or not before.attributes <= after.attributes:
        codes = ["0", *sorted(after.attributes), after.foreground, after.background]
    return f"{CSI}{';'.join(filter(None, codes))}m".replace(f"{CSI}0m", f"{CSI}m")
