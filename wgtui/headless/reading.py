"""The rows of one question, read until they are whole and followed from then on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from wgtui.errors import Unauthorized
from wgtui.headless.clock import utc_now
from wgtui.headless.gaps import Bound, Gap, State, gaps_of
from wgtui.headless.leaf_clusters import LeafClusters
from wgtui.headless.names import Name
from wgtui.headless.question import Question
from wgtui.resources.kinds import Kind
from wgtui.screens.listing import Ageing
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref
from wgtui.store.following import Touched
from wgtui.store.store import Health, Store

R = TypeVar("R")

GRACE = 10.0
"""Seconds that a server in trouble is given to recover, before the answer goes without it."""

ANSWERS = 4
"""How often the time for one answer may pass until the whole is there: a list comes in many answers."""

_UNKNOWN = (Health.LOADING, Health.RELEASED)


@dataclass(slots=True)
class Turn(Generic[R]):
    """What one burst changed, by key."""

    changed: dict[Hashable, R] = field(default_factory=dict)
    removed: set[Hashable] = field(default_factory=set)


class Reading(Generic[R]):
    """`rows` by their key. Everything is held as long as `leases` are; `timeout` is in seconds for one answer."""

    def __init__(self, session: Session, question: Question[R], timeout: float, leases: ExitStack) -> None:
        listing = question.answer.listing
        self.rows: dict[Hashable, R] = {}
        self._session = session
        self._question = question
        self._leaves = LeafClusters(session, question.clusters, leases) if question.clusters.has_leaves else None
        self._rows = listing.rows(session.fleet, Place(listing.noun))
        if isinstance(self._rows, Ageing):
            self._rows.clock = utc_now
        self._kinds = (*listing.kinds, *listing.beside, *(LeafClusters.KINDS if self._leaves else ()))
        self._turns = session.fleet.changes(*self._kinds)
        self._deadline = time.monotonic() + ANSWERS * timeout
        self._troubled_since: float | None = None
        self._hold(leases)

    async def whole(self) -> None:
        """Until every server has told all it has, or why it cannot; never longer than the deadline."""
        wakes = self._session.fleet.changes(*self._kinds)
        while (left := self._patience(time.monotonic())) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await anext(wakes)
                    self._open_leaves()
        # Only now: a row is made of many kinds, and would be worked out anew as each of them arrives.
        await self.turn()

    async def turn(self) -> Turn[R]:
        """What the next burst changes."""
        touched = await anext(self._turns)
        self._open_leaves()
        return self._take(touched)

    @property
    def gaps(self) -> list[Gap]:
        beside = self._question.answer.listing.beside
        found = (gap for store, kinds in self._sources() for gap in gaps_of(store, kinds, self._bound(store)))
        return [gap for gap in found if gap.state is not State.ABSENT or gap.kind not in beside]

    @property
    def is_empty_handed(self) -> bool:
        """Whether not one kind could be read on any server."""
        wanted = self._question.answer.listing.kinds
        healths = [store.freshness(kind).health for store, kinds in self._sources() for kind in kinds if kind in wanted]
        return bool(healths) and Health.LIVE not in healths

    @property
    def missing_clusters(self) -> list[Name]:
        return self._leaves.missing if self._leaves else []

    def _open_leaves(self) -> None:
        if self._leaves:
            self._leaves.refresh(sum(_is_loading(store, kinds) for store, kinds in self._sources() if store.name))

    def _hold(self, leases: ExitStack) -> None:
        self._session.watching.look_at(self._question.namespaces)
        for kind in self._management_kinds():
            leases.enter_context(self._session.watching.hold(kind))
        if self._leaves:
            leases.enter_context(self._session.leaves.everywhere(*self._question.answer.listing.kinds))

    def _management_kinds(self) -> tuple[Kind[Any], ...]:
        listing = self._question.answer.listing
        kinds = (*listing.kinds, *listing.beside) if self._question.clusters.management else ()
        return tuple(dict.fromkeys((*kinds, *(LeafClusters.KINDS if self._leaves else ()))))

    def _sources(self) -> Iterator[tuple[Store, tuple[Kind[Any], ...]]]:
        """Every store that rows come from, with the kinds that are read there."""
        yield self._session.fleet.management, self._management_kinds()
        if self._leaves:
            for store in self._leaves.stores:
                yield store, self._question.answer.listing.kinds

    def _bound(self, store: Store) -> Bound:
        watching = self._session.leaves.watching(leaf_ref(store.name)) if store.name else self._session.watching
        return watching.bound if watching else {}

    def _patience(self, now: float) -> float:
        """Seconds that waiting makes sense for."""
        if not self._is_troubled():
            self._troubled_since = None
        elif self._troubled_since is None:
            self._troubled_since = now
        if self._is_loading():
            return self._deadline - now
        return 0.0 if self._troubled_since is None else min(self._deadline, self._troubled_since + GRACE) - now

    def _is_loading(self) -> bool:
        opening = self._leaves is not None and not self._leaves.are_all_open
        return opening or any(_is_loading(store, kinds) for store, kinds in self._sources())

    def _is_troubled(self) -> bool:
        """Whether the management cluster failed in a way that may pass; leaves have had their own patience."""
        store = self._session.fleet.management
        known = [store.freshness(kind) for kind in self._management_kinds()]
        return any(one.health is Health.STALE and not isinstance(one.error, Unauthorized) for one in known)

    def _take(self, touched: Mapping[str, Touched]) -> Turn[R]:
        turn: Turn[R] = Turn()
        for changed, removed in self._rows.update(touched):
            turn.changed.update((self._question.answer.key(row), row) for row in changed)
            turn.removed.update(removed)
        turn.removed -= turn.changed.keys()
        self.rows.update(turn.changed)
        for gone in turn.removed:
            self.rows.pop(gone, None)
        return turn


def _is_loading(store: Store, kinds: tuple[Kind[Any], ...]) -> bool:
    return any(store.freshness(kind).health in _UNKNOWN for kind in kinds)
