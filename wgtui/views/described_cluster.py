"""The tree of a cluster as text, column for column as `clusterctl describe cluster` prints it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from wgtui.fleet.cluster_tree import NO_REASON, Branch, printed_name
from wgtui.fleet.conditions import said_by
from wgtui.fleet.shown_conditions import Wanted, shown
from wgtui.fleet.tree_counters import UNCOUNTED, Counters
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_POOL
from wgtui.resources.meta import Condition
from wgtui.views.ages import age
from wgtui.views.aligned import aligned
from wgtui.views.cluster_tree import Part, part
from wgtui.views.safe import printable

TITLES = ("NAME", "REPLICAS", "AVAILABLE", "READY", "UP TO DATE", "STATUS", "REASON", "SINCE", "MESSAGE")
WIDTH = 100
"""Columns after which a message is wrapped."""

_FILLER = " " * 10
"""Between the pipes of an object and its conditions."""

_LAST, _BRANCH, _TRUNK, _NOTHING = "└─", "├─", "│ ", "  "


class Row(NamedTuple):
    """The cells of one line; `continued` are the further lines of its message, with what stands before them."""

    cells: tuple[str, ...]
    before: str
    continued: tuple[str, ...]


def described_lines(tree: Branch, now: datetime, wanted: Sequence[Wanted] = ()) -> list[str]:
    """Everything harmless for a terminal; columns are as wide as their widest cell.

    `wanted` are conditions that have lines of their own.
    """
    rows = list(_Drawing(now, wanted).rows(tree, "", ""))
    table: list[tuple[str, ...]] = [TITLES]
    for row in rows:
        table.append(row.cells)
        table += [(row.before, *("",) * (len(TITLES) - 2), line) for line in row.continued]
    return aligned(table)


@dataclass(frozen=True, slots=True)
class _Drawing:
    now: datetime
    wanted: Sequence[Wanted]

    def rows(self, branch: Branch, before: str, below: str) -> Iterator[Row]:
        """`before` stands before its name, `below` before those of its children and further lines."""
        found = part(branch, lambda _, __: False)
        said = self._conditions(branch)
        told, message = (_told(found, self.now), _wrapped(found)) if said is None else (("", "", ""), ("",))
        trunk = below + (_TRUNK if branch.children else _NOTHING)
        pipes = trunk if len(message) > 1 else below
        cells = (before + _name(branch), *_counted(branch, found.counters), *told, message[0])
        yield Row(cells, pipes, message[1:])
        for condition in said or ():
            yield self._of_condition(condition, trunk + _FILLER, last=condition is (said or ())[-1])
        for child in branch.children:
            last = child is branch.children[-1]
            yield from self.rows(child, below + (_LAST if last else _BRANCH), below + (_NOTHING if last else _TRUNK))

    def _conditions(self, branch: Branch) -> tuple[Condition, ...] | None:
        """Those that have lines of their own; None where the line of the object shows the one that matters."""
        if branch.kind is None or branch.object is None:
            return None
        return shown(self.wanted, branch.kind.kind, branch.object.metadata.name, said_by(branch.object))

    def _of_condition(self, one: Condition, before: str, last: bool) -> Row:
        reason = printable(one.reason) or NO_REASON
        message = _wrapped_lines(one.message)
        name = before + (_LAST if last else _BRANCH) + printable(one.type)
        cells = (name, "", "", "", "", one.status.value, reason, age(one.last_transition_time, self.now), message[0])
        return Row(cells, before + (_NOTHING if last else _TRUNK), message[1:])


def _name(branch: Branch) -> str:
    deleted = branch.object is not None and branch.object.metadata.deletion_timestamp is not None
    return ("!! DELETED !! " if deleted else "") + printable(printed_name(branch))


def _counted(branch: Branch, counters: Counters) -> list[str]:
    """A MachinePool shows none there."""
    if branch.kind is MACHINE_POOL:
        counters = UNCOUNTED
    counted = (counters.available, counters.ready, counters.up_to_date)
    return [_replicas(branch, counters), *("" if one is None else str(one) for one in counted)]


def _replicas(branch: Branch, counters: Counters) -> str:
    """A cluster takes what is not known of one half for none; whoever scales machines has to know both numbers."""
    there, wanted = counters.replicas, counters.wanted
    if there is None and wanted is None:
        return ""
    if branch.kind is MACHINE:
        return str(there)
    if branch.kind is CLUSTER:
        return f"{there or 0}/{wanted or 0}"
    return "" if there is None or wanted is None else f"{there}/{wanted}"


def _told(found: Part, now: datetime) -> tuple[str, str, str]:
    condition: Condition | None = found.condition
    if condition is None:
        return ("", "", "")
    reason = printable(condition.reason) or NO_REASON
    return (f"{condition.type}: {condition.status.value}", reason, age(found.since, now))


def _wrapped(found: Part) -> tuple[str, ...]:
    """Lines of the message as it was written; what a list item continues on is set in by two more."""
    if found.ref is None or found.condition is None:
        return (printable(found.message),)
    return _wrapped_lines(found.condition.message)


def _wrapped_lines(message: str) -> tuple[str, ...]:
    """At least one."""
    lines: list[str] = []
    for line in message.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        further = indent + ("  " if line.lstrip().startswith("* ") else "")
        lines += textwrap.wrap(printable(line), WIDTH, subsequent_indent=further, break_on_hyphens=False) or [""]
    return tuple(lines) or ("",)
