"""Reading conditions, in Kubernetes' form and in the older Cluster API form alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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

_SEVERITY = {"Error": 0, "": 1, "Warning": 2, "Info": 3}


def find(conditions: Iterable[Condition], name: str) -> Condition | None:
    """The first of this type, as every client reads it."""
    for condition in conditions:
        if condition.type == name:
            return condition
    return None


def is_true(conditions: Iterable[Condition], name: str) -> bool:
    found = find(conditions, name)
    return found is not None and found.status == ConditionStatus.TRUE


def is_false(conditions: Iterable[Condition], name: str) -> bool:
    found = find(conditions, name)
    return found is not None and found.status == ConditionStatus.FALSE


def good(condition: Condition) -> bool:
    """Whether it is in the state that nobody needs to look at."""
    wanted = ConditionStatus.FALSE if condition.type in NEGATIVE else ConditionStatus.TRUE
    return condition.status == wanted


def current(status: ContractStatus) -> tuple[Condition, ...]:
    """The conditions of an object of Cluster API: the new form where the server has it, under v1beta1 too."""
    if status.v1beta2 is not None and status.v1beta2.conditions:
        return status.v1beta2.conditions
    return status.conditions


def outdated(condition: Condition | None, observed_generation: int, generation: int) -> bool:
    """Whether the spec is newer than what the condition (or else the status) speaks of.

    Flux leaves `status.observedGeneration` behind while it fails; its conditions carry a generation of their own.
    """
    own = condition.observed_generation if condition is not None else 0
    observed = max(own, observed_generation)
    return 0 < observed < generation


def broken(condition: Condition) -> bool:
    """An error, not a stage on the way: by severity, and where there is none by the reason's last word."""
    if condition.severity:
        return condition.severity == "Error"
    return condition.reason.endswith(("Failed", "Error", "Exceeded"))


def blocking(conditions: Sequence[Condition], order: Sequence[str] = ()) -> Condition | None:
    """The condition that explains why the summary is not good: worst severity first, then by `order`.

    Ready and Available only summarise the others; Paused, Deleting and the like are told elsewhere.
    """
    candidates = [
        condition
        for condition in conditions
        if condition.status == ConditionStatus.FALSE
        and condition.type not in NEGATIVE
        and condition.type not in ("Ready", "Available")
    ]
    if not candidates:
        return None
    return min(candidates, key=lambda condition: (_SEVERITY.get(condition.severity, 1), _place(condition.type, order)))


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def told(condition: Condition) -> str:
    """`VpcReady: The maximum number of VPCs has been reached.`: the condition by name, then what it says."""
    return f"{condition.type}: {condition.message or condition.reason or 'is ' + condition.status.value}"
