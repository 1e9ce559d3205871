"""What one API server holds, and how it changes. Synchronous; the API server and the world write through it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from wgtui.demo import deletion
from wgtui.demo.answers import Json, not_found
from wgtui.demo.conversion import to_stored
from wgtui.demo.definitions import DEFINITIONS, definition_of, establish, kind_of
from wgtui.demo.etcd import Etcd
from wgtui.demo.pod_logs import PodLogs
from wgtui.demo.proxying import Served
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored, stored, timestamp

SYSTEM_NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Storage(Etcd):
    """An etcd, and what the server itself does to objects on their way in and out."""

    def __init__(
        self,
        kinds: Iterable[ServedKind],
        *,
        now: Callable[[], datetime] = _utc_now,
        seed: int = 0,
        window: int = 10_000,
        version: int = 100,
    ) -> None:
        super().__init__(kinds, window, version)
        self.now = now
        self.logs = PodLogs()
        self.services: dict[tuple[str, str], Served] = {}
        """What answers behind a Service, by namespace and name."""
        self._random = random.Random(seed)
        for name in SYSTEM_NAMESPACES:
            self.ensure_namespace(name)
        if DEFINITIONS in self.kinds:
            self._define()

    def get(self, resource: str, namespace: str, name: str) -> Json:
        """A copy of the object; raises Refusal (404) where there is none."""
        found = self.find(resource, namespace, name)
        if found is None:
            raise not_found(self.kinds[resource].target, name)
        return found.parsed()

    def list(self, resource: str, namespace: str = "") -> list[Json]:
        return [found.parsed() for found in self.collection(resource).ordered(namespace)]

    def put(self, body: Json) -> Json:
        """Create the object or replace it whole; its namespace is made where missing.

        In whatever version it comes, it is stored in the first one served.
        """
        kind = self.kinds.of_object(body["apiVersion"], body["kind"])
        body = to_stored(kind, body, body["apiVersion"].rpartition("/")[2])
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

    def create(self, kind: ServedKind, body: Json, *, dry_run: bool = False) -> Stored:
        """Store a new object, filling in what the server owns; a dry run stores nothing."""
        metadata = body["metadata"]
        metadata.setdefault("uid", self._uid())
        metadata.setdefault("creationTimestamp", timestamp(self.now()))
        if kind.custom or "spec" in body:
            metadata.setdefault("generation", 1)
        kind.defaults().fill(body)
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
        kind.defaults().fill(body)
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

    def erase(self, kind: ServedKind, before: Stored) -> None:
        """With a definition go its objects, with a pod its logs."""
        super().erase(kind, before)
        if kind.resource == DEFINITIONS and before.name in self.kinds:
            self.kinds.remove(before.name)
            self.drop(before.name)
        if kind.resource == "pods":
            self.logs.forget(before.namespace, before.name)

    def clear(self) -> None:
        """As a cluster that has just been made: the system's namespaces and the definitions of kinds are left."""
        for collection in self.collections():
            for found in collection.ordered():
                system = not found.namespace and found.name in SYSTEM_NAMESPACES
                if not system and collection.kind.kind != "CustomResourceDefinition":
                    self.erase(collection.kind, found)


def _desired(body: Json) -> Json:
    """All that is neither metadata nor status: what `generation` counts."""
    return {key: value for key, value in body.items() if key not in ("metadata", "status")}


def _complete_namespace(body: Json) -> None:
    metadata = body["metadata"]
    metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata["name"]
    body.setdefault("spec", {"finalizers": ["kubernetes"]})
    body.setdefault("status", {"phase": "Active"})
    metadata.pop("generation", None)
