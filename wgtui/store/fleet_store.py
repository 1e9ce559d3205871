"""The stores of a whole fleet: the management cluster's, and one for each leaf cluster that is open."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wgtui.resources.kinds import Kind
from wgtui.store.following import Follower, Touched
from wgtui.store.store import Store

MANAGEMENT = ""


class Fleet:
    """Leaves come and go with `open` and `close`; their names are `namespace/name` of the GitopsCluster."""

    def __init__(self, management: Store | None = None) -> None:
        self.management = management or Store()
        self._leaves: dict[str, Store] = {}
        self._followers: weakref.WeakSet[FleetChanges] = weakref.WeakSet()

    @property
    def leaves(self) -> Mapping[str, Store]:
        return MappingProxyType(self._leaves)

    def store(self, name: str) -> Store | None:
        """`name` empty: the management cluster's."""
        return self._leaves.get(name) if name else self.management

    def stores(self) -> Iterator[Store]:
        yield self.management
        yield from self._leaves.values()

    def open(self, name: str) -> Store:
        """The leaf's store, made when it is not open yet."""
        found = self._leaves.get(name)
        if found is None:
            found = self._leaves[name] = Store(name)
            for follower in self._followers:
                follower.opened(found)
        return found

    def close(self, name: str) -> None:
        if self._leaves.pop(name, None) is not None:
            for follower in self._followers:
                follower.closed(name)

    def changes(self, *kinds: Kind[Any]) -> AsyncIterator[Mapping[str, Touched]]:
        """As Store.changes, by name of the store; a name that is not open any more has just been closed."""
        follower = FleetChanges(kinds)
        for store in self.stores():
            follower.opened(store)
        self._followers.add(follower)
        return follower


class FleetChanges:
    """One wake-up for all stores, so that a burst over several clusters is one turn."""

    def __init__(self, kinds: tuple[Kind[Any], ...]) -> None:
        self._kinds = kinds
        self._wake = asyncio.Event()
        self._followers: dict[str, Follower] = {}
        self._closed: set[str] = set()

    def opened(self, store: Store) -> None:
        self._closed.discard(store.name)
        self._followers[store.name] = store.follow(self._kinds, self._wake)

    def closed(self, name: str) -> None:
        self._followers.pop(name, None)
        self._closed.add(name)
        self._wake.set()

    def __aiter__(self) -> FleetChanges:
        return self

    async def __anext__(self) -> Mapping[str, Touched]:
        await self._wake.wait()
        self._wake.clear()
        everything = frozenset(self._kinds)
        turn = {name: Touched({}, everything, everything) for name in self._closed}
        self._closed.clear()
        for name, follower in self._followers.items():
            touched = follower.take()
            if touched:
                turn[name] = touched
        return turn
