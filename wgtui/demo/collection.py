"""All objects of one resource, in etcd's order and indexed by the cluster they belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from wgtui.demo.history import History
from wgtui.demo.selectors import Selector
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored

CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name"


class ObjectCollection:
    """One resource: its objects, its history and who waits for it."""

    def __init__(self, kind: ServedKind, floor: int, window: int) -> None:
        self.kind = kind
        self.history = History(floor, window)
        self._objects: dict[str, Stored] = {}
        self._by_cluster: dict[str, dict[str, Stored]] = {}
        self._sorted: list[Stored] | None = None
        self._past: tuple[int, list[Stored]] | None = None

    def __len__(self) -> int:
        return len(self._objects)

    def get(self, key: str) -> Stored | None:
        return self._objects.get(key)

    def set(self, stored: Stored) -> None:
        before = self._objects.get(stored.key)
        self._objects[stored.key] = stored
        self._sorted = None
        self._unindex(before)
        cluster = stored.labels.get(CLUSTER_LABEL)
        if cluster is not None:
            self._by_cluster.setdefault(cluster, {})[stored.key] = stored

    def delete(self, key: str) -> Stored:
        stored = self._objects.pop(key)
        self._sorted = None
        self._unindex(stored)
        return stored

    def _unindex(self, stored: Stored | None) -> None:
        cluster = stored.labels.get(CLUSTER_LABEL) if stored else None
        if stored is not None and cluster is not None:
            members = self._by_cluster[cluster]
            del members[stored.key]
            if not members:
                del self._by_cluster[cluster]

    def all(self) -> Collection[Stored]:
        return self._objects.values()

    def ordered(self, namespace: str = "") -> Sequence[Stored]:
        """Every object, or those of one namespace, by key."""
        if self._sorted is None:
            self._sorted = sorted(self._objects.values(), key=_by_key)
        if not namespace:
            return self._sorted
        return within(self._sorted, namespace)

    def at(self, version: int) -> Sequence[Stored]:
        """All objects as they were at a version that history still reaches."""
        if not self.history.since(version):
            return self.ordered()
        if self._past is None or self._past[0] != version:
            self._past = version, sorted(self.history.rewind(self.all(), version).values(), key=_by_key)
        return self._past[1]

    def of_cluster(self, name: str) -> Sequence[Stored]:
        return sorted(self._by_cluster.get(name, {}).values(), key=_by_key)


def candidates(collection: ObjectCollection, namespace: str, selector: Selector) -> Sequence[Stored]:
    """The present objects that a selector could match: by the cluster index where it names one."""
    cluster = selector.label(CLUSTER_LABEL)
    if cluster is None:
        return collection.ordered(namespace)
    return [stored for stored in collection.of_cluster(cluster) if namespace in ("", stored.namespace)]


def within(ordered: Sequence[Stored], namespace: str) -> Sequence[Stored]:
    """The slice of a sorted sequence that lies in one namespace; `0` is the character after `/`."""
    first = bisect_left(ordered, f"{namespace}/", key=_by_key)
    return ordered[first : bisect_left(ordered, f"{namespace}0", lo=first, key=_by_key)]


def _by_key(stored: Stored) -> str:
    return stored.key
