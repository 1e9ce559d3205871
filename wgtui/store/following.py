"""Followers of a store: what changed since each last asked, one turn per burst, without tasks or timers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed since a follower last asked: refs by kind, and kinds whose freshness changed.

    `reset` kinds changed as a whole (first sync, release): read them anew. A relist names only what differs.
    """

    refs: Mapping[Kind[Any], frozenset[ObjectRef]]
    reset: frozenset[Kind[Any]]
    freshness: frozenset[Kind[Any]]

    def __bool__(self) -> bool:
        return bool(self.refs or self.reset or self.freshness)


class Follower:
    """Gathers what changed until it is taken. The store holds it weakly: dropped by its consumer, it is gone."""

    def __init__(self, kinds: Iterable[Kind[Any]], wake: asyncio.Event) -> None:
        self.kinds = frozenset(kinds)
        self._wake = wake
        self._refs: dict[Kind[Any], set[ObjectRef]] = {}
        self._reset: set[Kind[Any]] = set(self.kinds)
        self._freshness: set[Kind[Any]] = set(self.kinds)
        wake.set()

    def touch(self, kind: Kind[Any], refs: Iterable[ObjectRef]) -> None:
        if kind in self._reset:
            return
        self._refs.setdefault(kind, set()).update(refs)
        self._wake.set()

    def reset(self, kind: Kind[Any]) -> None:
        self._refs.pop(kind, None)
        self._reset.add(kind)
        self._wake.set()

    def refresh(self, kind: Kind[Any]) -> None:
        self._freshness.add(kind)
        self._wake.set()

    def take(self) -> Touched:
        touched = Touched(
            {kind: frozenset(refs) for kind, refs in self._refs.items()},
            frozenset(self._reset),
            frozenset(self._freshness),
        )
        self._refs, self._reset, self._freshness = {}, set(), set()
        return touched


class Changes:
    """The turns of one follower. Never ends by itself; a consumer that stops asking costs nothing."""

    def __init__(self, follower: Follower, wake: asyncio.Event) -> None:
        self._follower = follower
        self._wake = wake

    def __aiter__(self) -> Changes:
        return self

    async def __anext__(self) -> Touched:
        await self._wake.wait()
        self._wake.clear()
        return self._follower.take()
