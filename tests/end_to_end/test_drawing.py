"""What is written cell by cell looks as what Textual writes: tmux is the judge."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.ansi import AnsiDecoder
from rich.style import Style
from rich.text import Text

from tests.end_to_end.terminal import Terminal, terminal
from tests.eventually import eventually

DRAWN = Path(__file__).with_name("drawn.py")
KEYS = "ccscssmcmtcsszcmstmz1c2c3c"
SIZES = {"1": (100, 30), "2": (60, 15), "3": (80, 24)}
"""Keys that do nothing, pressed when the terminal has become so large."""

SHOWN_BY_A_SPACE = ("reverse", "underline", "strike", "overline")


@pytest.fixture
def both() -> Iterator[tuple[Terminal, Terminal]]:
    """Drawn cell by cell, and by Textual alone."""
    with terminal(80, 24) as ours, terminal(80, 24) as plain:
        for one, flag in ((ours, ""), (plain, "--repaint")):
            one.type(f"PYTHONPATH={shlex.quote(str(DRAWN.parents[2]))} {sys.executable} {DRAWN} {flag}")
            one.press("Enter")
        yield ours, plain


async def test_both_ways_of_drawing_look_alike(both: tuple[Terminal, Terminal]) -> None:
    """Through changes, scrolling, a dialog, another theme, other sizes and another program in between."""
    await _alike(both, 0)
    for number, key in enumerate(KEYS, start=1):
        for one in both:
            if key in SIZES:
                one.resize(*SIZES[key])
            one.press(key)
        await _alike(both, number)


async def _alike(both: tuple[Terminal, Terminal], pressed: int) -> None:
    ours, plain = both

    def check() -> bool:
        assert all(f"{pressed} keys" in one.screen for one in both), ours.screen
        for y, (mine, theirs) in enumerate(zip(_cells(ours), _cells(plain), strict=True)):
            assert mine == theirs, f"line {y}: {[*zip(mine, theirs, strict=False)]}"
        return True

    await eventually(check, 20.0)


Look = tuple[object, ...]


def _cells(one: Terminal) -> list[list[tuple[str, Look]]]:
    # One decoder for all: a line goes on as the one before it ended. Spaces at the end of a line may have a colour.
    return [_line(text) for text in AnsiDecoder().decode(one.tmux("capture-pane", "-p", "-e", "-N"))]


def _line(text: Text) -> list[tuple[str, Look]]:
    """What can be seen: a space shows neither its colour nor its weight, and at the end of a line it is nothing."""
    cells = [(character, _look(text, index, character)) for index, character in enumerate(text.plain)]
    while cells and cells[-1] == (" ", (None,)):
        cells.pop()
    return cells


def _look(text: Text, index: int, character: str) -> Look:
    spans = (span for span in text.spans if span.start <= index < span.end)
    style = Style.combine([Style(), *(span.style for span in spans if isinstance(span.style, Style))])
    foreground, background = (
        None if colour is None or colour.is_default else colour.name for colour in (style.color, style.bgcolor)
    )
    if character == " " and not any(getattr(style, name) for name in SHOWN_BY_A_SPACE):
        return (background,)
    return foreground, background, *(bool(getattr(style, name)) for name in ("bold", "dim", *SHOWN_BY_A_SPACE))
