"""Rows that are folded under one: which are, which of these folds are open, and the row that stands for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")
Key = Hashable


class FoldKey(NamedTuple):
    """Of the row that stands for a group."""

    group: Hashable


Stand = Callable[[Hashable, Sequence[R], bool], R]
"""The row that stands for a group, its rows, and whether it is open."""


class Folding(Generic[R]):
    """`groups` by key of a row; rows without one, and groups of one row, stay as they are."""

    def __init__(self, stand: Stand[R]) -> None:
        self.groups: Mapping[Key, Hashable] = {}
        self.rows: dict[Key, R] = {}
        self._stand = stand
        self._members: dict[Key, list[Key]] = {}
        self._open: set[Hashable] = set()

    def turn(self, key: FoldKey) -> None:
        """Opens a fold, or closes it."""
        self._open ^= {key.group}

    def arranged(self, shown: Sequence[Key], rows: Mapping[Key, R]) -> list[Key]:
        """With a row for each group where its first one was; those of an open group right below it."""
        members: dict[Hashable, list[Key]] = {}
        for key in shown:
            group = self.groups.get(key)
            if group is not None:
                members.setdefault(group, []).append(key)
        folds = {group: keys for group, keys in members.items() if len(keys) > 1}
        self._members = {FoldKey(group): keys for group, keys in folds.items()}
        self.rows = {
            FoldKey(group): self._stand(group, [rows[key] for key in keys], group in self._open)
            for group, keys in folds.items()
        }
        return list(self._order(shown, folds))

    def _order(self, shown: Sequence[Key], folds: Mapping[Hashable, list[Key]]) -> Sequence[Key]:
        order: list[Key] = []
        placed: set[Hashable] = set()
        for key in shown:
            group = self.groups.get(key)
            if group not in folds:
                order.append(key)
            elif group not in placed:
                placed.add(group)
                order.append(FoldKey(group))
                order += folds[group] if group in self._open else ()
        return order

    def members(self, key: Key) -> list[Key]:
        """Of a row that stands for others."""
        return self._members.get(key, [])

    def stands_for(self, key: Key) -> Key:
        """The row under which this one is folded."""
        return FoldKey(self.groups.get(key))
