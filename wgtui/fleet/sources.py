"""Flux sources as the list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class SourceSummary:
    uid: str
    cluster: str
    kind: str
    ref: ObjectRef
    status: Status
    reason: str
    message: str
    url: str
    reference: str
    """Branch, tag, semver, digest or chart version that the spec asks for."""
    revision: str
    updated: datetime | None
    suspended: bool
    labels: dict[str, str]
    stale: bool = False
