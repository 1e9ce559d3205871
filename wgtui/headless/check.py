"""One line of the doctor: what was looked at, how it is, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from textwrap import wrap

from wgtui.headless.table import Look
from wgtui.views.safe import as_ascii, printable

LEAST = 20
"""Columns for what is told, however long the names before it are."""


class Result(Enum):
    """`FAIL`: something that is needed does not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


_GLYPHS = {Result.OK: ("✓", "+", "32"), Result.WARN: ("!", "!", "33"), Result.FAIL: ("✗", "x", "31")}
"""The glyph, the same in ASCII, its colour."""


@dataclass(frozen=True, slots=True)
class Check:
    group: str
    name: str
    result: Result
    detail: str = ""
    advice: str = ""


def lines(checks: Iterable[Check], look: Look) -> Iterator[str]:
    """A title for each group, a line for each check, and below it what to do."""
    for group, members in groupby(checks, key=lambda check: check.group):
        yield group
        alike = list(members)
        width = max(len(printable(check.name)) for check in alike)
        for check in alike:
            indent = " " * (width + 6)
            first, *rest = _wrapped(printable(check.detail), indent, look)
            head = f"  {_glyph(check.result, look)} {_shown(f'{printable(check.name):{width}}', look)}"
            yield f"{head}{first[width + 4 :]}".rstrip()
            yield from rest
            if check.advice:
                arrow, *below = _wrapped(f"→ {printable(check.advice)}", indent, look)
                yield from (arrow, *(f"  {line}" for line in below))


def _wrapped(text: str, indent: str, look: Look) -> list[str]:
    """Indented lines no wider than the terminal, at least one."""
    width = max(look.width - 2, len(indent) + LEAST) if look.width else sys.maxsize
    found = wrap(_shown(text, look), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return found or [""]


def _glyph(result: Result, look: Look) -> str:
    glyph, ascii_glyph, colour = _GLYPHS[result]
    shown = ascii_glyph if look.ascii else glyph
    return f"\x1b[{colour}m{shown}\x1b[0m" if look.colour else shown


def _shown(line: str, look: Look) -> str:
    return as_ascii(line) if look.ascii else line
