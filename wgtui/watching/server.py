"""One API server's watches: one per wanted kind, namespace and selector, fed into its store while somebody looks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

from wgtui.errors import KubeError
from wgtui.kube.access import Access
from wgtui.kube.client import Client
from wgtui.kube.pace import Pace
from wgtui.kube.watch import UNHURRIED, watch
from wgtui.resources.changes import Change, Denied, Lost, Synced, WatchKey
from wgtui.resources.core import NAMESPACE
from wgtui.resources.kinds import Kind
from wgtui.store.following import Touched
from wgtui.store.store import Health, Store
from wgtui.watching.lease import Lease
from wgtui.watching.reach import Reach
from wgtui.watching.sharing import Sharing

LINGER = 60.0
"""Seconds a watch goes on after its last holder left: going back to a screen costs no request."""

ASK_SOON = 15.0
"""Seconds until a server that contradicts itself, or could not be asked what the user may do, is asked again."""

UPGRADED = 900.0
"""Seconds after which the server may run another version."""


@dataclass(slots=True, eq=False)
class _Want:
    key: WatchKey
    holders: int = 0
    idle_since: float = 0.0
    task: asyncio.Task[None] | None = None
    feeding: set[WatchKey] = field(default_factory=set)
    """The watches that feed it: itself, or one per namespace where the user may not see all."""


class Watching:
    """All watches of one API server; `run` owns them. `namespaces` is what the user asked for, None for all.

    A kind that may not be listed everywhere is watched in each namespace where it may: `bound` then tells which.
    The watches go on trying when the server is out of `reach`.
    """

    def __init__(
        self,
        client: Client,
        store: Store,
        namespaces: tuple[str, ...] | None = None,
        *,
        linger: float = LINGER,
        pace: Pace = UNHURRIED,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self.store = store
        self._pace = pace
        self.access = self._access_of(client)
        self.bound: dict[Kind[Any], tuple[str, ...]] = {}
        self.reach = Reach(pace.given_up, now)
        self._namespaces = namespaces
        self._linger = linger
        self._now = now
        self._wants: dict[WatchKey, _Want] = {}
        self._sharing = Sharing()
        self._wake = asyncio.Event()
        self._is_bound = asyncio.Event()

    def hold(self, kind: Kind[Any], namespace: str = "", selector: str = "", fields: str = "") -> Lease:
        """Starts the watch unless it runs; it ends a while after the last lease is released."""
        key = WatchKey(kind, namespace, selector, fields)
        want = self._wants.setdefault(key, _Want(key))
        want.holders += 1
        self._wake.set()
        return Lease(lambda: self._leave(want))

    def again(self) -> None:
        """Reads everything that is held anew, as after `^r`; what is shown stays until the answer is whole."""
        self.access.forget()
        for want in self._wants.values():
            _stop(want)
        self._wake.set()

    def use(self, client: Client) -> None:
        """Reads another way from the next `run` on: the server has another address or login now."""
        self.client = client
        self.access = self._access_of(client)
        self.reach = Reach(self._pace.given_up, self._now)

    def tell(self, lost: Lost) -> None:
        """Tells of everything that is held that it is not kept up to date."""
        for want in self._wants.values():
            for key in want.feeding or {want.key}:
                self.store.apply(key, lost, self._now())

    def look_at(self, namespaces: tuple[str, ...] | None) -> None:
        """Changes the namespaces that are watched; None for all."""
        self._namespaces = namespaces
        self.bound.clear()
        self.again()

    async def run(self) -> None:
        """Starts and ends watches until cancelled; an error nobody expected ends it, loudly."""
        for want in self._wants.values():
            want.task = None
        async with asyncio.TaskGroup() as watches:
            watches.create_task(self._introduce(), name="version")
            watches.create_task(self._look_for_rights(), name="rights")
            watches.create_task(self._sharing.run(), name="sharing")
            while True:
                for want in self._wants.values():
                    if want.task is None and want.holders:
                        want.task = watches.create_task(self._follow(want), name=f"watch {want.key.kind.plural}")
                await self._woken_within(self._release_idle())

    async def _introduce(self) -> None:
        """Which version the server runs, as soon as it answers."""
        while True:
            try:
                self.store.introduce(await self.client.version())
            except KubeError:
                await asyncio.sleep(ASK_SOON)
            else:
                await asyncio.sleep(UPGRADED)

    # What the user may read

    def _access_of(self, client: Client) -> Access:
        return Access(client, self._pace.denied, self._namespaces_there)

    def _namespaces_there(self) -> list[str] | None:
        if self.store.freshness(NAMESPACE).health is not Health.LIVE:
            return None
        return sorted(ref.name for ref in self.store.objects(NAMESPACE))

    async def _look_for_rights(self) -> None:
        """Who is bound to namespaces may be given more: seen within a minute, and at once where one is new."""
        while True:
            await self._is_bound.wait()
            self._is_bound.clear()
            with self.hold(NAMESPACE):
                turns = self.store.changes(NAMESPACE)
                while self.bound:
                    await self._until_rights_may_differ(turns)
                    await self._follow_rights()

    async def _until_rights_may_differ(self, turns: AsyncIterator[Touched]) -> None:
        known = self._namespaces_there()
        with suppress(TimeoutError):
            # A little later than what was answered is doubted.
            async with asyncio.timeout(1.05 * self.access.patience):
                async for _ in turns:
                    there = self._namespaces_there()
                    if known is not None and there is not None and there != known:
                        return
                    known = there or known

    async def _follow_rights(self) -> None:
        """Begins the watches of a kind anew where its namespaces are others by now."""
        for want in [want for want in self._wants.values() if want.key.kind in self.bound and not want.key.namespace]:
            try:
                found = await self.access.namespaces(want.key.kind)
            except KubeError:
                return
            bound = self.bound.get(want.key.kind)
            if bound is not None and (found is None or set(found) != set(bound)):
                del self.bound[want.key.kind]
                _stop(want)
                self._wake.set()

    async def _woken_within(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _leave(self, want: _Want) -> None:
        want.holders -= 1
        want.idle_since = self._now()
        self._wake.set()

    def _release_idle(self) -> float | None:
        """Ends what nobody held for a while; returns the seconds until the next is due."""
        left = {want: want.idle_since + self._linger - self._now() for want in self._wants.values() if not want.holders}
        for want in [want for want, seconds in left.items() if seconds <= 0]:
            _stop(want)
            self._feed_only(want, set())
            del self._wants[want.key], left[want]
        return min(left.values(), default=None)

    async def _follow(self, want: _Want) -> None:
        namespaces = (want.key.namespace,) if want.key.namespace else self._namespaces
        if not want.key.kind.namespaced:
            namespaces = ("",)
        while namespaces is None:
            namespaces = await self._allowed(want.key, await self._feed_from_all(want))
            if namespaces:
                self.bound[want.key.kind] = namespaces
                self._is_bound.set()
        keys = {want.key._replace(namespace=namespace) for namespace in namespaces}
        for key in keys:
            self.store.expect(key)
        self._feed_only(want, keys)
        async with asyncio.TaskGroup() as parts:
            for key in keys:
                parts.create_task(self._feed_from(key))

    async def _allowed(self, key: WatchKey, denied: Denied) -> tuple[str, ...] | None:
        """The namespaces to watch instead of all; None, after a while, where all are to be tried again."""
        if self.store.freshness(key.kind).health is not Health.LOADING:
            self.store.apply(key, denied, self._now())
        try:
            namespaces = await self.access.namespaces(key.kind)
        except KubeError:
            namespaces = None
        if not namespaces:
            # Not before it is known that no namespace may be read either: until then the kind is being loaded.
            self.store.apply(key, denied, self._now())
            await asyncio.sleep(ASK_SOON if namespaces is None else self._pace.denied)
        return namespaces or None

    async def _feed_from_all(self, want: _Want) -> Denied:
        """All namespaces at once, until that is denied. What was fed by others before stays until the list is whole."""
        want.feeding = want.feeding | {want.key}
        async with aclosing(self._changes(want.key)) as changes:
            async for change in changes:
                if isinstance(change, Denied):
                    return change
                self._take(want.key, change)
                if isinstance(change, Synced):
                    self._feed_only(want, {want.key})
        raise AssertionError("a watch never ends")

    async def _feed_from(self, key: WatchKey) -> None:
        async with aclosing(self._changes(key)) as changes:
            async for change in changes:
                self._take(key, change)

    def _take(self, key: WatchKey, change: Change) -> None:
        self.store.apply(key, change, self._now())
        if isinstance(change, Synced):
            self._sharing.later(change.objects)

    def _feed_only(self, want: _Want, keys: set[WatchKey]) -> None:
        elsewhere = {key for other in self._wants.values() if other is not want for key in other.feeding}
        for key in want.feeding - keys - elsewhere:
            self.store.release(key)
        want.feeding = keys

    async def _changes(self, key: WatchKey) -> AsyncGenerator[Change, None]:
        self.store.expect(key)
        with self.reach.watched() as note:
            async with aclosing(watch(self.client, key, pace=self._pace)) as changes:
                async for change in changes:
                    note(change)
                    yield change


def _stop(want: _Want) -> None:
    if want.task is not None:
        want.task.cancel()
        want.task = None
