"""What is written makes a terminal show the frame: a terminal emulator is the judge."""

from __future__ import annotations

from collections.abc import Iterable

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip
from wcwidth import wcwidth

from wgtui.terminal.cells import NotCells
from wgtui.terminal.shown import Shown

WIDTH, HEIGHT = 24, 12
COLOURS = ColorSystem.TRUECOLOR
STYLES = [
    Style(),
    Style(color="default", bgcolor="default"),
    Style(color="green"),
    Style(color="red", bold=True),
    Style(bgcolor="blue"),
    Style(color="#102030", bgcolor="color(200)", italic=True),
    Style(reverse=True),
    Style(underline=True, color="cyan"),
    Style(strike=True, bgcolor="yellow"),
]


def line(*segments: tuple[str, Style]) -> Strip:
    return Strip(Segment(text, style) for text, style in segments).adjust_cell_length(WIDTH, Style())


def words(text: str, style: str = "") -> Strip:
    return line((text, Style.parse(style)))


class Terminal:
    """An emulator that is fed, and the cells that it shall show."""

    def __init__(self) -> None:
        self.shown = Shown()
        self.screen, self._stream = _emulator()
        self.wanted = [words("")] * HEIGHT
        self.written = ""
        self._cells: list[list[tuple[str, Style]]] = []

    def whole(self, lines: Iterable[Strip]) -> None:
        lines = [*lines]
        self.wanted = [*lines, *[words("")] * (HEIGHT - len(lines))]
        self._cells = [_divided(strip) for strip in self.wanted]
        self._feed(self.shown.frame([(0, y, strip) for y, strip in enumerate(self.wanted)], WIDTH, HEIGHT, COLOURS))

    def part(self, x: int, y: int, strip: Strip) -> None:
        row, cells = self._cells[y], _cut(_divided(strip), WIDTH - x)
        strip, end = Strip(Segment(*cell) for cell in cells), x + len(cells)
        for half, whole in ((x, x - 1), (end, end)):
            if 0 < half < WIDTH and not row[half][0]:
                row[whole] = " ", row[half][1]
        row[x:end] = cells
        self._feed(self.shown.frame([(x, y, strip)], WIDTH, HEIGHT, COLOURS))

    def _feed(self, written: str) -> None:
        self.written = written
        self._stream.feed(written)

    def shows_what_is_wanted(self) -> bool:
        expected, stream = _emulator()
        for y, row in enumerate(self._cells):
            stream.feed(f"\x1b[{y + 1}H" + "".join(style.render(text) for text, style in row))
        assert _cells(self.screen) == _cells(expected)
        return True


def _emulator() -> tuple[pyte.Screen, pyte.Stream]:
    """As Textual leaves it: lines do not wrap."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l")
    return screen, stream


def _divided(strip: Strip) -> list[tuple[str, Style]]:
    """One text for each cell, empty behind a wide one."""
    cells: list[tuple[str, Style]] = []
    for text, style, _ in strip:
        for character in filter(str.isprintable, text):
            width = wcwidth(character)
            if width:
                cells += [(character, style or Style()), *[("", style or Style())] * (width - 1)]
            else:
                cells[-1] = cells[-1][0] + character, cells[-1][1]
    return cells


def _cut(cells: list[tuple[str, Style]], width: int) -> list[tuple[str, Style]]:
    halved = width < len(cells) and not cells[width][0]
    return [*cells[: width - 1], (" ", Style())] if halved else cells[:width]


def _cells(screen: pyte.Screen) -> list[list[object]]:
    return [[_visible(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _visible(cell: pyte.screens.Char) -> object:
    """A space shows neither its colour nor its weight."""
    plain = cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough)
    return cell._replace(fg="", bold=False, italics=False) if plain else cell


signs = st.sampled_from([*" ab▸●…日本テ가👍\u202e\x1b\x07", "e\u0301"])
texts = st.text(" abcdexyz", max_size=9) | st.lists(signs, max_size=6).map("".join)
strips = st.lists(st.tuples(texts, st.sampled_from(STYLES)), max_size=5).map(lambda pieces: line(*pieces))
screens = st.lists(strips, max_size=HEIGHT)
parts = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), strips)


@given(st.lists(screens | parts | st.integers(-9, 9), max_size=6))
def test_a_terminal_shows_what_it_is_told_to(steps: list[list[Strip] | tuple[int, int, Strip] | int]) -> None:
    """Whole frames, parts of lines and scrolled lines in any order, with wide, combining and hostile characters."""
    terminal = Terminal()
    terminal.whole([words(f"line {y}", "green") for y in range(HEIGHT)])
    for step in steps:
        match step:
            case int(lines):
                terminal.whole(terminal.wanted[lines % HEIGHT :] + terminal.wanted[: lines % HEIGHT])
            case list(rows):
                terminal.whole(rows)
            case (x, y, strip):
                terminal.part(x, y, strip)
        assert terminal.shows_what_is_wanted()


def test_an_unchanged_frame_writes_nothing() -> None:
    """What is shown already is not written again."""
    terminal = Terminal()
    terminal.whole([words("a", "red")])
    terminal.whole([words("a", "red")])
    assert terminal.written == ""


def test_one_changed_cell_writes_that_cell() -> None:
    """A cursor move, a colour, a character, and back to the terminal's own look."""
    terminal = Terminal()
    terminal.whole([words("ready 3/3", "green")])
    terminal.part(0, 0, words("ready 2/3", "green"))
    assert terminal.written == "\x1b[1;7H\x1b[32m2\x1b[m"


def test_scrolling_by_a_line_writes_one_line() -> None:
    """The terminal moves the others."""
    terminal = Terminal()
    terminal.whole([words("title"), *(words(f"row number {y}") for y in range(10)), words("status")])
    terminal.whole([words("title"), *(words(f"row number {y}") for y in range(1, 11)), words("status")])
    assert terminal.shows_what_is_wanted()
    assert terminal.written == "\x1b[2;11r\x1b[11H\n\x1b[r\x1b[11Hrow number 10"


def test_a_cleared_line_is_erased() -> None:
    """Not written over with spaces."""
    terminal = Terminal()
    terminal.whole([words("a long line of words")])
    terminal.whole([words("a")])
    assert terminal.written == "\x1b[1;2H\x1b[K"


def test_what_was_forgotten_is_written_again() -> None:
    """Somebody else wrote to the terminal, or it has another size."""
    terminal = Terminal()
    terminal.whole([words("a")])
    terminal.screen.draw("somebody else")
    terminal.shown.forget()
    terminal.whole([words("a")])
    assert terminal.shows_what_is_wanted()


def test_a_link_is_opened_and_closed() -> None:
    """And one that holds an escape is left out."""
    terminal = Terminal()
    terminal.whole([line(("docs", Style(link="https://example.com/")), ("x", Style(link="http://e\x1b\\\x1b[2J")))])
    assert ";https://example.com/\x1b\\docs\x1b]8;;\x1b\\x" in terminal.written


def test_an_instruction_to_the_terminal_is_not_taken_for_text() -> None:
    """Who draws the frame writes it as it stands and forgets what is shown."""
    with pytest.raises(NotCells):
        Terminal().whole([Strip([Segment("\x1b[5n", None, [(ControlType.BELL,)])], WIDTH)])
