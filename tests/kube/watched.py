"""A watch under test: a client of the embedded server, and everything that the watch has told so far."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any, TypeVar

from tests.eventually import eventually
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.kube.client import Client
from wgtui.kube.login import Credential, FixedCredentials, Login
from wgtui.kube.pace import Pace
from wgtui.kube.watch import watch
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Applied, Change, Deleted, Synced, WatchKey
from wgtui.resources.kinds import Kind
from wgtui.store.store import Store

T = TypeVar("T")

CLUSTERS = "clusters.cluster.x-k8s.io"

QUICK = Pace(
    first_retry=0.01,
    longest_retry=0.05,
    floor=0.01,
    settled=0.2,
    denied=0.05,
    absent=0.05,
    quiet=0.5,
    grace=0.02,
    look=0.02,
)


def login(server: DemoServer, token: str = "admin", cluster: str = MANAGEMENT) -> Login:
    return Login(cluster, server.url(cluster), credentials=FixedCredentials(Credential(f"Bearer {token}")))


@asynccontextmanager
async def connected(
    server: DemoServer, token: str = "admin", cluster: str = MANAGEMENT, **options: Any
) -> AsyncIterator[Client]:
    async with opened(login(server, token, cluster), **options) as client:
        yield client


@asynccontextmanager
async def opened(login: Login, **options: Any) -> AsyncIterator[Client]:
    client = Client(login, **options)
    try:
        yield client
    finally:
        await client.close()


def cluster(name: str, namespace: str = "fleet", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "cluster.x-k8s.io/v1beta2",
        "kind": "Cluster",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"controlPlaneEndpoint": {"host": "10.0.0.1", "port": 6443}, **spec},
    }


class Watched:
    """What a watch has told, and what a store makes of it."""

    def __init__(self, key: WatchKey) -> None:
        self.key = key
        self.changes: list[Change] = []
        self.store = Store()

    def take(self, change: Change) -> None:
        self.changes.append(change)
        self.store.apply(self.key, change, 0.0)

    def of(self, kind: type[T]) -> list[T]:
        return [change for change in self.changes if isinstance(change, kind)]

    @property
    def names(self) -> list[str]:
        """Of the objects that are there now."""
        return sorted(ref.name for ref in self.store.objects(self.key.kind))

    @property
    def kinds(self) -> list[str]:
        """What was told, in order, objects apart."""
        return [type(change).__name__ for change in self.changes if not isinstance(change, Applied | Deleted)]

    async def synced(self, times: int = 1) -> None:
        await eventually(lambda: len(self.of(Synced)) >= times)

    async def told(self, kind: type[T], times: int = 1) -> T:
        await eventually(lambda: len(self.of(kind)) >= times)
        return self.of(kind)[times - 1]

    async def has(self, *names: str) -> None:
        def check() -> bool:
            assert self.names == sorted(names)
            return True

        await eventually(check)


@asynccontextmanager
async def watching(
    client: Client, kind: Kind[Any] = CLUSTER, *, pace: Pace = QUICK, **key: str
) -> AsyncIterator[Watched]:
    """A watch that runs until the end of the block."""
    watched = Watched(WatchKey(kind, **key))

    async def follow() -> None:
        async with aclosing(watch(client, watched.key, pace=pace)) as changes:
            async for change in changes:
                watched.take(change)

    task = asyncio.create_task(follow())
    try:
        yield watched
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def counted(server: DemoServer, verb: str, resource: str = CLUSTERS) -> Callable[[], int]:
    """How many such requests the server has had since now."""
    before = len(server.requests.of(verb, resource))
    return lambda: len(server.requests.of(verb, resource)) - before
