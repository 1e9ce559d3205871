"""More watches than connections: they take turns, and say so."""

from __future__ import annotations

from contextlib import AsyncExitStack

from tests.eventually import eventually
from tests.kube.watched import CLUSTERS, cluster, connected, counted, watching
from wgtui.demo.server import DemoServer
from wgtui.errors import Waiting
from wgtui.kube.places import Places
from wgtui.resources.changes import Lost, Resumed


async def test_twenty_watches_over_four_connections(server: DemoServer) -> None:
    """Each list is read at once; after that news come in turns, from where each was interrupted."""
    storage = server.clusters["management"]
    for number in range(20):
        storage.put(cluster("alpha", f"team-{number}"))
    lists = counted(server, "list")
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(connected(server, places=Places(4, turn=0.05)))
        all_of_them = [
            await stack.enter_async_context(watching(client, namespace=f"team-{number}")) for number in range(20)
        ]
        for watched in all_of_them:
            await watched.has("alpha")
        for number in range(20):
            storage.put(cluster("beta", f"team-{number}"))
            storage.remove(CLUSTERS, f"team-{number}", "alpha")
        for watched in all_of_them:
            await watched.has("beta")
        assert len(server.requests.open_watches()) <= 4
        await eventually(lambda: all(watched.of(Resumed) for watched in all_of_them))
        lost = [lost for watched in all_of_them for lost in watched.of(Lost)]
        assert all(isinstance(one.error, Waiting) for one in lost)
        assert all(one.retry_in > 0 for one in lost)
        assert all(watched.kinds.count("Synced") == 1 for watched in all_of_them)
        assert lists() == 0


async def test_requests_find_room_between_streams(server: DemoServer) -> None:
    """The YAML of an object does not wait for a turn."""
    async with (
        connected(server, places=Places(2, turn=60)) as client,
        watching(client) as one,
        watching(client, namespace="fleet") as another,
    ):
        await one.synced()
        await another.synced()
        assert await client.version()
        await eventually(lambda: "Lost" in one.kinds + another.kinds)
        await eventually(lambda: len(server.requests.open_watches()) == 2)


async def test_no_connection_stays_open_unused_where_few_are_allowed(server: DemoServer) -> None:
    """An idle one is a connection, too."""
    async with connected(server, places=Places(2, keeps_alive=False)) as client:
        await client.version()
        await eventually(lambda: server.connections == 0)
    async with connected(server) as client:
        await client.version()
        assert server.connections == 1
