"""What stands still when a Flux object is suspended: whatever it feeds, applies, or is waited for by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wgtui.fleet.applications import target
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization, applier
from wgtui.resources.meta import ObjectRef
from wgtui.resources.references import SourceRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.source import HELM_CHART
from wgtui.store.store import Store


class Effect(NamedTuple):
    """`how` is what the objects have to do with it."""

    how: str
    kind: Kind[Any]
    refs: tuple[ObjectRef, ...]


def effects(store: Store, kind: Kind[Any], ref: ObjectRef) -> list[Effect]:
    """Direct ones first; only kinds that are read count. What waits is followed through every dependsOn."""
    found = [
        *_reading(store, kind, ref),
        *_applied(store, kind, ref),
        *_waiting(store, kind, ref),
    ]
    return [effect for effect in found if effect.refs]


class Reach(NamedTuple):
    """Everything that changes come to through it, however far down: itself too, where it is an application."""

    applications: frozenset[tuple[Kind[Any], ObjectRef]]
    clusters: frozenset[ObjectRef]
    """Fed by these applications: made by one, or what one is applied to."""


def reach(store: Store, *suspended: tuple[Kind[Any], ObjectRef]) -> Reach:
    """Through every source, Kustomization and dependsOn; an application that is suspended itself counts too."""
    seen = set(suspended)
    left = list(suspended)
    clusters: set[ObjectRef] = set()
    while left:
        kind, ref = left.pop()
        found = store.get(kind, ref) if kind in APPLICATION_KINDS else None
        if found is not None and (fed := target(found)):
            clusters.add(ObjectRef(*fed.split("/", 1)))
        for effect in effects(store, kind, ref):
            if effect.kind == GITOPS_CLUSTER:
                clusters.update(effect.refs)
                continue
            more = {(effect.kind, other) for other in effect.refs} - seen
            seen |= more
            left += more
    return Reach(frozenset(one for one in seen if one[0] in APPLICATION_KINDS), frozenset(clusters))


def _reading(store: Store, kind: Kind[Any], ref: ObjectRef) -> Iterator[Effect]:
    if kind not in SOURCE_KINDS:
        return
    source = SourceRef(kind.kind, ref)
    for reader in (*APPLICATION_KINDS, HELM_CHART):
        yield Effect("read it", reader, tuple(sorted(one.metadata.ref for one in store.using(reader, source))))


def _applied(store: Store, kind: Kind[Any], ref: ObjectRef) -> Iterator[Effect]:
    if kind != KUSTOMIZATION:
        return
    for applied in (GITOPS_CLUSTER, *APPLICATION_KINDS, *SOURCE_KINDS):
        refs = (other for other, one in store.objects(applied).items() if applier(one.metadata.labels) == ref)
        yield Effect("are applied by it", applied, tuple(sorted(other for other in refs if other != ref)))


def reverting(labels: Mapping[str, str]) -> str:
    """What a person should know who changes by hand what a Kustomization applies; empty where none does."""
    owner = applier(labels)
    if owner is None:
        return ""
    return f"Kustomization {owner} applies it: where git says otherwise Flux will revert this at the next reconcile"


def _waiting(store: Store, kind: Kind[Any], ref: ObjectRef) -> Iterator[Effect]:
    """dependsOn names applications of the same kind only."""
    if kind not in APPLICATION_KINDS:
        return
    waiting: set[ObjectRef] = set()
    reached = {ref}
    while reached:
        more = {other for other, one in store.objects(kind).items() if _depends_on(one) & reached}
        reached = more - waiting - {ref}
        waiting |= reached
    yield Effect("wait for it", kind, tuple(sorted(waiting)))


def _depends_on(application: Kustomization | HelmRelease) -> set[ObjectRef]:
    namespace = application.metadata.namespace
    return {ObjectRef(one.namespace or namespace, one.name) for one in application.spec.depends_on}


def summed(found: Reach) -> str:
    """`in all 5 applications and 2 clusters get no more changes through it`."""
    parts = [_counted(len(found.applications), "application")]
    parts += [_counted(len(found.clusters), "cluster")] if found.clusters else []
    verb = "gets" if parts == ["1 application"] else "get"
    return f"in all {' and '.join(parts)} {verb} no more changes through it"


def _counted(amount: int, noun: str) -> str:
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def told(effects_found: list[Effect]) -> Iterator[str]:
    """`3 HelmReleases read it: shop/a, shop/b, shop/c`."""
    for effect in effects_found:
        amount = len(effect.refs)
        plural = effect.kind.kind if amount == 1 else _plural(effect.kind.kind)
        names = ", ".join(map(str, effect.refs[:SHOWN]))
        more = f" and {amount - SHOWN} more" if amount > SHOWN else ""
        how = effect.how if amount != 1 else _SINGULAR[effect.how]
        yield f"{amount} {plural} {how}: {names}{more}"


SHOWN = 4
_SINGULAR = {"read it": "reads it", "are applied by it": "is applied by it", "wait for it": "waits for it"}


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
