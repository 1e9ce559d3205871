"""Validation rules (CEL) of the simple sort: presence of fields, joined by and, or, not.

Any other rule is not understood and counts as fulfilled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Rule = Callable[[Any], bool]

_TOKEN = re.compile(r"\s*(has\(self((?:\.\w+)+)\)|&&|\|\||!|\(|\))")


class _NotUnderstood(Exception):
    """The rule says more than we can read."""


def parse(text: str) -> Rule | None:
    """None where the rule is of another sort."""
    try:
        return _Parser(text).rule()
    except _NotUnderstood:
        return None


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _NotUnderstood
            self._tokens.append((match[1], match[2] or ""))
            position = match.end()

    def rule(self) -> Rule:
        found = self._either()
        if self._tokens:
            raise _NotUnderstood
        return found

    def _take(self, wanted: str) -> bool:
        if self._tokens and self._tokens[0][0] == wanted:
            del self._tokens[0]
            return True
        return False

    def _either(self) -> Rule:
        left = self._both()
        while self._take("||"):
            left = _either(left, self._both())
        return left

    def _both(self) -> Rule:
        left = self._term()
        while self._take("&&"):
            left = _both(left, self._term())
        return left

    def _term(self) -> Rule:
        if self._take("!"):
            return _negated(self._term())
        if self._take("("):
            inner = self._either()
            if not self._take(")"):
                raise _NotUnderstood
            return inner
        if not self._tokens or not self._tokens[0][1]:
            raise _NotUnderstood
        return _has(self._tokens.pop(0)[1].split(".")[1:])


def _either(left: Rule, right: Rule) -> Rule:
    return lambda value: left(value) or right(value)


def _both(left: Rule, right: Rule) -> Rule:
    return lambda value: left(value) and right(value)


def _negated(inner: Rule) -> Rule:
    return lambda value: not inner(value)


def _has(path: list[str]) -> Rule:
    def rule(value: Any) -> bool:
        for name in path:
            if not isinstance(value, dict) or name not in value:
                return False
            value = value[name]
        return True

    return rule
