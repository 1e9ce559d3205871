"""A token that no repr, log, pickle or traceback shows."""

from __future__ import annotations

import re
from typing import NoReturn

_TOKENS = re.compile(r"gh[pousr]_[A-Za-z0-9_]{8,}|github_pat_[A-Za-z0-9_]{8,}|(?<=//)[^/@\s:]+:[^/@\s]+(?=@)")


class Secret:
    """`reveal()` is the one way to the value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def scrub(self, text: str) -> str:
        """The text without this token and without anything that looks like one."""
        return scrub(text.replace(self._value, "***") if self._value else text)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


def scrub(text: str) -> str:
    """The text without anything that looks like a token of GitHub or a password in a url."""
    return _TOKENS.sub("***", text)
