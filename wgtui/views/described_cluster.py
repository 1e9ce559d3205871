"""The tree of a cluster as text, column for column as `clusterctl describe cluster` prints it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from wgtui.fleet.cluster_tree import NO_REASON, Branch, printed_name
from wgtui.fleet.tree_counters import UNCOUNTED, Counters
from wgtui.resources.capi import MACHINE_POOL
from wgtui.resources.meta import Condition
from wgtui.views.ages import age
from wgtui.views.cluster_tree import Part, part, replicas
from wgtui.views.safe import printable

TITLES = ("NAME", "REPLICAS", "AVAILABLE", "READY", "UP TO DATE", "STATUS", "REASON", "SINCE", "MESSAGE")
WIDTH = 100
"""Columns after which a message is wrapped."""

_LAST, _BRANCH, _TRUNK, _NOTHING = "└─", "├─", "│ ", "  "


class Row(NamedTuple):
    """The cells of one line; `continued` are the further lines of its message, with what stands before them."""

    cells: tuple[str, ...]
    before: str
    continued: tuple[str, ...]


def described_lines(tree: Branch, now: datetime) -> list[str]:
    """Everything harmless for a terminal; columns are as wide as their widest cell."""
    rows = list(_rows(tree, "", "", now))
    table: list[tuple[str, ...]] = [TITLES]
    for row in rows:
        table.append(row.cells)
        table += [(row.before, *("",) * (len(TITLES) - 2), line) for line in row.continued]
    widths = [max(cell_len(line[column]) for line in table) for column in range(len(TITLES))]
    return ["  ".join(_filled(cell, size) for cell, size in zip(line, widths, strict=True)).rstrip() for line in table]


def _rows(branch: Branch, before: str, below: str, now: datetime) -> Iterator[Row]:
    """`before` stands before its name, `below` before those of its children and further lines."""
    found = part(branch, lambda _, __: False)
    message = _wrapped(found)
    pipes = below + (_TRUNK if branch.children else _NOTHING) if len(message) > 1 else below
    yield Row(
        (before + _name(branch), *_counted(branch, found.counters), *_told(found, now), message[0]), pipes, message[1:]
    )
    for child in branch.children:
        last = child is branch.children[-1]
        yield from _rows(child, below + (_LAST if last else _BRANCH), below + (_NOTHING if last else _TRUNK), now)


def _name(branch: Branch) -> str:
    deleted = branch.object is not None and branch.object.metadata.deletion_timestamp is not None
    return ("!! DELETED !! " if deleted else "") + printable(printed_name(branch))


def _counted(branch: Branch, counters: Counters) -> list[str]:
    """A MachinePool shows none there."""
    if branch.kind is MACHINE_POOL:
        counters = UNCOUNTED
    shown = (counters.available, counters.ready, counters.up_to_date)
    return [replicas(counters), *("" if one is None else str(one) for one in shown)]


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
    lines: list[str] = []
    for line in found.condition.message.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        further = indent + ("  " if line.lstrip().startswith("* ") else "")
        lines += textwrap.wrap(printable(line), WIDTH, subsequent_indent=further) or [""]
    return tuple(lines) or ("",)


def _filled(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))
