"""Rows that are not well for the same reason: what each waits for, followed to its end, else what it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef

LONGEST = 32
"""Steps along what blocks; what goes round ends there."""

R = TypeVar("R", ApplicationSummary, ClusterSummary)


class Cause(NamedTuple):
    """Equal for rows of the same one. `words` tell it."""

    key: Hashable
    words: str


def application_causes(rows: Collection[ApplicationSummary]) -> Mapping[Hashable, Cause]:
    """By key of the row; of those that are well there is none."""
    by_name = {(row.cluster, f"{row.kind}/{row.ref}"): row for row in rows if not row.status.well}
    return {row.uid: _of_application(row, by_name) for row in by_name.values()}


def _of_application(row: ApplicationSummary, by_name: Mapping[tuple[str, str], ApplicationSummary]) -> Cause:
    for _ in range(LONGEST):
        if not row.blocked_by:
            break
        before = by_name.get((row.cluster, row.blocked_by))
        if before is None:
            return Cause(("source", row.blocked_by), row.blocked_by)
        row = before
    return _said(row.status, row.reason, row.message, row.ref)


def cluster_causes(rows: Collection[ClusterSummary]) -> Mapping[Hashable, Cause]:
    unwell = (row for row in rows if not row.status.well)
    return {row.uid: _said(row.status, row.reason, row.message, row.ref) for row in unwell}


_VARYING = re.compile(r"\b[0-9a-f]{7,}\b|\d+")


def _said(status: Status, reason: str, message: str, ref: ObjectRef) -> Cause:
    """The same words are the same cause, whatever names, numbers and digests stand in them."""
    same = _VARYING.sub("#", message.replace(str(ref), "@").replace(ref.name, "@"))
    return Cause((status, reason, same), message or reason or status.word)


def folded_application(cause: Cause, rows: Sequence[ApplicationSummary], title: str) -> ApplicationSummary:
    """The row that stands for all of these."""
    return replace(
        _first(cause, rows, title),
        kind=_common([row.kind for row in rows], "kinds"),
        cluster=_common([row.cluster for row in rows], "clusters"),
        source=_common([row.source for row in rows], "sources"),
        revision="",
        target="",
        suspended=all(row.suspended for row in rows),
        changed=_oldest([row.changed for row in rows]),
    )


def folded_cluster(cause: Cause, rows: Sequence[ClusterSummary], title: str) -> ClusterSummary:
    return replace(
        _first(cause, rows, title),
        provider=_common([row.provider for row in rows], "providers"),
        region=_common([row.region for row in rows], "regions"),
        version=_common([row.version for row in rows], "versions"),
        control_plane=Count(),
        workers=Count(),
        applications=Count(),
        connectivity=None,
        bootstrap=None,
        created=_oldest([row.created for row in rows]),
    )


def _first(cause: Cause, rows: Sequence[R], title: str) -> R:
    worst = min(rows, key=lambda row: row.status.rank)
    stale = any(row.stale for row in rows)
    return replace(worst, uid=title, ref=ObjectRef("", title), message=cause.words, labels={}, stale=stale)


def _common(values: Sequence[str], noun: str) -> str:
    """`3 regions` where it is not one."""
    different = set(values)
    return different.pop() if len(different) == 1 else f"{len(different)} {noun}"


def _oldest(moments: Sequence[datetime | None]) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)
