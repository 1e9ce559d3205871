"""The tree of a cluster as rows: the columns of `clusterctl describe cluster`, and what its conditions mean."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.cluster_tree import Branch, condition_of, version_of
from wgtui.fleet.machines import machine_verdict
from wgtui.fleet.status import Status, Tone
from wgtui.fleet.tree_counters import UNCOUNTED, Counters, counters_of
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL, MACHINE_SET
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ConditionStatus, ObjectRef
from wgtui.views.cells import age_column, message_column, text_column, version_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Node

IsStale = Callable[[Kind[Any], ObjectRef], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One line. `kind` is None for a heading, `ref` for a group too; `condition` is None where nothing is shown.

    `of` is set where the line is one condition of an object: that object's own line.
    """

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
    of: Part | None = None

    @property
    def reason(self) -> str:
        return self.condition.reason if self.condition else ""


def nodes(
    roots: Iterable[tuple[Part, tuple[Condition, ...]]],
    tree: Branch | None,
    is_stale: IsStale,
    shows: Callable[[Hashable], bool] = lambda _: False,
) -> tuple[Node[Part], ...]:
    """`roots` stand above the tree, each below the one before it, with what they say of themselves.

    `shows`: whether the conditions of the object on the line of this key are lines of their own.
    """
    below = (_node(tree, is_stale, shows),) if tree is not None else ()
    for above, said in reversed(tuple(roots)):
        below = (_with_conditions((above.name, above.ref), above, said, below, shows),)
    return below


def _node(branch: Branch, is_stale: IsStale, shows: Callable[[Hashable], bool]) -> Node[Part]:
    below = tuple(_node(child, is_stale, shows) for child in (*branch.children, *_members(branch)))
    said = conditions.said_by(branch.object) if branch.object is not None else ()
    return _with_conditions(branch.key, part(branch, is_stale), said, below, shows, folded=branch.is_group)


def _with_conditions(
    key: Hashable,
    line: Part,
    said: Iterable[Condition],
    below: tuple[Node[Part], ...],
    shows: Callable[[Hashable], bool],
    *,
    folded: bool = False,
) -> Node[Part]:
    by_type = {one.type: one for one in said} if shows(key) else {}
    own = tuple(Node((key, name), _line_of(one, line)) for name, one in by_type.items())
    return Node(key, line, own + below, folded)


def _line_of(one: Condition, of: Part) -> Part:
    """One condition of the object on the line above."""
    status = Status.READY if conditions.good(one) else _not_good(one)
    message = conditions.flattened(one.message)
    told = replace(of, version="", counters=UNCOUNTED, condition=one, status=status, message=message, of=of)
    return replace(told, name=one.type, since=one.last_transition_time)


def _not_good(one: Condition) -> Status:
    """As bad as it is; what is True although it should not be only tells that something is going on."""
    if conditions.broken(one):
        return Status.FAILED
    if one.type in conditions.NEGATIVE:
        return Status.PROGRESSING
    return Status.DEGRADED if one.status is ConditionStatus.FALSE else Status.UNKNOWN


_BROKEN = (Status.FAILED, Status.UNREACHABLE, Status.DEGRADED)


def first_broken(roots: Iterable[Node[Part]]) -> Hashable | None:
    """The key of the worst line below which nothing is broken, the first of equals; None where all is well."""
    found = list(_broken(roots))
    return min(found, key=lambda node: node.row.status.rank if node.row.status else 0).key if found else None


def _broken(nodes: Iterable[Node[Part]]) -> Iterator[Node[Part]]:
    for node in nodes:
        if node.row.of is not None:
            continue
        deeper = list(_broken(node.children))
        if deeper:
            yield from deeper
        elif node.row.status in _BROKEN:
            yield node


def root(kind: Kind[Any], found: Any, is_stale: IsStale) -> tuple[Part, tuple[Condition, ...]]:
    """An object above the tree that Cluster API knows nothing of, and what it says of itself."""
    ref, said = found.metadata.ref, found.status.conditions
    ready = conditions.find(said, "Ready")
    return _part(f"{kind.kind}/{ref.name}", kind, found, ready, ref=ref, stale=is_stale(kind, ref)), said


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
        _shown(branch),
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


def _shown(branch: Branch) -> Condition | None:
    """Available of what has machines, Ready of all others; what only counts shows none."""
    kind, found = branch.kind, branch.object
    if kind in (MACHINE_SET, MACHINE_POOL):
        return None
    if kind in (CLUSTER, MACHINE_DEPLOYMENT) or branch.control_plane:
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
    if any(conditions.broken(one) for one in (condition, *conditions.troubles(conditions.said_by(found)))):
        return Status.FAILED
    return Status.DEGRADED if condition.status is ConditionStatus.FALSE else Status.UNKNOWN


def _condition(row: Part, _: datetime) -> Cell:
    """`Available: True`, behind the glyph of what that means."""
    if row.status is None:
        return Cell("")
    tone = Tone.MUTED if row.stale else row.status.tone
    if row.of is not None and row.condition is not None:
        return Cell(row.condition.status.value, tone, row.status)
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
    text_column("name", "NAME", lambda row: row.name, 30, 0, grow=30, max_width=80),
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
