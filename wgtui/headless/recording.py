"""`wgtui record`: the watches of the fleet, written to a file until they are to end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import msgspec

from wgtui.errors import KubeError
from wgtui.headless.clock import utc_now
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.recording.entries import Entry, Header
from wgtui.recording.whole import RECORDED, Whole, harmless
from wgtui.recording.writing import Tape
from wgtui.resources.changes import Applied, Change, Deleted, Denied, Lost, Resumed, Synced, WatchKey
from wgtui.resources.kinds import Kind
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.verbs import Record
from wgtui.watching import Watching

BEAT = 1.0
"""Seconds between two flushes: a recorder that is killed loses no more."""

_encode = msgspec.json.Encoder().encode


class RecordingStore(Store):
    """Keeps what the watches tell, as every store does, and writes what differs."""

    def __init__(self, tape: Tape, versions: dict[Kind[Any], str], tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tape = tape
        self._versions = versions
        self._tell = tell
        self._began = time.monotonic()
        self._served: set[Kind[Any]] = set()
        self._told: set[str] = set()

    @property
    def at(self) -> float:
        """Seconds since it began."""
        return round(time.monotonic() - self._began, 3)

    def apply(self, key: WatchKey, change: Change, now: float) -> None:
        super().apply(key, change, now)
        kind, resource = key.kind, key.kind.resource
        match change:
            case Synced(objects):
                self._serve(kind)
                found = tuple(_written(kind, one) for one in objects)
                self._tape.add(Entry(self.at, "sync", resource, found, key.namespace))
            case Applied(found):
                self._tape.add(Entry(self.at, "apply", resource, (_written(kind, found),)))
            case Deleted(ref):
                self._tape.add(Entry(self.at, "delete", resource, namespace=ref.namespace, name=ref.name))
            case Lost(error) | Denied(error):
                self._tell_once(f"{kind.plural}: {error.title}")
            case Resumed():
                self._told.clear()

    def _serve(self, kind: Kind[Any]) -> None:
        if kind not in self._served:
            self._served.add(kind)
            version = self._versions.get(kind, kind.versions[0])
            entry = Entry(self.at, "serve", kind.resource, kind=kind.kind, version=version, namespaced=kind.namespaced)
            self._tape.add(entry)

    def _tell_once(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            self._tell(words)


def _written(kind: Kind[Any], found: Any) -> msgspec.Raw:
    assert isinstance(found, Whole)
    return msgspec.Raw(_encode(harmless(kind, found)))


async def record(command: Record, connect: Connect, output: Output) -> int:
    """0 when it was ended, by ^c or as was asked for; raises WgtuiError where it could not begin."""
    async with connect(command.config) as client:
        header = Header(utc_now(), context=client.login.context, server=await client.version())
        versions = await _versions(client)
        tape = Tape(Path(command.file), header, command.size)
        store = RecordingStore(tape, versions, output.warn)
        output.words(f"recording to {command.file}, ^c ends it")
        try:
            why = await _until_ended(client, store, tape, command)
        finally:
            tape.close(store.at)
    output.words(f"{why}: {tape.entries:,} changes of {store.at:.0f} s in {_size(tape.size)}")
    return 0


async def _versions(client: Client) -> dict[Kind[Any], str]:
    """Of the kinds that are served, the version they are read in."""
    versions: dict[Kind[Any], str] = {}
    for kind in RECORDED:
        with suppress(KubeError):
            versions[kind] = await client.version_of(kind)
    return versions


async def _until_ended(client: Client, store: RecordingStore, tape: Tape, command: Record) -> str:
    """Why it ended."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    namespaces = (command.config.namespace,) if command.config.namespace else None
    watching = Watching(client, store, namespaces)
    with ExitStack() as leases:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, ended.set)
            leases.callback(loop.remove_signal_handler, number)
        for kind in RECORDED:
            leases.enter_context(watching.hold(kind))
        running = asyncio.ensure_future(watching.run())
        try:
            return await _flushing(running, ended, tape, command.seconds)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


async def _flushing(running: asyncio.Future[None], ended: asyncio.Event, tape: Tape, seconds: float) -> str:
    began = time.monotonic()
    while not ended.is_set():
        if running.done():
            running.result()
        if tape.trouble is not None:
            raise tape.trouble
        if tape.is_full:
            return "the file is as large as it may be"
        if seconds and time.monotonic() - began >= seconds:
            return "done"
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), min(BEAT, seconds or BEAT))
        tape.flush()
    return "ended"


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.0f} KiB"
