"""When a change that is under way counts as hanging: no condition of anything it is made of has turned for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wgtui.fleet import conditions
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.resources.meta import Condition

PATIENCE = timedelta(minutes=30)
"""While machines are replaced, conditions of the control plane and of what scales the workers turn with each of them:
those that are not ready, not up to date, being scaled. Draining a node may take long, and half an hour is twice what
EC2 and kubeadm, or EKS, need for a machine."""

WORDS = "nothing has moved for over 30 minutes"

_NO_PROGRESS = frozenset({"RemoteConnectionProbe", "Paused", "Deleting", "TopologyReconciled"})
"""Turn for other reasons."""


def hangs_from(found: ClusterObjects) -> datetime | None:
    """From when on it hangs unless something turns before; None where nothing tells when it last moved."""
    moved = max((one.last_transition_time for one in _said(found) if one.last_transition_time), default=None)
    return moved + PATIENCE if moved is not None else None


def _said(found: ClusterObjects) -> Iterator[Condition]:
    parts = (found.cluster, found.control_plane, *found.groups)
    said = (one for part in parts if part is not None for one in conditions.current(part.status))
    return (one for one in said if one.type not in _NO_PROGRESS)
