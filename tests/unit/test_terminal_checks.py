"""What the doctor says of terminals."""

from __future__ import annotations

import os

import pytest

from wgtui.config import Config
from wgtui.headless.check import Check, Result, lines
from wgtui.headless.checks.terminal import terminal
from wgtui.headless.table import Look

XTERM = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}


def checks(
    environment: dict[str, str],
    size: tuple[int, int] | None = (120, 40),
    config: Config = Config(),  # noqa: B008
) -> dict[str, Check]:
    found = terminal(config, environment, os.terminal_size(size) if size else None)
    return {check.name: check for check in found}


@pytest.mark.parametrize(
    ("environment", "name", "result", "told"),
    [
        (XTERM, "kind", Result.OK, "xterm-256color"),
        ({}, "kind", Result.WARN, "TERM is not set"),
        ({"TERM": "dumb"}, "kind", Result.FAIL, "TERM is dumb"),
        (XTERM, "colours", Result.OK, "256"),
        (XTERM | {"COLORTERM": "truecolor"}, "colours", Result.OK, "millions"),
        (XTERM | {"NO_COLOR": "1"}, "colours", Result.OK, "none, as NO_COLOR asks for"),
        ({"TERM": "linux"}, "colours", Result.OK, "8 or 16"),
        (XTERM, "letters", Result.OK, "Unicode"),
        (XTERM | {"LANG": "C"}, "letters", Result.WARN, "ASCII"),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, "letters", Result.WARN, "ASCII"),
        (XTERM, "between", Result.OK, "nothing; the mouse is on"),
        (XTERM | {"SSH_TTY": "/dev/pts/0", "TMUX": "x"}, "between", Result.OK, "SSH, tmux; the mouse is off"),
        (XTERM | {"STY": "x"}, "between", Result.OK, "screen; the mouse is on"),
        (XTERM, "clipboard", Result.OK, "the terminal's own"),
        (XTERM | {"TMUX": "x"}, "clipboard", Result.OK, "through tmux"),
    ],
)
def test_the_environment_tells_of_the_terminal(
    environment: dict[str, str], name: str, result: Result, told: str
) -> None:
    """What it can do, and what lies between."""
    found = checks(environment)[name]
    assert found.result is result
    assert told in found.detail


@pytest.mark.parametrize(
    ("size", "result"),
    [
        ((120, 40), Result.OK),
        ((80, 24), Result.OK),
        ((79, 24), Result.WARN),
        ((30, 5), Result.WARN),
        ((0, 0), Result.OK),
    ],
)
def test_a_small_terminal_is_told(size: tuple[int, int], result: Result) -> None:
    """With what is made for it; a size that is not told is none."""
    assert checks(XTERM, size)["size"].result is result


def test_without_a_terminal_there_is_nothing_to_look_at() -> None:
    """In a pipe or a job."""
    assert list(checks(XTERM, None)) == ["terminal"]


def test_flags_have_the_last_word() -> None:
    """Over what the environment says."""
    config = Config(ascii=True, mouse=True)
    found = checks(XTERM | {"SSH_TTY": "x"}, config=config)
    assert found["letters"].detail == "ASCII, as --ascii asks for"
    assert "the mouse is on" in found["between"].detail


def test_a_report_has_a_sign_for_each_line_in_ascii_too() -> None:
    """And what to do below it."""
    found = [Check("a", "one", Result.OK, "fine"), Check("a", "two", Result.FAIL, "größe", "mend it")]
    assert list(lines(found, Look())) == ["a", "  ✓ one  fine", "  ✗ two  größe", "         → mend it"]
    assert list(lines(found, Look(ascii=True)))[1:] == ["  + one  fine", "  x two  grosse", "         -> mend it"]
    assert "\x1b[31m✗\x1b[0m" in list(lines(found, Look(colour=True)))[2]


def test_a_report_is_as_wide_as_the_terminal() -> None:
    """What goes on stands below what it belongs to."""
    found = [Check("a", "one", Result.WARN, "word " * 12, "do " * 20)]
    shown = list(lines(found, Look(width=40)))
    assert max(map(len, shown)) <= 40
    assert shown[1].startswith("  ! one  word")
    assert all(line.startswith("         ") for line in shown[2:])
