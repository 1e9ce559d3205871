"""How far a rollout is: the machines of each group by version and phase, old ones against new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.tree_objects import TreeObjects, controlled_by
from wgtui.resources.capi import CONTROL_PLANE_LABEL, Machine
from wgtui.resources.kinds import Kind

PHASES = ("Running", "Updating", "Provisioned", "Provisioning", "Pending", "Deleting", "Deleted", "Failed", "Unknown")


class Lane(NamedTuple):
    """One group of machines. `old` and `new` are versions with how many machines run or are to run them.

    `done` machines are new and run; `wanted` is how many there are to be.
    """

    name: str
    kind: str
    target: str
    old: tuple[tuple[str, int], ...]
    new: int
    done: int
    wanted: int
    phases: tuple[tuple[str, int], ...]

    @property
    def is_rolling(self) -> bool:
        return bool(self.old) or self.done < self.new


def is_rolling(found: ClusterObjects) -> bool:
    """Whether machines are being replaced, as far as what scales them tells: to be known before any machine is read."""
    return any(_replaces(one) for one in (found.cluster, found.control_plane, *found.groups) if one is not None)


def _replaces(found: Any) -> bool:
    if conditions.is_true(conditions.current(found.status), "RollingOut"):
        return True
    status = found.status
    new = next(
        (n for n in (_of(status, "up_to_date_replicas"), _of(status, "updated_replicas")) if n is not None), None
    )
    total = _of(status, "replicas")
    return new is not None and total is not None and new < total


def _of(status: Any, name: str) -> int | None:
    found: int | None = getattr(status, name, None)
    return found


def lanes(parts: TreeObjects, control_plane: Any, kind: Kind[Any] | None) -> tuple[Lane, ...]:
    """The control plane first; a group that has no machines of its own has no lane."""
    return tuple(lane for lane in _lanes(parts, control_plane, kind) if lane.wanted or lane.phases)


def _lanes(parts: TreeObjects, control_plane: Any, kind: Kind[Any] | None) -> Iterator[Lane]:
    own = [one for one in parts.machines if CONTROL_PLANE_LABEL in one.metadata.labels]
    if control_plane is not None and own:
        yield _lane(control_plane, kind.kind if kind else "", control_plane.spec.version, own)
    for deployment in parts.deployments:
        sets = controlled_by(parts.sets, deployment)
        machines = [one for each in sets for one in controlled_by(parts.machines, each)]
        yield _lane(deployment, "MachineDeployment", deployment.spec.template.spec.version, machines)
    for pool in parts.pools:
        machines = controlled_by(parts.machines, pool)
        if machines:
            yield _lane(pool, "MachinePool", pool.spec.template.spec.version, machines)


def _lane(group: Any, kind: str, target: str, machines: list[Machine]) -> Lane:
    new = [one for one in machines if _is_new(one, target)]
    old = Counter(one.spec.version or "?" for one in machines if not _is_new(one, target))
    phases = Counter(one.status.phase if one.status.phase in PHASES else "Unknown" for one in machines)
    return Lane(
        group.metadata.name,
        kind,
        target,
        tuple(sorted(old.items())),
        len(new),
        sum(one.status.phase == "Running" for one in new),
        group.spec.replicas if group.spec.replicas is not None else len(machines),
        tuple((phase, phases[phase]) for phase in PHASES if phases[phase]),
    )


def _is_new(machine: Machine, target: str) -> bool:
    """By its own condition where it has one: a new image or instance type is a rollout too."""
    said = conditions.find(conditions.current(machine.status), "UpToDate")
    if said is not None:
        return said.status is conditions.TRUE
    return not target or machine.spec.version == target


def versions(found: Iterable[Lane]) -> tuple[str, str]:
    """What is replaced and by what, over all lanes: `v1.33.5`, `v1.34.2`; empty where that is not one version."""
    old = {version for lane in found for version, _ in lane.old}
    new = {lane.target for lane in found if lane.is_rolling}
    return (old.pop() if len(old) == 1 else "", new.pop() if len(new) == 1 else "")
