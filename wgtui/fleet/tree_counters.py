"""How many machines stand behind a line of the tree, by whoever counts them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from wgtui.fleet.cluster_tree import Branch, condition_of
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL, MACHINE_SET, Cluster
from wgtui.resources.controlplane import KubeadmControlPlaneStatus
from wgtui.resources.meta import ConditionStatus

_COUNTING = (MACHINE_DEPLOYMENT, MACHINE_SET, MACHINE_POOL)


class Counters(NamedTuple):
    """None where nobody counts."""

    replicas: int | None = None
    wanted: int | None = None
    available: int | None = None
    ready: int | None = None
    up_to_date: int | None = None


UNCOUNTED = Counters()


def counters_of(branch: Branch) -> Counters:
    """A group counts its members, a machine itself; a managed control plane has no replicas."""
    found = branch.object
    if branch.is_group:
        return Counters(None, None, *_conditions(branch.members))
    if branch.kind is CLUSTER:
        return _of_cluster(found)
    if branch.kind is MACHINE:
        return Counters(1, None, *_conditions((found,)))
    counts = branch.control_plane and isinstance(getattr(found, "status", None), KubeadmControlPlaneStatus)
    if not counts and branch.kind not in _COUNTING:
        return UNCOUNTED
    status = found.status
    newest = status.updated_replicas if status.up_to_date_replicas is None else status.up_to_date_replicas
    return Counters(status.replicas, found.spec.replicas, status.available_replicas, status.ready_replicas, newest)


def _of_cluster(cluster: Cluster) -> Counters:
    """The control plane and the workers together."""
    status, early = cluster.status, cluster.status.v1beta2
    both = (
        status.control_plane or (early.control_plane if early else None),
        status.workers or (early.workers if early else None),
    )
    known = [block for block in both if block is not None]
    return Counters(
        _sum(block.replicas for block in known),
        _sum(block.desired_replicas for block in known),
        _sum(block.available_replicas for block in known),
        _sum(block.ready_replicas for block in known),
        _sum(block.up_to_date_replicas for block in known),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _conditions(machines: tuple[Any, ...]) -> list[int]:
    return [_true(machines, name) for name in ("Available", "Ready", "UpToDate")]


def _true(machines: tuple[Any, ...], name: str) -> int:
    found = (condition_of(machine, name) for machine in machines)
    return sum(one is not None and one.status is ConditionStatus.TRUE for one in found)
