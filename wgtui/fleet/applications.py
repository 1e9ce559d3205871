"""An application is a Kustomization or a HelmRelease; this is what the list shows of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """`cluster` is empty for the management cluster, else the leaf's `namespace/name`."""

    uid: str
    cluster: str
    kind: str
    ref: ObjectRef
    status: Status
    reason: str
    message: str
    source: str
    """`Kind/namespace/name`."""
    revision: str
    """Last applied; hex cut to 8 characters as flux prints it."""
    changed: datetime | None
    suspended: bool
    labels: dict[str, str]
    target: str = ""
    """The leaf an application of the management cluster is applied to by spec.kubeConfig, `namespace/name`."""
    stale: bool = False
