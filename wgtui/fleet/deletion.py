"""What a deletion waits for: the objects that are left, the finalizers of each, and who takes those away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.blast import effects
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.tree_objects import KINDS
from wgtui.resources import capi, controlplane, infrastructure
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.contract import ContractStatus
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import kind_of_provider
from wgtui.resources.source import HELM_CHART
from wgtui.store.store import Store

_CORE = "Cluster API core (capi-controller-manager)"
_AWS = "Cluster API Provider AWS (capa-controller-manager)"
_KUBEADM = "kubeadm control plane (capi-kubeadm-control-plane-controller-manager)"
_GARBAGE = "garbage collector: waits for what it owns"

HOLDERS: Mapping[str, str] = {
    "cluster.cluster.x-k8s.io": _CORE,
    "machine.cluster.x-k8s.io": _CORE,
    "machinepool.cluster.x-k8s.io": _CORE,
    "cluster.x-k8s.io/machinedeployment": _CORE,
    "cluster.x-k8s.io/machineset": _CORE,
    "machinedeployment.topology.cluster.x-k8s.io": _CORE,
    "machineset.topology.cluster.x-k8s.io": _CORE,
    "kubeadm.controlplane.cluster.x-k8s.io": _KUBEADM,
    "clusters.gitops.weave.works": "cluster controller (cluster-controller)",
    "foregroundDeletion": _GARBAGE,
    "orphan": "garbage collector: lets go of what it owns",
    "kubernetes": "namespace controller",
}
"""Who takes a finalizer away, by its name."""

_BY_ENDING: Mapping[str, str] = {
    ".infrastructure.cluster.x-k8s.io": _AWS,
    "awsmanagedcontrolplane.controlplane.cluster.x-k8s.io": _AWS,
}

_FLUX: Mapping[str, str] = {
    "kustomize.toolkit.fluxcd.io": "kustomize-controller: prunes what it has applied",
    "helm.toolkit.fluxcd.io": "helm-controller: uninstalls the release",
    "source.toolkit.fluxcd.io": "source-controller: removes its artifacts",
}
"""Of `finalizers.fluxcd.io`, by the group of the kind."""

NOBODY_KNOWN = "a controller that is not known here"

_INNERMOST_FIRST: tuple[Kind[Any], ...] = (
    infrastructure.AWS_MACHINE,
    infrastructure.AWS_MACHINE_POOL,
    infrastructure.AWS_MANAGED_MACHINE_POOL,
    capi.MACHINE,
    capi.MACHINE_SET,
    capi.MACHINE_DEPLOYMENT,
    capi.MACHINE_POOL,
    controlplane.KUBEADM_CONTROL_PLANE,
    controlplane.AWS_MANAGED_CONTROL_PLANE,
    infrastructure.AWS_CLUSTER,
    infrastructure.AWS_MANAGED_CLUSTER,
    capi.CLUSTER,
    GITOPS_CLUSTER,
)
"""In which order a cluster is taken down: what comes first holds up what comes after."""

_LATEST = datetime.max.replace(tzinfo=UTC)


class Remaining(NamedTuple):
    """`since` None: its own deletion has not begun. `says` is what its conditions tell of it."""

    kind: Kind[Any]
    ref: ObjectRef
    since: datetime | None
    finalizers: tuple[str, ...]
    says: str

    @property
    def waits(self) -> str:
        """`cluster.cluster.x-k8s.io: Cluster API core (…)`, one after the other."""
        return "; ".join(f"{name}: {holder(name, self.kind)}" for name in self.finalizers)


def holder(finalizer: str, kind: Kind[Any]) -> str:
    """Who takes this finalizer of an object of this kind away."""
    if finalizer in HOLDERS:
        return HOLDERS[finalizer]
    if finalizer == "finalizers.fluxcd.io":
        return _FLUX.get(kind.group, NOBODY_KNOWN)
    return next((who for ending, who in _BY_ENDING.items() if finalizer.endswith(ending)), NOBODY_KNOWN)


def remaining(store: Store, kind: Kind[Any], ref: ObjectRef) -> tuple[Remaining, ...]:
    """What is left of something that is being deleted, what holds up the others first; empty where it is not."""
    found = store.get(kind, ref)
    if found is None or not _is_deleted(store, kind, found):
        return ()
    left = {(one_kind, one.metadata.ref): one for one_kind, one in _parts(store, kind, found)}
    rows = [_row(one_kind, one) for (one_kind, _), one in left.items()]
    return tuple(sorted(rows, key=_place))


def blocker(left: Iterable[Remaining]) -> Remaining | None:
    """The innermost that is being deleted: all others wait for it."""
    return next((one for one in left if one.since is not None and one.finalizers), None)


def _is_deleted(store: Store, kind: Kind[Any], found: Any) -> bool:
    """Of a cluster either side counts."""
    if found.metadata.deletion_timestamp is not None:
        return True
    sides = cluster_objects_of(store, found.metadata.ref) if kind in (GITOPS_CLUSTER, CLUSTER) else None
    return sides is not None and sides.cluster is not None and sides.cluster.metadata.deletion_timestamp is not None


def _parts(store: Store, kind: Kind[Any], found: Any) -> Iterator[tuple[Kind[Any], Any]]:
    yield kind, found
    if kind in (GITOPS_CLUSTER, CLUSTER):
        yield from _of_cluster(store, found.metadata.ref)
    elif kind == MACHINE:
        yield from _of_machine(store, found)
    elif kind == KUSTOMIZATION:
        yield from _applied(store, found.metadata.ref)
    elif kind == HELM_RELEASE and found.chart is not None:
        chart = store.get(HELM_CHART, found.chart)
        if chart is not None:
            yield HELM_CHART, chart


def _of_cluster(store: Store, ref: ObjectRef) -> Iterator[tuple[Kind[Any], Any]]:
    sides = cluster_objects_of(store, ref)
    if sides is None:
        return
    if sides.gitops is not None:
        yield GITOPS_CLUSTER, sides.gitops
    if sides.cluster is not None:
        yield CLUSTER, sides.cluster
        for kind in KINDS:
            for one in store.in_cluster(kind, sides.cluster.metadata.ref):
                yield kind, one


def _of_machine(store: Store, machine: Any) -> Iterator[tuple[Kind[Any], Any]]:
    for reference in (machine.spec.infrastructure_ref, machine.spec.bootstrap.config_ref):
        if reference is None:
            continue
        kind = kind_of_provider(reference.group, reference.kind)
        behind = store.get(kind, reference.ref(machine.metadata.namespace))
        if behind is not None:
            yield kind, behind


def _applied(store: Store, ref: ObjectRef) -> Iterator[tuple[Kind[Any], Any]]:
    for effect in effects(store, KUSTOMIZATION, ref):
        if effect.how == "are applied by it":
            for other in effect.refs:
                yield effect.kind, store.get(effect.kind, other)


def _row(kind: Kind[Any], found: Any) -> Remaining:
    metadata = found.metadata
    return Remaining(kind, metadata.ref, metadata.deletion_timestamp, metadata.finalizers, _says(found))


def _says(found: Any) -> str:
    said = conditions.said_by(found)
    deleting = conditions.find(said, "Deleting") or conditions.find(said, "DrainingSucceeded")
    if deleting is not None and deleting.message and not conditions.good(deleting):
        return conditions.flattened(deleting.message)
    if isinstance(found.status, ContractStatus):
        blocking = conditions.blocking(said)
        return conditions.told(blocking) if blocking is not None else ""
    ready = conditions.find(said, "Ready")
    return conditions.flattened(ready.message) if ready is not None and not conditions.good(ready) else ""


def _place(row: Remaining) -> tuple[bool, int, datetime, str]:
    rank = _INNERMOST_FIRST.index(row.kind) if row.kind in _INNERMOST_FIRST else 0
    return row.since is None, rank, row.since or _LATEST, str(row.ref)
