"""What the list shows of a machine of Cluster API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.capi import CONTROL_PLANE_LABEL, Machine
from wgtui.resources.meta import Condition, ConditionStatus, ObjectRef

ORDER = ("BootstrapConfigReady", "BootstrapReady", "InfrastructureReady", "NodeReady", "NodeHealthy")
"""As a machine comes up: what comes first holds back what comes after."""

_PHASES = {
    "Pending": Status.PENDING,
    "Provisioning": Status.PROVISIONING,
    "Provisioned": Status.BOOTSTRAPPING,
    "Running": Status.READY,
    "Updating": Status.PROGRESSING,
    "Deleting": Status.DELETING,
    "Deleted": Status.DELETING,
    "Failed": Status.FAILED,
    "": Status.PENDING,
}
"""Provisioned: the instance is there and has not become a node yet."""


class MachineSummary(Struct, frozen=True, gc=False):
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
    reached = machine_verdict(machine)
    return MachineSummary(
        uid=metadata.uid,
        ref=metadata.ref,
        status=reached.status,
        reason=reached.reason,
        message=reached.message,
        control_plane=CONTROL_PLANE_LABEL in metadata.labels,
        group=next((owner.name for owner in metadata.owner_references if owner.controller), ""),
        node=status.node_ref.name if status.node_ref else "",
        version=_version(machine),
        zone=spec.failure_domain or _zone(spec.provider_id),
        instance=spec.provider_id.rpartition("/")[2],
        address=_address(machine),
        created=metadata.creation_timestamp,
        labels=metadata.labels,
        stale=stale,
    )


Says = Callable[[Machine], "Verdict | None"]


class Rule(NamedTuple):
    name: str
    says: Says
    """None: the rule does not hold."""


def machine_verdict(machine: Machine) -> Verdict:
    return next(said for rule in RULES if (said := rule.says(machine)) is not None)


def _deleting(machine: Machine) -> Verdict | None:
    """Draining can take for ever: whose pods are in the way is the message."""
    if machine.metadata.deletion_timestamp is None:
        return None
    said = conditions.current(machine.status)
    deleting = conditions.find(said, "Deleting") or conditions.find(said, "DrainingSucceeded")
    if deleting is not None and deleting.message:
        return Verdict(Status.DELETING, deleting.reason, conditions.flattened(deleting.message))
    return _because(Status.DELETING, conditions.blocking(said, ORDER)) or Verdict(Status.DELETING)


def _failed(machine: Machine) -> Verdict | None:
    reason, message = machine.status.failure
    if not (reason or message) and machine.status.phase != "Failed":
        return None
    return Verdict(Status.FAILED, reason, conditions.flattened(message))


def _paused(machine: Machine) -> Verdict | None:
    said = conditions.current(machine.status)
    if machine.metadata.annotations.cluster_paused is None and not conditions.is_true(said, "Paused"):
        return None
    return Verdict(Status.PAUSED, "Paused", "paused: its controllers leave it alone")


def _outdated(machine: Machine) -> Verdict | None:
    ready = conditions.find(conditions.current(machine.status), "Ready")
    if not conditions.outdated(ready, machine.status.observed_generation, machine.metadata.generation):
        return None
    return Verdict(Status.PROGRESSING, "", "the new spec is not observed yet")


def _broken(machine: Machine) -> Verdict | None:
    """A machine that never became a node failed; one that is a node runs on."""
    blocking = conditions.blocking(conditions.current(machine.status), ORDER)
    if blocking is None or not conditions.broken(blocking):
        return None
    return _because(Status.FAILED if machine.status.node_ref is None else Status.DEGRADED, blocking)


def _unhealthy(machine: Machine) -> Verdict | None:
    said = conditions.current(machine.status)
    ready = conditions.find(said, "Ready")
    if machine.status.phase != "Running" or ready is None or ready.status is ConditionStatus.TRUE:
        return None
    return _because(Status.DEGRADED, conditions.blocking(said, ORDER) or ready)


def _by_phase(machine: Machine) -> Verdict:
    status = _PHASES.get(machine.status.phase, Status.UNKNOWN)
    if status is Status.READY:
        return Verdict(Status.READY)
    said = conditions.current(machine.status)
    updating = conditions.find(said, "Updating") if status is Status.PROGRESSING else None
    return _because(status, updating or conditions.blocking(said, ORDER)) or Verdict(status)


def _because(status: Status, condition: Condition | None) -> Verdict | None:
    return Verdict(status, condition.reason, conditions.told(condition)) if condition else None


RULES: tuple[Rule, ...] = (
    Rule("deleting", _deleting),
    Rule("terminal failure", _failed),
    Rule("paused", _paused),
    Rule("broken", _broken),
    Rule("spec newer than status", _outdated),
    Rule("unhealthy", _unhealthy),
    Rule("by its phase", _by_phase),
)
"""The first that holds decides."""


def _version(machine: Machine) -> str:
    """What its kubelet runs, else what it is meant to run."""
    info = machine.status.node_info
    return (info.kubelet_version if info else "") or machine.spec.version


def _zone(provider_id: str) -> str:
    """`aws:///eu-west-1a/i-0123` says it where the spec does not; other clouds write other things there."""
    scheme, _, place = provider_id.partition(":///")
    return place.rpartition("/")[0] if scheme == "aws" else ""


def _address(machine: Machine) -> str:
    return next((one.address for one in machine.status.addresses if one.type == "InternalIP"), "")
