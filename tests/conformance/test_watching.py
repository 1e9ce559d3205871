"""The watch engine against a server: what there is, what changes, what a selector makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import SAMPLE, sample
from tests.eventually import eventually
from tests.raw import MERGE, Events, Json
from wgtui.kube.client import Client
from wgtui.kube.watch import watch
from wgtui.resources.changes import Applied, Change, Deleted, Synced, WatchKey

STREAMING: Json = {"sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}


class Told:
    """What a watch has told so far."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    @property
    def names(self) -> list[str]:
        """Of the objects that are there by what was told."""
        found: set[str] = set()
        for change in self.changes:
            match change:
                case Synced(objects=objects):
                    found = {each.metadata.name for each in objects}
                case Applied(object=each):
                    found.add(each.metadata.name)
                case Deleted(ref=ref):
                    found.discard(ref.name)
        return sorted(found)

    def count(self, kind: type[Change]) -> int:
        return sum(isinstance(change, kind) for change in self.changes)


@asynccontextmanager
async def watching(client: Client, key: WatchKey) -> AsyncIterator[Told]:
    told = Told()

    async def follow() -> None:
        async with aclosing(watch(client, key)) as changes:
            async for change in changes:
                told.changes.append(change)

    task = asyncio.create_task(follow())
    try:
        await eventually(lambda: told.count(Synced) > 0, timeout=20.0)
        yield told
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("streaming", [True, False], ids=["streaming list", "paged list"])
async def test_a_watch_tells_what_is_there_and_what_changes(cluster: Cluster, client: Client, streaming: bool) -> None:
    """The same by a streaming list and by pages."""
    client.traits.streams_lists = streaming
    for name in ("a", "b"):
        await cluster.raw.post(cluster.samples, sample(name))
    async with watching(client, WatchKey(SAMPLE, cluster.namespace)) as told:
        assert told.names == ["a", "b"]
        await cluster.raw.post(cluster.samples, sample("c"))
        await cluster.raw.delete(f"{cluster.samples}/a")
        await eventually(lambda: told.names == ["b", "c"], timeout=20.0)
        assert told.count(Synced) == 1


async def test_an_object_that_leaves_a_selector_is_deleted_for_its_watch(cluster: Cluster, client: Client) -> None:
    """And one that enters it is new."""
    await cluster.raw.post(cluster.samples, sample("in", labels={"team": "red"}))
    await cluster.raw.post(cluster.samples, sample("out", labels={"team": "blue"}))
    async with watching(client, WatchKey(SAMPLE, cluster.namespace, "team=red")) as told:
        assert told.names == ["in"]
        await cluster.raw.patch(f"{cluster.samples}/out", {"metadata": {"labels": {"team": "red"}}}, MERGE)
        await cluster.raw.patch(f"{cluster.samples}/in", {"metadata": {"labels": {"team": None}}}, MERGE)
        await eventually(lambda: told.names == ["out"], timeout=20.0)


async def test_one_object_is_watched_by_its_name(cluster: Cluster, client: Client) -> None:
    """By a field selector; others are not told."""
    for name in ("a", "b"):
        await cluster.raw.post(cluster.samples, sample(name))
    async with watching(client, WatchKey(SAMPLE, cluster.namespace, fields="metadata.name=a")) as told:
        await cluster.raw.patch(f"{cluster.samples}/b", {"spec": {"size": 2}}, MERGE)
        await cluster.raw.patch(f"{cluster.samples}/a", {"spec": {"size": 2}}, MERGE)
        await eventually(lambda: told.count(Applied) > 0, timeout=20.0)
        assert told.names == ["a"]


async def opening(events: Events) -> tuple[str, Json]:
    """The first event of a streaming list; skips where the server does none."""
    if events.status != 200:
        pytest.skip(f"this server does no streaming lists: HTTP {events.status}")
    kind, body = await events.next()
    if kind == "ERROR":
        pytest.skip(f"this server does no streaming lists: {body['message']}")
    return kind, body


async def test_a_streaming_list_ends_with_an_annotated_bookmark(cluster: Cluster) -> None:
    """It carries the version to go on from."""
    await cluster.raw.post(cluster.samples, sample("a"))
    async with cluster.raw.watch(cluster.samples, **STREAMING) as events:
        kind, body = await opening(events)
        assert (kind, body["metadata"]["name"]) == ("ADDED", "a")
        kind, bookmark = await events.next()
        assert kind == "BOOKMARK"
        assert bookmark["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}
        assert int(bookmark["metadata"]["resourceVersion"]) > 0
        assert bookmark["kind"] == "Sample"


async def test_a_watch_goes_on_from_a_version(cluster: Cluster) -> None:
    """Nothing before it is told, everything after it is, in order."""
    await cluster.raw.post(cluster.samples, sample("before"))
    version = (await cluster.raw.get(cluster.samples)).metadata["resourceVersion"]
    await cluster.raw.post(cluster.samples, sample("after"))
    await cluster.raw.patch(f"{cluster.samples}/after", {"spec": {"size": 5}}, MERGE)
    await cluster.raw.delete(f"{cluster.samples}/before")
    async with cluster.raw.watch(cluster.samples, resourceVersion=version) as events:
        assert await events.take(3) == [("ADDED", "after"), ("MODIFIED", "after"), ("DELETED", "before")]


async def test_the_version_of_a_deletion_is_that_of_the_deletion(cluster: Cluster) -> None:
    """So that who goes on from it hears of it no second time."""
    made = await cluster.raw.post(cluster.samples, sample("a"))
    version = made.metadata["resourceVersion"]
    async with cluster.raw.watch(cluster.samples, resourceVersion=version) as events:
        await cluster.raw.delete(f"{cluster.samples}/a")
        kind, body = await events.next()
        assert kind == "DELETED"
        assert int(body["metadata"]["resourceVersion"]) > int(version)


async def test_a_watch_ends_when_its_time_is_up(cluster: Cluster) -> None:
    """Quietly: no error, no event."""
    version = (await cluster.raw.get(cluster.samples)).metadata["resourceVersion"]
    async with cluster.raw.watch(cluster.samples, resourceVersion=version, timeoutSeconds="1") as events:
        assert [kind for kind, _ in await events.rest() if kind != "BOOKMARK"] == []


async def test_a_watch_of_metadata_alone(cluster: Cluster) -> None:
    """Every event in the form that was asked for."""
    await cluster.raw.post(cluster.samples, sample("a"))
    accept = {"Accept": "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"}
    async with cluster.raw.watch(cluster.samples, headers=accept, **STREAMING) as events:
        for _, body in (await opening(events), await events.next()):
            assert (body["kind"], body["apiVersion"]) == ("PartialObjectMetadata", "meta.k8s.io/v1")
            assert "spec" not in body
