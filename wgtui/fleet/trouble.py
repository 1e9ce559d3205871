"""The one most telling thing that is wrong with a cluster: which condition, of which object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.conditions import FALSE, TRUE
from wgtui.resources.meta import Condition

ORDER = (
    "PrincipalCredentialRetrieved",
    "PrincipalUsageAllowed",
    "VpcReady",
    "SubnetsReady",
    "InternetGatewayReady",
    "NatGatewaysReady",
    "RouteTablesReady",
    "ClusterSecurityGroupsReady",
    "BastionHostReady",
    "LoadBalancerReady",
    "IAMControlPlaneRolesReady",
    "EKSControlPlaneReady",
    "InfrastructureReady",
    "CertificatesAvailable",
    "ControlPlaneInitialized",
    "ControlPlaneAvailable",
    "ControlPlaneReady",
    "EtcdClusterHealthy",
    "ControlPlaneComponentsHealthy",
    "RemoteConnectionProbe",
    "WorkersAvailable",
    "TopologyReconciled",
    "ControlPlaneMachinesReady",
    "WorkerMachinesReady",
)
"""As a cluster comes up: what comes first holds back what comes after."""

MOVING = frozenset({"RollingOut", "ScalingUp", "ScalingDown", "Updating", "EKSControlPlaneUpdating"})
"""Conditions that are True while the cluster becomes what its spec asks for."""

_MOVING_REASONS = frozenset({"RollingUpdateInProgress", "ScalingUp", "ScalingDown"})
"""Of v1beta1, which has no such conditions."""

_MOVING_PHASES = {"ScalingUp": "scaling up", "ScalingDown": "scaling down"}

_VAGUE = re.compile(r"(?:\w+ status\.ready is false|\d+ of \d+ completed)?\Z")
"""Messages that only say that there is a deeper one."""


class Told(NamedTuple):
    reason: str
    message: str


def terminal(found: ClusterObjects) -> Told | None:
    """failureReason and failureMessage: no controller tries again."""
    for whose, one in _objects(found):
        reason, message = one.status.failure
        if reason or message:
            return Told(reason, f"{whose} {message or reason}".strip())
    return None


def failing(found: ClusterObjects) -> Told | None:
    """The deepest condition that says so."""
    for whose, one in _objects(found):
        broken = conditions.blocking(conditions.current(one.status), ORDER)
        if broken is not None and conditions.broken(broken):
            return Told(broken.reason, conditions.told(broken, whose))
    return None


def most_telling(found: ClusterObjects) -> Told | None:
    """What is broken, else what the Cluster says holds it back: deeper where the Cluster only points there."""
    broken = failing(found)
    if broken is not None or found.cluster is None:
        return broken
    condition = conditions.blocking(conditions.current(found.cluster.status), ORDER)
    if condition is None or not _VAGUE.match(condition.message):
        return _told(condition)
    return _deeper(found) or _told(condition)


def moving(found: ClusterObjects) -> Told | None:
    """Becoming what the spec asks for; the message is what it lacks until then."""
    if found.cluster is None:
        return None
    said = conditions.current(found.cluster.status)
    on_the_way = _is_true(said, MOVING)
    if on_the_way is not None:
        held_back = None if on_the_way.message else most_telling(found)
        says = f"{on_the_way.type}; {held_back.message}" if held_back else conditions.told(on_the_way)
        return Told(on_the_way.type, says)
    return _moving_parts(found, said)


def of_workers(found: ClusterObjects) -> Told | None:
    """Where the Cluster does not speak of its workers, what scales them does."""
    if found.cluster is None or conditions.find(conditions.current(found.cluster.status), "WorkersAvailable"):
        return None
    for one in found.deployments:
        said = conditions.current(one.status)
        summary = conditions.find(said, "Available") or conditions.find(said, "Ready")
        if summary is not None and summary.status is FALSE:
            blocking = conditions.blocking(said) or summary
            return Told(blocking.reason, conditions.told(blocking, f"MachineDeployment {one.metadata.name}"))
    for pool in found.pools:
        ready, wanted = pool.status.ready_replicas, pool.spec.replicas
        if wanted is not None and (ready or 0) < wanted:
            return Told(pool.status.phase, f"MachinePool {pool.metadata.name}: {ready or 0} of {wanted} are ready")
    return None


def _moving_parts(found: ClusterObjects, said: tuple[Condition, ...]) -> Told | None:
    """Where the Cluster itself has no such conditions."""
    if found.control_plane is not None:
        updating = _is_true(conditions.current(found.control_plane.status), MOVING)
        if updating is not None:
            return Told(updating.type, conditions.told(updating, type(found.control_plane).__name__))
    if conditions.find(said, "ScalingUp") is not None:
        return None
    for condition in conditions.troubles(said):
        if condition.reason in _MOVING_REASONS:
            return Told(condition.reason, conditions.told(condition))
    for group in found.groups:
        word = _MOVING_PHASES.get(group.status.phase)
        if word is not None:
            return Told(group.status.phase, f"{type(group).__name__} {group.metadata.name} is {word}")
    return None


def _is_true(said: tuple[Condition, ...], names: frozenset[str]) -> Condition | None:
    for one in said:
        if one.type in names and one.status is TRUE:
            return one
    return None


def _deeper(found: ClusterObjects) -> Told | None:
    for whose, one in _objects(found):
        condition = conditions.blocking(conditions.current(one.status), ORDER) if whose else None
        if condition is not None:
            return Told(condition.reason, conditions.told(condition, whose))
    return None


def _objects(found: ClusterObjects) -> Iterator[tuple[str, Any]]:
    """The deepest first, each with what to call it: the Cluster itself needs no name."""
    for one in (found.infrastructure, found.control_plane):
        if one is not None:
            yield type(one).__name__, one
    if found.cluster is not None:
        yield "", found.cluster


def _told(condition: Condition | None) -> Told | None:
    return Told(condition.reason, conditions.told(condition)) if condition else None
