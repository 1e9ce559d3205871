"""Where the documents of a YAML text begin and end; nothing of them is changed."""

from __future__ import annotations

import re

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)
_NOTHING = re.compile(r"(?:[ \t\r\n]|#[^\n]*|%[^\n]*|---(?=\s|\Z)|\.\.\.(?=\s|\Z))*+")


def documents(text: str) -> list[str]:
    """Pieces that give `text` again when joined. A marker belongs to what follows it, comments to their neighbour."""
    begins = [0, *(match.start() for match in _MARKER.finditer(text) if match.start())]
    found: list[str] = []
    waiting = ""
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        waiting += text[begin:end]
        if not _NOTHING.fullmatch(text, begin, end):
            found.append(waiting)
            waiting = ""
    if waiting and found:
        found[-1] += waiting
    return found or [text]
