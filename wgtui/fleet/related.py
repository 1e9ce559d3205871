"""What an object depends on, and what belongs to it: whose doings explain its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.tree_objects import KINDS
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization, applier
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import SOURCE_KINDS
from wgtui.resources.source import HELM_CHART
from wgtui.store.store import Store

LONGEST = 32
"""Objects of a chain of applications and sources."""

Named = tuple[Kind[Any], ObjectRef]

_SOURCES = {kind.kind: kind for kind in SOURCE_KINDS}


def related(store: Store, kind: Kind[Any], ref: ObjectRef) -> list[Named]:
    """Itself first; of a cluster all its parts, of an application what it waits for and reads, each followed on."""
    if kind in (GITOPS_CLUSTER, CLUSTER):
        return list(dict.fromkeys(_of_cluster(store, ref)))
    found: dict[Named, None] = {(kind, ref): None}
    left = [(kind, ref)]
    while left and len(found) < LONGEST:
        for other in _before(store, *left.pop(0)):
            if other not in found:
                found[other] = None
                left.append(other)
    return list(found)


def _of_cluster(store: Store, ref: ObjectRef) -> Iterator[Named]:
    sides = cluster_objects_of(store, ref)
    if sides is None:
        yield GITOPS_CLUSTER, ref
        return
    if sides.gitops is not None:
        yield GITOPS_CLUSTER, sides.gitops.metadata.ref
    if sides.cluster is not None:
        own = sides.cluster.metadata.ref
        yield CLUSTER, own
        for kind in KINDS:
            for one in store.in_cluster(kind, own):
                yield kind, one.metadata.ref


def _before(store: Store, kind: Kind[Any], ref: ObjectRef) -> Iterator[Named]:
    """What it waits for, what it reads, what applies it."""
    found = store.get(kind, ref)
    if found is None:
        return
    if isinstance(found, Kustomization | HelmRelease):
        for one in found.spec.depends_on:
            yield kind, ObjectRef(one.namespace or ref.namespace, one.name)
    if isinstance(found, HelmRelease) and found.chart is not None:
        yield HELM_CHART, found.chart
    source = getattr(found, "source", None)
    if source is not None and source.kind in _SOURCES:
        yield _SOURCES[source.kind], source.ref
    owner = applier(found.metadata.labels)
    if owner is not None:
        yield KUSTOMIZATION, owner
