"""What the list shows of a machine of Cluster API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.resources.capi import CONTROL_PLANE_LABEL, Machine
from wgtui.resources.meta import ConditionStatus, ObjectRef

_PHASES = {
    "Pending": Status.PENDING,
    "Provisioning": Status.PROVISIONING,
    "Provisioned": Status.BOOTSTRAPPING,
    "Running": Status.READY,
    "Updating": Status.PROGRESSING,
    "Deleting": Status.DELETING,
    "Deleted": Status.DELETING,
    "Failed": Status.FAILED,
}


@dataclass(frozen=True, slots=True)
class MachineSummary:
    """`node` is the Kubernetes node it became, empty until then; `group` what scales it."""

    uid: str
    ref: ObjectRef
    status: Status
    reason: str
    message: str
    control_plane: bool
    group: str
    node: str
    version: str
    zone: str
    instance: str
    address: str
    created: datetime | None
    labels: dict[str, str]
    stale: bool = False


def machine_summary(machine: Machine, stale: bool = False) -> MachineSummary:
    metadata, spec, status = machine.metadata, machine.spec, machine.status
    reached, reason, message = _verdict(machine)
    owner = next((owner.name for owner in metadata.owner_references if owner.controller), "")
    return MachineSummary(
        uid=metadata.uid,
        ref=metadata.ref,
        status=reached,
        reason=reason,
        message=message,
        control_plane=CONTROL_PLANE_LABEL in metadata.labels,
        group=owner,
        node=status.node_ref.name if status.node_ref else "",
        version=spec.version,
        zone=spec.failure_domain,
        instance=spec.provider_id.rpartition("/")[2],
        address=next((one.address for one in status.addresses if one.type == "InternalIP"), ""),
        created=metadata.creation_timestamp,
        labels=metadata.labels,
        stale=stale,
    )


def _verdict(machine: Machine) -> tuple[Status, str, str]:
    """Deleting and failed before anything else; a running machine whose conditions complain is degraded."""
    found = conditions.current(machine.status)
    blocking = conditions.blocking(found)
    reason, message = (blocking.reason, conditions.told(blocking)) if blocking else ("", "")
    failure, why = machine.status.failure
    if machine.metadata.deletion_timestamp is not None:
        deleting = conditions.find(found, "Deleting")
        return Status.DELETING, deleting.reason if deleting else reason, deleting.message if deleting else message
    if failure:
        return Status.FAILED, failure, why
    status = _PHASES.get(machine.status.phase, Status.UNKNOWN)
    ready = conditions.find(found, "Ready")
    if conditions.outdated(ready, machine.status.observed_generation, machine.metadata.generation):
        return Status.PROGRESSING, "", "the new spec is not observed yet"
    if status is Status.READY and ready is not None and ready.status != ConditionStatus.TRUE:
        return Status.DEGRADED, reason or ready.reason, message or ready.message
    return status, reason if status is not Status.READY else "", message if status is not Status.READY else ""
