"""`status.deprecated.v1beta1`: what is left of the older contract, and all that a v1beta1 client sees as conditions."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.demo.world.blueprint import Stage
from wgtui.demo.world.draft import Draft, Json
from wgtui.demo.world.machines import Cluster, Machine

OLD_TYPES = {"BootstrapConfigReady": "BootstrapReady", "InfrastructureReady": "InfrastructureReady"}


def deprecated(conditions: list[Json], **counters: int) -> Json:
    return {"v1beta1": {"conditions": conditions} | counters}


def machine_deprecated(machine: Machine, trouble: dict[str, tuple[str, str]]) -> Json:
    """`trouble` is what is wrong, by the newer condition that says so."""
    draft = machine.draft
    parts = [_part(draft, old, trouble.get(new)) for new, old in OLD_TYPES.items()]
    if machine.stage.has_node:
        parts.append(_part(draft, "NodeHealthy", trouble.get("NodeHealthy")))
    bad = next((part for part in parts if part["status"] != "True"), None)
    if bad is None:
        return deprecated([draft.old_condition("Ready"), *parts])
    told = (bad["reason"], bad.get("message", ""), bad["severity"])
    return deprecated([draft.old_condition("Ready", False, *told), *parts])


def _part(draft: Draft, type_: str, trouble: tuple[str, str] | None) -> Json:
    if trouble is None:
        return draft.old_condition(type_)
    reason, message = trouble
    severity = "Error" if reason.endswith("Failed") else "Warning" if reason.startswith("Node") else "Info"
    return draft.old_condition(type_, False, reason, message, severity)


def counted_deprecated(cluster: Cluster, type_: str, machines: Sequence[Machine], wanted: int) -> Json:
    """Of a MachineDeployment, MachineSet or control plane; `type_` is its one condition besides Ready."""
    up = sum(machine.stage.up for machine in machines)
    updated = sum(machine.stage not in (Stage.OUTDATED, Stage.DRAINING) for machine in machines)
    message = "" if up >= wanted else f"Minimum availability requires {wanted} replicas, current {up} available"
    trouble = (f"WaitingFor{type_}", message) if message else None
    conditions = [_part(cluster.draft, each, trouble) for each in ("Ready", type_)]
    return deprecated(conditions, readyReplicas=up, updatedReplicas=updated, unavailableReplicas=max(0, wanted - up))
