"""One kind on one server, over one connection: the whole list, then what changes, until the connection ends."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing

import aiohttp
import msgspec

from wgtui.errors import Gone, Invalid, KubeError, ServerFault, Unreachable
from wgtui.kube.client import Client, selectors
from wgtui.kube.events import Bookmark, Event, EventDecoder
from wgtui.kube.lines import LineReader
from wgtui.kube.pace import Pace, Slices
from wgtui.kube.pages import pages
from wgtui.kube.paths import collection_path
from wgtui.resources.changes import Applied, Change, Deleted, Resumed, Skipped, Synced, WatchKey
from wgtui.resources.meta import KubeObject, ObjectRef

Query = tuple[tuple[str, str], ...]

STREAMING_LIST: Query = (
    ("watch", "true"),
    ("allowWatchBookmarks", "true"),
    ("sendInitialEvents", "true"),
    ("resourceVersionMatch", "NotOlderThan"),
)

FOLLOWING: Query = (("watch", "true"), ("allowWatchBookmarks", "true"))

REFUSALS = (400, 405, 422, 500)
"""Codes that may mean that the server does no streaming lists: 500 where its etcd is too old for them."""

PAGING_TRIES = 3
"""How often a list is begun again when the server forgets it half-way."""

NOTHING = "-"
"""No object can have this name: a streaming list of it is one bookmark with the server's version."""


class _Refused(Exception):
    """The server does no streaming lists."""


class Reading:
    """Where a watch stands: `resource_version` is empty until the list is whole, and again once it is too old."""

    def __init__(self, client: Client, key: WatchKey, version: str, pace: Pace) -> None:
        self.resource_version = ""
        self.path = collection_path(key.kind, version, key.namespace)
        self._client = client
        self._selectors = selectors(key.selector, key.fields)
        self._pace = pace
        self._decoder = EventDecoder(key.kind)

    async def changes(self, is_lost: bool) -> AsyncGenerator[Change, None]:
        """Until the server ends the stream; raises what ends it otherwise. `is_lost`: Resumed is to be told."""
        if self.resource_version:
            first = self._follow(is_lost)
        elif self._client.traits.streams_lists:
            first = self._streaming_list()
        else:
            first = self._list_and_follow()
        try:
            async with aclosing(first) as found:
                async for change in found:
                    yield change
        except _Refused:
            async with aclosing(self._list_and_follow()) as found:
                async for change in found:
                    # Not before: a server in trouble may refuse everything for a while.
                    self._client.traits.streams_lists = False
                    yield change

    async def check_history(self) -> None:
        """Raises Gone where the server is older than what we have seen: it was restored from a backup.

        A watch from a version yet to come is accepted and stays silent, so that what is gone would stay on screen.
        """
        if _is_before(await self._newest(), self.resource_version):
            raise Gone("the server went back in time", "it was restored from a backup; reading everything anew", 410)

    async def _newest(self) -> str:
        if not self._client.traits.streams_lists:
            async with aclosing(pages(self._client.connection, self.path, self._selectors, page=1)) as found:
                return (await anext(found)).metadata.resource_version
        query = (*STREAMING_LIST, ("fieldSelector", f"metadata.name={NOTHING}"), ("timeoutSeconds", "30"))
        async with (
            self._client.stream(self.path, query) as content,
            aclosing(self._events(content)) as events,
            asyncio.timeout(self._pace.quiet),
        ):
            event = await anext(events, None)
        if event is not None and isinstance(event.what, KubeError):
            raise event.what
        return event.version if event is not None else ""

    async def _streaming_list(self) -> AsyncGenerator[Change, None]:
        query = (*STREAMING_LIST, *self._selectors, self._timeout())
        try:
            async with self._client.stream(self.path, query) as content, aclosing(self._events(content)) as events:
                async for change in self._initial(events):
                    yield change
                async for change in self._live(events):
                    yield change
        except (Invalid, ServerFault) as error:
            if self.resource_version or error.code not in REFUSALS:
                raise
            raise _Refused from error

    async def _list_and_follow(self) -> AsyncGenerator[Change, None]:
        async for change in self._paged_list():
            yield change
        async with aclosing(self._follow(False)) as found:
            async for change in found:
                yield change

    async def _follow(self, is_lost: bool) -> AsyncGenerator[Change, None]:
        query = (*FOLLOWING, ("resourceVersion", self.resource_version), *self._selectors, self._timeout())
        async with self._client.stream(self.path, query) as content, aclosing(self._events(content)) as events:
            async for change in self._live(events, is_lost):
                yield change

    async def _initial(self, events: AsyncIterator[Event | None]) -> AsyncGenerator[Change, None]:
        """Collects what is there until the server says that this was all."""
        objects: dict[ObjectRef, KubeObject] = {}
        skipped: list[Skipped] = []
        last_object = time.monotonic()
        async for event in events:
            match event.what if event is not None else None:
                case Applied(object=found):
                    objects[found.metadata.ref] = found
                    last_object = time.monotonic()
                case Deleted(ref=ref):
                    objects.pop(ref, None)
                case Skipped() as reason:
                    skipped.append(reason)
                case Bookmark(ends_initial=True):
                    assert event is not None
                    for change in self._whole(objects, skipped, event.version):
                        yield change
                    return
                case Bookmark():
                    raise _Refused
                case KubeError() as error:
                    raise error
                case None if time.monotonic() - last_object > self._pace.quiet:
                    raise _Refused
        raise Unreachable("the stream ended before the list was whole", self._client.login.server)

    async def _paged_list(self) -> AsyncGenerator[Change, None]:
        for tries_left in reversed(range(PAGING_TRIES)):
            objects: dict[ObjectRef, KubeObject] = {}
            skipped: list[Skipped] = []
            version = ""
            try:
                async with aclosing(pages(self._client.connection, self.path, self._selectors)) as found:
                    async for page in found:
                        version = page.metadata.resource_version
                        await self._take(page.items or [], objects, skipped)
            except Gone:
                if not tries_left:
                    raise
                continue
            for change in self._whole(objects, skipped, version):
                yield change
            return

    async def _take(
        self, items: Sequence[msgspec.Raw], objects: dict[ObjectRef, KubeObject], skipped: list[Skipped]
    ) -> None:
        with Slices() as slices:
            for item in items:
                found = self._decoder.applied(item)
                if isinstance(found, Skipped):
                    skipped.append(found)
                else:
                    objects[found.object.metadata.ref] = found.object
                if slices.is_over():
                    await slices.rest()

    def _whole(self, objects: dict[ObjectRef, KubeObject], skipped: list[Skipped], version: str) -> Iterator[Change]:
        self.resource_version = version
        yield Synced(list(objects.values()), version)
        yield from skipped

    async def _live(self, events: AsyncIterator[Event | None], is_lost: bool = False) -> AsyncGenerator[Change, None]:
        async for event in events:
            what = event.what if event is not None else None
            if isinstance(what, KubeError):
                raise what
            if is_lost:
                # Not before something came or a while passed: the first line may be that the version is too old.
                is_lost = False
                yield Resumed()
            if event is not None:
                self._advance(event.version)
            if what is not None and not isinstance(what, Bookmark):
                yield what

    def _advance(self, version: str) -> None:
        if not version:
            return
        if _is_before(version, self.resource_version):
            raise Gone("the server went back in time", "it was restored from a backup; reading everything anew", 410)
        self.resource_version = version

    async def _events(self, content: aiohttp.StreamReader) -> AsyncGenerator[Event | None, None]:
        """Decoded lines; None now and then while nothing comes."""
        lines = LineReader(content)
        began = heard = time.monotonic()
        while True:
            # Watched closely at first, while Resumed or the end of the list is waited for.
            is_young = time.monotonic() - began < 2 * self._pace.quiet
            try:
                some = await lines.read(self._pace.grace if is_young else self._pace.look)
            except TimeoutError:
                await self._check_awake(heard)
                yield None
                continue
            if not some:
                return
            heard = time.monotonic()
            with Slices() as slices:
                for line in some:
                    yield self._decoder.event(line)
                    if slices.is_over():
                        await slices.rest()

    async def _check_awake(self, heard: float) -> None:
        await self._client.connection.check_awake()
        if time.monotonic() - heard > self._pace.silent:
            raise Unreachable("the stream fell silent", f"{self._client.login.server}: not a word for minutes")

    def _timeout(self) -> tuple[str, str]:
        return ("timeoutSeconds", str(random.randint(*self._pace.stream)))


def _is_before(version: str, seen: str) -> bool:
    """Versions are numbers on every server there is; what is no number cannot be compared."""
    return version.isdecimal() and seen.isdecimal() and int(version) < int(seen)
