"""What a detail page is made of, as data: sections of facts, sections of tables, trees."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.views.columns import Cell, Column

R = TypeVar("R")

Target = Callable[[Kind[Any], ObjectRef], Any]
"""What Enter opens for an object; anything the screen understands."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One name and its value. `value` is a function of the time where its text depends on it."""

    name: str
    value: Cell | Callable[[datetime], Cell]
    link: str = ""
    """An http address the terminal may make clickable."""
    target: Any = None
    """What Enter opens; anything the screen understands."""

    def cell(self, now: datetime) -> Cell:
        return self.value if isinstance(self.value, Cell) else self.value(now)


@dataclass(frozen=True, slots=True)
class Facts:
    """A titled list of facts; `stale` ones are no longer known to be so."""

    title: str
    facts: tuple[Fact, ...]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A titled table, of conditions for instance. The last growing column is wrapped, not cut."""

    title: str
    columns: tuple[Column[R], ...]
    rows: tuple[R, ...]
    key: Callable[[R], Hashable]
    target: Callable[[R], Any] | None = None
    """What Enter opens for a row."""
    empty: str = "none"
    """What stands there when there are no rows."""
    stale: bool = False
    link: Callable[[R], str] | None = None
    """An http address for the first column of a row, empty for none."""


Section = Facts | Table[Any]


@dataclass(frozen=True, slots=True)
class Node(Generic[R]):
    """A row of a tree and what is below it; `key` is unique in the whole tree. `folded` is how it begins."""

    key: Hashable
    row: R
    children: tuple[Node[R], ...] = ()
    folded: bool = False
