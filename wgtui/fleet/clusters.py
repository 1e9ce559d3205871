"""What the list shows of a cluster: GitopsCluster, Cluster and their infrastructure, joined.

Rows are structs, as the objects are: ten thousand are made in a fifth of the time, and hold nothing that a look for
garbage has to follow.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef


class Count(Struct, frozen=True, gc=False):
    """`ready` of `wanted`; None where nothing is known."""

    ready: int | None = None
    wanted: int | None = None


class ClusterSummary(Struct, frozen=True, gc=False):
    """`uid` is the identity of the row: it survives that one side of the cluster appears after the other.

    `stale`: the watches that told this are not live; nothing of it may be shown as green.
    """

    uid: str
    ref: ObjectRef
    management: bool
    gitops: bool
    """Whether a GitopsCluster is there."""
    capi: bool
    """Whether a Cluster is there."""
    status: Status
    reason: str
    message: str
    provider: str
    """`aws`, `eks`, `docker`, … or empty."""
    region: str
    version: str
    control_plane: Count
    workers: Count
    connectivity: Status | None
    """READY, UNREACHABLE, or None where it was never checked."""
    bootstrap: Status | None
    """READY done, BOOTSTRAPPING running, FAILED, WAITING matched but not started; None where no config selects it."""
    applications: Count
    """Those the management cluster applies to it, and its own where it is open."""
    created: datetime | None
    labels: dict[str, str]
    paused: bool = False
    deleting: bool = False
    stale: bool = False
    capi_ref: ObjectRef | None = None
    """The Cluster that it stands for, there or not: its name may be another one."""
    phase: str = ""
    endpoint: str = ""
    """`host:port` of its API server."""
    pull: int = 0
    """The open pull request that would make it, where it is nowhere else, or that would delete it."""
    hangs_from: datetime | None = None
    """When what is under way will count as hanging; None where nothing is."""
