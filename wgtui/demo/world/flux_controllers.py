"""Flux's controllers as users meet them: a reconciliation that is asked for, a resumed object, one that is deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wgtui.demo.answers import Refusal
from wgtui.demo.history import Change
from wgtui.demo.served import ServedKind
from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, timestamp

TAKES = timedelta(seconds=1.5)
"""From the request to its result."""

REQUESTS = {
    "reconcile.fluxcd.io/requestedAt": "lastHandledReconcileAt",
    "reconcile.fluxcd.io/forceAt": "lastHandledForceAt",
    "reconcile.fluxcd.io/resetAt": "lastHandledResetAt",
}
"""Annotation → field of the status that repeats it when it has been done."""

IN_PROGRESS = "Reconciliation in progress as it was asked for"

FINALIZER = "finalizers.fluxcd.io"

Told = Callable[[str, Json | None, Json], None]


@dataclass(frozen=True)
class Reconciliation:
    """Begun; its object shows that until it is due."""

    due: datetime
    cluster: str
    kind: ServedKind
    namespace: str
    name: str
    conditions: tuple[Json, ...]
    """As they were before."""


class FluxControllers:
    """`notice` before and `settle` after each stretch of time; what the world writes itself is not for them."""

    def __init__(self, storages: Mapping[str, Storage], told: Told) -> None:
        self._storages = storages
        self._told = told
        self._seen = {name: storage.version for name, storage in storages.items()}
        self._running: list[Reconciliation] = []

    def notice(self, now: datetime) -> None:
        """Begin what users have asked for since the last stretch."""
        for cluster, storage in self._storages.items():
            for kind, change in _changes(storage, self._seen.get(cluster, storage.version)):
                if change.now is not None and not any(_same(each, cluster, kind, change) for each in self._running):
                    before = change.before.parsed() if change.before else {}
                    self._begin(cluster, kind, before, change.now.parsed(), now)

    def settle(self, now: datetime) -> None:
        """End what is due, and look no further back than this."""
        done = [each for each in self._running if each.due <= now]
        self._running = [each for each in self._running if each.due > now]
        for each in done:
            self._end(each, now)
        self._seen = {name: storage.version for name, storage in self._storages.items()}

    def _begin(self, cluster: str, kind: ServedKind, before: Json, body: Json, now: datetime) -> None:
        metadata, conditions = body["metadata"], body.get("status", {}).get("conditions", [])
        leaving = "deletionTimestamp" in metadata
        if leaving or _wants_reconciliation(before, body):
            place = cluster, kind, metadata["namespace"], metadata["name"]
            self._running.append(Reconciliation(now + TAKES, *place, tuple(conditions)))
            if not leaving:
                self._storages[cluster].update(kind.resource, *place[2:], lambda live: _show_progress(live, now))

    def _end(self, each: Reconciliation, now: datetime) -> None:
        storage = self._storages[each.cluster]
        found = storage.find(each.kind.resource, each.namespace, each.name)
        if found is None:
            return
        live = found.parsed()
        if "deletionTimestamp" in live["metadata"]:
            self._finalize(each, live)
        else:
            after = storage.put(_finished(live, each.conditions, now))
            self._told(each.cluster, after | {"status": after["status"] | {"conditions": []}}, after)

    def _finalize(self, each: Reconciliation, live: Json) -> None:
        """What a Kustomization has applied goes before it does, unless it is not to be pruned."""
        storage = self._storages[each.cluster]
        if live["spec"].get("prune") and not live["spec"].get("suspend"):
            for entry in live.get("status", {}).get("inventory", {}).get("entries", ()):
                _remove(storage, entry)
        storage.update(each.kind.resource, each.namespace, each.name, _release)


def _changes(storage: Storage, since: int) -> Iterator[tuple[ServedKind, Change]]:
    if storage.version == since:
        return
    for collection in storage.collections():
        if collection.kind.group.endswith(".toolkit.fluxcd.io"):
            yield from ((collection.kind, change) for change in collection.history.since(since))


def _same(running: Reconciliation, cluster: str, kind: ServedKind, change: Change) -> bool:
    place = (running.cluster, running.kind.resource, running.namespace, running.name)
    return change.now is not None and place == (cluster, kind.resource, change.now.namespace, change.now.name)


def _wants_reconciliation(before: Json, body: Json) -> bool:
    """Asked for by annotation, or because somebody has changed the spec; never while suspended."""
    annotations, status = body["metadata"].get("annotations", {}), body.get("status", {})
    asked = any(key in annotations and annotations[key] != status.get(field) for key, field in REQUESTS.items())
    newer = bool(before) and before["metadata"].get("generation") != body["metadata"].get("generation")
    return bool(status) and not body.get("spec", {}).get("suspend") and (asked or newer)


def _show_progress(live: Json, now: datetime) -> None:
    told = {"reason": "Progressing", "message": IN_PROGRESS, "lastTransitionTime": timestamp(now)}
    told |= {"observedGeneration": live["metadata"]["generation"]}
    others = [each for each in live["status"].get("conditions", []) if each["type"] not in ("Ready", "Reconciling")]
    progress = [{"type": "Reconciling", "status": "True"} | told, {"type": "Ready", "status": "Unknown"} | told]
    live["status"]["conditions"] = progress + others


def _finished(live: Json, conditions: tuple[Json, ...], now: datetime) -> Json:
    """With the outcome it had before; a controller that nobody helps comes to the same one again."""
    metadata, status = live["metadata"], dict(live["status"])
    annotations = metadata.get("annotations", {})
    status |= {field: annotations[key] for key, field in REQUESTS.items() if _may_tell(live, key)}
    if any(each["message"] == IN_PROGRESS for each in status.get("conditions", ())):
        again = {"observedGeneration": metadata["generation"]}
        status["conditions"] = [each | again | _since(each, now) for each in conditions]
    if "observedGeneration" in status:
        status["observedGeneration"] = metadata["generation"]
    return live | {"status": status}


def _may_tell(live: Json, key: str) -> bool:
    """Only a HelmRelease can be forced or reset."""
    asked = key in live["metadata"].get("annotations", {})
    return asked and (key.endswith("requestedAt") or live["kind"] == "HelmRelease")


def _since(condition: Json, now: datetime) -> Json:
    return {"lastTransitionTime": timestamp(now)} if condition["type"] == "Ready" else {}


def _release(live: Json) -> None:
    live["metadata"]["finalizers"] = [each for each in live["metadata"].get("finalizers", []) if each != FINALIZER]


def _remove(storage: Storage, entry: Json) -> None:
    """One entry of an inventory: namespace_name_group_kind and its version."""
    namespace, *name, group, kind = entry["id"].split("_")
    try:
        served = storage.kinds.of_object(f"{group}/{entry['v']}" if group else entry["v"], kind)
        storage.remove(served.resource, namespace, "_".join(name))
    except (KeyError, Refusal):
        # A kind that is not served, or an object that somebody else has deleted.
        return
