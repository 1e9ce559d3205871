"""From the objects of a cluster to its row."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet import counts, provider
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.cluster_status import cluster_verdict, connectivity, hangs_from, is_deleting, is_paused
from wgtui.fleet.clusters import ClusterSummary, Count


def summary(
    found: ClusterObjects, uid: str, applications: Count, pull: int = 0, now: datetime | None = None
) -> ClusterSummary:
    """Without `now` nothing takes too long."""
    metadata, cluster = found.metadata, found.cluster
    verdict = cluster_verdict(found, now)
    return ClusterSummary(
        uid=uid,
        ref=metadata.ref,
        management=False,
        gitops=found.gitops is not None,
        capi=cluster is not None,
        status=verdict.status,
        reason=verdict.reason,
        message=verdict.message,
        provider=provider.provider(found),
        region=provider.region(found),
        version=provider.version(found),
        control_plane=counts.control_plane(found),
        workers=counts.workers(found),
        connectivity=connectivity(found),
        bootstrap=found.bootstrap.status,
        applications=applications,
        created=metadata.creation_timestamp,
        labels=_labels(found),
        paused=is_paused(cluster),
        deleting=is_deleting(found),
        stale=not found.live,
        capi_ref=found.named,
        phase=cluster.status.phase if cluster else "",
        endpoint=_endpoint(found),
        pull=pull,
        hangs_from=hangs_from(found, verdict),
    )


def _labels(found: ClusterObjects) -> dict[str, str]:
    """Of both sides; where they differ the GitopsCluster's, which selectors of bootstrap look at."""
    gitops, cluster = found.gitops, found.cluster
    if gitops is None or cluster is None or not cluster.metadata.labels:
        return found.metadata.labels
    return {**cluster.metadata.labels, **gitops.metadata.labels}


def _endpoint(found: ClusterObjects) -> str:
    """EKS writes a whole URL as the host."""
    endpoint = found.cluster.spec.control_plane_endpoint if found.cluster else None
    return str(endpoint).removeprefix("https://") if endpoint else ""
