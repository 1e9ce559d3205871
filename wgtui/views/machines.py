"""The machines of a cluster as a table."""

from __future__ import annotations

from wgtui.fleet.machines import MachineSummary
from wgtui.views.cells import age_column, message_column, reason_column, status_column, text_column, version_column
from wgtui.views.columns import Column
from wgtui.views.fields import AgeField, Fields, FlagField, Match, StatusField, TextField, VersionField


def role(row: MachineSummary) -> str:
    return "control plane" if row.control_plane else "worker"


COLUMNS: tuple[Column[MachineSummary], ...] = (
    text_column("name", "NAME", lambda row: row.ref.name, 20, 0, grow=4, max_width=56),
    status_column(lambda row: row.status, lambda row: row.stale),
    text_column("role", "ROLE", role, 13, 4),
    version_column("version", "VERSION", lambda row: row.version, 8, 2, max_width=18),
    text_column("node", "NODE", lambda row: row.node, 16, 5, grow=2, max_width=48),
    text_column("instance", "INSTANCE", lambda row: row.instance, 19, 6),
    text_column("zone", "ZONE", lambda row: row.zone, 10, 7, grow=1, max_width=16),
    text_column("address", "ADDRESS", lambda row: row.address, 13, 8, wide_only=True),
    text_column("group", "GROUP", lambda row: row.group, 16, 9, grow=1, max_width=40, wide_only=True),
    age_column(lambda row: row.created, 3),
    reason_column(lambda row: row.reason, 10),
    message_column(lambda row: row.message or row.reason, 1),
)

FIELDS: Fields[MachineSummary] = Fields(
    (
        TextField("name", lambda row: row.ref.name, ("machine",)),
        StatusField("status", lambda row: row.status),
        TextField("role", role, match=Match.INSIDE),
        VersionField("version", lambda row: row.version),
        TextField("node", lambda row: row.node),
        TextField("instance", lambda row: row.instance),
        TextField("zone", lambda row: row.zone),
        TextField("group", lambda row: row.group),
        AgeField("age", lambda row: row.created),
        TextField("reason", lambda row: row.reason),
        TextField("message", lambda row: row.message, match=Match.INSIDE),
        FlagField("stale", lambda row: row.stale),
    ),
    lambda row: (row.ref.name, row.status.word, role(row), row.node, row.instance, row.zone, row.reason, row.message),
    lambda row: row.labels,
)
