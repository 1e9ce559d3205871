"""What the rows of a table can be filtered by: named, typed fields and one searchable text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import Enum
from fnmatch import translate
from operator import eq, ge, gt, le, lt, ne
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from wgtui.errors import FilterError
from wgtui.fleet.clusters import Count
from wgtui.fleet.status import Status
from wgtui.views.patterns import compiled
from wgtui.views.versions import version_numbers

R = TypeVar("R")
Test = Callable[[R], bool]
TestAt = Callable[[datetime], Callable[[R], bool]]
"""A test for a moment: only ages depend on it."""

COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


class Comparison(NamedTuple):
    """`field operator value` as it was typed; `unfinished` while the cursor still stands behind it."""

    operator: str
    value: str
    values: tuple[str, ...]
    """`value` cut at its commas."""
    position: int
    unfinished: bool

    def refused(self, title: str, detail: str) -> FilterError:
        return FilterError(title, detail, self.position)


@dataclass(frozen=True, slots=True)
class Field(Generic[R]):
    name: str
    get: Callable[[R], Any]
    aliases: tuple[str, ...] = ()

    operators: ClassVar[tuple[str, ...]] = ("=", "==", "!=")
    expected: ClassVar[str] = "a value"

    def test(self, comparison: Comparison) -> TestAt[R]:
        """Raises FilterError where the field cannot be compared like that."""
        if comparison.operator not in self.operators:
            takes = " ".join(operator for operator in self.operators if operator != "==")
            raise comparison.refused(f"{self.name} cannot be compared by {comparison.operator}", f"it takes {takes}")
        if not comparison.values:
            raise comparison.refused(f"{self.name}{comparison.operator} lacks a value", f"expected {self.expected}")
        return self._test(comparison)

    def _test(self, comparison: Comparison) -> TestAt[R]:
        raise NotImplementedError


class Match(Enum):
    WHOLE = "whole"
    PATH = "path"
    """The whole, or what follows any slash of it: `source=podinfo` finds `GitRepository/flux-system/podinfo`."""
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class TextField(Field[R]):
    """Compared without regard to case; `*` and `?` stand for anything."""

    match: Match = Match.WHOLE

    operators: ClassVar[tuple[str, ...]] = ("=", "==", "!=", "~", "!~")
    expected: ClassVar[str] = 'a text, such as team-* or "two words"'

    def _test(self, comparison: Comparison) -> TestAt[R]:
        found = (
            compiled(comparison.value, comparison.position).search
            if comparison.operator.endswith("~")
            else _any_glob(comparison.values, self.match, comparison.unfinished)
        )
        get, wanted = self.get, not comparison.operator.startswith("!")
        # Namespaces, kinds and regions repeat: each text is looked at once.
        known: dict[str, bool] = {}

        def test(row: R) -> bool:
            text = get(row)
            answer = known.get(text)
            if answer is None:
                answer = known[text] = (found(text.casefold()) is not None) is wanted
            return answer

        return lambda _: test


@dataclass(frozen=True, slots=True)
class StatusField(Field[R]):
    expected: ClassVar[str] = "a status: " + ", ".join(status.word for status in Status)

    def _test(self, comparison: Comparison) -> TestAt[R]:
        wanted: set[Status | None] = set()
        for value in comparison.values:
            wanted |= self._named(value.casefold(), comparison)
        get, positive = self.get, comparison.operator != "!="
        return lambda _: lambda row: (get(row) in wanted) is positive

    def _named(self, value: str, comparison: Comparison) -> set[Status | None]:
        pattern = re.compile(translate(value + "*" if comparison.unfinished else value))
        named: set[Status | None] = {status for status in Status if pattern.match(status.word)}
        if pattern.match("none") or Status.UNKNOWN in named:
            named.add(None)
        if not named:
            raise comparison.refused(f"{value!r} is not a status", known_names(value, (s.word for s in Status)))
        return named


class _Ordered(Field[R]):
    __slots__ = ()
    operators: ClassVar[tuple[str, ...]] = ("=", "==", "!=", "<", "<=", ">", ">=")


_COUNT = re.compile(r"(\d{1,9})(?:/(\d{1,9}))?\Z")


@dataclass(frozen=True, slots=True)
class CountField(_Ordered[R]):
    """`3/3` compares both numbers, `3` the ready ones, `all` the ready with the wanted."""

    expected: ClassVar[str] = "a count such as 3, 3/3 or all"

    def _test(self, comparison: Comparison) -> TestAt[R]:
        compare, get = COMPARE[comparison.operator], self.get
        unknown = comparison.operator == "!="
        wanted = self._wanted(comparison)

        def test(row: R) -> bool:
            count: Count = get(row)
            if count.ready is None:
                return unknown
            if wanted is None:
                return compare(count.ready, count.wanted) if count.wanted is not None else unknown
            if isinstance(wanted, Count):
                return compare((count.ready, count.wanted), (wanted.ready, wanted.wanted))
            return compare(count.ready, wanted)

        return lambda _: test

    def _wanted(self, comparison: Comparison) -> Count | int | None:
        if comparison.value == "all":
            return None
        found = _COUNT.match(comparison.value)
        if found is None:
            raise comparison.refused(f"{comparison.value!r} is not a count", f"expected {self.expected}")
        if found[2] is None:
            return int(found[1])
        if comparison.operator not in ("=", "==", "!="):
            raise comparison.refused("a count of two numbers has no order", "use = or !=, or a single number")
        return Count(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class NumberField(_Ordered[R]):
    expected: ClassVar[str] = "a whole number"

    def _test(self, comparison: Comparison) -> TestAt[R]:
        if not (comparison.value.isascii() and comparison.value.isdigit() and len(comparison.value) < 19):
            raise comparison.refused(f"{comparison.value!r} is not a number", f"expected {self.expected}")
        compare, get, wanted = COMPARE[comparison.operator], self.get, int(comparison.value)
        return lambda _: lambda row: compare(get(row), wanted)


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
_DURATION = re.compile(r"(?:\d{1,9}[smhdwy])+\Z")
_PART = re.compile(r"(\d+)([smhdwy])")


@dataclass(frozen=True, slots=True)
class AgeField(_Ordered[R]):
    """`get` is the moment the age counts from; `=` is as exact as the smallest unit typed."""

    expected: ClassVar[str] = "a time such as 30s, 5m, 2h, 3d, 1h30m"

    def _test(self, comparison: Comparison) -> TestAt[R]:
        if not _DURATION.match(comparison.value):
            raise comparison.refused(f"{comparison.value!r} is not a time", f"expected {self.expected}")
        parts = _PART.findall(comparison.value)
        wanted = sum(int(number) * _UNITS[unit] for number, unit in parts)
        grain = min(_UNITS[unit] for _, unit in parts)
        compare, get = COMPARE[comparison.operator], self.get
        unknown = comparison.operator == "!="
        exact = comparison.operator in ("=", "==", "!=")

        def at(now: datetime) -> Test[R]:
            present = now.timestamp()

            def test(row: R) -> bool:
                then = get(row)
                if then is None:
                    return unknown
                seconds = present - then.timestamp()
                return compare(seconds // grain * grain if exact else seconds, wanted)

            return test

        return at


_VERSION = re.compile(r"v?\d{1,9}(?:\.\d{1,9}){0,2}\Z")


@dataclass(frozen=True, slots=True)
class VersionField(_Ordered[R]):
    """As exact as what was typed: `version=1.30` is every 1.30, `version>1.30` begins with 1.31."""

    expected: ClassVar[str] = "a version such as 1.30 or v1.30.2"

    def _test(self, comparison: Comparison) -> TestAt[R]:
        if _VERSION.match(comparison.value):
            return self._by_number(comparison)
        if comparison.operator in ("=", "==", "!=") and not comparison.unfinished:
            return TextField(self.name, self.get)._test(comparison)
        raise comparison.refused(f"{comparison.value!r} is not a version", f"expected {self.expected}")

    def _by_number(self, comparison: Comparison) -> TestAt[R]:
        compare, get = COMPARE[comparison.operator], self.get
        wanted = version_numbers(comparison.value)
        known: dict[str, bool] = {"": comparison.operator == "!="}

        def test(row: R) -> bool:
            text = get(row)
            answer = known.get(text)
            if answer is None:
                answer = known[text] = compare(version_numbers(text)[: len(wanted)], wanted)
            return answer

        return lambda _: test


_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class FlagField(Field[R]):
    expected: ClassVar[str] = "yes or no"

    def _test(self, comparison: Comparison) -> TestAt[R]:
        flag = _FLAGS.get(comparison.value.casefold())
        if flag is None:
            raise comparison.refused(f"{comparison.value!r} is neither yes nor no", f"expected {self.expected}")
        get, wanted = self.get, flag is (comparison.operator != "!=")
        return lambda _: lambda row: get(row) is wanted


@dataclass(frozen=True, slots=True)
class Fields(Generic[R]):
    """`text` is what plain words are looked for in: the parts of a row that a person reads."""

    fields: Sequence[Field[R]]
    text: Callable[[R], Iterable[str]]
    labels: Callable[[R], Mapping[str, str]] | None = None

    def find(self, name: str) -> Field[R] | None:
        wanted = name.casefold()
        return next((field for field in self.fields if wanted == field.name or wanted in field.aliases), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def known_names(typed: str, names: Iterable[str]) -> str:
    """The known names for an error message, the nearest to what was typed first."""
    return "known: " + ", ".join(sorted(names, key=lambda name: -SequenceMatcher(None, typed, name).ratio()))


def _any_glob(values: Sequence[str], match: Match, unfinished: bool) -> Callable[[str], re.Match[str] | None]:
    """fnmatch's translation uses atomic groups: many stars stay linear."""
    before = {Match.WHOLE: "", Match.PATH: "", Match.INSIDE: "*"}[match]
    after = "*" if unfinished or match is Match.INSIDE else ""
    globs = "|".join(translate(before + value.casefold() + after) for value in values)
    if match is Match.PATH:
        return re.compile(rf"(?:.*/|)(?:{globs})").match
    return re.compile(globs).match
