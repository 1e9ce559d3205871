"""What a cluster is made of, as a tree by owner: infrastructure, control plane, machine deployments, machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.clusters import Count
from wgtui.fleet.machines import machine_summary
from wgtui.fleet.status import Status
from wgtui.resources.capi import Machine
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ConditionStatus, ObjectRef
from wgtui.views.cells import age_column, count_column, message_column, status_column, text_column
from wgtui.views.columns import Column
from wgtui.views.described import conditions_of
from wgtui.views.page import Node


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a cluster."""

    kind: Kind[Any]
    ref: ObjectRef
    status: Status | None
    reason: str
    message: str
    replicas: Count
    created: datetime | None
    stale: bool


COLUMNS: tuple[Column[Part], ...] = (
    text_column("name", "OBJECT", lambda row: f"{row.kind.kind}/{row.ref.name}", 30, 0, grow=4, max_width=72),
    status_column(lambda row: row.status, lambda row: row.stale),
    count_column("replicas", "READY", lambda row: row.replicas, 7, 2),
    age_column(lambda row: row.created, 3),
    message_column(lambda row: row.message or row.reason, 1),
)


def grown(roots: Iterable[Part], parts: Mapping[str, tuple[Part, Any]]) -> tuple[Node[Part], ...]:
    """`parts` by uid, each with its object. What no part owns hangs on the last root: the Cluster."""
    below: dict[str, list[str]] = {}
    for uid, (_, found) in parts.items():
        below.setdefault(_owner(found, parts), []).append(uid)

    def branches(uid: str) -> tuple[Node[Part], ...]:
        nodes = [Node(child, parts[child][0], branches(child)) for child in below.get(uid, ())]
        return tuple(sorted(nodes, key=lambda node: (node.row.kind.kind, node.row.ref)))

    *above, trunk = roots
    tree = Node((trunk.kind.kind, trunk.ref), trunk, branches(""))
    for part in reversed(above):
        tree = Node((part.kind.kind, part.ref), part, (tree,))
    return (tree,)


def part(kind: Kind[Any], found: Any, stale: bool) -> Part:
    status, reason, message = _verdict(found)
    replicas = Count(getattr(found.status, "ready_replicas", None), getattr(found.spec, "replicas", None))
    metadata = found.metadata
    return Part(kind, metadata.ref, status, reason, message, replicas, metadata.creation_timestamp, stale)


def _owner(found: Any, parts: Mapping[str, tuple[Part, Any]]) -> str:
    """The uid of the part that owns it, the controller first; empty for none."""
    owners = sorted(found.metadata.owner_references, key=lambda owner: not owner.controller)
    own = found.metadata.uid
    return next((owner.uid for owner in owners if owner.uid in parts and owner.uid != own), "")


def _verdict(found: Any) -> tuple[Status | None, str, str]:
    if isinstance(found, Machine):
        row = machine_summary(found)
        return row.status, row.reason, row.message
    if found.metadata.deletion_timestamp is not None:
        return Status.DELETING, "", ""
    said = conditions_of(found)
    summary = conditions.find(said, "Available") or conditions.find(said, "Ready")
    blocking = conditions.blocking(said)
    reason, message = (blocking.reason, conditions.told(blocking)) if blocking else ("", "")
    if blocking is not None and conditions.broken(blocking):
        return Status.FAILED, reason, message
    if summary is None:
        return None, "", ""
    if conditions.outdated(summary, getattr(found.status, "observed_generation", 0), found.metadata.generation):
        return Status.PROGRESSING, "", "the new spec is not observed yet"
    if summary.status == ConditionStatus.TRUE:
        return Status.READY, "", ""
    return Status.DEGRADED, reason or summary.reason, message or summary.message
