"""One cluster's etcd: objects, versions, history. Synchronous; the API server and the world write through it."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from wgtui.demo import deletion
from wgtui.demo.answers import Json, not_found
from wgtui.demo.collection import ObjectCollection
from wgtui.demo.definitions import DEFINITIONS, definition_of, establish, kind_of
from wgtui.demo.history import Change, History
from wgtui.demo.owners import OwnerIndex
from wgtui.demo.pod_logs import PodLogs
from wgtui.demo.served import ServedKind, ServedKinds
from wgtui.demo.stored import Stored, object_key, stored, timestamp

SYSTEM_NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Storage:
    """What one API server holds. `resource` is `clusters.cluster.x-k8s.io`, for core kinds `events`."""

    def __init__(
        self,
        kinds: Iterable[ServedKind],
        *,
        now: Callable[[], datetime] = _utc_now,
        seed: int = 0,
        window: int = 10_000,
        version: int = 100,
    ) -> None:
        self.kinds = ServedKinds(kinds)
        self.now = now
        self.version = version
        self.epoch = 0
        self.owners = OwnerIndex()
        self.logs = PodLogs()
        self._floor = version
        self._window = window
        self._random = random.Random(seed)
        self._collections: dict[str, ObjectCollection] = {}
        self._waiting: dict[str, set[asyncio.Event]] = {}
        for name in SYSTEM_NAMESPACES:
            self.ensure_namespace(name)
        if DEFINITIONS in self.kinds:
            self._define()

    # Reading

    def collection(self, resource: str) -> ObjectCollection:
        found = self._collections.get(resource)
        if found is None:
            found = ObjectCollection(self.kinds[resource], self._floor, self._window)
            self._collections[resource] = found
        return found

    def collections(self) -> Sequence[ObjectCollection]:
        return tuple(self._collections.values())

    def find(self, resource: str, namespace: str, name: str) -> Stored | None:
        collection = self._collections.get(resource)
        return collection.get(object_key(namespace, name)) if collection else None

    def get(self, resource: str, namespace: str, name: str) -> Json:
        """A copy of the object; raises Refusal (404) where there is none."""
        found = self.find(resource, namespace, name)
        if found is None:
            raise not_found(self.kinds[resource].target, name)
        return found.parsed()

    def list(self, resource: str, namespace: str = "") -> list[Json]:
        return [found.parsed() for found in self.collection(resource).ordered(namespace)]

    @contextmanager
    def waiting(self, resource: str) -> Iterator[asyncio.Event]:
        """An event that is set at each change of this resource."""
        woken = asyncio.Event()
        self._waiting.setdefault(resource, set()).add(woken)
        try:
            yield woken
        finally:
            self._waiting[resource].discard(woken)

    # Writing

    def put(self, body: Json) -> Json:
        """Create the object or replace it whole; its namespace is made where missing."""
        kind = self.kinds.of_object(body["apiVersion"], body["kind"])
        metadata = body["metadata"]
        before = self.find(kind.resource, metadata.get("namespace", ""), metadata["name"])
        if before is None:
            if kind.namespaced:
                self.ensure_namespace(metadata["namespace"])
            return self.create(kind, body).parsed()
        return self.replace(kind, before, body).parsed()

    def update(self, resource: str, namespace: str, name: str, change: Callable[[Json], object]) -> Json:
        """Change a copy in place and store it; raises Refusal (404) where there is none."""
        body = self.get(resource, namespace, name)
        change(body)
        kind = self.kinds[resource]
        before = self.find(resource, namespace, name)
        assert before is not None
        return self.replace(kind, before, body).parsed()

    def remove(self, resource: str, namespace: str, name: str, propagation: str = "Background") -> None:
        """Delete as `kubectl delete` does: finalizers are waited for, dependents follow."""
        found = self.find(resource, namespace, name)
        if found is None:
            raise not_found(self.kinds[resource].target, name)
        deletion.delete(self, self.kinds[resource], found, propagation)

    def fill(self, resource: str, objects: Iterable[Stored]) -> None:
        """Put in many at once, each with a version above the present one; watches that began before list again."""
        collection = self.collection(resource)
        namespaces = set()
        for found in objects:
            collection.set(found)
            namespaces.add(found.namespace)
            self.version = max(self.version, found.version)
        self.owners.forget()
        collection.history.forget(self.version)
        if collection.kind.namespaced:
            for namespace in sorted(namespaces):
                self.ensure_namespace(namespace)

    def ensure_namespace(self, name: str) -> None:
        if "namespaces" in self.kinds and self.find("namespaces", "", name) is None:
            body: Json = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            self.create(self.kinds["namespaces"], body)

    def _define(self) -> None:
        """The definitions of all custom kinds served from the beginning."""
        for kind in [kind for kind in self.kinds if kind.custom]:
            body = definition_of(kind, timestamp(self.now()))
            body["metadata"]["uid"] = self._uid()
            self.write(self.kinds[DEFINITIONS], None, body)

    def _uid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    # One object at a time; what the API server's verbs are made of

    def create(self, kind: ServedKind, body: Json, *, dry_run: bool = False) -> Stored:
        """Store a new object, filling in what the server owns; a dry run stores nothing."""
        metadata = body["metadata"]
        metadata.setdefault("uid", self._uid())
        metadata.setdefault("creationTimestamp", timestamp(self.now()))
        if kind.custom or "spec" in body:
            metadata.setdefault("generation", 1)
        if kind.resource == "namespaces":
            _complete_namespace(body)
        if kind.resource == DEFINITIONS:
            establish(body, timestamp(self.now()))
        if dry_run:
            return stored(kind, body, None)
        created = self.write(kind, None, body)
        self._serve(kind, body)
        return created

    def _serve(self, kind: ServedKind, body: Json) -> None:
        """A new or changed definition is served at once."""
        if kind.resource == DEFINITIONS:
            self.kinds.add(kind_of(body))

    def replace(self, kind: ServedKind, before: Stored, body: Json, *, dry_run: bool = False) -> Stored:
        """Store a new state of an object: nothing happens where nothing differs, `generation` counts spec changes.

        An object being deleted goes when its last finalizer does.
        """
        old = before.parsed()
        metadata = body["metadata"]
        for owned in ("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"):
            if owned in old["metadata"]:
                metadata[owned] = old["metadata"][owned]
            else:
                metadata.pop(owned, None)
        if kind.custom or "generation" in old["metadata"]:
            generation = old["metadata"].get("generation", 1)
            metadata["generation"] = generation + (_desired(old) != _desired(body))
        if old == body:
            return before
        if dry_run:
            return stored(kind, body, before.version)
        after = self.write(kind, before, body)
        self._serve(kind, body)
        deletion.finish(self, kind, after)
        return after

    def write(self, kind: ServedKind, before: Stored | None, body: Json) -> Stored:
        self.version += 1
        after = stored(kind, body, self.version)
        collection = self.collection(kind.resource)
        collection.set(after)
        self.owners.moved(kind.resource, before, after)
        collection.history.append(Change(self.version, before, after))
        self.wake(kind.resource)
        return after

    def erase(self, kind: ServedKind, before: Stored) -> Stored:
        """Take the object out; returns its last state, which carries the version of the deletion."""
        self.version += 1
        collection = self.collection(kind.resource)
        collection.delete(before.key)
        self.owners.moved(kind.resource, before, None)
        collection.history.append(Change(self.version, before, None))
        if kind.resource == DEFINITIONS and before.name in self.kinds:
            self._withdraw(before.name)
        if kind.resource == "pods":
            self.logs.forget(before.namespace, before.name)
        self.wake(kind.resource)
        return before

    def _withdraw(self, resource: str) -> None:
        """With a definition go its objects; watches of them end."""
        self.kinds.remove(resource)
        self._collections.pop(resource, None)
        self.owners.forget()
        self.wake(resource)

    def wake(self, resource: str) -> None:
        for woken in self._waiting.get(resource, ()):
            woken.set()

    # Misfortune

    def compact(self) -> None:
        """Forget all history: watches and pages that began earlier get 410."""
        self._floor = self.version
        for collection in self._collections.values():
            collection.history.forget(self.version)

    def clear(self) -> None:
        """As a cluster that has just been made: the system's namespaces and the definitions of kinds are left."""
        for collection in self.collections():
            for found in collection.ordered():
                system = not found.namespace and found.name in SYSTEM_NAMESPACES
                if not system and collection.kind.kind != "CustomResourceDefinition":
                    self.erase(collection.kind, found)

    def end_watches(self) -> None:
        """Every watch ends quietly, as on a server that goes away."""
        self.epoch += 1
        for resource in self._collections:
            self.wake(resource)

    def rebuild(self, version: int = 100) -> None:
        """As restored from nothing: every object is numbered anew from a low version, and every watch ends."""
        self.version = version
        for collection in self._collections.values():
            for found in collection.ordered():
                self.version += 1
                collection.set(renumbered(found, self.version))
        self._floor = self.version
        for collection in self._collections.values():
            collection.history = History(self.version, self._window)
        self.end_watches()


def renumbered(found: Stored, version: int) -> Stored:
    """The same object under another resourceVersion."""
    # The first such member is metadata's own: annotations hold theirs with escaped quotes.
    old, new = b'"resourceVersion":"%d"' % found.version, b'"resourceVersion":"%d"' % version
    return Stored(found.namespace, found.name, found.labels, version, found.body.replace(old, new, 1))


def _desired(body: Json) -> Json:
    """All that is neither metadata nor status: what `generation` counts."""
    return {key: value for key, value in body.items() if key not in ("metadata", "status")}


def _complete_namespace(body: Json) -> None:
    metadata = body["metadata"]
    metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata["name"]
    body.setdefault("spec", {"finalizers": ["kubernetes"]})
    body.setdefault("status", {"phase": "Active"})
    metadata.pop("generation", None)
