"""How many of what is wanted are ready."""

from __future__ import annotations

from collections.abc import Iterable

from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.clusters import Count
from wgtui.resources.contract import ReplicaCounts
from wgtui.resources.controlplane import KubeadmControlPlane

UNKNOWN = Count()


def control_plane(found: ClusterObjects) -> Count:
    """By the Cluster, else by the control plane it names; a managed one has no replicas."""
    cluster, one = found.cluster, found.control_plane
    if cluster is None:
        return UNKNOWN
    early = cluster.status.v1beta2
    counted = cluster.status.control_plane or (early.control_plane if early else None)
    if counted is not None and counted.desired_replicas is not None:
        return _of(counted)
    if not isinstance(one, KubeadmControlPlane):
        return UNKNOWN
    # Counters that are zero are left out until the first replica is there.
    return Count(one.status.ready_replicas or 0, one.spec.replicas)


def workers(found: ClusterObjects) -> Count:
    """By the Cluster, else the sum of its MachineDeployments and MachinePools."""
    cluster = found.cluster
    if cluster is None:
        return UNKNOWN
    early = cluster.status.v1beta2
    counted = cluster.status.workers or (early.workers if early else None)
    if counted is not None and counted.desired_replicas is not None:
        return _of(counted)
    if not found.groups_read:
        return UNKNOWN
    groups = found.groups
    wanted = [
        group.spec.replicas if group.spec.replicas is not None else group.status.replicas or 0 for group in groups
    ]
    return Count(_sum(group.status.ready_replicas for group in groups), sum(wanted))


def _of(counted: ReplicaCounts) -> Count:
    return Count(counted.ready_replicas, counted.desired_replicas)


def _sum(numbers: Iterable[int | None]) -> int:
    return sum(number or 0 for number in numbers)
