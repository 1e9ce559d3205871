"""The rows of a table in display order: what sorting, filtering and change do to them; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from wgtui.widgets.folding import Folding

R = TypeVar("R")
Key = Hashable


@dataclass(frozen=True, slots=True)
class Kept(Generic[R]):
    """What a filter keeps: of the rows there are, which is worked out together, and of any that comes later."""

    rows: Collection[R]
    keeps: Callable[[R], bool]


class TableModel(Generic[R]):
    """Holds references to the caller's rows, never copies.

    `order` lists the keys of the shown rows. All rows are kept sorted by `tie` beside it, so that a sort by any
    value, in either direction, leaves equal rows by name.
    """

    def __init__(self, tie: Callable[[R], Any]) -> None:
        self.rows: dict[Key, R] = {}
        self.order: list[Key] = []
        self.marked: set[Key] = set()
        self._tie = tie
        self._ties: dict[Key, Any] = {}
        self._by_tie: list[Key] = []
        self._sort: Callable[[R], Any] | None = None
        self._reverse = False
        self._values: dict[Key, Any] = {}
        self._keeps: Callable[[R], bool] | None = None
        self._matching: set[Key] = set()
        self._risen: frozenset[Key] = frozenset()
        self.folding: Folding[R] | None = None
        self._unfolded: Folding[R] | None = None
        self.matching_count = 0
        """Rows that match, folded or not."""
        self._all: tuple[R, ...] | None = None

    @property
    def all(self) -> tuple[R, ...]:
        """The same object until a row changes."""
        if self._all is None:
            self._all = tuple(self.rows.values())
        return self._all

    def replace(self, rows: dict[Key, R]) -> None:
        """Hold these rows and no others."""
        self.rows, self._all = rows, None
        self.marked &= rows.keys()
        tie = self._tie
        self._ties = {key: tie(row) for key, row in rows.items()}
        self._by_tie = sorted(rows, key=self._ties.__getitem__)
        keeps = self._keeps
        self._matching = set() if keeps is None else {key for key, row in rows.items() if keeps(row)}
        self._value_all()
        self._arrange()

    def update(self, changed: dict[Key, R], removed: Iterable[Key] = ()) -> None:
        """Take changed and new rows and drop removed ones; `order` is another list only when it may differ."""
        self._all = None
        arrived = [key for key in changed if key not in self.rows]
        left = self._drop(removed)
        moved = False
        for key, row in changed.items():
            if self.rows.get(key) is not row:
                self.rows[key] = row
                moved = self._note(key, row) or moved
        if arrived:
            self._by_tie += arrived
        if arrived or moved:
            self._by_tie.sort(key=self._ties.__getitem__)
        if arrived or moved or left:
            self._arrange()

    def sort(self, value: Callable[[R], Any] | None, reverse: bool) -> None:
        """Order by `value`; None is the order of names."""
        self._sort, self._reverse = value, reverse
        self._value_all()
        self._arrange()

    def filter(self, kept: Kept[R] | None) -> None:
        """Show what is kept; None shows all."""
        self._keeps = None if kept is None else kept.keeps
        identities = set() if kept is None else set(map(id, kept.rows))
        self._matching = {key for key, row in self.rows.items() if id(row) in identities} if identities else set()
        self._arrange()

    def rise(self, keys: frozenset[Key]) -> None:
        """Show these above all others, whatever the order."""
        if keys != self._risen:
            self._risen = keys
            self._arrange()

    def fold(self, folding: Folding[R] | None) -> None:
        """Show groups of rows as one each; None shows every row."""
        self._unfolded, self.folding = self.folding, folding
        self._arrange()

    def row(self, key: Key) -> R:
        """Also the one that stands for others."""
        found = self.rows.get(key)
        if found is None and self.folding is not None:
            return self.folding.rows[key]
        return self.rows[key] if found is None else found

    def members(self, key: Key) -> list[Key]:
        """Of a row that stands for others."""
        return self.folding.members(key) if self.folding is not None else []

    def place(self, key: Key, before: Sequence[Key]) -> int:
        """Where the row at `key` is now, or else its nearest neighbour of `before`; -1 when no row is shown."""
        if self.folding is not None and (stands := self.folding.stands_for(key)) in self.folding.rows:
            # Folded or not, it is looked for by itself first.
            return nearest(key if key in self.order else stands, before, self.order)
        if self.folding is None and self._unfolded is not None:
            key = next(iter(self._unfolded.members(key)), key)
        return nearest(key, before, self.order)

    def _note(self, key: Key, row: R) -> bool:
        """Remember what a row is sorted by and whether it matches; true when either differs from before."""
        tie = self._tie(row)
        differs = bool(self._ties.get(key) != tie)
        self._ties[key] = tie
        if self._sort is not None:
            value = self._sort(row)
            differs = differs or self._values.get(key) != value
            self._values[key] = value
        if self._keeps is not None and self._keeps(row) != (key in self._matching):
            self._matching ^= {key}
            differs = True
        return differs

    def _drop(self, removed: Iterable[Key]) -> bool:
        gone = {key for key in removed if self.rows.pop(key, None) is not None}
        if gone:
            self._by_tie = [key for key in self._by_tie if key not in gone]
            self.marked -= gone
            self._matching -= gone
            for key in gone:
                self._ties.pop(key, None)
                self._values.pop(key, None)
        return bool(gone)

    def _value_all(self) -> None:
        value = self._sort
        self._values = {} if value is None else {key: value(row) for key, row in self.rows.items()}

    def _arrange(self) -> None:
        matching = self._matching
        shown = self._by_tie.copy() if self._keeps is None else [key for key in self._by_tie if key in matching]
        if self._sort is not None:
            shown.sort(key=self._values.__getitem__, reverse=self._reverse)
        elif self._reverse:
            shown.reverse()
        if self._risen:
            shown.sort(key=lambda key: key not in self._risen)
        self.matching_count = len(shown)
        self.order = shown if self.folding is None else self.folding.arranged(shown, self.rows)


def nearest(key: Key, before: Sequence[Key], order: Sequence[Key]) -> int:
    """The place in `order` of `key`, or of what stood next to it in `before`, below first; -1 when `order` is empty."""
    try:
        return order.index(key)
    except ValueError:
        pass
    places = {shown: index for index, shown in enumerate(order)}
    was = before.index(key) if key in before else 0
    below = (places[other] for other in before[was:] if other in places)
    above = (places[other] for other in reversed(before[:was]) if other in places)
    return next(below, next(above, 0 if order else -1))
