"""Why a cluster is not well: GitopsCluster, Cluster, infrastructure, control plane, workers, machine, AWS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.aws_identity import identity_use
from wgtui.fleet.bootstrap_why import why, world_of
from wgtui.fleet.cluster_objects import ClusterObjects, cluster_objects_of
from wgtui.fleet.cluster_status import cluster_verdict
from wgtui.fleet.conditions import FALSE, SUMMARIES
from wgtui.fleet.explaining.deleting import being_deleted, held_up
from wgtui.fleet.explaining.explanation import Explanation, Link, field, link, missing
from wgtui.fleet.status import Status
from wgtui.fleet.tree_objects import TreeObjects, controlled_by, tree_objects
from wgtui.fleet.trouble import ORDER
from wgtui.resources.capi import CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store

_OF_IDENTITY = ("PrincipalUsageAllowed", "PrincipalCredentialRetrieved")
"""Conditions of CAPA that speak of the identity, not of the object that has them."""


def explain_cluster(store: Store, ref: ObjectRef, now: datetime | None = None) -> Explanation:
    """By the name of its row. Deeper objects are found as far as they are read.

    With `now` it also tells what should have happened long ago.
    """
    found = cluster_objects_of(store, ref)
    if found is None:
        return Explanation(False, (missing("GitopsCluster", ref),))
    well = cluster_verdict(found).status is Status.READY
    chain = list(_sides(found))
    if found.cluster is not None:
        chain += held_up(store, CLUSTER, found.cluster.metadata.ref, chain[-1])
    if not well and not _ends_the_walk(chain):
        deeper = list(_deeper(store, tree_objects(store, found.cluster))) if found.cluster is not None else []
        # What comes before the bootstrap explains why that waits.
        chain += deeper or (_bootstrap(store, found, now) if len(chain) == 1 else ())
    return Explanation(well, tuple(chain))


def _bootstrap(store: Store, found: ClusterObjects, now: datetime | None) -> Iterator[Link]:
    """Its Job; or what keeps the bootstrap controller from making one, which is said of the GitopsCluster."""
    if found.gitops is None or found.bootstrap.status in (None, Status.READY):
        return
    said = why(world_of(store, found), now)
    if said.job is None:
        yield field("GitopsCluster", found.gitops, "bootstrap", found.bootstrap.reason, said.text)
        return
    failed = conditions.find(said.job.status.conditions, "Failed")
    since = failed.last_transition_time if failed is not None else said.job.status.start_time
    yield field("Job", said.job, "Failed" if failed is not None else "status", found.bootstrap.reason, said.text, since)


def _ends_the_walk(chain: Sequence[Link]) -> bool:
    return chain[-1].reason in ("Paused", "Deleting", "Missing")


def _sides(found: ClusterObjects) -> Iterator[Link]:
    if found.gitops is not None:
        yield _telling("GitopsCluster", found.gitops, found.gitops.status.conditions)
    if found.cluster is not None:
        told = _of_cluster(found)
        if found.gitops is None or told.condition not in SUMMARIES:
            yield told
    elif found.named is not None:
        yield missing("Cluster", found.named)


def _of_cluster(found: ClusterObjects) -> Link:
    cluster = found.cluster
    assert cluster is not None
    if cluster.spec.paused:
        return field("Cluster", cluster, "spec.paused", "Paused", "its controllers leave it alone")
    if cluster.metadata.deletion_timestamp is not None:
        return being_deleted(CLUSTER, cluster)
    return _telling("Cluster", cluster, conditions.current(cluster.status))


def _telling(kind: str, found: Any, said: Sequence[Any]) -> Link:
    blocking = conditions.blocking(said, ORDER)
    return link(kind, found, blocking or conditions.find(said, "Available") or conditions.find(said, "Ready"))


def _deeper(store: Store, parts: TreeObjects) -> Iterator[Link]:
    """Infrastructure before control plane before workers: what comes first holds back what comes after."""
    spec, namespace = parts.cluster.spec, parts.cluster.metadata.namespace
    infrastructure = parts.read(spec.infrastructure_ref, namespace)
    control_plane = parts.read(spec.control_plane_ref, namespace)
    for one in (infrastructure, control_plane):
        if one is None:
            continue
        blocking = conditions.blocking(conditions.said_by(one.object), ORDER)
        if blocking is not None and (conditions.broken(blocking) or blocking.status is FALSE):
            yield link(one.kind.kind, one.object, blocking)
            if blocking.type in _OF_IDENTITY:
                yield from _identity(store, one.object)
                return
            if one is control_plane:
                yield from _machine(controlled_by(parts.machines, one.object), parts)
            return
    for deployment in parts.deployments:
        blocking = _not_available(deployment)
        if blocking is not None:
            yield link("MachineDeployment", deployment, blocking)
            sets = controlled_by(parts.sets, deployment)
            yield from _machine([one for each in sets for one in controlled_by(parts.machines, each)], parts)
            return
    for pool in parts.pools:
        blocking = _not_available(pool)
        if blocking is not None:
            yield link("MachinePool", pool, blocking)
            yield from _infrastructure(pool.spec.template.spec.infrastructure_ref, pool.metadata.namespace, parts)
            return


def _identity(store: Store, found: Any) -> Iterator[Link]:
    """The first that the cluster may not use, of those it acts as one after the other."""
    use = identity_use(store, getattr(found.spec, "identity_ref", None), None, found.metadata.namespace)
    refused = next((step for step in use.chain if step.allowed is False), None)
    if refused is not None:
        reason = "NotAllowed" if refused.found else "Missing"
        ref = ObjectRef("", refused.name)
        yield Link(refused.kind, ref, "spec.allowedNamespaces" if refused.found else "", reason, refused.why)


def _not_available(found: Any) -> Any:
    said = conditions.current(found.status)
    summary = conditions.find(said, "Available") or conditions.find(said, "Ready")
    if summary is None or summary.status is not FALSE:
        return None
    return conditions.blocking(said, ORDER) or summary


def _machine(machines: Iterable[Any], parts: TreeObjects) -> Iterator[Link]:
    """The worst of them, and what its own infrastructure says."""
    broken = [(one, blocking) for one in machines if (blocking := _trouble(one)) is not None]
    if not broken:
        return
    machine, blocking = min(broken, key=lambda pair: (not conditions.broken(pair[1]), pair[0].metadata.name))
    yield link("Machine", machine, blocking)
    yield from _infrastructure(machine.spec.infrastructure_ref, machine.metadata.namespace, parts)


def _infrastructure(reference: Any, namespace: str, parts: TreeObjects) -> Iterator[Link]:
    found = parts.read(reference, namespace)
    if found is None:
        return
    blocking = conditions.blocking(conditions.said_by(found.object))
    if blocking is not None:
        yield link(found.kind.kind, found.object, blocking)


def _trouble(machine: Any) -> Any:
    return conditions.blocking(conditions.current(machine.status), ORDER)
