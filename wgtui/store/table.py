"""The objects of one kind on one server, as told by all the watches that feed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wgtui.resources.changes import Absent, Denied, Lost, Resumed, WatchKey
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.store.freshness import Freshness, Health, worst
from wgtui.store.index import Index, KeysOf

_LIVE = Health.LIVE
_LOADING = Freshness(Health.LOADING)

# Comparing an object takes some 6 µs: beyond this a relist is taken whole, so that it never stalls the loop.
_COMPARED = 2_000


class Told:
    """What one watch has told."""

    def __init__(self) -> None:
        self.objects: dict[ObjectRef, KubeObject] = {}
        self.freshness = _LOADING
        self.skipped: set[ObjectRef | None] = set()


class Table:
    """`objects` is what may be shown: of an object that several watches tell of, the newest telling."""

    def __init__(self) -> None:
        self.objects: dict[ObjectRef, KubeObject] = {}
        self._told: dict[WatchKey, Told] = {}
        self._by_namespace: dict[str, list[Told]] = {}
        self._indexes: dict[KeysOf, Index] = {}

    def told(self, key: WatchKey) -> Told:
        """What this watch told; a new watch begins LOADING."""
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = Told()
            self._by_namespace.setdefault(key.namespace, []).append(found)
        return found

    def knows(self, key: WatchKey) -> bool:
        return key in self._told

    def index(self, keys_of: KeysOf) -> Index:
        """Made when first asked for, kept up to date from then on."""
        found = self._indexes.get(keys_of)
        if found is None:
            found = self._indexes[keys_of] = Index(keys_of, self.objects)
        return found

    def sync(self, key: WatchKey, objects: Sequence[KubeObject]) -> set[ObjectRef] | None:
        """What differs from what the watch told before; None when it was not compared: all may have changed."""
        told = self.told(key)
        before, now = told.objects, {found.metadata.ref: found for found in objects}
        told.objects = now
        told.skipped.difference_update(now)
        if len(self._told) == 1 and (not before or len(now) > _COMPARED):
            self.objects = dict(now)
            self._indexes.clear()
            return None
        for ref in now.keys() & before.keys():
            if now[ref] == before[ref]:
                now[ref] = before[ref]
        differing = {ref for ref, found in now.items() if before.get(ref) is not found} | (before.keys() - now.keys())
        return {ref for ref in differing if self._settle(ref, now.get(ref))}

    def put(self, key: WatchKey, found: KubeObject) -> tuple[ObjectRef, bool]:
        """Whether what may be shown has changed."""
        ref = found.metadata.ref
        told = self.told(key)
        told.objects[ref] = found
        told.skipped.discard(ref)
        return ref, self._settle(ref, found)

    def remove(self, key: WatchKey, ref: ObjectRef) -> bool:
        told = self.told(key)
        told.skipped.discard(ref)
        return told.objects.pop(ref, None) is not None and self._settle(ref, None)

    def release(self, key: WatchKey) -> bool:
        """Forgets what only this watch told; whether it was known at all."""
        told = self._told.pop(key, None)
        if told is None:
            return False
        beside = self._by_namespace[key.namespace]
        beside.remove(told)
        if not beside:
            del self._by_namespace[key.namespace]
        if not self._told:
            self.objects = {}
            self._indexes.clear()
        else:
            for ref in told.objects:
                self._replace(ref, self._newest(ref, None))
        return True

    def freshness(self) -> Freshness:
        return worst([(key.namespace, _with_skipped(told)) for key, told in self._told.items()])

    def live(self, ref: ObjectRef) -> bool:
        """Whether a watch that is live tells of it."""
        if len(self._told) == 1:
            return ref in self.objects and next(iter(self._told.values())).freshness.health is _LIVE
        return any(told.freshness.health is _LIVE for told in self._holders(ref))

    def tells_of(self, ref: ObjectRef) -> bool:
        """Whether a live watch would tell of it, so that it is not there where it is not known."""
        return any(
            told.freshness.health is _LIVE and key.namespace in ("", ref.namespace) and not (key.selector or key.fields)
            for key, told in self._told.items()
        )

    def _holders(self, ref: ObjectRef) -> list[Told]:
        holders = [told for told in self._by_namespace.get("", ()) if ref in told.objects]
        if ref.namespace:
            holders += [told for told in self._by_namespace.get(ref.namespace, ()) if ref in told.objects]
        return holders

    def _settle(self, ref: ObjectRef, latest: KubeObject | None) -> bool:
        """What the only watch there is tells is believed; of several the newest telling."""
        return self._replace(ref, latest if len(self._told) == 1 else self._newest(ref, latest))

    def _replace(self, ref: ObjectRef, after: KubeObject | None) -> bool:
        before = self.objects.get(ref)
        if after is before or (after is not None and after == before):
            return False
        if after is None:
            del self.objects[ref]
        else:
            self.objects[ref] = after
        for index in self._indexes.values():
            index.replace(ref, before, after)
        return True

    def _newest(self, ref: ObjectRef, latest: KubeObject | None) -> KubeObject | None:
        """Two watches race: a list that began earlier may arrive later and must not undo what a stream has told."""
        holders = self._holders(ref)
        believed = [told for told in holders if told.freshness.health is Health.LIVE] or holders
        tellings = [told.objects[ref] for told in believed]
        if len(tellings) < 2:
            return tellings[0] if tellings else latest
        # Versions are opaque, except that both are revisions of one etcd when both are decimal numbers.
        if all(telling.metadata.resource_version.isdecimal() for telling in tellings):
            return max(tellings, key=lambda telling: int(telling.metadata.resource_version))
        return latest or tellings[-1]


def _with_skipped(told: Told) -> Freshness:
    return replace(told.freshness, skipped=len(told.skipped)) if told.skipped else told.freshness


def refreshed(before: Freshness, change: Resumed | Lost | Denied | Absent, now: float) -> Freshness:
    """What a watch's freshness becomes. Rows of a lost or denied watch stay, and are never green."""
    since = now if before.health is Health.LIVE else before.since
    match change:
        case Resumed():
            return Freshness(Health.LIVE, now) if before.since is not None else _LOADING
        case Lost(error, retry_in):
            return Freshness(Health.STALE, since, error, now + retry_in)
        case Denied(error):
            return Freshness(Health.DENIED, since, error)
        case Absent(error):
            return Freshness(Health.ABSENT, since, error)
