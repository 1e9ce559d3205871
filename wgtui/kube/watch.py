"""Watches one kind on one server for ever: what happens to server, network or login is told as a change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from wgtui.errors import Absent, Forbidden, Gone, KubeError, Unauthorized
from wgtui.kube.client import Client
from wgtui.kube.pace import Backoff, Pace
from wgtui.kube.reading import Reading
from wgtui.resources import changes
from wgtui.resources.changes import Change, Denied, Lost, Resumed, Synced, WatchKey

UNHURRIED = Pace()


async def watch(
    client: Client, key: WatchKey, version: str = "", pace: Pace = UNHURRIED
) -> AsyncGenerator[Change, None]:
    """Changes until closed, Synced first; never raises for what a server does.

    `version` is the API version to read; where it is empty, discovery decides.
    """
    watching = _Watching(client, key, version, pace)
    while True:
        try:
            async with aclosing(watching.connection()) as found:
                async for change in found:
                    yield change
            wait = watching.wait_after_end()
        except KubeError as error:
            answer, wait = watching.answer_to(error)
            if answer is not None:
                yield answer
        await watching.pause(wait)


class _Watching:
    """What outlives a connection: where we stand, what went wrong, how long to wait."""

    def __init__(self, client: Client, key: WatchKey, version: str, pace: Pace) -> None:
        self._client = client
        self._key = key
        self._version = version
        self._pace = pace
        self._backoff = Backoff(pace)
        self._reading: Reading | None = None
        self._began = time.monotonic()
        self._lost_since: float | None = None
        self._is_told = False
        """Whether Lost, Denied or Absent was told and nothing better since."""
        self._is_doubtful = False
        """Whether the server may have been restored meanwhile: it is asked how far it is before we go on."""
        self._is_absent = False
        self._refused_login = False

    async def connection(self) -> AsyncGenerator[Change, None]:
        self._began = time.monotonic()
        reading = self._reading = self._reading or await self._new_reading()
        if self._was_lost_for_long():
            reading.resource_version = ""
        if self._is_doubtful and reading.resource_version:
            await reading.check_history()
        async with aclosing(reading.changes(self._is_told)) as found:
            async for change in found:
                if isinstance(change, Synced | Resumed):
                    self._lost_since, self._is_told, self._is_doubtful = None, False, False
                yield change

    def wait_after_end(self) -> float:
        """The server ended the stream, as it does every few minutes: going on is no matter for anybody."""
        # Much earlier than we asked for: it may have been restarted.
        self._is_doubtful = self._lived() < self._pace.stream[0] / 2
        return self._floored(0.0)

    def answer_to(self, error: KubeError) -> tuple[Change | None, float]:
        """What to tell, and how long to wait."""
        self._lost_since = self._lost_since or time.monotonic()
        self._is_doubtful = True
        if self._lived() > self._pace.settled:
            self._backoff.reset()
        if isinstance(error, Forbidden | Absent):
            return self._not_for_us(error)
        wait = self._floored(self._backoff.next(error))
        self._refused_login = isinstance(error, Unauthorized)
        if isinstance(error, Gone) and self._reading is not None and self._reading.resource_version:
            self._reading.resource_version = ""
            return None, wait
        self._is_told = True
        return Lost(error, wait), wait

    async def pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._refused_login and self._client.login.credentials.is_stale():
                return
            await asyncio.sleep(min(left, 1.0) if self._refused_login else left)

    async def _new_reading(self) -> Reading:
        version = self._version
        if not version or self._is_absent:
            version = await self._client.version_of(self._key.kind, again=self._is_absent)
        self._is_absent = False
        return Reading(self._client, self._key, version, self._pace)

    def _not_for_us(self, error: Forbidden | Absent) -> tuple[Change, float]:
        self._reading = None
        self._is_told = True
        self._is_absent = isinstance(error, Absent)
        return (changes.Absent(error) if self._is_absent else Denied(error)), self._pace.denied

    def _was_lost_for_long(self) -> bool:
        return self._lost_since is not None and time.monotonic() - self._lost_since > self._pace.forgotten

    def _lived(self) -> float:
        return time.monotonic() - self._began

    def _floored(self, wait: float) -> float:
        return max(wait, self._pace.floor - self._lived())
