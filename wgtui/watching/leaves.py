"""Leaf clusters, opened when looked at: a few or hundreds over a bounded number of connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.watching.leaf import LEAF_PACE, Everywhere, Leaf, LeafPace, OpenLeaf
from wgtui.watching.leaf_logins import LeafLogins
from wgtui.watching.lease import Lease
from wgtui.watching.server import Watching

CAPACITY = 8
"""Leaves kept open at once: beyond that the one that nobody looks at for longest is closed."""

AT_ONCE = 16
"""Leaves in the background that are being opened at a time: those that are dead take long."""


class Leaves:
    """All leaf clusters of one management cluster; `run` owns them. A slow or dead leaf delays nobody."""

    def __init__(
        self,
        logins: LeafLogins,
        fleet: Fleet,
        *,
        capacity: int = CAPACITY,
        at_once: int = AT_ONCE,
        pace: LeafPace = LEAF_PACE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._logins = logins
        self._fleet = fleet
        self._capacity = capacity
        self._pace = pace
        self._now = now
        self._open: dict[ObjectRef, OpenLeaf] = {}
        self._everywhere: list[Everywhere] = []
        self._opening = asyncio.Semaphore(at_once)
        self._wake = asyncio.Event()

    def open(self, ref: ObjectRef, secrets: tuple[str, ...], *, on_screen: bool = True) -> Lease:
        """Opens the leaf unless it is open; it stays so until its place is needed for another.

        `on_screen`: it goes before those that are only part of a list of all.
        """
        opened = self._open.get(ref)
        if opened is None:
            store = self._fleet.open(str(ref))
            opened = OpenLeaf(Leaf(ref, secrets), store, self._everywhere, self._logins, self._pace, self._now)
            self._open[ref] = opened
        opened.holders += 1
        opened.lookers += on_screen
        opened.look()
        self._wake.set()
        return Lease(lambda: self._leave(opened, on_screen))

    def close(self, ref: ObjectRef) -> None:
        """Closes it whoever looks at it, and forgets its rows: its cluster is gone."""
        opened = self._open.pop(ref, None)
        if opened is not None:
            if opened.task is not None:
                opened.task.cancel()
            self._fleet.close(str(ref))

    def everywhere(self, *kinds: Kind[Any]) -> Lease:
        """Watches these kinds on every open leaf, and on those opened later, until released."""
        wanted = Everywhere(kinds)
        self._everywhere.append(wanted)
        for opened in self._open.values():
            opened.hold(wanted)
        return Lease(lambda: self._forget(wanted))

    def again(self) -> None:
        """Reads everything that is held anew, and tries the leaves that could not be reached at once."""
        for opened in self._open.values():
            opened.again()

    def leaf(self, ref: ObjectRef) -> Leaf | None:
        opened = self._open.get(ref)
        return opened.leaf if opened else None

    def watching(self, ref: ObjectRef) -> Watching | None:
        """The watches of an open leaf; None while it is being opened or out of reach."""
        opened = self._open.get(ref)
        return opened.watching if opened else None

    async def run(self) -> None:
        """Opens and closes leaves until cancelled."""
        async with asyncio.TaskGroup() as leaves:
            while True:
                self._close_surplus()
                for opened in self._open.values():
                    if opened.task is None:
                        opened.task = leaves.create_task(opened.run(self._opening), name=f"leaf {opened.leaf.ref}")
                await self._wake.wait()
                self._wake.clear()

    def _leave(self, opened: OpenLeaf, on_screen: bool) -> None:
        opened.holders -= 1
        opened.lookers -= on_screen
        opened.left_at = self._now()
        opened.look()
        self._wake.set()

    def _close_surplus(self) -> None:
        idle = sorted((each for each in self._open.values() if not each.holders), key=lambda opened: opened.left_at)
        for opened in idle[: max(0, len(self._open) - self._capacity)]:
            self.close(opened.leaf.ref)

    def _forget(self, wanted: Everywhere) -> None:
        self._everywhere.remove(wanted)
        for lease in wanted.leases:
            lease.release()
