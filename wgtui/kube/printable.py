"""Text from a server or a plugin, made fit for one line of a message."""

from __future__ import annotations

LONGEST = 400


def one_line(text: str, longest: int = LONGEST) -> str:
    """Whitespace folded, everything unprintable (escapes, bidi, zero-width) dropped, clipped to `longest`."""
    folded = " ".join(text[: longest * 4].split())
    shown = "".join(letter for letter in folded if letter.isprintable())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
