"""How many connections there may be at a time; where more are wanted, streams take turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

TURN = 10.0
"""Seconds a stream may stay when another waits for news."""


@dataclass(eq=False, slots=True)
class Attention:
    """Whether somebody has on screen what a connection brings; shared by all its places, and changing."""

    is_looked_at: bool = True


@dataclass(eq=False, slots=True)
class Place:
    """One connection's right to be. A request keeps it until it is answered; a stream, once settled, may lose it.

    `is_first`: it has nothing to show yet, so one that has makes room at once.
    """

    attention: Attention
    is_first: bool = True
    settled_at: float | None = None
    """When the list of a stream was whole; what is half read is never interrupted."""
    is_over: bool = False
    end: Callable[[], None] | None = None

    @property
    def rank(self) -> tuple[bool, bool]:
        """The least is served first."""
        return not self.attention.is_looked_at, not self.is_first

    def may_oust(self, other: Place, now: float, turn: float) -> bool:
        is_looked_at, other_is = self.attention.is_looked_at, other.attention.is_looked_at
        if other.settled_at is None or other.is_over or (other_is and not is_looked_at):
            return False
        at_once = self.is_first or (is_looked_at and not other_is)
        return at_once or now - other.settled_at >= turn

    def finish(self) -> None:
        self.is_over = True
        if self.end is not None:
            self.end()


class Places:
    """Shared by all connections of one purpose; `keeps_alive`: whether an idle connection may stay open beside them."""

    def __init__(self, limit: int, *, turn: float = TURN, keeps_alive: bool = True) -> None:
        self.limit = limit
        self.keeps_alive = keeps_alive
        self._turn = turn
        self._held: set[Place] = set()
        self._waiting: dict[Place, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def wait(self) -> float:
        """Seconds that a stream which begins to wait now may expect to wait."""
        return (len(self._waiting) / self.limit + 1) * self._turn

    @asynccontextmanager
    async def taken(self, place: Place) -> AsyncIterator[None]:
        """Waits until there is room."""
        await self._enter(place)
        try:
            yield
        finally:
            self._leave(place)

    def settle(self, place: Place) -> None:
        """The stream has given what it had: its turn begins."""
        if place.settled_at is None:
            place.settled_at = time.monotonic()
            self.make_room()

    def make_room(self) -> None:
        """Ends the streams whose turn is over, the longest first, as many as others wait for."""
        now = time.monotonic()
        leaving = sum(place.is_over for place in self._held)
        in_vain: set[tuple[bool, bool]] = set()
        for place in sorted(self._waiting, key=lambda place: place.rank)[leaving : self.limit]:
            if place.rank in in_vain:
                continue
            may_leave = [held for held in self._held if place.may_oust(held, now, self._turn)]
            if may_leave:
                min(may_leave, key=lambda held: held.settled_at or now).finish()
            else:
                in_vain.add(place.rank)
        self._look_again_later(now)

    async def _enter(self, place: Place) -> None:
        if len(self._held) < self.limit and not self._waiting:
            self._held.add(place)
            return
        admission = self._waiting[place] = asyncio.get_running_loop().create_future()
        self.make_room()
        try:
            await admission
        except asyncio.CancelledError:
            self._leave(place)
            raise

    def _leave(self, place: Place) -> None:
        self._held.discard(place)
        self._waiting.pop(place, None)
        while self._waiting and len(self._held) < self.limit:
            next_place = min(self._waiting, key=lambda place: place.rank)
            admission = self._waiting.pop(next_place)
            if not admission.done():  # Else it was cancelled a moment ago.
                self._held.add(next_place)
                admission.set_result(None)

    def _look_again_later(self, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = [held.settled_at + self._turn for held in self._held if held.settled_at is not None and not held.is_over]
        if self._waiting and due:
            after = max(min(due) - now, self._turn / 10)
            self._timer = asyncio.get_running_loop().call_later(after, self.make_room)
