"""Brings what the world says into storage as controllers do: what users changed stays, what is the same is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from wgtui.demo.answers import Refusal
from wgtui.demo.storage import Storage
from wgtui.demo.stored import Stored
from wgtui.demo.world.draft import BEHIND, Json, Placed, timestamp
from wgtui.demo.world.field_owners import owned, touched

Told = Callable[[str, Json | None, Json], None]
"""Hears of each write: server, the object before, the object now."""


class Key(NamedTuple):
    server: str
    api_version: str
    kind: str
    namespace: str
    name: str


def key_of(placed: Placed) -> Key:
    body = placed.body
    metadata = body["metadata"]
    return Key(placed.server, body["apiVersion"], body["kind"], metadata.get("namespace", ""), metadata["name"])


class Writer:
    """Remembers what it wrote last, so that it writes only what differs from that.

    The first object of a subject is its root: when somebody has deleted that, the rest goes too and does not come back
    before the root is another one.
    """

    def __init__(self, storages: Mapping[str, Storage], told: Told) -> None:
        self._storages = storages
        self._told = told
        self._written: dict[str, dict[Key, Json]] = {}
        self._deleted: set[str] = set()

    def write(self, subject: str, objects: Iterable[Placed]) -> None:
        """Make these the objects of the subject; those it had and has no more go."""
        before = self._written.get(subject, {})
        now = {key_of(placed): placed.body for placed in objects}
        if self._root_is_deleted(before, now):
            now = {}
        self._written[subject] = now
        for key, body in now.items():
            if before.get(key) != body:
                self._write_one(key, before.get(key), body)
        # What was written last goes first: an owner is written before what it owns.
        for key in reversed(before):
            if key not in now:
                self._take_away(key)

    def _root_is_deleted(self, before: dict[Key, Json], now: dict[Key, Json]) -> bool:
        key = next(iter(now), None)
        if key is None:
            return False
        uid = now[key]["metadata"]["uid"]
        written = key in before and before[key]["metadata"]["uid"] == uid
        if written and self._find(key) is None:
            self._deleted.add(uid)
        return uid in self._deleted

    def _find(self, key: Key) -> Stored | None:
        storage = self._storages[key.server]
        return storage.find(self._resource(key), key.namespace, key.name)

    def _resource(self, key: Key) -> str:
        return self._storages[key.server].kinds.of_object(key.api_version, key.kind).resource

    def change(self, server: str, before: Json, now: Json) -> None:
        """Bring into the object what is new in `now`; nothing where it is gone."""
        key = key_of(Placed(server, now))
        if self._find(key):
            self._write_one(key, before, now)

    def _write_one(self, key: Key, before: Json | None, body: Json) -> None:
        storage, resource = self._storages[key.server], self._resource(key)
        found = self._find(key)
        if found is None:
            if before is None or before["metadata"]["uid"] != body["metadata"]["uid"]:
                self._told(key.server, None, storage.put(owned(storage.kinds[resource], created(body))))
            return
        live = found.parsed()
        if "deletionTimestamp" in body["metadata"] and "deletionTimestamp" not in live["metadata"]:
            storage.remove(resource, key.namespace, key.name)
            found = self._find(key)
            if found is None:
                return
            live = found.parsed()
        wanted = body if before else body | {"spec": with_defaults(live.get("spec", {}), body.get("spec", {}))}
        merged = settle(live, merge(live, before or {}, wanted), body)
        if _suspended_by_others(live, body):
            merged["status"] = live.get("status", {})
        if merged != live:
            touched(merged, timestamp(storage.now()))
            self._told(key.server, live, storage.put(merged))

    def _take_away(self, key: Key) -> None:
        storage, resource = self._storages[key.server], self._resource(key)
        try:
            storage.update(resource, key.namespace, key.name, _release)
            storage.remove(resource, key.namespace, key.name)
        except Refusal:
            # It went with its owner, or somebody else has deleted it.
            return


def _suspended_by_others(live: Json, body: Json) -> bool:
    """A controller does not look at what a user has suspended."""
    return bool(live.get("spec", {}).get("suspend")) and not body.get("spec", {}).get("suspend")


def _release(body: Json) -> None:
    body["metadata"].pop("finalizers", None)


def created(body: Json) -> Json:
    """The object as it is first stored, its generation settled."""
    generation = 2 if body.get("status", {}).get("observedGeneration") == BEHIND else 1
    fresh = merge(body, {}, {})
    if generation == 2:
        fresh["metadata"]["generation"] = 2
    return _observed(fresh, body, generation)


def merge(live: Json, before: Json, now: Json) -> Json:
    """A copy of `live` with what changed between `before` and `now`; lists change as a whole."""
    merged = {key: merge(value, {}, {}) if isinstance(value, dict) else value for key, value in live.items()}
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        if old == new:
            continue
        if key not in now:
            merged.pop(key, None)
        elif isinstance(new, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge(merged[key], old if isinstance(old, dict) else {}, new)
        else:
            merged[key] = new
    return merged


def with_defaults(given: Json, defaults: Json) -> Json:
    """What a user has written, and what a controller adds where that says nothing."""
    filled = defaults | given
    for key in given.keys() & defaults.keys():
        if isinstance(given[key], dict) and isinstance(defaults[key], dict):
            filled[key] = with_defaults(given[key], defaults[key])
    return filled


def settle(live: Json, merged: Json, body: Json) -> Json:
    """Conditions that hold still keep the time since when they do; what the server owns stays the server's."""
    settled = merged | {
        "metadata": merged["metadata"] | {key: live["metadata"][key] for key in _OWNED & set(live["metadata"])}
    }
    if "status" in settled:
        settled["status"] = _with_times(live.get("status", {}), settled["status"])
    changed = any(settled.get(key) != live.get(key) for key in settled if key not in ("metadata", "status"))
    return _observed(settled, body, live["metadata"].get("generation", 1) + changed)


_OWNED = {"uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"}


def _with_times(live: Json, status: Json) -> Json:
    """The status with the transition times of those conditions, at any depth, whose status has not changed."""
    timed = dict(status)
    for key, value in status.items():
        if key == "conditions":
            timed[key] = _held(live.get(key, []), value)
        elif isinstance(value, dict):
            timed[key] = _with_times(live.get(key, {}), value)
    return timed


def _held(live: list[Json], conditions: list[Json]) -> list[Json]:
    since = {(entry["type"], entry["status"]): entry["lastTransitionTime"] for entry in live}
    return [
        entry | {"lastTransitionTime": since.get((entry["type"], entry["status"]), entry["lastTransitionTime"])}
        for entry in conditions
    ]


def _observed(settled: Json, body: Json, generation: int) -> Json:
    """The object with its generation in place of OBSERVED, and the one before in place of BEHIND."""
    wanted = body.get("status", {})
    seen = generation - 1 if wanted.get("observedGeneration") == BEHIND else generation
    status = dict(settled.get("status", {}))
    if "observedGeneration" in wanted:
        status["observedGeneration"] = seen
    if any("observedGeneration" in entry for entry in wanted.get("conditions", ())):
        status["conditions"] = [entry | {"observedGeneration": seen} for entry in status["conditions"]]
    if wanted.get("v1beta2", {}).get("conditions"):
        newer = [entry | {"observedGeneration": seen} for entry in status["v1beta2"]["conditions"]]
        status["v1beta2"] = status["v1beta2"] | {"conditions": newer}
    return settled | {"status": status} if status else settled
