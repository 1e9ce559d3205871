"""Where the tones of a line of text are: cheap enough to be asked for lines in sight only, each on its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from wgtui.fleet.status import Tone


class Span(NamedTuple):
    """Characters `start` to `end` of a line."""

    start: int
    end: int
    tone: Tone


Highlighter = Callable[[str], Sequence[Span]]

LONGEST = 2000
"""Characters of a line that are looked at."""

_YAML = re.compile(
    r"""(?P<indent>\s*)(?P<dash>(?:-\s+)*)
        (?:(?P<key>(?:"[^"]*"|'[^']*'|[^\s#:'"\[{&*!|>%@`][^:]*?)):(?=\s|$))?
        (?P<value>.*)""",
    re.VERBOSE,
)
_LITERAL = re.compile(r"(?:true|false|null|~|[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)$")
_COMMENT = re.compile(r"(?:^|\s)(#.*)$")


def yaml(line: str) -> Sequence[Span]:
    """Keys, literals, document marks and comments; the lines of a block of text are taken as they look."""
    line = line[:LONGEST]
    if line.startswith(("---", "...")):
        return [Span(0, len(line), Tone.MUTED)]
    match = _YAML.match(line)
    if match is None:
        return []
    spans = []
    if match["key"]:
        spans.append(Span(*match.span("key"), Tone.ACCENT))
    start, value = match.start("value"), match["value"]
    comment = None if value.lstrip().startswith(('"', "'")) else _COMMENT.search(value)
    if comment is not None:
        spans.append(Span(start + comment.start(1), len(line), Tone.MUTED))
        value = value[: comment.start(1)]
    word = value.strip()
    if word and _LITERAL.match(word):
        first = start + value.index(word)
        spans.append(Span(first, first + len(word), Tone.BUSY))
    return spans


_DESCRIBE = re.compile(r"\s*([A-Z][\w /()-]*):(?=\s|$)")


def described(line: str) -> Sequence[Span]:
    """`Name:  value`, as kubectl describe writes it."""
    match = _DESCRIBE.match(line[:LONGEST])
    return [] if match is None else [Span(*match.span(1), Tone.ACCENT)]


_DIFF = (("+++", Tone.MUTED), ("---", Tone.MUTED), ("@@", Tone.ACCENT), ("+", Tone.GOOD), ("-", Tone.BAD))


def diff(line: str) -> Sequence[Span]:
    """A whole line of a unified diff."""
    tone = next((tone for begin, tone in _DIFF if line.startswith(begin)), None)
    return [Span(0, len(line), tone)] if tone is not None else []


_LEVELS = re.compile(
    r"""\b(?P<bad>error|fatal|panic|critical|failed)\b|\b(?P<warn>warn|warning)\b
        |(?P<muted>^(?:\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[-+]\d\d:?\d\d)?|\d\d:\d\d:\d\d\ ))
        |(?-i:^(?:(?P<glog_bad>[EF])|(?P<glog_warn>W))\d{4}\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_TONES = {"bad": Tone.BAD, "warn": Tone.WARN, "muted": Tone.MUTED, "glog_bad": Tone.BAD, "glog_warn": Tone.WARN}


def log(line: str) -> Sequence[Span]:
    """The moment, and words that say how bad it is."""
    return [
        Span(*match.span(), _TONES[match.lastgroup]) for match in _LEVELS.finditer(line[:LONGEST]) if match.lastgroup
    ]
