"""What is recorded of each change: events and lines in the logs, now or as of the time before the world began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json
from wgtui.demo.world.events import KEPT_FOR, EventLog
from wgtui.demo.world.output import Output
from wgtui.demo.world.telling import Told, told_between

REPEATED_EVERY = timedelta(minutes=2)
"""How often a controller says again what is wrong."""


class Chronicle:
    """`now` is when what is told happens; None while the world is being built, when it happened before `start`."""

    def __init__(self, storages: Mapping[str, Storage], start: datetime) -> None:
        self.now: datetime | None = None
        self._start = start
        self._events = EventLog(storages)
        self._output = Output(storages)

    def changed(self, server: str, before: Json | None, now: Json) -> None:
        self._output.changed(server, before, now, self.now or _created(now))
        for told in told_between(before, now):
            at = self.now or self._happened(now, told)
            if at is not None:
                self._record(server, now, told, at)

    def flush(self) -> None:
        """Logs are written in the order of time: this has to be called when all of one moment has been told."""
        self._output.flush()

    def _record(self, server: str, about: Json, told: Told, at: datetime) -> None:
        self._events.record(server, about, told, at)
        self._output.told(server, about, told, at)
        if told.warning and not self.now and self._start - at > REPEATED_EVERY:
            self._events.record(server, about, told, self._start, times=(self._start - at) // REPEATED_EVERY)

    def _happened(self, body: Json, told: Told) -> datetime | None:
        """When it was recorded of an object that was there from the beginning; None where it is forgotten."""
        conditions = body.get("status", {}).get("conditions", ())
        times = [entry["lastTransitionTime"] for entry in conditions if entry.get("reason") == told.reason]
        at = datetime.fromisoformat(max(times)) if times else _created(body)
        if self._start - at < KEPT_FOR:
            return at
        # Flux says the same again at every interval.
        again = body["apiVersion"].partition("/")[0].endswith("fluxcd.io")
        return self._start - timedelta(seconds=30 + len(told.message) * 7 % 550) if again else None


def _created(body: Json) -> datetime:
    return datetime.fromisoformat(body["metadata"]["creationTimestamp"])
