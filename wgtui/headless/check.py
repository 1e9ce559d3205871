"""One line of the doctor: what was looked at, how it is, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from wgtui.headless.table import Look
from wgtui.views.safe import as_ascii, printable


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
    checks = list(checks)
    width = max((len(printable(check.name)) for check in checks), default=0)
    for group, members in groupby(checks, key=lambda check: check.group):
        yield group
        for check in members:
            name = f"{printable(check.name):{width}}" if check.detail else printable(check.name)
            yield _shown(f"  {_glyph(check.result, look)} {name}  {printable(check.detail)}".rstrip(), look)
            if check.advice:
                yield _shown(f"    {'':{width}}  → {printable(check.advice)}", look)


def _glyph(result: Result, look: Look) -> str:
    glyph, ascii_glyph, colour = _GLYPHS[result]
    shown = ascii_glyph if look.ascii else glyph
    return f"\x1b[{colour}m{shown}\x1b[0m" if look.colour else shown


def _shown(line: str, look: Look) -> str:
    return as_ascii(line) if look.ascii else line
