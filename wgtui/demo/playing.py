"""A recording on an embedded API server: what was so at a moment, and how it goes on from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from wgtui.demo.answers import Json
from wgtui.demo.served import ServedKind
from wgtui.demo.storage import Storage
from wgtui.demo.stored import Stored
from wgtui.errors import ConfigError
from wgtui.recording.entries import Entry
from wgtui.recording.reading import Recording

BUILTIN = frozenset({"", "apps", "batch"})
"""Groups whose kinds no CustomResourceDefinition defines."""


class Key(NamedTuple):
    resource: str
    namespace: str
    name: str


def served_kinds(entries: Iterable[Entry]) -> tuple[ServedKind, ...]:
    """The kinds that were recorded, each in the version it was read in."""
    found: dict[str, ServedKind] = {}
    for entry in entries:
        if entry.does == "serve":
            plural, _, group = entry.resource.partition(".")
            kind = ServedKind(
                group, plural, entry.kind, (entry.version,), entry.namespaced, custom=group not in BUILTIN
            )
            found.setdefault(entry.resource, kind)
    return tuple(found.values())


class _Name(msgspec.Struct):
    name: str = ""
    namespace: str = ""


class _Named(msgspec.Struct):
    metadata: _Name


@dataclass
class Moment:
    """What there is after the first `done` entries."""

    objects: dict[Key, msgspec.Raw] = field(default_factory=dict)
    done: int = 0

    def take(self, entry: Entry) -> None:
        """Raises ConfigError where it holds something that is no object."""
        self.done += 1
        match entry.does:
            case "sync":
                fresh = dict(_keyed(entry))
                for key in [key for key in self.objects if _is_of(key, entry) and key not in fresh]:
                    del self.objects[key]
                self.objects |= fresh
            case "apply":
                self.objects.update(_keyed(entry))
            case "delete":
                self.objects.pop(Key(entry.resource, entry.namespace, entry.name), None)


def _is_of(key: Key, entry: Entry) -> bool:
    return key.resource == entry.resource and entry.namespace in ("", key.namespace)


def _keyed(entry: Entry) -> Iterator[tuple[Key, msgspec.Raw]]:
    try:
        for found in entry.objects:
            metadata = msgspec.json.decode(found, type=_Named).metadata
            yield Key(entry.resource, metadata.namespace, metadata.name), found
    except (ValueError, RecursionError):
        raise ConfigError(f"at {entry.at:.1f} s the recording holds what is no object", "record it again") from None


SETTLED = 60.0
"""Seconds within which everything was read for the first time, as far as it was at all."""


def _settled(entries: Iterable[Entry]) -> float:
    first: dict[str, float] = {}
    for entry in entries:
        if entry.does == "sync" and entry.at < SETTLED:
            first.setdefault(entry.resource, entry.at)
    return max(first.values(), default=0.0)


class Player:
    """Where a recording stands, and that its storage shows it. `at` in seconds since it began.

    `first` is when everything had been read for the first time: before that the fleet is not whole.
    """

    def __init__(self, recording: Recording, storage: Storage) -> None:
        self.recording = recording
        self.first = _settled(recording.entries)
        self.at = 0.0
        self.playing = False
        self.speed = 1.0
        self._storage = storage
        self._served = {kind.resource: kind for kind in storage.kinds}
        self._moment = Moment()
        self._shown: dict[Key, msgspec.Raw] = {}
        self.seek(self.first)
        self.playing = self.at < recording.seconds

    def pass_time(self, seconds: float) -> None:
        """At its speed, while it plays; stands still at the end."""
        if self.playing:
            self.seek(self.at + seconds * self.speed)
            self.playing = self.at < self.recording.seconds

    def seek(self, at: float) -> None:
        self.at = min(max(self.first, at), self.recording.seconds)
        entries, moment = self.recording.entries, self._moment
        if moment.done and entries[moment.done - 1].at > self.at:
            moment = self._moment = Moment()
        while moment.done < len(entries) and entries[moment.done].at <= self.at:
            moment.take(entries[moment.done])
        self._show()

    def step(self, steps: int) -> None:
        """To the next change, or back to the one before."""
        self.playing = False
        times = sorted({entry.at for entry in self.recording.entries if entry.does in ("apply", "delete", "sync")})
        if steps > 0:
            self.seek(next((at for at in times if at > self.at), self.recording.seconds))
        else:
            self.seek(next((at for at in reversed(times) if at < self.at), self.first))

    def _show(self) -> None:
        wanted = self._moment.objects
        for key in [key for key in self._shown if key not in wanted]:
            if (before := self._storage.find(*key)) is not None:
                self._storage.erase(self._served[key.resource], before)
            del self._shown[key]
        for key, found in wanted.items():
            if self._shown.get(key) is not found and key.resource in self._served:
                self._shown[key] = found
                self._put(key, found)

    def _put(self, key: Key, found: msgspec.Raw) -> None:
        kind, before = self._served[key.resource], self._storage.find(*key)
        body: Json = {"apiVersion": kind.api_version(), "kind": kind.kind} | msgspec.json.decode(found, type=Json)
        after: Stored = self._storage.write(kind, before, body)
        assert after.name == key.name
