"""Templates as a table."""

from __future__ import annotations

from wgtui.fleet.templates import TemplateSummary
from wgtui.views.cells import text_column
from wgtui.views.columns import Column
from wgtui.views.fields import Fields, FlagField, Match, TextField


def labels_text(row: TemplateSummary) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(row.labels.items()))


COLUMNS: tuple[Column[TemplateSummary], ...] = (
    text_column("name", "NAME", lambda row: row.ref.name, 18, 0, grow=3, max_width=40),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 12, 5, grow=1, max_width=24),
    text_column("kind", "KIND", lambda row: row.kind, 14, 4),
    text_column("provider", "PROVIDER", lambda row: row.provider, 9, 3),
    text_column("type", "TYPE", lambda row: row.type, 11, 2, grow=1, max_width=20),
    text_column("description", "DESCRIPTION", lambda row: row.description, 24, 1, grow=8),
    text_column("labels", "LABELS", labels_text, 24, 6, grow=3, max_width=60),
)


def _text(row: TemplateSummary) -> tuple[str, ...]:
    return (f"{row.ref.namespace}/{row.ref.name}", row.kind, row.provider, row.type, row.description, labels_text(row))


FIELDS: Fields[TemplateSummary] = Fields(
    (
        TextField("name", lambda row: row.ref.name, ("template",)),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        TextField("kind", lambda row: row.kind),
        TextField("provider", lambda row: row.provider),
        TextField("type", lambda row: row.type),
        TextField("description", lambda row: row.description, match=Match.INSIDE),
        FlagField("stale", lambda row: row.stale),
    ),
    _text,
    lambda row: row.labels,
)
