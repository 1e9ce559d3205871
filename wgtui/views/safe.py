"""Text from a cluster made harmless: what comes out of here can be written to a terminal as it is.

Nothing in it moves the cursor, sets a colour, a title or the clipboard, reverses the reading direction or hides.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 4096
"""Characters kept of one line; a condition message can be a megabyte."""

REPLACEMENT = "\ufffd"
ELLIPSIS = "…"
_TAB_WIDTH = 4
_MARKS_KEPT = 3
"""Combining marks kept after one character: enough for every living script, too few to climb out of the line."""

# Whole escape sequences go, so that coloured text of a log reads as it was meant; a lone ESC is shown as replaced.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x06\x0e-\x1f\x07\x9c]{0,2048}(?:\x07|\x1b\\|\x9c)"
)
_SPACES = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters by their category, yet drawn as nothing: fillers that make two names look the same.
_INVISIBLE = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def printable(text: str, limit: int = LIMIT) -> str:
    """`text` on one line: line breaks and tabs become a space, at most `limit` characters with an ellipsis."""
    if len(text) > limit:
        # Cut before cleaning: a megabyte of escapes costs no more than what is shown of it.
        text = text[: 4 * limit]
    if not (text.isascii() and text.isprintable()):
        text = _cleaned(text)
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def printable_lines(text: str, limit: int = 20_000) -> list[str]:
    """`text` as lines, tabs expanded; only line feeds end a line."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [printable(line.expandtabs(_TAB_WIDTH), limit) for line in lines]


def as_ascii(text: str) -> str:
    """For terminals without unicode: accents are dropped, what has no likeness becomes `?`."""
    if text.isascii():
        return text
    spelled = unicodedata.normalize("NFKD", text.translate(_ASCII))
    bare = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    return bare.encode("ascii", "replace").decode("ascii")


_ASCII = str.maketrans(
    {"…": "...", "–": "-", "—": "-", "→": "->", "‹": "<", "›": ">", "·": "-"}
    | {"‘": "'", "’": "'", "“": '"', "”": '"', "ß": "ss"}
)


def _cleaned(text: str) -> str:
    text = _SEQUENCES.sub("", text)
    text = _SPACES.sub(" ", text)
    if text.isascii():
        return text if text.isprintable() else _CONTROLS.sub(REPLACEMENT, text)
    text = _INVISIBLE.sub("", _CONTROLS.sub(REPLACEMENT, text))
    return _without_towers(text if text.isprintable() else "".join(map(_shown, text)))


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    match unicodedata.category(character):
        case "Zs":
            return " "
        case _:
            # Bidi overrides, zero-width and tag characters too: a person should see that something was hidden here.
            return REPLACEMENT


def _without_towers(text: str) -> str:
    """Combining marks need something to stand on, and only a few stand on one character."""
    kept: list[str] = []
    standing = _MARKS_KEPT
    for character in text:
        if character >= "\u0300" and unicodedata.category(character) in ("Mn", "Me"):
            standing += 1
            if standing > _MARKS_KEPT:
                continue
        else:
            standing = 0
        kept.append(character)
    return "".join(kept)
