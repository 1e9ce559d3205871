"""How many applications of each cluster are ready, counted anew only where something changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wgtui.fleet.applications import Application, OpenedBy, application_verdict, opened_by
from wgtui.fleet.clusters import Count
from wgtui.fleet.status import Status
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.store.following import Touched
from wgtui.store.store import Health, Store

KINDS: tuple[Kind[Any], ...] = (KUSTOMIZATION, HELM_RELEASE)


class Holder(NamedTuple):
    """Whose applications are counted together: those that stay on one server, or that one Secret sends away from it."""

    server: str
    opened_by: OpenedBy | None = None


class _Entry(NamedTuple):
    holder: Holder
    ready: bool


class ApplicationCounts:
    def __init__(self) -> None:
        self._entries: dict[tuple[str, Kind[Any]], dict[ObjectRef, _Entry]] = {}
        self._ready: Counter[Holder] = Counter()
        self._all: Counter[Holder] = Counter()
        self._sent_from: Counter[str] = Counter()
        self._live: dict[str, bool | None] = {}
        self._shared: dict[_Entry, _Entry] = {}
        """Thousands of applications have the same entry: it is kept once."""

    def update(self, name: str, store: Store | None, touched: Touched) -> Iterator[Holder | None]:
        """Takes what changed on one server; `store` is None where it has been closed. Yields whose count changed, and
        None for each application that changes nothing, so that others get their turn meanwhile.
        """
        for kind in KINDS:
            objects: Mapping[ObjectRef, Any] = store.objects(kind) if store is not None else {}
            entries = self._entries.setdefault((name, kind), {})
            refs = touched.refs.get(kind, ()) if kind not in touched.reset else [*{**entries, **objects}]
            for ref in refs:
                yield from self._take(name, entries, ref, objects.get(ref))
        live = _is_live(store) if store is not None else None
        if self._live.get(name) is not live:
            yield Holder(name)
            yield from [holder for holder in self._all if holder.server == name]
        self._live[name] = live

    def count(self, holder: Holder) -> Count:
        """Unknown where nothing has been read; how many are ready is unknown where that is not live."""
        live = self._live.get(holder.server)
        if live is None:
            return Count()
        return Count(self._ready[holder] if live else None, self._all[holder])

    def are_sent_from(self, namespace: str) -> bool:
        """Whether a Secret of this namespace sends any application of the management cluster to another."""
        return namespace in self._sent_from

    def _take(
        self, name: str, entries: dict[ObjectRef, _Entry], ref: ObjectRef, found: Application | None
    ) -> Iterator[Holder | None]:
        before, after = entries.pop(ref, None), None
        if found is not None:
            ready = application_verdict(found).status is Status.READY
            made = _Entry(Holder(name, opened_by(found)), ready)
            after = entries[ref] = self._shared.setdefault(made, made)
        if before == after:
            yield None
        else:
            yield from self._add(before, -1)
            yield from self._add(after, 1)

    def _add(self, entry: _Entry | None, step: int) -> Iterator[Holder]:
        if entry is not None:
            self._all[entry.holder] += step
            self._ready[entry.holder] += step * entry.ready
            if entry.holder.opened_by is not None:
                self._sent_from[entry.holder.opened_by.ref.namespace] += step
            if not self._all[entry.holder]:
                del self._all[entry.holder], self._ready[entry.holder]
                self._sent_from += Counter()
            yield entry.holder


def _is_live(store: Store) -> bool | None:
    """None before anything has been read. What is not served or may not be read holds nothing that can be counted."""
    healths = {store.freshness(kind).health for kind in KINDS}
    if not healths & {Health.LIVE, Health.STALE}:
        return None
    return Health.LIVE in healths and not healths & {Health.LOADING, Health.STALE, Health.RELEASED}
