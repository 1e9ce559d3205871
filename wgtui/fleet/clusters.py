"""One row of the fleet: GitopsCluster, Cluster API Cluster and their infrastructure, joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class Count:
    """`ready` of `wanted`; None where nothing is known."""

    ready: int | None = None
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster as the list shows it. `uid` is the identity of the row: it survives a join."""

    uid: str
    ref: ObjectRef
    management: bool
    gitops: bool
    capi: bool
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
    created: datetime | None
    labels: dict[str, str]
    paused: bool = False
    deleting: bool = False
    stale: bool = False
