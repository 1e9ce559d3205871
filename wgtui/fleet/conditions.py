"""Reading conditions, in Kubernetes' form and in the older Cluster API form alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wgtui.resources.contract import ContractStatus
from wgtui.resources.meta import Condition, ConditionStatus

NEGATIVE = frozenset(
    {
        "Paused",
        "Deleting",
        "RollingOut",
        "ScalingUp",
        "ScalingDown",
        "Updating",
        "Remediating",
        "Stalled",
        "Reconciling",
        "FetchFailed",
        "BuildFailed",
        "StorageOperationFailed",
        "IncludeUnavailable",
        "ArtifactOutdated",
        "Drifted",
        "EKSControlPlaneCreating",
        "EKSControlPlaneUpdating",
        "EKSFargateCreating",
        "MemoryPressure",
        "DiskPressure",
        "PIDPressure",
        "NetworkUnavailable",
        "ReplicaFailure",
    }
)
"""Conditions whose good state is False."""

SUMMARIES = frozenset({"Ready", "Available"})
"""They only sum up the others."""

TRUE, FALSE, UNKNOWN = ConditionStatus.TRUE, ConditionStatus.FALSE, ConditionStatus.UNKNOWN
"""By names of their own: a member of an enum is looked up six times as slowly, and rules look at little else."""

_SEVERITY = {"Error": 0, "": 1, "Warning": 2, "Info": 3}
_BROKEN = ("Failed", "Error", "Exceeded")

LONGEST = 4096
"""Characters of a message that a row keeps; the conditions of the object have the whole."""


def find(conditions: Iterable[Condition], name: str) -> Condition | None:
    """The first of this type, as every client reads it."""
    for condition in conditions:
        if condition.type == name:
            return condition
    return None


def is_true(conditions: Iterable[Condition], name: str) -> bool:
    found = find(conditions, name)
    return found is not None and found.status is TRUE


def good(condition: Condition) -> bool:
    """Whether it is in the state that nobody needs to look at."""
    wanted = FALSE if condition.type in NEGATIVE else TRUE
    return condition.status == wanted


def current(status: ContractStatus) -> tuple[Condition, ...]:
    """The conditions of an object of Cluster API: the new form where the server has it, under v1beta1 too."""
    if status.v1beta2 is not None and status.v1beta2.conditions:
        return status.v1beta2.conditions
    return status.conditions


def said_by(found: Any) -> tuple[Condition, ...]:
    """All conditions of any object, Cluster API's in the newer form; none of one that is only known to be there."""
    status = getattr(found, "status", None)
    if isinstance(status, ContractStatus):
        return current(status)
    said: tuple[Condition, ...] = getattr(status, "conditions", ())
    return said


def outdated(condition: Condition | None, observed_generation: int, generation: int) -> bool:
    """Whether the spec is newer than what the condition (or else the status) speaks of.

    Flux leaves `status.observedGeneration` behind while it fails; its conditions carry a generation of their own.
    """
    own = condition.observed_generation if condition is not None else 0
    observed = max(own, observed_generation)
    return 0 < observed < generation


def broken(condition: Condition) -> bool:
    """An error, not a stage on the way.

    A provider that tries again says Warning where it fails before the cluster is up, so the reason's last word counts
    beside the severity; Info is never an error. A probe fails until there is something to probe.
    """
    if condition.status is not FALSE or condition.type == "RemoteConnectionProbe":
        return False
    if condition.severity in ("Error", "Info"):
        return condition.severity == "Error"
    return condition.reason.endswith(_BROKEN)


def troubles(conditions: Iterable[Condition]) -> list[Condition]:
    """What is not good and says why: neither summaries, nor what is told by a status of its own, as Paused is.

    Unknown counts where it has a message: nodes that have not come yet are Unknown.
    """
    return [
        condition
        for condition in conditions
        # True first: nearly all are.
        if condition.status is not TRUE
        and condition.type not in NEGATIVE
        and condition.type not in SUMMARIES
        and (condition.status is FALSE or bool(condition.message))
    ]


def blocking(conditions: Iterable[Condition], order: Sequence[str] = ()) -> Condition | None:
    """The condition that explains why the summary is not good.

    Broken ones first, then False before Unknown, then by severity, then by `order`.
    """
    found = troubles(conditions)
    return min(found, key=lambda condition: _weight(condition, order)) if found else None


def _weight(condition: Condition, order: Sequence[str]) -> tuple[bool, bool, int, int]:
    return (
        not broken(condition),
        condition.status is not FALSE,
        _SEVERITY.get(condition.severity, 1),
        order.index(condition.type) if condition.type in order else len(order),
    )


def told(condition: Condition, whose: str = "") -> str:
    """`AWSCluster VpcReady: The maximum number of VPCs has been reached.`: whose, which, and what it says."""
    says = flattened(condition.message) or condition.reason or f"is {condition.status.value}"
    return f"{whose} {condition.type}: {says}" if whose else f"{condition.type}: {says}"


def flattened(message: str) -> str:
    """The nested lists that Cluster API writes, as one line: `* MachineDeployment md:` and below it `  * 1 of 2` are
    `MachineDeployment md: 1 of 2`.
    """
    message = message[:LONGEST]
    if "\n" not in message:
        return message.removeprefix("* ")
    lines = [line.strip().removeprefix("* ") for line in message.splitlines()]
    joined = "".join(f"{line} " if line.endswith(":") else f"{line}; " for line in lines if line)
    return joined.rstrip("; ")
