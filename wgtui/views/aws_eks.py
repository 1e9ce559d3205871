"""What EKS and Auto Scaling hold of a cluster, as tables: addons, node groups, Fargate profiles."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from wgtui.fleet import conditions
from wgtui.fleet.aws import AwsObjects
from wgtui.fleet.aws_instances import is_spot
from wgtui.fleet.status import Status, Tone
from wgtui.resources.controlplane import Addon, AWSManagedControlPlane
from wgtui.resources.infrastructure import (
    AWS_FARGATE_PROFILE,
    AWS_MACHINE_POOL,
    AWS_MANAGED_MACHINE_POOL,
    AWSFargateProfile,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.views.aws_console import Console
from wgtui.views.cells import status_column, text_cell, text_column
from wgtui.views.columns import Column
from wgtui.views.page import Table, Target


class AddonRow(Struct, frozen=True):
    """`wanted` is empty where EKS brought it along, `runs` where it is not there yet."""

    name: str
    wanted: str
    runs: str
    status: str
    issues: str


def addon_rows(plane: AWSManagedControlPlane) -> list[AddonRow]:
    wanted = {one.name: one for one in plane.spec.addons}
    there = {one.name: one for one in plane.status.addons}
    return [_addon(name, wanted.get(name), there.get(name)) for name in sorted({*wanted, *there})]


def _addon(name: str, wanted: Addon | None, there: Addon | None) -> AddonRow:
    issues = [" ".join(part for part in (one.code, one.message) if part) for one in there.issues] if there else []
    return AddonRow(
        name,
        wanted.version if wanted else "",
        there.version if there else "",
        there.status if there else "not there",
        "; ".join(issues),
    )


_ADDON_TONES = {"active": Tone.GOOD, "creating": Tone.BUSY, "updating": Tone.BUSY, "deleting": Tone.WARN}

_ADDONS: tuple[Column[AddonRow], ...] = (
    text_column("name", "ADDON", lambda row: row.name, 16, 0, grow=1, max_width=40),
    text_column("wanted", "WANTED", lambda row: row.wanted, 10, 2, grow=1, max_width=24),
    text_column("runs", "RUNS", lambda row: row.runs, 10, 1, grow=1, max_width=24),
    Column(
        "status",
        "STATUS",
        lambda row, _: text_cell(row.status, _ADDON_TONES.get(row.status, Tone.BAD)),
        lambda row: row.status,
        12,
        0,
    ),
    text_column("issues", "ISSUES", lambda row: row.issues, 12, 1, grow=4),
)


def addons(plane: AWSManagedControlPlane, stale: bool) -> Table[AddonRow]:
    rows = tuple(addon_rows(plane))
    return Table("Addons", _ADDONS, rows, lambda row: row.name, stale=stale)


class Group(Struct, frozen=True):
    """What makes instances: an EKS node group or an Auto Scaling group. `size` is there, least and most."""

    kind: Kind[Any]
    ref: ObjectRef
    name: str
    """In AWS."""
    type: str
    capacity: str
    size: str
    status: Status | None
    message: str


def group_rows(found: AwsObjects) -> list[Group]:
    rows = []
    for group in found.node_groups:
        spec, scaling = group.spec, group.spec.scaling
        type = spec.instance_type or (spec.aws_launch_template.instance_type if spec.aws_launch_template else "")
        size = _size(
            group.status.replicas, scaling.min_size if scaling else None, scaling.max_size if scaling else None
        )
        name = spec.eks_nodegroup_name
        rows.append(_group(AWS_MANAGED_MACHINE_POOL, group, name, type, spec.capacity_type == "spot", size))
    for pool in found.machine_pools:
        template = pool.spec.aws_launch_template
        size = _size(pool.status.replicas, pool.spec.min_size, pool.spec.max_size)
        rows.append(_group(AWS_MACHINE_POOL, pool, pool.metadata.name, template.instance_type, is_spot(template), size))
    return rows


def _group(kind: Kind[Any], found: Any, name: str, type: str, spot: bool, size: str) -> Group:
    status, message = state_of(found)
    return Group(kind, found.metadata.ref, name, type, "spot" if spot else "on demand", size, status, message)


def _size(there: int | None, least: int | None, most: int | None) -> str:
    """`2, 1 to 6`."""
    bounds = f", {'?' if least is None else least} to {'?' if most is None else most}"
    return f"{0 if there is None else there}{bounds if (least, most) != (None, None) else ''}"


def state_of(found: Any) -> tuple[Status | None, str]:
    """Of an object of CAPA: whether it is ready, and if not, why."""
    failure = " ".join(part for part in found.status.failure if part)
    if found.metadata.deletion_timestamp is not None:
        return Status.DELETING, failure
    if failure:
        return Status.FAILED, failure
    said = conditions.said_by(found)
    blocking = conditions.blocking(said)
    if blocking is not None:
        status = Status.FAILED if conditions.broken(blocking) else Status.PROGRESSING
        return status, conditions.told(blocking)
    if found.status.ready:
        return Status.READY, ""
    return (Status.PROGRESSING, "") if said else (Status.PENDING, "")


_GROUPS: tuple[Column[Group], ...] = (
    text_column("name", "GROUP", lambda row: row.name or row.ref.name, 16, 0, grow=1, max_width=48),
    status_column(lambda row: row.status, lambda _: False, width=14),
    text_column("type", "TYPE", lambda row: row.type, 10, 2, grow=1, max_width=20),
    text_column("capacity", "CAPACITY", lambda row: row.capacity, 9, 3),
    text_column("size", "SIZE", lambda row: row.size, 10, 1),
    text_column("message", "MESSAGE", lambda row: row.message, 12, 1, grow=4),
)


def node_groups(found: AwsObjects, console: Console, stale: bool, target: Target) -> Table[Group]:
    cluster = found.control_plane.spec.eks_cluster_name if found.control_plane else ""

    def link(row: Group) -> str:
        is_eks = row.kind == AWS_MANAGED_MACHINE_POOL
        return console.node_group(cluster, row.name) if is_eks else console.scaling_group(row.name)

    return Table(
        "Node groups",
        _GROUPS,
        tuple(group_rows(found)),
        lambda row: (row.kind.kind, row.ref),
        lambda row: target(row.kind, row.ref),
        stale=stale,
        link=link,
    )


def _selects(row: AWSFargateProfile) -> str:
    """`jobs, web with app=x`."""
    told = []
    for one in row.spec.selectors:
        labels = ",".join(f"{name}={value}" for name, value in sorted(one.labels.items()))
        told.append(f"{one.namespace} with {labels}" if labels else one.namespace)
    return "; ".join(told)


_PROFILES: tuple[Column[AWSFargateProfile], ...] = (
    text_column("name", "PROFILE", lambda row: row.spec.profile_name, 16, 0, grow=1, max_width=48),
    status_column(lambda row: state_of(row)[0], lambda _: False, width=14),
    text_column("selects", "PODS IN", _selects, 10, 1, grow=2),
    text_column("message", "MESSAGE", lambda row: state_of(row)[1], 12, 1, grow=4),
)


def profiles(found: AwsObjects, console: Console, stale: bool, target: Target) -> Table[AWSFargateProfile]:
    cluster = found.control_plane.spec.eks_cluster_name if found.control_plane else ""
    return Table(
        "Fargate profiles",
        _PROFILES,
        found.profiles,
        lambda row: row.metadata.ref,
        lambda row: target(AWS_FARGATE_PROFILE, row.metadata.ref),
        stale=stale,
        link=lambda row: console.fargate_profile(cluster, row.spec.profile_name),
    )
