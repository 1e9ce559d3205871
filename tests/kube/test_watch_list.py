"""How a watch gets its list: streamed, or in pages where the server does not stream."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.eventually import eventually
from tests.kube.watched import CLUSTERS, QUICK, cluster, connected, counted, watching
from wgtui.demo.faults import Delay, Huge, Malformed, NoStreamingList, Refuse, Way
from wgtui.demo.server import DemoServer
from wgtui.resources.changes import Skipped, Synced
from wgtui.resources.meta import ObjectRef


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    storage = server.clusters["management"]
    for name in ("alpha", "beta", "gamma"):
        storage.put(cluster(name))
    storage.put(cluster("delta", "team-a"))
    return server


async def test_one_request_gets_the_list_and_what_follows(fleet: DemoServer) -> None:
    """A streaming list: no LIST, and changes come on the same stream."""
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        fleet.clusters["management"].put(cluster("epsilon"))
        fleet.clusters["management"].remove(CLUSTERS, "fleet", "beta")
        await watched.has("alpha", "delta", "epsilon", "gamma")
        (line,) = fleet.requests.of("watch", CLUSTERS)
        assert line.query["sendInitialEvents"] == "true"
        assert line.query["allowWatchBookmarks"] == "true"
        assert 300 <= int(line.query["timeoutSeconds"]) <= 600
        assert fleet.requests.of("list") == []
        assert watched.kinds == ["Synced"]


async def test_an_empty_list_is_a_list(server: DemoServer) -> None:
    """Nothing there is something known."""
    async with connected(server) as client, watching(client) as watched:
        await watched.synced()
        assert watched.names == []


@pytest.mark.parametrize("way", Way)
async def test_a_server_that_does_not_stream_lists_is_read_in_pages(fleet: DemoServer, way: Way) -> None:
    """However it refuses: by a status, by an error in the stream, or by knowing nothing of it."""
    fleet.faults.add(NoStreamingList(way))
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        fleet.clusters["management"].put(cluster("epsilon"))
        await watched.has("alpha", "beta", "delta", "epsilon", "gamma")
        assert watched.kinds == ["Synced"]
        assert len(fleet.requests.of("list", CLUSTERS)) == 1


async def test_a_refusal_is_remembered(fleet: DemoServer) -> None:
    """The next watch of this server does not try in vain."""
    fleet.faults.add(NoStreamingList(Way.BAD_REQUEST))
    async with connected(fleet) as client:
        async with watching(client) as watched:
            await watched.synced()
            await eventually(fleet.requests.open_watches)
        watches = counted(fleet, "watch")
        async with watching(client) as watched:
            await watched.has("alpha", "beta", "delta", "gamma")
            assert watches() == 1


async def test_trouble_is_not_taken_for_a_refusal(fleet: DemoServer) -> None:
    """A server that answers 500 to everything for a moment is asked for a stream again."""
    fleet.faults.add(Refuse(500), resource=CLUSTERS, times=2)
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        assert client.traits.streams_lists
        assert watched.kinds == ["Lost", "Synced"]


async def test_a_busy_old_server_is_found_out_too(fleet: DemoServer) -> None:
    """It sends a change every moment, and never says that the list is whole."""
    fleet.faults.add(NoStreamingList(Way.IGNORED))
    storage = fleet.clusters["management"]
    count = 0

    def change() -> bool:
        nonlocal count
        count += 1
        storage.update(CLUSTERS, "fleet", "alpha", lambda body: body["spec"].update(paused=bool(count % 2)))
        return bool(watched.of(Synced))

    async with connected(fleet) as client, watching(client, pace=replace(QUICK, quiet=0.2)) as watched:
        await eventually(change)
        assert watched.names == ["alpha", "beta", "delta", "gamma"]


@pytest.fixture
def large(server: DemoServer) -> DemoServer:
    """More than goes on one page, and no streaming list."""
    for number in range(701):
        server.clusters["management"].put(cluster(f"c-{number}"))
    server.faults.add(NoStreamingList(Way.INVALID))
    return server


async def test_pages_are_read_one_after_the_other(large: DemoServer) -> None:
    """No answer holds the whole fleet."""
    async with connected(large) as client, watching(client) as watched:
        await watched.synced()
        first, second = large.requests.of("list", CLUSTERS)
        assert first.query == {"limit": "500"}
        assert second.query["continue"]
        assert len(watched.names) == 701


async def test_a_list_the_server_forgot_half_way_is_begun_again(large: DemoServer) -> None:
    """410 to the second page: the first is read anew, and nothing of it is told before."""
    storage = large.clusters["management"]
    late = large.faults.add(Delay(0.05), verb="list", resource=CLUSTERS)
    async with connected(large) as client, watching(client) as watched:
        await eventually(lambda: late.met == 2)
        storage.remove(CLUSTERS, "fleet", "c-7")
        storage.compact()
        await watched.synced()
        assert [line.status for line in large.requests.of("list", CLUSTERS)] == [200, 410, 200, 200]
        assert watched.kinds == ["Synced"]
        assert len(watched.names) == 700


async def test_a_selector_limits_what_is_read(fleet: DemoServer) -> None:
    """Machines of one cluster, events of one object: the server selects."""
    storage = fleet.clusters["management"]
    storage.update(CLUSTERS, "fleet", "beta", lambda body: body["metadata"].update(labels={"env": "prod"}))
    async with connected(fleet) as client:
        async with watching(client, selector="env=prod") as watched:
            await watched.has("beta")
        async with watching(client, fields="metadata.name=gamma") as watched:
            await watched.has("gamma")
        async with watching(client, namespace="team-a") as watched:
            await watched.has("delta")


@pytest.mark.parametrize("streams", [True, False])
async def test_a_malformed_object_is_reported_and_skipped(fleet: DemoServer, streams: bool) -> None:
    """It does not hide the others."""
    fleet.faults.add(Malformed(), resource=CLUSTERS)
    if not streams:
        fleet.faults.add(NoStreamingList(Way.BAD_REQUEST))
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        skipped = await watched.told(Skipped)
        assert skipped.ref == ObjectRef("", "malformed")
        assert skipped.reason.startswith("Expected")


@pytest.mark.parametrize("body", [b"not json", b"\xff\xfe", b"[1]", b'{"metadata":{}}'])
async def test_what_is_no_object_at_all_is_skipped(fleet: DemoServer, body: bytes) -> None:
    """Not even a name can be told of it."""
    fleet.faults.add(Malformed(body), verb="watch", resource=CLUSTERS)
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        assert (await watched.told(Skipped)).ref is None


async def test_an_object_of_fifty_megabytes_is_skipped(fleet: DemoServer) -> None:
    """By its name; it is never held in memory."""
    fleet.faults.add(Huge(50_000_000), verb="watch", resource=CLUSTERS)
    async with connected(fleet) as client, watching(client) as watched:
        await watched.has("alpha", "beta", "delta", "gamma")
        skipped = await watched.told(Skipped)
        assert skipped == Skipped(ObjectRef("default", "huge"), "larger than 8 MiB")
