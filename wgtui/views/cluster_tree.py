"""The tree of a cluster as rows: the columns of `clusterctl describe cluster`, and what its conditions mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.cluster_tree import Branch, condition_of, version_of
from wgtui.fleet.machines import machine_verdict
from wgtui.fleet.status import Status, Tone
from wgtui.fleet.tree_counters import UNCOUNTED, Counters, counters_of
from wgtui.resources import controlplane
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL, MACHINE_SET
from wgtui.resources.contract import ContractStatus
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ConditionStatus, ObjectRef
from wgtui.views.cells import age_column, message_column, text_column, version_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Node

IsStale = Callable[[Kind[Any], ObjectRef], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One line. `kind` is None for a heading, `ref` for a group too; `condition` is None where nothing is shown."""

    name: str
    kind: Kind[Any] | None = None
    ref: ObjectRef | None = None
    version: str = ""
    counters: Counters = UNCOUNTED
    condition: Condition | None = None
    status: Status | None = None
    since: datetime | None = None
    message: str = ""
    stale: bool = False

    @property
    def reason(self) -> str:
        return self.condition.reason if self.condition else ""


def nodes(roots: Iterable[Part], tree: Branch | None, is_stale: IsStale) -> tuple[Node[Part], ...]:
    """`roots` stand above the tree, each below the one before it."""
    below = (_node(tree, is_stale),) if tree is not None else ()
    for above in reversed(tuple(roots)):
        below = (Node((above.name, above.ref), above, below),)
    return below


def root(kind: Kind[Any], found: Any, is_stale: IsStale) -> Part:
    """An object above the tree that Cluster API knows nothing of."""
    ref, ready = found.metadata.ref, conditions.find(found.status.conditions, "Ready")
    return _part(f"{kind.kind}/{ref.name}", kind, found, ready, ref=ref, stale=is_stale(kind, ref))


def _node(branch: Branch, is_stale: IsStale) -> Node[Part]:
    below = tuple(_node(child, is_stale) for child in (*branch.children, *_members(branch)))
    return Node(branch.key, part(branch, is_stale), below, folded=branch.is_group)


def _members(branch: Branch) -> list[Branch]:
    """Of a group, for whoever unfolds it."""
    return [Branch("", branch.kind, one, (), (), one.metadata.uid) for one in branch.members]


def part(branch: Branch, is_stale: IsStale) -> Part:
    kind = branch.kind
    if kind is None:
        return Part(branch.title)
    stale = any(is_stale(kind, one.metadata.ref) for one in branch.members or (branch.object,))
    if branch.is_group:
        return _group(branch, kind, stale)
    found, ref = branch.object, branch.object.metadata.ref
    return _part(
        f"{kind.kind}/{ref.name}",
        kind,
        found,
        _shown(kind, found),
        ref=ref,
        version=version_of(branch) or "",
        counters=counters_of(branch),
        stale=stale,
    )


def _group(branch: Branch, kind: Kind[Any], stale: bool) -> Part:
    """Equal ones on one line, as old as the oldest; the first two of them are the message."""
    ready = [one for one in (condition_of(member, "Ready") for member in branch.members) if one is not None]
    since = [one.last_transition_time for one in ready if one.last_transition_time is not None]
    names = [member.metadata.name for member in branch.members]
    return _part(
        f"{len(names)} {kind.kind}s",
        kind,
        branch.members[0],
        ready[0] if ready else None,
        counters=counters_of(branch),
        since=min(since, default=None),
        message=f"See {', '.join(names[:2])}" + (", ..." if len(names) > 2 else ""),
        stale=stale,
    )


def _part(name: str, kind: Kind[Any], found: Any, condition: Condition | None, **more: Any) -> Part:
    told = {
        "since": condition.last_transition_time if condition else None,
        "message": conditions.flattened(condition.message) if condition else "",
    }
    return Part(name, kind, condition=condition, status=_status(kind, found, condition), **(told | more))


def _shown(kind: Kind[Any], found: Any) -> Condition | None:
    """Available of what has machines, Ready of all others; what only counts shows none."""
    if kind in (MACHINE_SET, MACHINE_POOL):
        return None
    if kind in (CLUSTER, MACHINE_DEPLOYMENT) or kind.group == controlplane.GROUP:
        return condition_of(found, "Available") or condition_of(found, "Ready")
    return condition_of(found, "Ready")


def _status(kind: Kind[Any], found: Any, condition: Condition | None) -> Status | None:
    """What the condition means: that something is not ready yet is no failure."""
    if found.metadata.deletion_timestamp is not None:
        return Status.DELETING
    if kind is MACHINE:
        return machine_verdict(found).status
    if condition is None:
        return None
    if condition.status is ConditionStatus.TRUE:
        return Status.READY
    said = conditions.current(found.status) if isinstance(found.status, ContractStatus) else (condition,)
    if any(conditions.broken(one) for one in (condition, *conditions.troubles(said))):
        return Status.FAILED
    return Status.DEGRADED if condition.status is ConditionStatus.FALSE else Status.UNKNOWN


def _condition(row: Part, _: datetime) -> Cell:
    """`Available: True`, behind the glyph of what that means."""
    if row.status is None:
        return Cell("")
    tone = Tone.MUTED if row.stale else row.status.tone
    if row.status is Status.DELETING or row.condition is None:
        return Cell(row.status.word, tone, row.status)
    return Cell(f"{row.condition.type}: {row.condition.status.value}", tone, row.status)


def replicas(counters: Counters) -> str:
    """Those there are of those wanted; empty where it is not known how many there are."""
    there, wanted = counters.replicas, counters.wanted
    return _number(there) if wanted is None or there is None else f"{there}/{wanted}"


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _counter(id: str, title: str, get: Callable[[Part], str], width: int, priority: int) -> Column[Part]:
    return Column(id, title, lambda row, _: Cell(get(row)), get, width, priority, right=True)


COLUMNS: tuple[Column[Part], ...] = (
    text_column("name", "NAME", lambda row: row.name, 30, 0, grow=12, max_width=80),
    version_column("version", "VERSION", lambda row: row.version, 8, 6),
    _counter("replicas", "REPLICAS", lambda row: replicas(row.counters), 8, 3),
    _counter("available", "AVAILABLE", lambda row: _number(row.counters.available), 9, 7),
    _counter("ready", "READY", lambda row: _number(row.counters.ready), 5, 5),
    _counter("up-to-date", "UP TO DATE", lambda row: _number(row.counters.up_to_date), 10, 8),
    Column("status", "STATUS", _condition, lambda row: row.status.rank if row.status else len(Status), 18, 1),
    text_column("reason", "REASON", lambda row: row.reason, 16, 9, grow=1, max_width=32),
    age_column(lambda row: row.since, 4, id="since", title="SINCE"),
    message_column(lambda row: row.message, 2),
)
