"""Watches one kind on one server for ever: what happens to server, network or login is told as a change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from wgtui.errors import Absent, Forbidden, Gone, KubeError, Unauthorized, Unreachable, Waiting
from wgtui.kube.client import Client
from wgtui.kube.pace import Backoff, Pace
from wgtui.kube.reading import Reading
from wgtui.resources import changes
from wgtui.resources.changes import Change, Denied, Lost, Resumed, Synced, WatchKey

UNHURRIED = Pace()


async def watch(client: Client, key: WatchKey, pace: Pace = UNHURRIED) -> AsyncGenerator[Change, None]:
    """Changes until closed, Synced first; never raises for what a server does."""
    watching = _Watching(client, key, pace)
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

    def __init__(self, client: Client, key: WatchKey, pace: Pace) -> None:
        self._client = client
        self._key = key
        self._pace = pace
        self._backoff = Backoff(pace)
        self._reading: Reading | None = None
        self._began = time.monotonic()
        self._lost_since: float | None = None
        self._is_told = False
        """Whether Lost, Denied or Absent was told and nothing better since."""
        self._is_doubtful = False
        """Whether the server may have been restored meanwhile: it is asked how far it is before we go on."""
        self._is_outdated = False
        """Whether the server does not serve the version we read any more: discovery is asked anew."""
        self._refused_login = False
        self._was_unreachable = False
        self._was_woken = False
        """Whether it went on early, since others were well, and has not lived since."""

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
                    self._well()
                yield change
        if self._lived() < self._pace.floor:
            raise Unreachable("the server ends every stream at once", self._client.login.server)

    def wait_after_end(self) -> float:
        """The server ended the stream, as it does every few minutes: going on is no matter for anybody."""
        # Much earlier than we asked for: it may have been restarted.
        self._is_doubtful = self._lived() < self._pace.stream[0] / 2
        self._backoff.reset()
        return self._floored(0.0)

    def answer_to(self, error: KubeError) -> tuple[Change | None, float]:
        """What to tell, and how long to wait."""
        if isinstance(error, Waiting):
            self._is_told = True
            return Lost(error, self._client.connection.wait), self._floored(0.0)
        if self._lived() > self._pace.settled:
            self._backoff.reset()
            self._was_woken = False
        if self._was_unreachable and not isinstance(error, Unreachable):
            # It is back, and still busy with starting: no reason to wait as long as while it was away.
            self._backoff.reset()
        self._was_unreachable = isinstance(error, Unreachable)
        self._refused_login = isinstance(error, Unauthorized)
        self._is_doubtful = True
        if self._is_old(error):
            return None, self._floored(self._backoff.next())
        self._lost_since = self._lost_since or time.monotonic()
        self._is_told = True
        if isinstance(error, Forbidden | Absent):
            return self._not_for_us(error)
        wait = self._floored(self._backoff.next(error))
        return Lost(error, wait), wait

    async def pause(self, seconds: float) -> None:
        """Ends early where the login was refused and has been renewed since, and where the server is back for others.

        That once in an outage: a server that is there for others only would be asked without end.
        """
        began = time.monotonic()
        may_be_back = self._was_unreachable and not self._was_woken
        while (left := began + seconds - time.monotonic()) > 0:
            looks = self._refused_login or may_be_back
            await asyncio.sleep(min(left, self._pace.floor) if looks else left)
            if self._refused_login and self._client.login.credentials.is_stale():
                return
            if may_be_back and self._client.traits.well_at > began:
                self._was_woken = True
                self._backoff.reset()
                return

    async def _new_reading(self) -> Reading:
        version = await self._client.version_of(self._key.kind, again=self._is_outdated)
        return Reading(self._client, self._key, version, self._pace)

    def _well(self) -> None:
        self._lost_since, self._is_told = None, False
        self._client.traits.well_at = time.monotonic()
        self._is_doubtful = self._is_outdated = False

    def _is_old(self, error: KubeError) -> bool:
        """Whether the error only says that what we knew of the server is too old; then it is forgotten, untold."""
        reading = self._reading
        if isinstance(error, Gone) and reading is not None and reading.resource_version:
            reading.resource_version = ""
            return True
        if isinstance(error, Absent) and reading is not None and not self._is_outdated:
            self._reading = None
            self._is_outdated = True
            return True
        return False

    def _not_for_us(self, error: Forbidden | Absent) -> tuple[Change, float]:
        self._reading = None
        if isinstance(error, Absent):
            self._is_outdated = True
            return changes.Absent(error), self._pace.absent
        return Denied(error), self._pace.denied

    def _was_lost_for_long(self) -> bool:
        return self._lost_since is not None and time.monotonic() - self._lost_since > self._pace.forgotten

    def _lived(self) -> float:
        return time.monotonic() - self._began

    def _floored(self, wait: float) -> float:
        return max(wait, self._pace.floor - self._lived())
