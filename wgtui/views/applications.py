"""Kustomizations and HelmReleases as a table."""

from __future__ import annotations

from datetime import datetime
from math import inf

from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.status import Tone
from wgtui.fleet.suspension import due
from wgtui.views.ages import age
from wgtui.views.cells import age_column, message_column, reason_column, status_column, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.fields import AgeField, Fields, FlagField, Match, StatusField, TextField

MANAGEMENT = "management"
"""What is shown where a row belongs to the management cluster itself."""


def described(row: ApplicationSummary) -> str:
    return row.message or row.reason


def overdue_at(row: ApplicationSummary) -> datetime | None:
    """From when on it is suspended for longer than was meant, or for very long."""
    return due(row.suspended_since, row.suspended_until) if row.suspended else None


def _suspended(row: ApplicationSummary, now: datetime) -> Cell:
    if not row.suspended:
        return Cell("no", Tone.MUTED)
    since, until = row.suspended_since, row.suspended_until
    if until is not None:
        return (
            Cell(f"overdue {age(until, now)}", Tone.BAD) if until <= now else Cell(f"{age(now, until)} left", Tone.WARN)
        )
    text = f"for {age(since, now)}" if since is not None else "yes"
    over = overdue_at(row)
    return Cell(text, Tone.BAD if over is not None and over <= now else Tone.WARN)


def cluster_name(cluster: str) -> str:
    return cluster or MANAGEMENT


def _by_suspension(row: ApplicationSummary) -> tuple[bool, float, float]:
    """What ends first, then what began first, then what is not suspended."""
    ends, began = row.suspended_until, row.suspended_since
    return not row.suspended, ends.timestamp() if ends else inf, began.timestamp() if began else inf


COLUMNS: tuple[Column[ApplicationSummary], ...] = (
    text_column("name", "NAME", lambda row: row.ref.name, 18, 0, grow=4, max_width=48),
    text_column("kind", "KIND", lambda row: row.kind, 13, 6),
    text_column("cluster", "CLUSTER", lambda row: cluster_name(row.cluster), 14, 5, grow=1, max_width=32),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 12, 4, grow=1, max_width=24),
    status_column(lambda row: row.status, lambda row: row.stale, width=13),
    text_column("revision", "REVISION", lambda row: row.revision, 18, 3, grow=1, max_width=32),
    text_column("source", "SOURCE", lambda row: row.source, 20, 7, grow=2, max_width=56),
    text_column("target", "TARGET", lambda row: row.target, 14, 9, grow=1, max_width=32, wide_only=True),
    Column("suspended", "SUSPENDED", _suspended, _by_suspension, 11, 8, ages=True),
    age_column(lambda row: row.changed, 2, title="CHANGED", id="age"),
    text_column("blocked-by", "BLOCKED BY", lambda row: row.blocked_by, 24, 10, grow=1, max_width=56, wide_only=True),
    reason_column(lambda row: row.reason, 11),
    message_column(described, 1, width=18),
)


def _text(row: ApplicationSummary) -> tuple[str, ...]:
    return (
        f"{row.ref.namespace}/{row.ref.name}",
        row.kind,
        cluster_name(row.cluster),
        row.status.word,
        row.source,
        row.revision,
        row.target,
        row.reason,
        row.message,
    )


FIELDS: Fields[ApplicationSummary] = Fields(
    (
        TextField("name", lambda row: row.ref.name, ("application", "app")),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        TextField("kind", lambda row: row.kind),
        TextField("cluster", lambda row: cluster_name(row.cluster), match=Match.PATH),
        StatusField("status", lambda row: row.status),
        TextField("source", lambda row: row.source, match=Match.PATH),
        TextField("revision", lambda row: row.revision, ("rev", "version"), match=Match.INSIDE),
        TextField("target", lambda row: row.target, match=Match.PATH),
        TextField("blocked-by", lambda row: row.blocked_by, ("because",), match=Match.PATH),
        AgeField("age", lambda row: row.changed, ("changed",)),
        TextField("reason", lambda row: row.reason),
        TextField("message", lambda row: row.message, match=Match.INSIDE),
        FlagField("suspended", lambda row: row.suspended),
        AgeField("suspended-for", lambda row: row.suspended_since),
        AgeField("overdue", lambda row: row.suspended_until),
        FlagField("stale", lambda row: row.stale),
    ),
    _text,
    lambda row: row.labels,
)
