"""The switchboard: each fault, as a client meets it."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from tests.demo.served import GITOPS, asking, gitops_cluster
from tests.eventually import eventually
from tests.raw import MERGE, Json, Raw
from wgtui.demo.faults import (
    CutLine,
    Delay,
    Effect,
    ErrorEvent,
    HangUp,
    Huge,
    Malformed,
    NoStreamingList,
    Refuse,
    Silence,
    Slow,
    Way,
)
from wgtui.demo.server import DemoServer
from wgtui.demo.storage import Storage

STREAMING: Json = {"sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}
ANYTHING = (aiohttp.ClientError, asyncio.TimeoutError, ConnectionError)


@pytest.fixture
def storage(server: DemoServer) -> Storage:
    """Of the management cluster, with three objects."""
    found = server.clusters["management"]
    for name in ("a", "b", "c"):
        found.put(gitops_cluster(name))
    return found


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (410, "Expired"),
        (429, "TooManyRequests"),
        (500, "InternalError"),
        (503, "ServiceUnavailable"),
        (504, "Timeout"),
    ],
)
async def test_a_refusal_is_a_status(server: DemoServer, admin: Raw, code: int, reason: str) -> None:
    """With the reason of its code."""
    server.faults.add(Refuse(code))
    answer = await admin.get(GITOPS)
    assert (answer.status, answer.json["code"], answer.json["reason"]) == (code, code, reason)


async def test_too_many_requests_say_when_to_come_back(server: DemoServer, admin: Raw) -> None:
    """In the header and in the Status."""
    server.faults.add(Refuse(429, retry_after=7))
    answer = await admin.get(GITOPS)
    assert (answer.headers["Retry-After"], answer.json["details"]["retryAfterSeconds"]) == ("7", 7)


@pytest.mark.usefixtures("storage")
async def test_a_fault_meets_only_what_it_is_for(server: DemoServer) -> None:
    """By verb, resource, namespace, token and cluster."""
    server.add_cluster("leaf")
    asked: Json = {
        "verb": "list",
        "resource": "gitopsclusters.gitops.weave.works",
        "namespace": "default",
        "token": "viewer",
    }
    server.faults.add(Refuse(503), cluster="management", **asked)
    async with asking(server, "viewer") as viewer, asking(server) as admin, asking(server, "viewer", "leaf") as leaf:
        assert (await viewer.get(GITOPS)).status == 503
        assert (await viewer.get(f"{GITOPS}/a")).status == 200
        assert (await viewer.get(GITOPS.replace("/namespaces/default", ""))).status == 200
        assert (await viewer.get("/api/v1/namespaces/default/configmaps")).status == 200
        assert (await admin.get(GITOPS)).status == 200
        assert (await leaf.get("/api/v1/namespaces/default/configmaps")).status == 200


async def test_a_fault_is_counted_and_wears_off(server: DemoServer, admin: Raw) -> None:
    """After so many requests, or when it is cleared."""
    twice = server.faults.add(Refuse(500), times=2)
    for_ever = server.faults.add(Refuse(503), verb="list")
    codes = [(await admin.get(GITOPS)).status for _ in range(3)]
    assert (codes, twice.met, for_ever.met) == ([500, 500, 503], 2, 3)
    server.faults.clear(for_ever)
    assert (await admin.get(GITOPS)).status == 200


async def test_an_answer_comes_late(server: DemoServer, admin: Raw) -> None:
    """But whole."""
    server.faults.add(Delay(0.2))
    began = time.monotonic()
    assert (await admin.get(GITOPS)).status == 200
    assert time.monotonic() - began >= 0.2


async def test_a_silent_server_never_answers(server: DemoServer, admin: Raw) -> None:
    """The request is taken; who waits waits for ever."""
    silent = server.faults.add(Silence())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await admin.get(GITOPS)
    assert silent.met == 1


@pytest.mark.parametrize("after_headers", [False, True])
async def test_the_server_hangs_up(server: DemoServer, admin: Raw, after_headers: bool) -> None:
    """Before the answer or within it."""
    server.faults.add(HangUp(after_headers))
    with pytest.raises(ANYTHING):
        await admin.get(GITOPS)
    server.faults.clear()
    assert (await admin.get(GITOPS)).status == 200


@pytest.mark.usefixtures("storage")
async def test_a_stream_is_cut_in_the_middle_of_a_line(server: DemoServer, admin: Raw) -> None:
    """Two whole events, half of the third."""
    server.faults.add(CutLine(after=2), verb="watch")
    async with admin.watch(GITOPS, **STREAMING) as events:
        assert await events.take(2) == [("ADDED", "a"), ("ADDED", "b")]
        with pytest.raises((*ANYTHING, ValueError)):
            await events.next()


@pytest.mark.usefixtures("storage")
async def test_a_stream_ends_with_an_error_event(server: DemoServer, admin: Raw) -> None:
    """Gone in mid-stream."""
    server.faults.add(ErrorEvent(410, "too old resource version: 5 (9)", after=1), verb="watch")
    async with admin.watch(GITOPS, **STREAMING) as events:
        (first, _), (second, status) = await events.rest()
    assert (first, second) == ("ADDED", "ERROR")
    assert (status["code"], status["reason"], status["message"]) == (410, "Expired", "too old resource version: 5 (9)")


@pytest.mark.usefixtures("storage")
async def test_a_slow_stream_crawls(server: DemoServer, admin: Raw) -> None:
    """So many bytes a second, no more."""
    size = len((await admin.get(GITOPS)).text)
    server.faults.add(Slow(size * 4))
    began = time.monotonic()
    assert (await admin.get(GITOPS)).names == ["a", "b", "c"]
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    ("way", "code", "reason"), [(Way.BAD_REQUEST, 400, "BadRequest"), (Way.INVALID, 422, "Invalid")]
)
async def test_a_streaming_list_is_refused(server: DemoServer, admin: Raw, way: Way, code: int, reason: str) -> None:
    """By servers that do not know it, or have it switched off; a plain watch is not."""
    server.faults.add(NoStreamingList(way))
    answer = await admin.get(GITOPS, watch="true", **STREAMING)
    assert (answer.status, answer.json["reason"]) == (code, reason)
    plain = await admin.get(GITOPS, watch="true", timeoutSeconds="1", resourceVersion="999999")
    assert plain.status == 200


async def test_a_streaming_list_is_refused_within_the_stream(server: DemoServer, admin: Raw) -> None:
    """Where the storage is too old for it."""
    server.faults.add(NoStreamingList(Way.ERROR_EVENT))
    async with admin.watch(GITOPS, **STREAMING) as events:
        ((kind, status),) = await events.rest()
    assert (events.status, kind, status["code"], status["reason"]) == (200, "ERROR", 500, "InternalError")
    assert "RequestWatchProgress is disabled" in status["message"]


@pytest.mark.usefixtures("storage")
async def test_a_server_that_knows_no_streaming_list_ignores_it(server: DemoServer, admin: Raw) -> None:
    """The objects come, but nobody says that these were all."""
    server.faults.add(NoStreamingList(Way.IGNORED))
    async with admin.watch(GITOPS, **STREAMING, timeoutSeconds="1") as events:
        assert [kind for kind, _ in await events.rest()] == ["ADDED", "ADDED", "ADDED"]


@pytest.mark.parametrize(("effect", "size"), [(Malformed(), 0), (Huge(5_000_000), 5_000_000)], ids=["bad", "huge"])
@pytest.mark.usefixtures("storage")
async def test_an_object_that_does_not_belong_comes_first(
    server: DemoServer, admin: Raw, effect: Effect, size: int
) -> None:
    """In a list and in a watch, before those that do."""
    server.faults.add(effect)
    listed = await admin.get(GITOPS)
    assert listed.names[1:] == ["a", "b", "c"]
    assert len(listed.text) > size
    async with admin.watch(GITOPS, **STREAMING) as events:
        _, first = await events.next()
        assert first["metadata"]["name"] in ("malformed", "huge")
        assert await events.take(1) == [("ADDED", "a")]


async def test_a_restored_server_is_older_than_what_was_seen(storage: Storage, admin: Raw) -> None:
    """Every object has a lower version, and every watch has ended."""
    for _ in range(50):
        storage.put(gitops_cluster("a", secretRef={"name": f"k{storage.version}"}))
    before = int((await admin.get(GITOPS)).metadata["resourceVersion"])
    async with admin.watch(GITOPS, resourceVersion=str(before)) as events:
        storage.rebuild()
        assert await events.rest() == []
    after = await admin.get(GITOPS)
    assert (after.names, int(after.metadata["resourceVersion"]) < before) == (["a", "b", "c"], True)


async def test_a_server_that_was_away_comes_back_with_all_it_held(
    server: DemoServer, storage: Storage, admin: Raw
) -> None:
    """Under the same address."""
    version = storage.version
    async with admin.watch(GITOPS, resourceVersion=str(version)) as events:
        await server.stop()
        with pytest.raises((*ANYTHING, StopAsyncIteration)):
            await events.next()
    with pytest.raises(ANYTHING):
        await admin.get(GITOPS)
    await server.start(server.port)
    assert (await admin.get(GITOPS)).names == ["a", "b", "c"]


async def test_connections_are_cut_on_demand(server: DemoServer, admin: Raw) -> None:
    """All of them; new ones are welcome."""
    async with admin.watch(GITOPS, resourceVersion="999999") as events:
        server.hang_up()
        with pytest.raises((*ANYTHING, StopAsyncIteration)):
            await events.next()
    assert (await admin.get(GITOPS)).status == 200


async def test_a_quiet_watch_sends_bookmarks_alone() -> None:
    """Now and then, so that who reads it knows it lives."""
    demo = DemoServer(bookmark_every=0.05)
    await demo.start()
    try:
        async with (
            asking(demo) as admin,
            admin.watch(
                GITOPS, resourceVersion=str(demo.clusters["management"].version), allowWatchBookmarks="true"
            ) as events,
        ):
            for _ in range(2):
                kind, body = await events.next()
                assert (kind, body["kind"]) == ("BOOKMARK", "GitopsCluster")
    finally:
        await demo.stop()


async def test_what_was_asked_is_on_record(server: DemoServer, storage: Storage, admin: Raw) -> None:
    """Verb, resource, status and size: tests prove by it what a client does."""
    await admin.get(GITOPS)
    await admin.patch(f"{GITOPS}/a", {"metadata": {"labels": {"x": "y"}}}, MERGE)
    await admin.get(f"{GITOPS}/absent")
    lines = [
        (line.verb, line.status, line.user) for line in server.requests.of(resource="gitopsclusters.gitops.weave.works")
    ]
    assert lines == [("list", 200, "admin"), ("patch", 200, "admin"), ("get", 404, "admin")]
    async with admin.watch(GITOPS, resourceVersion=str(storage.version)):
        assert [line.verb for line in server.requests.open_watches()] == ["watch"]
    await eventually(lambda: not server.requests.open_watches())


async def test_a_backup_knows_nothing_of_what_came_after(storage: Storage, admin: Raw) -> None:
    """Objects, contents and versions are those of then."""
    backup = storage.backup()
    storage.put(gitops_cluster("later"))
    storage.put(gitops_cluster("a", secretRef={"name": "other"}))
    storage.remove("gitopsclusters.gitops.weave.works", "default", "b")
    storage.restore(backup)
    listed = await admin.get(GITOPS)
    assert (listed.names, listed.metadata["resourceVersion"]) == (["a", "b", "c"], str(backup.version))
    assert listed.json["items"][0]["spec"] == {"secretRef": {"name": "a-kubeconfig"}}
