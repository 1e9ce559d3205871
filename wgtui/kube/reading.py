"""One kind on one server, over one connection: the whole list, then what changes, until the connection ends."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing

from wgtui.errors import Gone, Invalid, KubeError, ServerFault, Unreachable
from wgtui.kube.arriving import arriving
from wgtui.kube.client import Client, selectors
from wgtui.kube.collecting import Collection
from wgtui.kube.events import RARE, Bookmark, EventDecoder, Found, Removed
from wgtui.kube.pace import Pace, Slices
from wgtui.kube.pages import pages
from wgtui.kube.paths import collection_path
from wgtui.kube.requests import Request
from wgtui.resources.changes import Applied, Change, Deleted, Resumed, Synced, WatchKey
from wgtui.resources.sharing import share

Query = tuple[tuple[str, str], ...]

FOLLOWING: Query = (("watch", "true"), ("allowWatchBookmarks", "true"))

STREAMING_LIST: Query = (*FOLLOWING, ("sendInitialEvents", "true"), ("resourceVersionMatch", "NotOlderThan"))

REFUSALS = (400, 405, 422, 500)
"""Codes that may mean that the server does no streaming lists: 500 where its etcd is too old for them."""

PAGING_TRIES = 3
"""How often a list is begun again when the server forgets it half-way."""


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
        async with aclosing(pages(self._client.connection, self.path, (), page=1)) as found:
            newest = (await anext(found)).metadata.resource_version
        self._check_not_before(newest)

    async def _streaming_list(self) -> AsyncGenerator[Change, None]:
        try:
            async with aclosing(self._arriving(STREAMING_LIST, is_first=True)) as batches:
                for change in await self._initial(batches):
                    yield change
                async for change in self._live(batches):
                    yield change
        except (Invalid, ServerFault) as error:
            if self.resource_version or error.code not in REFUSALS:
                raise
            raise _Refused from error

    async def _list_and_follow(self) -> AsyncGenerator[Change, None]:
        for change in await self._paged_list():
            yield change
        async with aclosing(self._follow(False)) as found:
            async for change in found:
                yield change

    async def _follow(self, is_lost: bool) -> AsyncGenerator[Change, None]:
        query = (*FOLLOWING, ("resourceVersion", self.resource_version))
        async with aclosing(self._arriving(query, is_first=False)) as batches:
            async for change in self._live(batches, is_lost):
                yield change

    async def _initial(self, batches: AsyncIterator[list[Found]]) -> Iterator[Change]:
        """What is there, once the server has said that this is all."""
        collection = Collection()
        looked, known = time.monotonic(), 0
        async for batch in batches:
            for found in batch:
                if isinstance(found, Bookmark):
                    if not found.ends_initial:
                        raise _Refused
                    return self._whole(collection, found.version)
                collection.take(found)
            if time.monotonic() - looked > self._pace.quiet:
                if len(collection) - known < self._pace.trickle:
                    raise _Refused
                looked, known = time.monotonic(), len(collection)
        raise Unreachable("the stream ended before the list was whole", self._client.login.server)

    async def _paged_list(self) -> Iterator[Change]:
        for tries_left in reversed(range(PAGING_TRIES)):
            collection = Collection()
            version = ""
            try:
                async with aclosing(pages(self._client.connection, self.path, self._selectors)) as found:
                    async for page in found:
                        version = page.metadata.resource_version
                        with Slices() as slices:
                            for item in page.items or ():
                                collection.take(self._decoder.item(item))
                                if slices.is_over():
                                    await slices.rest()
            except Gone:
                if not tries_left:
                    raise
                continue
            return self._whole(collection, version)
        raise AssertionError("unreachable")

    def _whole(self, collection: Collection, version: str) -> Iterator[Change]:
        self.resource_version = version
        yield Synced(list(collection.objects.values()), version)
        yield from collection.skipped

    async def _live(self, batches: AsyncIterator[list[Found]], is_lost: bool = False) -> AsyncGenerator[Change, None]:
        async for batch in batches:
            if is_lost and not (batch and isinstance(batch[0], KubeError)):
                # Not before something came or a while passed: the first line may be that the version is too old.
                is_lost = False
                yield Resumed()
            for found in batch:
                if not isinstance(found, RARE):
                    self._advance(found.metadata.resource_version)
                    share(found)
                    yield Applied(found)
                elif isinstance(found, Removed):
                    self._advance(found.version)
                    yield Deleted(found.ref)
                elif isinstance(found, Bookmark):
                    self._advance(found.version)
                elif isinstance(found, KubeError):
                    raise found
                else:
                    yield found

    def _advance(self, version: str) -> None:
        if version:
            self._check_not_before(version)
            self.resource_version = version

    def _check_not_before(self, version: str) -> None:
        if _is_before(version, self.resource_version):
            raise Gone("the server went back in time", "it was restored from a backup; reading everything anew", 410)

    def _arriving(self, query: Query, *, is_first: bool) -> AsyncGenerator[list[Found], None]:
        timeout = ("timeoutSeconds", str(random.randint(*self._pace.stream)))
        request = Request(self.path, query=(*query, *self._selectors, timeout))
        return arriving(self._client.connection, request, self._decoder, self._pace, is_first=is_first)


def _is_before(version: str, seen: str) -> bool:
    """Versions are numbers on every server there is; what is no number cannot be compared."""
    return version.isdecimal() and seen.isdecimal() and int(version) < int(seen)
