"""Revisions and messages as flux prints them."""

from __future__ import annotations

import re

_HEX = re.compile(r"\b[a-f0-9]{40,128}\b")


def short(text: str) -> str:
    """Every digest or commit cut to 8 characters: `main@sha1:0123456789…` becomes `main@sha1:01234567`."""
    if len(text) < 40:
        return text
    return _HEX.sub(lambda match: match.group()[:8], text)
