"""A regular expression as a tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """One character for which `matches` is true."""

    matches: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Assertion:
    """`^ $ \\A \\z \\b \\B`, with `(?m)` already decided."""

    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """`index` is 0 for one that does not capture."""

    body: Tree
    index: int


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`most` is None for no limit."""

    body: Tree
    least: int
    most: int | None
    greedy: bool


Tree = Letters | Assertion | Group | Sequence | Choice | Repeat
