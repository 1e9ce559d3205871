"""Why an application or a source is not well: itself, what it waits for, what it reads, where it is applied to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.applications import application_judged, application_verdict, opened_by, target
from wgtui.fleet.blast import effects
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.explaining.deleting import being_deleted, held_up
from wgtui.fleet.explaining.explanation import Explanation, Link, field, link, missing
from wgtui.fleet.sources import source_verdict, suspended
from wgtui.fleet.status import Status
from wgtui.fleet.suspension import suspension
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.source import HELM_CHART
from wgtui.store.store import Store

_SOURCES = {kind.kind: kind for kind in SOURCE_KINDS}
_LOGIN = ("AuthenticationFailed", "AuthenticationError", "VerificationError")

LONGEST = 32
"""Links of a chain; what goes round is stopped before by what was seen."""


def explain_application(store: Store, kind: Kind[Any], ref: ObjectRef, management: Store | None = None) -> Explanation:
    """`management` knows the cluster that an application is applied to, where `store` is not that of it."""
    walk = _Walk(store, management or store)
    chain = tuple(walk.application(kind, ref))
    found = store.get(kind, ref)
    well = found is not None and application_verdict(found).status is Status.READY
    return Explanation(well, chain, () if well else tuple(_consequences(store, kind, ref)))


def explain_source(store: Store, kind: Kind[Any], ref: ObjectRef) -> Explanation:
    chain = tuple(_Walk(store, store).source(kind, ref))
    found = store.get(kind, ref)
    well = found is not None and source_verdict(found).status is Status.READY
    return Explanation(well, chain, () if well else tuple(_consequences(store, kind, ref)))


class _Walk:
    """Each object is visited once: dependencies may go round."""

    def __init__(self, store: Store, management: Store) -> None:
        self._store = store
        self._management = management
        self._seen: set[tuple[str, ObjectRef]] = set()

    def application(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Link]:
        found = self._store.get(kind, ref)
        if found is None:
            yield self._absent(kind, ref)
            return
        if (kind.kind, ref) in self._seen:
            yield field(kind.kind, found, "spec.dependsOn", "Cycle", "it waits for itself: dependsOn goes round")
            return
        self._seen.add((kind.kind, ref))
        told = self._told(kind, found)
        yield told
        yield from held_up(self._store, kind, ref, told)
        verdict = application_verdict(found)
        if verdict.status in (Status.READY, Status.SUSPENDED, Status.DELETING) or len(self._seen) > LONGEST:
            return
        yield from self._deeper(kind, found, verdict.reason)

    def _absent(self, kind: Kind[Any], ref: ObjectRef) -> Link:
        if self._store.tells_of(kind, ref):
            return missing(kind.kind, ref)
        return Link(kind.kind, ref, "", "NotRead", "it is not read: its namespace is not looked at, or may not be")

    def _told(self, kind: Kind[Any], found: Any) -> Link:
        if found.spec.suspend:
            message = str(suspension(found.metadata.annotations)) or "nobody left a note"
            return field(kind.kind, found, "spec.suspend", "Suspended", message)
        if found.metadata.deletion_timestamp is not None:
            return being_deleted(kind, found)
        verdict, said = application_judged(found)
        if said is None:
            return field(kind.kind, found, "status", "NotReconciled", verdict.message)
        return replace(link(kind.kind, found, said), message=verdict.message)

    def _deeper(self, kind: Kind[Any], found: Kustomization | HelmRelease, reason: str) -> Iterator[Link]:
        if reason == "DependencyNotReady":
            yield from self._dependency(kind, found)
            return
        broken = list(self._source_of(found))
        if broken:
            yield from broken
            return
        yield from self._where_applied(found)

    def _dependency(self, kind: Kind[Any], found: Kustomization | HelmRelease) -> Iterator[Link]:
        """The first that is not ready."""
        namespace = found.metadata.namespace
        for one in found.spec.depends_on:
            ref = ObjectRef(one.namespace or namespace, one.name)
            other = self._store.get(kind, ref)
            if other is None or application_verdict(other).status is not Status.READY:
                yield from self.application(kind, ref)
                return

    def _source_of(self, found: Kustomization | HelmRelease) -> Iterator[Link]:
        """Nothing where what it reads is well."""
        chart = found.chart if isinstance(found, HelmRelease) else None
        if chart is not None and self._store.get(HELM_CHART, chart) is not None:
            yield from self._broken_source(HELM_CHART, chart)
            return
        source = found.source
        kind = _SOURCES.get(source.kind) if source else None
        if source is not None and kind is not None:
            yield from self._broken_source(kind, source.ref)

    def _broken_source(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Link]:
        found = self._store.get(kind, ref)
        if found is None:
            if self._store.tells_of(kind, ref):
                yield missing(kind.kind, ref)
        elif source_verdict(found).status is not Status.READY:
            yield from self.source(kind, ref)

    def source(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Link]:
        found = self._store.get(kind, ref)
        if found is None:
            yield self._absent(kind, ref)
            return
        if suspended(found):
            note = suspension(found.metadata.annotations)
            message = ": ".join(filter(None, ("it is not fetched any more", str(note))))
            yield field(kind.kind, found, "spec.suspend", "Suspended", message)
            return
        ready = conditions.find(found.status.conditions, "Ready")
        yield link(kind.kind, found, ready)
        if kind == HELM_CHART and found.source is not None:
            origin = _SOURCES.get(found.source.kind)
            if origin is not None:
                yield from self._broken_source(origin, found.source.ref)
        secret = getattr(found.spec, "secret_ref", None)
        if ready is not None and ready.reason in _LOGIN and secret is not None:
            yield Link("Secret", ObjectRef(ref.namespace, secret.name), "", ready.reason, "the login that it holds")

    def _where_applied(self, found: Kustomization | HelmRelease) -> Iterator[Link]:
        """An application of another cluster fails when that one does."""
        if opened_by(found) is None:
            return
        namespace, _, name = target(found).partition("/")
        ref = ObjectRef(namespace, name)
        if self._management.get(GITOPS_CLUSTER, ref) is not None:
            explained = explain_cluster(self._management, ref)
            if not explained.is_well:
                yield from explained.chain


def _consequences(store: Store, kind: Kind[Any], ref: ObjectRef) -> Iterator[Link]:
    """What depends on it and is not well either."""
    for effect in effects(store, kind, ref):
        if effect.kind not in APPLICATION_KINDS:
            continue
        for other in effect.refs:
            found = store.get(effect.kind, other)
            if found is not None and application_verdict(found).status is not Status.READY:
                yield link(effect.kind.kind, found, conditions.find(found.status.conditions, "Ready"))
