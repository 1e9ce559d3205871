"""One leaf cluster that is kept open: logged in to, watched, given up and tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from wgtui.errors import KubeError, Unreachable, WgtuiError
from wgtui.kube.client import Client
from wgtui.kube.pace import Backoff, Pace
from wgtui.kube.watch import UNHURRIED
from wgtui.resources.changes import Lost, WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store
from wgtui.watching.gate import passing
from wgtui.watching.leaf_logins import LeafLogins
from wgtui.watching.lease import Lease
from wgtui.watching.server import Watching

OPENING = Pace(first_retry=5.0, longest_retry=120.0)


@dataclass(frozen=True, slots=True)
class LeafPace:
    """Of opening a leaf again that cannot be reached, and of its watches."""

    opening: Pace = OPENING
    watching: Pace = UNHURRIED


LEAF_PACE = LeafPace()


class LeafState(Enum):
    OPENING = "opening"
    OPEN = "open"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf as the screen tells of it; `retry_at` is in monotonic seconds, with `error`."""

    ref: ObjectRef
    secrets: tuple[str, ...]
    """Names of the Secrets that may hold its kubeconfig, the first that is there counts."""
    state: LeafState = LeafState.OPENING
    error: WgtuiError | None = None
    retry_at: float = 0.0


@dataclass(slots=True, eq=False)
class Everywhere:
    """Kinds that somebody wants watched on every open leaf."""

    kinds: tuple[Kind[Any], ...]
    leases: list[Lease] = field(default_factory=list)


class OpenLeaf:
    """Owns client and watches of a leaf while `run` runs; the store keeps its rows when it goes out of reach.

    `holders` is how many keep it open, `lookers` how many of those have it on screen: it then goes before the others.
    """

    def __init__(
        self,
        leaf: Leaf,
        store: Store,
        everywhere: Sequence[Everywhere],
        logins: LeafLogins,
        pace: LeafPace,
        now: Callable[[], float],
    ) -> None:
        self.leaf = leaf
        self.store = store
        self.holders = 0
        self.lookers = 0
        self.left_at = now()
        self.task: asyncio.Task[None] | None = None
        self._everywhere = everywhere
        self._logins = logins
        self._pace = pace
        self._now = now
        self._client: Client | None = None
        self._watching: Watching | None = None
        """Kept with all that is held of it while the leaf is out of reach."""
        self._hurry = asyncio.Event()
        self._try_now = asyncio.Event()

    @property
    def watching(self) -> Watching | None:
        """None while it is being opened or out of reach."""
        return self._watching if self.leaf.state is LeafState.OPEN else None

    def look(self) -> None:
        """To be called when `lookers` has changed: one that is looked at and has failed is tried at once."""
        if self._client is not None:
            self._client.connection.look(bool(self.lookers))
        if self.lookers:
            self._hurry.set()
            self._try_now.set()
        else:
            self._hurry.clear()

    def again(self) -> None:
        """Reads everything anew, and tries at once where it failed."""
        self._try_now.set()
        if self.watching is not None:
            self.watching.again()

    def hold(self, wanted: Everywhere) -> None:
        if self._watching is not None:
            wanted.leases.extend(self._watching.hold(kind) for kind in wanted.kinds)

    async def run(self, opening: asyncio.Semaphore) -> None:
        """Keeps it open until cancelled; `opening` limits how many in the background are opened at a time."""
        backoff = Backoff(self._pace.opening)
        while True:
            self._try_now.clear()
            try:
                async with passing(opening, self._hurry):
                    client = await self._logins.client(self.leaf.ref, self.leaf.secrets)
            except WgtuiError as failure:
                error = failure
            else:
                backoff.reset()
                error = await self._watch(client)
            await self._wait_after(error, backoff.next())

    async def _watch(self, client: Client) -> WgtuiError:
        """Until it is out of reach; returns why."""
        self._client = client
        self.look()
        watching = self._watching_with(client)
        self.leaf = replace(self.leaf, state=LeafState.OPEN, error=None)
        try:
            async with asyncio.TaskGroup() as running:
                task = running.create_task(watching.run())
                await watching.reach.is_lost.wait()
                task.cancel()
        finally:
            self._client = None
            await client.close()
        return watching.reach.why

    def _watching_with(self, client: Client) -> Watching:
        if self._watching is None:
            self._watching = Watching(client, self.store, pace=self._pace.watching, now=self._now)
            for wanted in self._everywhere:
                self.hold(wanted)
        else:
            self._watching.use(client)
        return self._watching

    async def _wait_after(self, error: WgtuiError, retry_in: float) -> None:
        """Tells what went wrong in its store, as of any watch."""
        self.leaf = replace(self.leaf, state=LeafState.FAILED, error=error, retry_at=self._now() + retry_in)
        lost = Lost(error if isinstance(error, KubeError) else Unreachable(error.title, error.detail), retry_in)
        if self._watching is not None:
            self._watching.tell(lost)
        else:
            for kind in {kind for wanted in self._everywhere for kind in wanted.kinds}:
                self.store.apply(WatchKey(kind), lost, self._now())
        with suppress(TimeoutError):
            async with asyncio.timeout(retry_in):
                await self._try_now.wait()
