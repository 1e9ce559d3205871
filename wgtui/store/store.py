"""What is known of one API server: objects by kind and ref, with indexes and the freshness of each watch."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from wgtui.resources.changes import (
    Absent,
    Applied,
    Change,
    Deleted,
    Denied,
    Lost,
    Resumed,
    Skipped,
    Synced,
    WatchKey,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.resources.references import SourceRef
from wgtui.store import index
from wgtui.store.following import Changes, Follower, Touched
from wgtui.store.freshness import RELEASED, Freshness, Health
from wgtui.store.table import Table, refreshed

__all__ = ["Freshness", "Health", "Store", "Touched"]

T = TypeVar("T", bound=KubeObject)

_NOTHING: Mapping[ObjectRef, Any] = MappingProxyType({})


class Store:
    """`name` is empty for the management cluster, `namespace/name` of its GitopsCluster for a leaf.

    `server_version` is Kubernetes' own, as `v1.34.2`; empty until the server has told it.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.server_version = ""
        self._tables: dict[Kind[Any], Table] = {}
        self._followers: weakref.WeakSet[Follower] = weakref.WeakSet()

    def expect(self, key: WatchKey) -> None:
        """A watch has been started: its kind is LOADING until it tells something."""
        table = self._table(key.kind)
        if not table.knows(key):
            table.told(key)
            self._refresh(key.kind)

    def apply(self, key: WatchKey, change: Change, now: float) -> None:
        """`now` in monotonic seconds."""
        match change:
            case Applied(found):
                ref, changed = self._table(key.kind).put(key, found)
                if changed:
                    self._touch(key.kind, (ref,))
            case Deleted(ref):
                if self._table(key.kind).remove(key, ref):
                    self._touch(key.kind, (ref,))
            case Synced(objects):
                self._sync(key, objects, now)
            case Skipped(ref):
                self._skip(key, ref)
            case Resumed() | Lost() | Denied() | Absent():
                self._alter(key, change, now)

    def introduce(self, server_version: str) -> None:
        """The server has told its version: whoever follows looks again where it differs."""
        if self.server_version != server_version:
            self.server_version = server_version
            for kind in self._tables:
                self._refresh(kind)

    def release(self, key: WatchKey) -> None:
        """Forgets what only this watch held."""
        table = self._tables.get(key.kind)
        if table is not None and table.release(key):
            self._reset(key.kind)
            self._refresh(key.kind)

    def get(self, kind: Kind[T], ref: ObjectRef) -> T | None:
        table = self._tables.get(kind)
        return cast("T | None", table.objects.get(ref)) if table else None

    def objects(self, kind: Kind[T]) -> Mapping[ObjectRef, T]:
        """A view, not a copy: take what is needed before the next `await`."""
        table = self._tables.get(kind)
        return cast("Mapping[ObjectRef, T]", table.objects) if table else _NOTHING

    def owned_by(self, kind: Kind[T], uid: str) -> list[T]:
        return self.indexed(kind, index.owner_uids, uid)

    def in_cluster(self, kind: Kind[T], cluster: ObjectRef) -> list[T]:
        """By the label cluster.x-k8s.io/cluster-name, in the cluster's namespace."""
        return self.indexed(kind, index.clusters, cluster)

    def in_namespace(self, kind: Kind[T], namespace: str) -> list[T]:
        return self.indexed(kind, index.namespaces, namespace)

    def using(self, kind: Kind[T], source: SourceRef) -> list[T]:
        """Applications or charts that read this source."""
        return self.indexed(kind, index.sources, source)

    def indexed(self, kind: Kind[T], keys_of: Callable[[T], Iterable[Any]], key: Any) -> list[T]:
        """The objects that `keys_of` gives this key; the index is made when first asked for, and kept from then on."""
        return self.lookup(kind, keys_of)(key)

    def lookup(self, kind: Kind[T], keys_of: Callable[[T], Iterable[Any]]) -> Callable[[Any], list[T]]:
        """`indexed` for many keys; good until the next `await`."""
        table = self._tables.get(kind)
        if table is None:
            return lambda _: []
        objects, refs = cast("dict[ObjectRef, T]", table.objects), table.index(cast("index.KeysOf", keys_of)).refs
        return lambda key: [objects[ref] for ref in refs(key)]

    def freshness(self, kind: Kind[Any]) -> Freshness:
        """The worst of the watches that feed this kind; RELEASED where there is none."""
        table = self._tables.get(kind)
        return table.freshness() if table else RELEASED

    def live(self, kind: Kind[Any], ref: ObjectRef) -> bool:
        """Whether this object is known from a watch that is live now; otherwise it may not be shown as green."""
        table = self._tables.get(kind)
        return table is not None and table.live(ref)

    def tells_of(self, kind: Kind[Any], ref: ObjectRef) -> bool:
        """Whether an object that is not known is not there: its namespace may be one that nobody looks at."""
        table = self._tables.get(kind)
        return table is not None and table.tells_of(ref)

    def liveness(self, kind: Kind[Any]) -> Callable[[ObjectRef], bool]:
        """`live` for many objects; good until the next `await`."""
        table = self._tables.get(kind)
        return table.live if table is not None else lambda _: False

    def changes(self, *kinds: Kind[Any]) -> AsyncIterator[Touched]:
        """One turn per burst, coalesced; the first turn at once, with `reset` for all kinds. Ends with its consumer."""
        wake = asyncio.Event()
        return Changes(self.follow(kinds, wake), wake)

    def follow(self, kinds: Iterable[Kind[Any]], wake: asyncio.Event) -> Follower:
        """A follower that sets `wake` when there is something to take; held weakly."""
        follower = Follower(kinds, wake)
        self._followers.add(follower)
        return follower

    def _table(self, kind: Kind[Any]) -> Table:
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = Table()
        return table

    def _sync(self, key: WatchKey, objects: Sequence[KubeObject], now: float) -> None:
        table = self._table(key.kind)
        table.told(key).freshness = Freshness(Health.LIVE, now)
        changed = table.sync(key, objects)
        if changed is None:
            self._reset(key.kind)
        elif changed:
            self._touch(key.kind, changed)
        self._refresh(key.kind)

    def _skip(self, key: WatchKey, ref: ObjectRef | None) -> None:
        """What it was before it became unreadable is not what it is now: it goes, and is counted."""
        table = self._table(key.kind)
        if ref is not None and table.remove(key, ref):
            self._touch(key.kind, (ref,))
        table.told(key).skipped.add(ref)
        self._refresh(key.kind)

    def _alter(self, key: WatchKey, change: Resumed | Lost | Denied | Absent, now: float) -> None:
        table = self._table(key.kind)
        told = table.told(key)
        told.freshness = refreshed(told.freshness, change, now)
        if isinstance(change, Absent):
            # The kind itself is gone, and with it all its objects.
            changed = table.sync(key, ())
            if changed is None:
                self._reset(key.kind)
            elif changed:
                self._touch(key.kind, changed)
        self._refresh(key.kind)

    def _touch(self, kind: Kind[Any], refs: Iterable[ObjectRef]) -> None:
        for follower in self._followers:
            if kind in follower.kinds:
                follower.touch(kind, refs)

    def _reset(self, kind: Kind[Any]) -> None:
        for follower in self._followers:
            if kind in follower.kinds:
                follower.reset(kind)

    def _refresh(self, kind: Kind[Any]) -> None:
        for follower in self._followers:
            if kind in follower.kinds:
                follower.refresh(kind)
