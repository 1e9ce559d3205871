"""Letters and spaces as Go knows them: changing the case of one character never makes two of it."""

from __future__ import annotations

SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def upper_letter(letter: str) -> str:
    """ß stays ß."""
    changed = letter.upper()
    return changed if len(changed) == 1 else letter


def lower_letter(letter: str) -> str:
    changed = letter.lower()
    return changed if len(changed) == 1 else letter


def title_letter(letter: str) -> str:
    changed = letter.title()
    return changed if len(changed) == 1 else letter


def upper(text: str) -> str:
    return text.upper() if text.isascii() else "".join(map(upper_letter, text))


def lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(lower_letter, text))
