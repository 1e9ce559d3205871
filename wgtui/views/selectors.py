"""Label selectors with the whole grammar of Kubernetes (k8s.io/apimachinery/pkg/labels), matched on this side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from wgtui.errors import FilterError

Labels = Mapping[str, str]

_TOKEN = re.compile(r"==|!=|[=!<>(),]|[^\s=!<>(),]+")
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\Z")
_PREFIX = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\Z")


class Operator(Enum):
    EXISTS = "exists"
    MISSING = "!"
    IN = "in"
    NOT_IN = "notin"
    ABOVE = ">"
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Requirement:
    key: str
    operator: Operator
    values: frozenset[str] = frozenset()

    def test(self) -> Callable[[Labels], bool]:
        """Prepared once, for thousands of rows. NOT_IN holds for an object without the key too, as on the server."""
        key, values = self.key, self.values
        match self.operator:
            case Operator.EXISTS:
                return lambda labels: key in labels
            case Operator.MISSING:
                return lambda labels: key not in labels
            case Operator.IN:
                return lambda labels: labels.get(key) in values
            case Operator.NOT_IN:
                return lambda labels: labels.get(key) not in values
            case Operator.ABOVE | Operator.BELOW:
                return lambda labels: self._compares(labels.get(key, ""))

    def _compares(self, value: str) -> bool:
        (bound,) = self.values
        if not _is_integer(value):
            return False
        return int(value) > int(bound) if self.operator is Operator.ABOVE else int(value) < int(bound)


@dataclass(frozen=True, slots=True)
class Selector:
    """All requirements hold; none at all selects everything."""

    requirements: tuple[Requirement, ...]

    def matches(self, labels: Labels) -> bool:
        return self.test()(labels)

    def test(self) -> Callable[[Labels], bool]:
        tests = [requirement.test() for requirement in self.requirements]
        if len(tests) == 1:
            return tests[0]
        return lambda labels: all(test(labels) for test in tests)


def parse_selector(text: str) -> Selector:
    """The whole of `text`; raises FilterError with the position of what cannot be read."""
    selector, end = read_selector(text, 0, alone=True)
    if rest := text[end:].lstrip():
        position = len(text) - len(rest)
        raise FilterError(f"label selector: unexpected {rest!r}", "separate requirements by a comma", position)
    return selector


def read_selector(text: str, position: int, alone: bool = False) -> tuple[Selector, int]:
    """The selector that begins at `position`, and where it ends: at a space that no comma or operator follows.

    `alone`: no other words follow it, so that a value may stand after a space, as kubectl allows.
    """
    reader = _Reader(text, position, alone)
    requirements: list[Requirement] = []
    while reader.peek():
        requirements.append(_requirement(reader))
        if reader.peek() != ",":
            break
        reader.take()
        if not reader.peek():
            raise reader.error("a requirement after the comma")
    return Selector(tuple(requirements)), reader.position


class _Reader:
    def __init__(self, text: str, position: int, alone: bool = False) -> None:
        self.text = text
        self.position = position
        self.alone = alone

    def peek(self) -> str:
        found = _TOKEN.match(self.text, self._skipped())
        return found.group() if found else ""

    def take(self) -> str:
        token = self.peek()
        self.position = self._skipped() + len(token)
        return token

    def error(self, expected: str) -> FilterError:
        found = self.peek()
        title = f"label selector: unexpected {found!r}" if found else "label selector: ends too early"
        return FilterError(title, f"expected {expected}, as in -l env=prod,tier!=dev", self._skipped())

    def skip(self) -> None:
        self.position = self._skipped()

    def _skipped(self) -> int:
        found = _SPACE.match(self.text, self.position)
        return found.end() if found else self.position


def _requirement(reader: _Reader) -> Requirement:
    if reader.peek() == "!":
        reader.take()
        return Requirement(_key(reader), Operator.MISSING)
    key = _key(reader)
    read = _OPERATORS.get(reader.peek())
    if read is None or (reader.peek() in ("in", "notin") and not _set_follows(reader)):
        return Requirement(key, Operator.EXISTS)
    reader.take()
    return read(reader, key)


def _set_follows(reader: _Reader) -> bool:
    """`in` may also be the next word of a filter."""
    ahead = _Reader(reader.text, reader.position)
    ahead.take()
    return ahead.peek() == "("


def _equal(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.IN, frozenset({_value(reader)}))


def _unequal(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.NOT_IN, frozenset({_value(reader)}))


def _within(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.IN, _values(reader))


def _outside(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.NOT_IN, _values(reader))


def _above(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.ABOVE, frozenset({_integer(reader)}))


def _below(reader: _Reader, key: str) -> Requirement:
    return Requirement(key, Operator.BELOW, frozenset({_integer(reader)}))


_OPERATORS: dict[str, Callable[[_Reader, str], Requirement]] = {
    "=": _equal,
    "==": _equal,
    "!=": _unequal,
    "in": _within,
    "notin": _outside,
    ">": _above,
    "<": _below,
}


def _key(reader: _Reader) -> str:
    key = reader.peek()
    prefix, slash, name = key.rpartition("/")
    if not _NAME.match(name) or (slash and not _PREFIX.match(prefix)):
        raise reader.error("a label key")
    return reader.take()


def _value(reader: _Reader) -> str:
    """May be empty; a space right after the operator ends it, so that the next word of a filter is not swallowed."""
    if reader.alone:
        reader.skip()
    found = _TOKEN.match(reader.text, reader.position)
    token = found.group() if found else ""
    if token in ("", ",", ")"):
        return ""
    if not _NAME.match(token):
        raise reader.error("a label value (letters, digits, - _ . and at most 63 of them)")
    return reader.take()


def _values(reader: _Reader) -> frozenset[str]:
    reader.take()
    values: set[str] = set()
    while True:
        token = reader.peek()
        values.add("" if token in (",", ")") else _listed(reader))
        if reader.peek() not in (",", ")"):
            raise reader.error("',' or ')'")
        if reader.take() == ")":
            return frozenset(values)


def _listed(reader: _Reader) -> str:
    if not _NAME.match(reader.peek()):
        raise reader.error("a label value or ')'")
    return reader.take()


def _integer(reader: _Reader) -> str:
    if not _is_integer(reader.peek()):
        raise reader.error("a whole number")
    return reader.take()


def _is_integer(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 18
