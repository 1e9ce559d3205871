"""Whether nothing at all is the matter with a cluster, as with nearly all of a fleet: in one look at its conditions.

It says yes only where no rule of cluster_status holds, and saves asking each of them: a third of the time of a row.
"""

from __future__ import annotations

from wgtui.fleet import conditions, trouble
from wgtui.fleet.cluster_objects import ClusterObjects, ControlPlane, WorkerGroup
from wgtui.fleet.conditions import FALSE, NEGATIVE, TRUE
from wgtui.fleet.status import Status
from wgtui.resources.capi import Cluster
from wgtui.resources.contract import ContractStatus
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.infrastructure import AWSCluster
from wgtui.resources.meta import Condition


def is_well(found: ClusterObjects) -> bool:
    gitops, cluster = found.gitops, found.cluster
    if found.bootstrap.status not in (None, Status.READY):
        return False
    if gitops is not None and not _is_well_gitops(gitops):
        return False
    if cluster is None:
        return found.named is None
    parts = (found.infrastructure, found.control_plane)
    return (
        _is_well_cluster(cluster)
        and all(part is None or _is_well_part(part) for part in parts)
        and all(map(_is_well_group, found.groups))
        and trouble.of_workers(found) is None
    )


def _is_well_gitops(gitops: GitopsCluster) -> bool:
    metadata, said = gitops.metadata, gitops.status.conditions
    return metadata.deletion_timestamp is None and _names_ready(said, metadata.generation) and _are_good(said)


def _is_well_cluster(cluster: Cluster) -> bool:
    metadata, status = cluster.metadata, cluster.status
    said = conditions.current(status)
    return (
        metadata.deletion_timestamp is None
        and not cluster.spec.paused
        and metadata.annotations.cluster_paused is None
        and status.phase != "Failed"
        and status.infrastructure_provisioned
        and status.control_plane_initialized
        and status.observed_generation in (0, metadata.generation)
        and not _has_failed(status)
        and _names_ready(said, metadata.generation)
        and _are_good(said)
    )


def _is_well_part(part: ControlPlane | AWSCluster) -> bool:
    status = part.status
    return (
        not _has_failed(status)
        and _are_good(conditions.current(status))
        and status.observed_generation in (0, part.metadata.generation)
    )


def _is_well_group(group: WorkerGroup) -> bool:
    return (
        group.status.observed_generation in (0, group.metadata.generation) and group.status.phase not in _SCALING_PHASES
    )


def _has_failed(status: ContractStatus) -> bool:
    return bool(status.failure_reason or status.failure_message) or (
        status.deprecated is not None and any(status.failure)
    )


def _are_good(said: tuple[Condition, ...]) -> bool:
    for one in said:
        if one.status is not TRUE:
            if one.status is not FALSE or one.type not in NEGATIVE:
                return False
        elif one.type in NEGATIVE:
            return False
    return True


def _names_ready(said: tuple[Condition, ...], generation: int) -> bool:
    """Whether a summary is there, and speaks of the spec there is."""
    summary = conditions.find(said, "Available") or conditions.find(said, "Ready")
    return summary is not None and summary.observed_generation in (0, generation)


_SCALING_PHASES = ("ScalingUp", "ScalingDown")
