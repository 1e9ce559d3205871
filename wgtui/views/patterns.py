"""Regular expressions that a person types, admitted only where they cannot take for ever."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from wgtui.errors import FilterError

LONGEST = 200
_UNBOUNDED_REPEATS = 2
_BOUNDED_REPEATS = 8
_SMALL_REPEAT = 8

_QUANTIFIER = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


@dataclass(slots=True)
class _Group:
    repeats: bool = False
    branches: bool = False


def compiled(pattern: str, position: int = 0) -> re.Pattern[str]:
    """Raises FilterError where it is no regular expression, or one that some text makes take exponential time."""
    if len(pattern) > LONGEST:
        raise _refused("pattern is too long", f"at most {LONGEST} characters", position)
    _guard(pattern, position)
    try:
        with warnings.catch_warnings(action="ignore"):
            # That `[[` may mean a set in a set in some later Python is no matter for whoever types it now.
            return re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        raise _refused(f"not a regular expression: {error}", "plain text needs no ~", position) from None


def _refused(title: str, detail: str, position: int) -> FilterError:
    return FilterError(title, detail, position)


def _guard(pattern: str, position: int) -> None:
    """Walks over the pattern once; what `re` itself will refuse is left to it."""
    groups = [_Group()]
    closed: _Group | None = None
    unbounded = bounded = at = 0
    while at < len(pattern):
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier and at:
            if closed and (closed.repeats or closed.branches) and _most(quantifier) > 1:
                raise _refused(
                    "pattern repeats a repetition", "such a pattern can take for ever: write it flat", position
                )
            unbounded, bounded = _counted(quantifier, unbounded, bounded, position)
            groups[-1].repeats = True
            at, closed = quantifier.end(), None
            if pattern[at : at + 1] in ("?", "+"):
                at += 1
            continue
        at, closed = _step(pattern, at, groups, position)


def _step(pattern: str, at: int, groups: list[_Group], position: int) -> tuple[int, _Group | None]:
    """Over one atom: where the next begins, and the group that this one closed."""
    match pattern[at]:
        case "\\":
            if pattern[at + 1 : at + 2].isdigit():
                raise _refused("pattern refers back to a group", "back references are not supported", position)
            found = _ESCAPE.match(pattern, at)
            return (found.end() if found else at + 1), None
        case "[":
            found = _CLASS.match(pattern, at)
            return (found.end() if found else at + 1), None
        case "(":
            if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
                raise _refused("pattern looks around or sets flags", "of (?…) only (?:…) is supported", position)
            groups.append(_Group())
            return at + (3 if pattern.startswith("(?:", at) else 1), None
        case ")" if len(groups) > 1:
            inner = groups.pop()
            groups[-1].repeats |= inner.repeats
            groups[-1].branches |= inner.branches
            return at + 1, inner
        case "|":
            groups[-1].branches = True
    return at + 1, None


def _most(quantifier: re.Match[str]) -> float:
    """How often the atom may occur."""
    match quantifier.group():
        case "*" | "+":
            return float("inf")
        case "?":
            return 1
    least, comma, most = quantifier.groups()
    if not comma:
        return int(least or "1")
    return int(most) if most else float("inf")


def _counted(quantifier: re.Match[str], unbounded: int, bounded: int, position: int) -> tuple[int, int]:
    if _most(quantifier) > _SMALL_REPEAT:
        unbounded += 1
    else:
        bounded += 1
    if unbounded > _UNBOUNDED_REPEATS or bounded > _BOUNDED_REPEATS:
        raise _refused("pattern repeats too often", f"at most {_UNBOUNDED_REPEATS} of * + {{n,}}", position)
    return unbounded, bounded
