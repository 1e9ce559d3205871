"""What runs on one leaf cluster: its nodes, the versions of Kubernetes and Flux, how its Flux objects are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from wgtui.fleet import conditions
from wgtui.fleet.applications import application_summary
from wgtui.fleet.sources import source_summary
from wgtui.fleet.status import Status
from wgtui.resources.core import NODE, Node
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ConditionStatus, ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.workloads import DEPLOYMENT, Deployment
from wgtui.store.store import Store

PART_OF = "app.kubernetes.io/part-of"
OF_FLUX = f"{PART_OF}=flux"
"""Selects Flux's own Deployments, whatever namespace it was installed into."""

_VERSION = "app.kubernetes.io/version"
_ROLE = "node-role.kubernetes.io/"
_ZONE, _TYPE = "topology.kubernetes.io/zone", "node.kubernetes.io/instance-type"
_PRESSURES = ("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")


class NodeRow(Struct, frozen=True, gc=False):
    ref: ObjectRef
    status: Status
    message: str
    roles: str
    version: str
    zone: str
    type: str
    created: datetime | None
    stale: bool


def node_rows(store: Store) -> list[NodeRow]:
    """The worst first."""
    rows = [_node(one, not store.live(NODE, ref)) for ref, one in store.objects(NODE).items()]
    return sorted(rows, key=lambda row: (row.status.rank, row.ref))


def _node(node: Node, stale: bool) -> NodeRow:
    labels = node.metadata.labels
    status, message = _state(node)
    return NodeRow(
        node.metadata.ref,
        status,
        message,
        ", ".join(sorted(name.removeprefix(_ROLE) for name in labels if name.startswith(_ROLE))),
        node.status.node_info.kubelet_version,
        labels.get(_ZONE, ""),
        labels.get(_TYPE, ""),
        node.metadata.creation_timestamp,
        stale,
    )


def _state(node: Node) -> tuple[Status, str]:
    """Not ready is a failure of the node; under pressure or cordoned it goes on."""
    said = node.status.conditions
    ready = conditions.find(said, "Ready")
    if ready is None:
        return Status.PENDING, "the kubelet has not told yet"
    if ready.status is not ConditionStatus.TRUE:
        return Status.FAILED, conditions.flattened(ready.message) or ready.reason
    pressed = [one for one in said if one.type in _PRESSURES and one.status is ConditionStatus.TRUE]
    if pressed:
        return Status.DEGRADED, conditions.told(pressed[0])
    return (Status.PAUSED, "cordoned: no pods are scheduled on it") if node.spec.unschedulable else (Status.READY, "")


class Controller(Struct, frozen=True, gc=False):
    """One of Flux's controllers; `version` is the tag of its image."""

    ref: ObjectRef
    status: Status
    version: str
    ready: int
    wanted: int
    stale: bool


def controllers(store: Store) -> list[Controller]:
    found = [one for one in store.objects(DEPLOYMENT).values() if one.metadata.labels.get(PART_OF) == "flux"]
    rows = [_controller(one, not store.live(DEPLOYMENT, one.metadata.ref)) for one in found]
    return sorted(rows, key=lambda row: row.ref)


def _controller(found: Deployment, stale: bool) -> Controller:
    wanted = 1 if found.spec.replicas is None else found.spec.replicas
    ready = found.status.ready_replicas
    images = [one.image for one in found.spec.template.spec.containers or ()]
    status = Status.SUSPENDED if not wanted else Status.READY if ready >= wanted else Status.DEGRADED
    return Controller(found.metadata.ref, status, _tag(images[0]) if images else "", ready, wanted, stale)


def _tag(image: str) -> str:
    """`v1.7.3` of `ghcr.io/fluxcd/source-controller:v1.7.3@sha256:…`; empty where only a digest names it."""
    name = image.partition("@")[0].rpartition("/")[2]
    return name.partition(":")[2]


def flux_version(store: Store) -> str:
    """Of the distribution, as its Deployments say; several where an upgrade is half done."""
    found = {
        one.metadata.labels.get(_VERSION, "")
        for one in store.objects(DEPLOYMENT).values()
        if one.metadata.labels.get(PART_OF) == "flux"
    }
    return ", ".join(sorted(filter(None, found)))


class Tally(Struct, frozen=True, gc=False):
    """How many Flux objects of a kind there are, by how they are: the worst first."""

    kind: Kind[Any]
    total: int
    by_status: tuple[tuple[Status, int], ...]


def tallies(store: Store) -> list[Tally]:
    """Kinds of which there are none are left out."""
    rows = [(kind, _statuses(store, kind)) for kind in (*APPLICATION_KINDS, *SOURCE_KINDS)]
    return [Tally(kind, sum(found.values()), _ordered(found.items())) for kind, found in rows if found]


def _statuses(store: Store, kind: Kind[Any]) -> Counter[Status]:
    summary = application_summary if kind in APPLICATION_KINDS else source_summary
    return Counter(summary(found, store.name, False).status for found in store.objects(kind).values())


def _ordered(found: Iterable[tuple[Status, int]]) -> tuple[tuple[Status, int], ...]:
    return tuple(sorted(found, key=lambda pair: pair[0].rank))
