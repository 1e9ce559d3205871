"""WATCH: what is there now, then every change, until the client or the time limit ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from wgtui.demo.answers import Json, too_old
from wgtui.demo.call import Call
from wgtui.demo.collection import candidates
from wgtui.demo.etcd import renumbered
from wgtui.demo.faults import Refuse, Way
from wgtui.demo.forms import Form, form_of
from wgtui.demo.history import Change
from wgtui.demo.options import ListOptions, read_options
from wgtui.demo.spoiling import ConnectionCut, hang_up, intruder, spoil
from wgtui.demo.stored import Stored, encode

BATCH_BYTES = 256 * 1024
BOOKMARK_EVERY = 60.0
NO_PROGRESS = (
    "a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled"
)
INITIAL_EVENTS_END = {"k8s.io/initial-events-end": "true"}


async def watch_objects(call: Call) -> web.StreamResponse:
    """Bad options are refused before the stream; a version too old is an ERROR event within it."""
    options = read_options(call)
    stream = Stream(call, options, form_of(call))
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Cache-Control": "no-cache, private"})
    await response.prepare(call.request)
    call.line.status = response.status
    try:
        async for piece in spoil(stream.pieces(), call.effects):
            await response.write(piece)
            call.line.sent += len(piece)
    except ConnectionCut:
        hang_up(call.request)
    return response


def event_line(kind: str, body: bytes) -> bytes:
    return b'{"type":"%s","object":%s}\n' % (kind.encode(), body)


@dataclass
class Stream:
    """One watch: `cursor` is the version up to which the client has been told everything."""

    call: Call
    options: ListOptions
    form: Form
    cursor: int = 0
    bookmark_every: float = BOOKMARK_EVERY
    headed: bool = True

    async def pieces(self) -> AsyncIterator[bytes]:
        """Batches of whole lines."""
        self.bookmark_every = self.call.bookmark_every
        history = self.call.storage.collection(self.call.kind.resource).history
        wrong = intruder(self.call.effects)
        if wrong is not None:
            yield event_line("ADDED", wrong)
        if self.options.initial_events and self.call.effects.refuses_streaming(Way.ERROR_EVENT):
            yield event_line("ERROR", encode(Refuse(500, NO_PROGRESS).refusal().status()))
            return
        if self._wants_initial():
            self.cursor = self.call.storage.version
            for batch in batches(self._initial_lines()):
                yield batch
                await asyncio.sleep(0)
        else:
            self.cursor = self.options.version or self.call.storage.version
            if self.cursor < history.floor:
                yield event_line("ERROR", encode(too_old(self.cursor, history.floor).status()))
                return
        async for batch in self._changes():
            yield batch

    def _wants_initial(self) -> bool:
        if self.options.initial_events is not None:
            return self.options.initial_events
        return not self.options.version

    def _initial_lines(self) -> Iterator[bytes]:
        collection = self.call.storage.collection(self.call.kind.resource)
        for stored in candidates(collection, self.call.namespace, self.options.selector):
            if self._selects(stored):
                yield self._event("ADDED", stored)
        if self.options.initial_events and self.options.bookmarks:
            yield self._bookmark(INITIAL_EVENTS_END)

    async def _changes(self) -> AsyncIterator[bytes]:
        storage, resource = self.call.storage, self.call.kind.resource
        epoch = storage.epoch
        ends = monotonic() + self.options.timeout if self.options.timeout else None
        with storage.waiting(resource) as woken:
            while storage.epoch == epoch and resource in storage.kinds:
                woken.clear()
                history = storage.collection(resource).history
                if self.cursor < history.floor and history.since(self.cursor):
                    return
                for batch in batches(self._lines(history.since(self.cursor))):
                    yield batch
                if woken.is_set():
                    continue
                if not await _wait(woken, ends, self.bookmark_every):
                    if ends is not None and monotonic() >= ends:
                        return
                    if self.options.bookmarks:
                        self.cursor = max(self.cursor, storage.version)
                        yield self._bookmark({})

    def _lines(self, changes: Iterable[Change]) -> Iterator[bytes]:
        for change in changes:
            self.cursor = change.version
            line = self._line(change)
            if line is not None:
                yield line

    def _line(self, change: Change) -> bytes | None:
        """An object that leaves the selector is deleted for this client, one that enters is new."""
        before = change.before if self._selects(change.before) else None
        if change.now is not None and self._selects(change.now):
            return self._event("MODIFIED" if before else "ADDED", change.now)
        if before is not None:
            return self._event("DELETED", renumbered(before, change.version))
        return None

    def _selects(self, stored: Stored | None) -> bool:
        if stored is None or self.call.namespace not in ("", stored.namespace):
            return False
        return not self.options.selector or self.options.selector.matches(stored)

    def _event(self, kind: str, stored: Stored) -> bytes:
        if not self.form.is_table:
            return event_line(kind, self.form.body(stored))
        form, version = self.form.at(self.call.storage.now()), {"resourceVersion": str(stored.version)}
        body = form.table((stored,), version, headed=self.headed)
        self.headed = False
        return event_line(kind, body)

    def _bookmark(self, annotations: dict[str, str]) -> bytes:
        metadata: Json = {"resourceVersion": str(self.cursor)}
        if annotations:
            metadata = {"annotations": annotations} | metadata
        return event_line("BOOKMARK", encode(self.form.bookmark(metadata)))


async def _wait(woken: asyncio.Event, ends: float | None, at_most: float) -> bool:
    """Whether something changed in time."""
    left = at_most if ends is None else min(at_most, max(0.0, ends - monotonic()))
    try:
        async with asyncio.timeout(left):
            await woken.wait()
    except TimeoutError:
        return False
    return True


def batches(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines joined to writes of a size that keeps the socket busy."""
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= BATCH_BYTES:
            yield b"".join(batch)
            batch, size = [], 0
    if batch:
        yield b"".join(batch)
