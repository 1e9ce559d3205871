"""The terminal: colours, letters, size, what lies between it and us."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from wgtui.config import Config
from wgtui.environment import is_remote, needs_ascii
from wgtui.headless.check import Check, Result

GROUP = "terminal"

DEEP = ("truecolor", "24bit")
COMFORTABLE = os.terminal_size((80, 24))
LEAST = os.terminal_size((40, 10))


def terminal(config: Config, environment: Mapping[str, str], size: os.terminal_size | None) -> Iterator[Check]:
    """`size` is None where neither end is a terminal."""
    if size is None:
        yield Check(GROUP, "terminal", Result.OK, "none here: wgtui get works, the dashboard needs one")
        return
    yield _kind(environment)
    yield _colours(environment)
    yield _letters(config, environment)
    yield _size(size)
    yield _between(config, environment)
    yield _clipboard(environment)


def _kind(environment: Mapping[str, str]) -> Check:
    term = environment.get("TERM", "")
    advice = "set TERM to what your terminal is, such as xterm-256color"
    if term == "dumb":
        return Check(GROUP, "kind", Result.FAIL, "TERM is dumb: no dashboard, only lists that follow changes", advice)
    if not term:
        return Check(GROUP, "kind", Result.WARN, "TERM is not set: drawn without unicode, as on any terminal", advice)
    return Check(GROUP, "kind", Result.OK, term)


def _colours(environment: Mapping[str, str]) -> Check:
    if environment.get("NO_COLOR"):
        return Check(GROUP, "colours", Result.OK, "none, as NO_COLOR asks for")
    depth = "millions" if environment.get("COLORTERM", "") in DEEP else _depth(environment.get("TERM", ""))
    return Check(GROUP, "colours", Result.OK, f"{depth}; the terminal's own 16 are used")


def _depth(term: str) -> str:
    return "256" if "256color" in term else "8 or 16"


def _letters(config: Config, environment: Mapping[str, str]) -> Check:
    if config.ascii:
        return Check(GROUP, "letters", Result.OK, "ASCII, as --ascii asks for")
    if needs_ascii(environment):
        advice = "set LANG to a UTF-8 locale such as C.UTF-8 if the terminal shows it"
        return Check(GROUP, "letters", Result.WARN, "ASCII: the locale or the terminal has no others", advice)
    return Check(GROUP, "letters", Result.OK, "Unicode")


def _size(size: os.terminal_size) -> Check:
    detail = f"{size.columns} columns, {size.lines} lines"
    if not size.columns:
        return Check(GROUP, "size", Result.OK, "not told")
    if size.columns < LEAST.columns or size.lines < LEAST.lines:
        return Check(GROUP, "size", Result.WARN, detail, "even --pane wants 40 columns and 10 lines")
    if size.columns < COMFORTABLE.columns or size.lines < COMFORTABLE.lines:
        return Check(GROUP, "size", Result.WARN, detail, "columns are left away below 80; --pane is made for it")
    return Check(GROUP, "size", Result.OK, detail)


def _between(config: Config, environment: Mapping[str, str]) -> Check:
    remote = is_remote(environment)
    there = {"SSH": remote, "tmux": "TMUX" in environment, "screen": "STY" in environment}
    found = ", ".join(name for name, is_there in there.items() if is_there) or "nothing"
    mouse = not remote if config.mouse is None else config.mouse
    return Check(GROUP, "between", Result.OK, f"{found}; the mouse is {'on' if mouse else 'off'}")


def _clipboard(environment: Mapping[str, str]) -> Check:
    """Whether a terminal takes OSC 52 cannot be asked without reading its keys."""
    if "TMUX" in environment:
        advice = "if copies do not arrive: tmux set -g set-clipboard on"
        return Check(GROUP, "clipboard", Result.OK, "through tmux to the terminal (OSC 52)", advice)
    return Check(GROUP, "clipboard", Result.OK, "the terminal's own (OSC 52), over SSH too")
