"""Classes of letters: Perl's, POSIX' and Unicode's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

PERL = {
    "d": lambda c: "0" <= c <= "9",
    "w": lambda c: c.isascii() and (c.isalnum() or c == "_"),
    "s": lambda c: c in "\t\n\f\r ",
}
POSIX: dict[str, Callable[[str], bool]] = {
    "alnum": lambda c: c.isascii() and c.isalnum(),
    "alpha": lambda c: c.isascii() and c.isalpha(),
    "ascii": str.isascii,
    "blank": lambda c: c in " \t",
    "cntrl": lambda c: c < " " or c == "\x7f",
    "digit": PERL["d"],
    "graph": lambda c: "!" <= c <= "~",
    "lower": lambda c: "a" <= c <= "z",
    "print": lambda c: " " <= c <= "~",
    "punct": lambda c: "!" <= c <= "~" and not c.isalnum(),
    "space": lambda c: c in "\t\n\v\f\r ",
    "upper": lambda c: "A" <= c <= "Z",
    "word": PERL["w"],
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
}


def fold(character: str) -> str:
    """One character for all that differ in case alone."""
    folded = character.casefold()
    return folded if len(folded) == 1 else character


def is_any(_: str) -> bool:
    return True


def other_than(matches: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda character: not matches(character)


_SCRIPTS = {"Latin": "LATIN", "Greek": "GREEK", "Cyrillic": "CYRILLIC", "Han": "CJK"}


def unicode_class(name: str) -> Callable[[str], bool] | None:
    if name == "Any":
        return is_any
    if name in _SCRIPTS:
        word = _SCRIPTS[name]
        return lambda c: unicodedata.name(c, "").startswith(word)
    if re.fullmatch(r"[CLMNPSZ][a-z]?", name):
        return lambda c: unicodedata.category(c).startswith(name)
    return None
