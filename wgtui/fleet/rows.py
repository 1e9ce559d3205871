"""The rows of the fleet, worked out anew only for clusters that something changed about."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.status import Status
from wgtui.resources.capi import CLUSTER, Cluster
from wgtui.resources.contract import ReplicaCounts
from wgtui.resources.gitops import GITOPS_CLUSTER, GitopsCluster
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ConditionStatus, ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store

SLICE = 250
"""Rows between two turns of the loop."""


class ClusterRows:
    """One row for each GitopsCluster with the Cluster it names, and for each Cluster that none names."""

    KINDS: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)

    def __init__(self, fleet: Fleet) -> None:
        self._store = fleet.management
        self._keys: dict[ObjectRef, str] = {}

    def update(self, turn: Mapping[str, Touched]) -> Iterator[tuple[list[ClusterSummary], list[Hashable]]]:
        """Slices of changed rows and of the keys of removed ones."""
        touched = turn.get("")
        if touched is None:
            return
        gitops, clusters = self._store.objects(GITOPS_CLUSTER), self._store.objects(CLUSTER)
        whole = any(kind in touched.reset or kind in touched.freshness for kind in self.KINDS)
        refs = (
            {*gitops, *clusters, *self._keys}
            if whole
            else {ref for kind in self.KINDS for ref in touched.refs.get(kind, ())}
        )
        named = {_names(found): ref for ref, found in gitops.items()}
        todo = sorted({named.get(ref, ref) for ref in refs} | refs)
        for start in range(0, len(todo), SLICE):
            changed: list[ClusterSummary] = []
            removed: list[Hashable] = []
            for ref in todo[start : start + SLICE]:
                found = gitops.get(ref)
                cluster = clusters.get(_names(found) if found else ref)
                if found is None and (cluster is None or ref in named):
                    if ref in self._keys:
                        removed.append(self._keys.pop(ref))
                    continue
                row = _summary(self._store, ref, found, cluster)
                self._keys[ref] = row.uid
                changed.append(row)
            yield changed, removed


def cluster_summary(store: Store, ref: ObjectRef) -> ClusterSummary | None:
    """The row of one cluster; None where neither side of it is known."""
    gitops = store.get(GITOPS_CLUSTER, ref)
    cluster = store.get(CLUSTER, _names(gitops) if gitops else ref)
    return _summary(store, ref, gitops, cluster) if gitops or cluster else None


def _summary(store: Store, ref: ObjectRef, gitops: GitopsCluster | None, cluster: Cluster | None) -> ClusterSummary:
    live = (gitops is None or store.live(GITOPS_CLUSTER, ref)) and (
        cluster is None or store.live(CLUSTER, cluster.metadata.ref)
    )
    status, reason, message = _verdict(gitops, cluster)
    metadata = gitops.metadata if gitops else cluster.metadata if cluster else None
    assert metadata is not None
    spec = cluster.spec if cluster else None
    return ClusterSummary(
        uid=str(ref),
        ref=ref,
        management=False,
        gitops=gitops is not None,
        capi=cluster is not None,
        status=status,
        reason=reason,
        message=message,
        provider=_provider(cluster),
        region="",
        version=spec.topology.version if spec and spec.topology else "",
        control_plane=_count(cluster.status.control_plane if cluster else None),
        workers=_count(cluster.status.workers if cluster else None),
        connectivity=_connectivity(gitops),
        bootstrap=None,
        applications=Count(),
        created=metadata.creation_timestamp,
        labels=metadata.labels,
        paused=_paused(cluster),
        deleting=status is Status.DELETING,
        stale=not live,
    )


def _names(gitops: GitopsCluster) -> ObjectRef:
    named = gitops.spec.capi_cluster_ref
    return ObjectRef(gitops.metadata.namespace, named.name if named else gitops.metadata.name)


def _verdict(gitops: GitopsCluster | None, cluster: Cluster | None) -> tuple[Status, str, str]:
    """The worst that either side says; what neither says is unknown."""
    if any(one is not None and one.metadata.deletion_timestamp for one in (gitops, cluster)):
        return Status.DELETING, "", ""
    if _paused(cluster):
        return Status.PAUSED, "", ""
    if cluster is not None:
        said = _capi_verdict(cluster)
        if said[0] is not Status.READY:
            return said
    if _connectivity(gitops) is Status.UNREACHABLE and gitops is not None:
        failed = conditions.find(gitops.status.conditions, "ClusterConnectivity")
        return Status.UNREACHABLE, failed.reason if failed else "", failed.message if failed else ""
    if gitops is not None:
        ready = conditions.find(gitops.status.conditions, "Ready")
        if ready is None:
            return (Status.READY, "", "") if cluster is not None else (Status.PENDING, "", "")
        if ready.status != ConditionStatus.TRUE:
            return Status.WAITING, ready.reason, ready.message
    return Status.READY, "", ""


def _capi_verdict(cluster: Cluster) -> tuple[Status, str, str]:
    status, found = cluster.status, conditions.current(cluster.status)
    summary = conditions.find(found, "Available") or conditions.find(found, "Ready")
    blocking = conditions.blocking(found)
    message = conditions.told(blocking) if blocking else ""
    reason = blocking.reason if blocking else ""
    if status.failure_reason or status.phase == "Failed" or (blocking is not None and conditions.broken(blocking)):
        return Status.FAILED, status.failure_reason or reason, message
    if not (status.control_plane_initialized and status.infrastructure_provisioned):
        return Status.PROVISIONING, reason, message
    if conditions.outdated(summary, status.observed_generation, cluster.metadata.generation):
        return Status.PROGRESSING, "", "the new spec is not observed yet"
    if summary is None:
        return Status.UNKNOWN, "", ""
    return (Status.READY, "", "") if summary.status == ConditionStatus.TRUE else (Status.DEGRADED, reason, message)


def _connectivity(gitops: GitopsCluster | None) -> Status | None:
    found = conditions.find(gitops.status.conditions, "ClusterConnectivity") if gitops else None
    if found is None:
        return None
    return Status.READY if found.status == ConditionStatus.TRUE else Status.UNREACHABLE


def _paused(cluster: Cluster | None) -> bool:
    return cluster is not None and (cluster.spec.paused or cluster.metadata.annotations.cluster_paused is not None)


def _provider(cluster: Cluster | None) -> str:
    """`AWSCluster` is aws, `AWSManagedCluster` eks."""
    infrastructure = cluster.spec.infrastructure_ref if cluster else None
    kind = infrastructure.kind if infrastructure else ""
    if kind.startswith("AWSManaged"):
        return "eks"
    return kind.removesuffix("Cluster").lower()


def _count(counts: ReplicaCounts | None) -> Count:
    return Count(counts.ready_replicas, counts.desired_replicas) if counts else Count()
