"""Identities of infrastructure providers as a table: what clusters can be made with."""

from __future__ import annotations

from wgtui.actions.identities import NOWHERE, Identity
from wgtui.fleet.status import Tone
from wgtui.views.cells import age_column, text_cell, text_column
from wgtui.views.columns import Column
from wgtui.views.fields import AgeField, Fields, Match, TextField

COLUMNS: tuple[Column[Identity], ...] = (
    text_column("kind", "KIND", lambda row: row.kind, 24, 1, max_width=32),
    text_column("name", "NAME", lambda row: str(row.ref) if row.ref.namespace else row.ref.name, 16, 0, grow=3),
    text_column("detail", "DETAIL", lambda row: row.detail, 20, 3, grow=3, max_width=64),
    text_column("source", "TAKEN ON BY", lambda row: row.source, 20, 4, grow=2, max_width=48),
    Column(
        "allowed",
        "FOR CLUSTERS IN",
        lambda row, _: text_cell(row.allowed, Tone.WARN if row.allowed == NOWHERE else Tone.PLAIN),
        lambda row: row.allowed,
        16,
        2,
        grow=1,
        max_width=40,
    ),
    age_column(lambda row: row.created, 5),
)

FIELDS: Fields[Identity] = Fields(
    (
        TextField("kind", lambda row: row.kind),
        TextField("name", lambda row: row.ref.name),
        TextField("ns", lambda row: row.ref.namespace, aliases=("namespace",)),
        TextField("detail", lambda row: row.detail, match=Match.INSIDE),
        TextField("allowed", lambda row: row.allowed, match=Match.INSIDE),
        AgeField("age", lambda row: row.created),
    ),
    lambda row: (row.kind, row.ref.namespace, row.ref.name, row.detail, row.source),
)
