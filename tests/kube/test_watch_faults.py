"""What becomes of a watch when server, network or machine misbehave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.eventually import eventually
from tests.kube.watched import CLUSTERS, QUICK, Watched, cluster, connected, counted, watching
from wgtui.demo.faults import CutLine, ErrorEvent, HangUp, NoStreamingList, Refuse, Silence, Way
from wgtui.demo.server import DemoServer
from wgtui.demo.storage import Storage
from wgtui.errors import ServerFault, Throttled, Unreachable
from wgtui.kube.client import Client
from wgtui.kube.sleep import Wakefulness
from wgtui.resources.capi import MACHINE
from wgtui.resources.changes import Deleted, Lost, Resumed

pytestmark = pytest.mark.usefixtures("storage")

SLOW_TO_RETRY = replace(QUICK, first_retry=0.2, longest_retry=0.2)


@pytest.fixture
def storage(server: DemoServer) -> Storage:
    """A server with two clusters."""
    storage = server.clusters["management"]
    storage.put(cluster("alpha"))
    storage.put(cluster("beta"))
    return storage


@pytest.fixture
async def client(server: DemoServer) -> AsyncIterator[Client]:
    async with connected(server) as client:
        yield client


async def changed(storage: Storage, watched: Watched) -> None:
    """Two changes arrive, so the watch is well."""
    storage.put(cluster("gamma"))
    storage.remove(CLUSTERS, "fleet", "beta")
    await watched.has("alpha", "gamma")


async def test_a_cut_connection_is_told_and_goes_on_where_it_was(
    server: DemoServer, storage: Storage, client: Client
) -> None:
    """What happened meanwhile comes after; the list is not read anew."""
    async with watching(client, pace=SLOW_TO_RETRY) as watched:
        await watched.synced()
        server.hang_up()
        lost = await watched.told(Lost)
        assert isinstance(lost.error, Unreachable)
        assert lost.retry_in > 0
        storage.remove(CLUSTERS, "fleet", "beta")
        await watched.told(Resumed)
        await watched.has("alpha")
        assert watched.kinds == ["Synced", "Lost", "Resumed"]


async def test_what_was_told_is_not_told_again(server: DemoServer, storage: Storage, client: Client) -> None:
    """Not a deletion either, though it was the last thing that happened."""
    async with watching(client) as watched:
        await watched.synced()
        storage.remove(CLUSTERS, "fleet", "beta")
        await watched.told(Deleted)
        server.hang_up()
        await watched.told(Resumed)
        storage.put(cluster("gamma"))
        await watched.has("alpha", "gamma")
        assert len(watched.of(Deleted)) == 1


async def test_half_a_line_is_a_cut(server: DemoServer, storage: Storage, client: Client) -> None:
    """It is never taken for an object, and nothing is told twice or lost."""
    server.faults.add(CutLine(after=1), verb="watch", resource=CLUSTERS, times=1)
    async with watching(client) as watched:
        await watched.has("alpha", "beta")
        assert watched.kinds == ["Lost", "Synced"]
        await changed(storage, watched)


async def test_a_stream_that_ends_quietly_is_no_matter_for_anybody(
    server: DemoServer, storage: Storage, client: Client
) -> None:
    """Every server ends watches after some minutes; nothing is told, nothing read twice."""
    watches = counted(server, "watch")
    async with watching(client, pace=replace(QUICK, stream=(1, 1))) as watched:
        await watched.synced()
        await eventually(lambda: watches() >= 2)
        await changed(storage, watched)
        assert watched.kinds == ["Synced"]
        assert counted(server, "list")() == 0


async def test_a_stream_that_falls_silent_is_begun_anew(server: DemoServer, storage: Storage, client: Client) -> None:
    """A server that is gone without a word is noticed, and one that had nothing to say is not accused."""
    watches = counted(server, "watch")
    async with watching(client, pace=replace(QUICK, silent=0.1, floor=0.05)) as watched:
        await eventually(lambda: watches() >= 2)
        await changed(storage, watched)
        assert watched.kinds == ["Synced"]


async def test_streams_that_end_at_once_are_told_and_slow_down(server: DemoServer, client: Client) -> None:
    """Otherwise the rows would look live and be up to a wait old."""
    async with watching(client, pace=replace(QUICK, floor=0.1)) as watched:
        await watched.synced()
        server.faults.add(ErrorEvent(500), verb="watch", times=1)
        ended = server.faults.add(HangUp(after_headers=True), verb="watch", times=2)
        server.hang_up()
        await watched.told(Lost, 3)
        await watched.told(Resumed)
        assert ended.met == 2


async def test_410_as_status_reads_the_list_anew(server: DemoServer, storage: Storage, client: Client) -> None:
    """What was deleted meanwhile is gone then, without a word about trouble of ours."""
    async with watching(client, pace=SLOW_TO_RETRY) as watched:
        await watched.synced()
        server.faults.add(Refuse(410), verb="watch", resource=CLUSTERS, times=1)
        server.hang_up()
        await watched.told(Lost)
        storage.remove(CLUSTERS, "fleet", "beta")
        await watched.synced(2)
        assert watched.names == ["alpha"]
        assert watched.kinds == ["Synced", "Lost", "Synced"]
        assert not watched.of(Deleted)


async def test_410_as_error_event_reads_the_list_anew(server: DemoServer, storage: Storage, client: Client) -> None:
    """The way real servers say it: HTTP 200, and the error in the stream."""
    async with watching(client, pace=SLOW_TO_RETRY) as watched:
        await watched.synced()
        server.hang_up()
        await watched.told(Lost)
        storage.remove(CLUSTERS, "fleet", "beta")
        storage.compact()
        await watched.synced(2)
        assert watched.names == ["alpha"]
        assert watched.kinds == ["Synced", "Lost", "Synced"]


async def test_410_again_and_again_is_slowed_down(server: DemoServer, client: Client) -> None:
    """However it ends, a stream is begun no faster than the floor allows."""
    server.faults.add(NoStreamingList(Way.BAD_REQUEST))
    server.faults.add(ErrorEvent(410), verb="watch")
    async with watching(client, pace=replace(QUICK, floor=0.1, first_retry=0, longest_retry=0)) as watched:
        began = time.monotonic()
        await watched.synced(4)
        assert time.monotonic() - began >= 0.3
        assert set(watched.kinds) == {"Synced"}


async def test_a_server_that_restarts_is_found_again(server: DemoServer, storage: Storage, client: Client) -> None:
    """Rows stay meanwhile; the reason says that nobody answers."""
    async with watching(client) as watched:
        await watched.synced()
        port = server.port
        await server.stop()
        await eventually(lambda: any("cannot be reached" in lost.error.title for lost in watched.of(Lost)))
        assert watched.names == ["alpha", "beta"]
        storage.remove(CLUSTERS, "fleet", "beta")
        await server.start(port)
        await watched.told(Resumed)
        await watched.has("alpha")


async def test_after_an_hour_everything_is_read_anew(server: DemoServer, storage: Storage, client: Client) -> None:
    """The server does not remember so long: it is not asked to go on from then."""
    async with watching(client, pace=replace(QUICK, forgotten=0.1, first_retry=0.15, longest_retry=0.15)) as watched:
        await watched.synced()
        server.faults.add(Refuse(503), times=1)
        server.hang_up()
        await watched.told(Lost, 2)
        storage.remove(CLUSTERS, "fleet", "beta")
        await watched.synced(2)
        assert watched.names == ["alpha"]
        assert not watched.of(Resumed)


@pytest.mark.parametrize("streams", [True, False])
async def test_a_server_restored_from_a_backup_is_read_anew(
    server: DemoServer, storage: Storage, client: Client, streams: bool
) -> None:
    """A watch from a version yet to come would be silent for ever, and what is gone would stay on screen."""
    if not streams:
        server.faults.add(NoStreamingList(Way.INVALID))
    for _ in range(50):
        storage.update(
            CLUSTERS, "fleet", "alpha", lambda body: body["spec"].update(paused=not body["spec"].get("paused"))
        )
    async with watching(client) as watched:
        await watched.synced()
        port = server.port
        await server.stop()
        storage.remove(CLUSTERS, "fleet", "beta")
        storage.rebuild(version=10)
        await server.start(port)
        await watched.synced(2)
        assert watched.names == ["alpha"]
        storage.put(cluster("gamma"))
        await watched.has("alpha", "gamma")


async def test_429_waits_as_long_as_the_server_asks(server: DemoServer, client: Client) -> None:
    """Retry-After is believed, and told."""
    server.faults.add(Refuse(429, retry_after=1), verb="watch", times=1)
    began = time.monotonic()
    async with watching(client) as watched:
        lost = await watched.told(Lost)
        assert isinstance(lost.error, Throttled)
        assert lost.retry_in == 1
        await watched.synced()
        assert time.monotonic() - began >= 1


async def test_a_server_that_is_back_and_still_starting_is_asked_again_soon(server: DemoServer, client: Client) -> None:
    """Not only after as long as it had been away: "storage is (re)initializing" lasts a second."""
    async with watching(client, pace=replace(QUICK, longest_retry=2.0)) as watched:
        await watched.synced()
        await server.stop()
        await eventually(lambda: any(lost.retry_in > 0.3 for lost in watched.of(Lost)))
        server.faults.add(Refuse(503, "storage is (re)initializing"), resource=CLUSTERS, times=1)
        await server.start(server.port)
        await eventually(lambda: isinstance(watched.of(Lost)[-1].error, ServerFault))
        assert watched.of(Lost)[-1].retry_in < 0.1
        await watched.told(Resumed)


@pytest.mark.parametrize("code", [500, 503, 504])
async def test_a_server_in_trouble_is_asked_again_more_and_more_slowly(
    server: DemoServer, client: Client, code: int
) -> None:
    """Its words are told, and how long we wait."""
    server.faults.add(Refuse(code, "etcd leader changed"), resource=CLUSTERS, times=6)
    async with watching(client) as watched:
        await watched.has("alpha", "beta")
        lost = watched.of(Lost)
        assert {one.error.title for one in lost} == {"etcd leader changed"}
        assert all(isinstance(one.error, ServerFault) for one in lost)
        assert lost[0].retry_in < lost[2].retry_in


async def test_an_error_in_the_stream_is_told(server: DemoServer, storage: Storage, client: Client) -> None:
    """HTTP said 200, the stream says 500: the list was whole, so this is no refusal to stream lists."""
    server.faults.add(ErrorEvent(500, "cacher stopped", after=3), verb="watch", resource=CLUSTERS, times=1)
    async with watching(client) as watched:
        await watched.synced()
        storage.put(cluster("gamma"))
        lost = await watched.told(Lost)
        assert lost.error.title == "cacher stopped"
        await watched.has("alpha", "beta", "gamma")
        assert watched.kinds == ["Synced", "Lost", "Resumed"]
        assert client.traits.streams_lists


async def test_a_server_that_never_answers_is_told_after_the_timeout(server: DemoServer) -> None:
    """It took the request and says nothing."""
    server.faults.add(Silence(), verb="watch", times=1)
    async with connected(server, timeout=0.1) as client, watching(client) as watched:
        lost = await watched.told(Lost)
        assert lost.error.title == "the server does not answer"
        await watched.has("alpha", "beta")


async def test_a_machine_that_slept_connects_again_at_once(
    storage: Storage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connections from before are dead, whatever they look like; all streams of the server begin anew."""
    wall = time.time()
    monkeypatch.setattr(client.connection, "_wakefulness", Wakefulness(lambda: wall))
    async with watching(client) as watched, watching(client, namespace="fleet") as another:
        await watched.synced()
        await another.synced()
        wall += 8 * 3600
        await watched.told(Resumed)
        await another.told(Resumed)
        titles = {lost.error.title for lost in (*watched.of(Lost), *another.of(Lost))}
        assert "this machine was asleep" in titles
        await changed(storage, watched)
        await another.has("alpha", "gamma")


async def test_closing_is_quick_whatever_the_server_does(server: DemoServer) -> None:
    """A stream that is silent, one that waits for its headers, and a request without an answer."""
    async with connected(server) as client, watching(client) as watched:
        await watched.synced()
        server.faults.add(Silence())
        async with watching(client, namespace="fleet"), watching(client, namespace="other"):
            silent = asyncio.create_task(client.version())
            await eventually(lambda: len(server.requests) >= 6)
            began = time.monotonic()
            silent.cancel()
        await client.close()
        assert time.monotonic() - began < 0.5


async def test_a_server_that_is_back_for_one_watch_is_back_for_all(server: DemoServer, client: Client) -> None:
    """Or each would go on waiting for as long as it had made up its mind to."""
    patient = replace(QUICK, first_retry=60.0, longest_retry=60.0)
    async with watching(client, pace=patient) as waits, watching(client, MACHINE, pace=SLOW_TO_RETRY) as tries:
        await waits.synced()
        await tries.synced()
        server.hang_up()
        assert (await waits.told(Lost)).retry_in > 30
        await tries.told(Resumed)
        await waits.told(Resumed)


async def test_a_watch_that_fails_alone_is_not_woken_again_and_again(server: DemoServer, client: Client) -> None:
    """The others are well all the time: that is no news for it."""
    patient = replace(QUICK, first_retry=60.0, longest_retry=60.0)
    async with watching(client, pace=patient) as alone, watching(client, MACHINE, pace=QUICK) as others:
        await alone.synced()
        await others.synced()
        server.faults.add(HangUp(), resource=CLUSTERS)
        server.hang_up()
        for _ in range(5):
            server.hang_up()
            await eventually(lambda: others.kinds[-1] == "Resumed")
            others.changes.append(Lost(Unreachable("looked"), 0.0))
        assert len(alone.of(Lost)) <= 3
