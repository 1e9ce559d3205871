"""Cluster API's v1beta2 and v1beta1: the same object, its fields in other places."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wgtui.demo.answers import Json

_DEPRECATED = (
    "conditions", "failureReason", "failureMessage", "readyReplicas", "availableReplicas", "unavailableReplicas",
    "updatedReplicas", "fullyLabeledReplicas",
)  # fmt: skip
_NEW_COUNTERS = ("conditions", "readyReplicas", "availableReplicas", "upToDateReplicas", "controlPlane", "workers")

MOVES: tuple[tuple[str, str], ...] = (
    *((f"status.{name}", f"status.v1beta2.{name}") for name in _NEW_COUNTERS),
    *((f"status.deprecated.v1beta1.{name}", f"status.{name}") for name in _DEPRECATED),
    ("status.initialization.infrastructureProvisioned", "status.infrastructureReady"),
    ("status.initialization.bootstrapDataSecretCreated", "status.bootstrapReady"),
    ("spec.topology.classRef.name", "spec.topology.class"),
)
"""(path in v1beta2, path in v1beta1), for every kind."""

MOVES_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "Cluster": (("status.initialization.controlPlaneInitialized", "status.controlPlaneReady"),),
    "KubeadmControlPlane": (
        ("status.initialization.controlPlaneInitialized", "status.initialized"),
        *(
            (f"spec.machineTemplate.spec.{name}", f"spec.machineTemplate.{name}")
            for name in ("infrastructureRef", "readinessGates", "taints")
        ),
    ),
    "KubeadmConfig": (("status.initialization.dataSecretCreated", "status.ready"),),
    "MachineHealthCheck": (
        ("spec.checks.unhealthyNodeConditions", "spec.unhealthyConditions"),
        ("spec.remediation.triggerIf.unhealthyLessThanOrEqualTo", "spec.maxUnhealthy"),
        ("spec.remediation.triggerIf.unhealthyInRange", "spec.unhealthyRange"),
        ("spec.remediation.templateRef", "spec.remediationTemplate"),
    ),
}

DROPPED = {"Machine": ("status.failureDomain",)}
"""What v1beta1 has no place for."""

TIMEOUTS: tuple[tuple[str, str], ...] = (
    *(
        (f"spec.{new}deletion.{name}Seconds", f"spec.{old}{name}")
        for new, old in (
            ("", ""),
            ("template.spec.", "template.spec."),
            ("machineTemplate.spec.", "machineTemplate."),
        )
        for name in ("nodeDrainTimeout", "nodeVolumeDetachTimeout", "nodeDeletionTimeout")
    ),
    ("spec.checks.nodeStartupTimeoutSeconds", "spec.nodeStartupTimeout"),
)
"""Seconds in v1beta2, Go durations in v1beta1."""

REFERENCES = (
    "spec.infrastructureRef", "spec.controlPlaneRef", "spec.bootstrap.configRef", "spec.remediation.templateRef",
    "spec.template.spec.infrastructureRef", "spec.template.spec.bootstrap.configRef",
    "spec.machineTemplate.spec.infrastructureRef",
)  # fmt: skip
"""With an `apiGroup` in v1beta2; with `apiVersion` and `namespace` in v1beta1."""

_PART = re.compile(r"(\d+)(h|m(?!s)|s)")
_UNITS = {"h": 3600, "m": 60, "s": 1}


def to_v1beta1(kind: str, body: Json) -> None:
    """In place."""
    _each(body, REFERENCES, lambda reference: _old_reference(reference, body["metadata"]))
    for new, old in TIMEOUTS:
        _move(body, new, old, _duration)
    values = [(old, _take(body, new)) for new, old in _moves(kind)]
    _put_all(body, values)
    _each_check(body, "timeoutSeconds", "timeout", _duration)
    for path in DROPPED.get(kind, ()):
        _take(body, path)
    _tidy(body)


def from_v1beta1(kind: str, body: Json) -> None:
    """In place."""
    _each_check(body, "timeout", "timeoutSeconds", _seconds)
    values = [(new, _take(body, old)) for new, old in _moves(kind)]
    _put_all(body, values)
    for new, old in TIMEOUTS:
        _move(body, old, new, _seconds)
    _each(body, REFERENCES, _new_reference)
    _tidy(body)


def _moves(kind: str) -> tuple[tuple[str, str], ...]:
    return MOVES + MOVES_OF.get(kind, ())


def _old_reference(reference: Json, metadata: Json) -> None:
    group = reference.pop("apiGroup", None)
    if group is not None:
        reference["apiVersion"] = f"{group}/v1beta2"
    if "namespace" in metadata:
        reference.setdefault("namespace", metadata["namespace"])


def _new_reference(reference: Json) -> None:
    version = reference.pop("apiVersion", None)
    if version is not None:
        reference["apiGroup"] = version.partition("/")[0]
    reference.pop("namespace", None)


def _each(body: Json, paths: tuple[str, ...], change: Callable[[Json], None]) -> None:
    for path in paths:
        *above, last = path.split(".")
        found = _parent(body, above)
        if found is not None and isinstance(found.get(last), dict):
            change(found[last])


def _each_check(body: Json, source: str, target: str, change: Callable[[Any], Any]) -> None:
    """In the conditions of a MachineHealthCheck as v1beta1 has them."""
    for check in (_parent(body, ["spec"]) or {}).get("unhealthyConditions", ()):
        if source in check:
            check[target] = change(check.pop(source))


def _parent(body: Json, above: list[str]) -> Json | None:
    node: Any = body
    for name in above:
        node = node.get(name) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else None


def _take(body: Json, path: str) -> Any:
    *above, last = path.split(".")
    found = _parent(body, above)
    return found.pop(last, None) if found is not None else None


def _put_all(body: Json, values: list[tuple[str, Any]]) -> None:
    for path, value in values:
        if value is None:
            continue
        *above, last = path.split(".")
        node = body
        for name in above:
            node = node.setdefault(name, {})
        node[last] = value


def _move(body: Json, source: str, target: str, change: Callable[[Any], Any]) -> None:
    value = _take(body, source)
    if value is not None:
        _put_all(body, [(target, change(value))])


def _tidy(body: Json) -> None:
    """Containers of which everything has moved out go."""
    for path in (
        "status.deprecated.v1beta1", "status.deprecated", "status.initialization", "status.v1beta2",
        "spec.deletion", "spec.template.spec.deletion",
        "spec.machineTemplate.spec.deletion", "spec.machineTemplate.spec", "spec.checks", "spec.remediation.triggerIf",
        "spec.remediation", "spec.topology.classRef",
    ):  # fmt: skip
        *above, last = path.split(".")
        found = _parent(body, above)
        if found is not None and found.get(last) == {}:
            del found[last]


def _duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if hours or minutes else "") + f"{rest}s"


def _seconds(duration: str) -> int:
    return sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(duration))
