"""Flux sources as a table."""

from __future__ import annotations

from wgtui.fleet.sources import SourceSummary
from wgtui.views.applications import cluster_name
from wgtui.views.cells import age_column, flag_column, message_column, reason_column, status_column, text_column
from wgtui.views.columns import Column
from wgtui.views.fields import AgeField, Fields, FlagField, Match, StatusField, TextField


def described(row: SourceSummary) -> str:
    return row.message or row.reason


COLUMNS: tuple[Column[SourceSummary], ...] = (
    text_column("name", "NAME", lambda row: row.ref.name, 18, 0, grow=4, max_width=48),
    text_column("kind", "KIND", lambda row: row.kind, 16, 4),
    text_column("cluster", "CLUSTER", lambda row: cluster_name(row.cluster), 14, 7, grow=1, max_width=32),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 12, 5, grow=1, max_width=24),
    status_column(lambda row: row.status, lambda row: row.stale, width=13),
    text_column("revision", "REVISION", lambda row: row.revision, 18, 3, grow=1, max_width=32),
    text_column("reference", "REFERENCE", lambda row: row.reference, 12, 8, grow=1, max_width=24),
    text_column("url", "URL", lambda row: row.url, 24, 6, grow=3, max_width=72),
    flag_column("suspended", "SUSPENDED", lambda row: row.suspended, 9, 9),
    age_column(lambda row: row.updated, 2, title="UPDATED", id="age"),
    reason_column(lambda row: row.reason, 10),
    message_column(described, 1, width=18),
)


def _text(row: SourceSummary) -> tuple[str, ...]:
    return (
        f"{row.ref.namespace}/{row.ref.name}",
        row.kind,
        cluster_name(row.cluster),
        row.status.word,
        row.url,
        row.reference,
        row.revision,
        row.reason,
        row.message,
    )


FIELDS: Fields[SourceSummary] = Fields(
    (
        TextField("name", lambda row: row.ref.name, ("source",)),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        TextField("kind", lambda row: row.kind),
        TextField("cluster", lambda row: cluster_name(row.cluster), match=Match.PATH),
        StatusField("status", lambda row: row.status),
        TextField("url", lambda row: row.url, match=Match.INSIDE),
        TextField("reference", lambda row: row.reference, ("ref", "branch", "tag")),
        TextField("revision", lambda row: row.revision, ("rev", "version"), match=Match.INSIDE),
        AgeField("age", lambda row: row.updated, ("updated",)),
        TextField("reason", lambda row: row.reason),
        TextField("message", lambda row: row.message, match=Match.INSIDE),
        FlagField("suspended", lambda row: row.suspended),
        FlagField("stale", lambda row: row.stale),
    ),
    _text,
    lambda row: row.labels,
)
