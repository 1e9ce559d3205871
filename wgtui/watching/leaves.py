"""Leaf clusters, opened when looked at: kubeconfig Secret, login, a store and watches of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from wgtui.errors import Invalid, KubeError, NotFound, Unreachable, WgtuiError
from wgtui.kube.client import Client
from wgtui.resources.changes import Lost, WatchKey
from wgtui.resources.core import KUBECONFIG_SECRET
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Store
from wgtui.watching.lease import Lease
from wgtui.watching.server import Watching

CAPACITY = 8
"""Leaves kept open at once: beyond that the one that nobody looks at for longest is closed."""

DEADLINE = 10.0
"""Seconds for reading the kubeconfig and the leaf's first answer."""

FIRST_RETRY, LONGEST_RETRY = 5.0, 120.0


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
class _Open:
    leaf: Leaf
    store: Store
    holders: int = 0
    looked_at: float = 0.0
    task: asyncio.Task[None] | None = None
    watching: Watching | None = None


@dataclass(slots=True, eq=False)
class _Everywhere:
    kinds: tuple[Kind[Any], ...]
    leases: list[Lease] = field(default_factory=list)


class Leaves:
    """All leaf clusters of one management cluster; `run` owns them. A slow or dead leaf delays nobody."""

    def __init__(
        self,
        management: Client,
        fleet: Fleet,
        connect: Callable[[bytes, str], Client],
        capacity: int = CAPACITY,
        deadline: float = DEADLINE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._management = management
        self._fleet = fleet
        self._connect = connect
        self._capacity = capacity
        self._deadline = deadline
        self._now = now
        self._open: dict[ObjectRef, _Open] = {}
        self._everywhere: list[_Everywhere] = []
        self._wake = asyncio.Event()

    def open(self, ref: ObjectRef, secrets: tuple[str, ...]) -> Lease:
        """Opens the leaf unless it is open; it stays so until its place is needed for another."""
        opened = self._open.get(ref)
        if opened is None:
            opened = self._open[ref] = _Open(Leaf(ref, secrets), self._fleet.open(str(ref)))
        opened.holders += 1
        self._wake.set()
        return Lease(lambda: self._leave(opened))

    def everywhere(self, *kinds: Kind[Any]) -> Lease:
        """Watches these kinds on every open leaf, and on those opened later, until released."""
        wanted = _Everywhere(kinds)
        self._everywhere.append(wanted)
        for opened in self._open.values():
            self._hold(opened, wanted)
        return Lease(lambda: self._forget(wanted))

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
                        opened.task = leaves.create_task(self._keep(opened), name=f"leaf {opened.leaf.ref}")
                await self._wake.wait()
                self._wake.clear()

    def _leave(self, opened: _Open) -> None:
        opened.holders -= 1
        opened.looked_at = self._now()
        self._wake.set()

    def _close_surplus(self) -> None:
        idle = sorted((o for o in self._open.values() if not o.holders), key=lambda opened: opened.looked_at)
        for opened in idle[: max(0, len(self._open) - self._capacity)]:
            if opened.task is not None:
                opened.task.cancel()
            del self._open[opened.leaf.ref]
            self._fleet.close(str(opened.leaf.ref))

    async def _keep(self, opened: _Open) -> None:
        """Keeps one leaf open: what goes wrong while opening it is told in its store, as of any watch."""
        retry_in = FIRST_RETRY
        while True:
            try:
                async with asyncio.timeout(self._deadline):
                    client = await self._login(opened.leaf)
            except TimeoutError:
                error: WgtuiError = Unreachable(
                    "the leaf cluster does not answer", f"no answer in {self._deadline:g} s"
                )
            except WgtuiError as failure:
                error = failure
            else:
                await self._watch(opened, client)
                return
            self._tell(opened, error, retry_in)
            await asyncio.sleep(retry_in)
            retry_in = min(retry_in * 2, LONGEST_RETRY)

    async def _login(self, leaf: Leaf) -> Client:
        client = self._connect(await self._kubeconfig(leaf), str(leaf.ref))
        try:
            await client.version()
        except BaseException:
            await client.close()
            raise
        return client

    async def _kubeconfig(self, leaf: Leaf) -> bytes:
        for name in leaf.secrets:
            with suppress(NotFound):
                secret = await self._management.get(KUBECONFIG_SECRET, ObjectRef(leaf.ref.namespace, name))
                if secret.kubeconfig:
                    return secret.kubeconfig
                raise Invalid(f"Secret {secret.metadata.ref} has no kubeconfig", "it needs the key value or value.yaml")
        raise NotFound("no kubeconfig Secret", f"looked for {', '.join(leaf.secrets)} in {leaf.ref.namespace}")

    async def _watch(self, opened: _Open, client: Client) -> None:
        try:
            opened.watching = Watching(client, opened.store)
            opened.leaf = replace(opened.leaf, state=LeafState.OPEN, error=None)
            for wanted in self._everywhere:
                self._hold(opened, wanted)
            await opened.watching.run()
        finally:
            opened.watching = None
            await client.close()

    def _hold(self, opened: _Open, wanted: _Everywhere) -> None:
        if opened.watching is not None:
            wanted.leases.extend(opened.watching.hold(kind) for kind in wanted.kinds)

    def _forget(self, wanted: _Everywhere) -> None:
        self._everywhere.remove(wanted)
        for lease in wanted.leases:
            lease.release()

    def _tell(self, opened: _Open, error: WgtuiError, retry_in: float) -> None:
        opened.leaf = replace(opened.leaf, state=LeafState.FAILED, error=error, retry_at=self._now() + retry_in)
        lost = Lost(error if isinstance(error, KubeError) else Unreachable(error.title, error.detail), retry_in)
        for kind in {kind for wanted in self._everywhere for kind in wanted.kinds}:
            opened.store.apply(WatchKey(kind), lost, self._now())
