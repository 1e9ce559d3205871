"""Events as a table: what controllers said, the newest first."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet.status import Tone
from wgtui.resources.core import Event
from wgtui.resources.meta import ObjectRef
from wgtui.views.cells import age_column, message_column, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.fields import AgeField, Fields, Match, NumberField, TextField
from wgtui.views.safe import printable

NO_LABELS: dict[str, str] = {}


def involved(event: Event) -> str:
    """`Kind/namespace/name` of what the event is about."""
    about = event.involved_object
    return f"{about.kind}/{ObjectRef(about.namespace, about.name)}"


def _type(event: Event, _: datetime) -> Cell:
    return Cell(printable(event.type or "Normal"), Tone.WARN if event.type == "Warning" else Tone.MUTED)


COLUMNS: tuple[Column[Event], ...] = (
    age_column(lambda row: row.last_seen, 0, id="age", title="SEEN"),
    Column("type", "TYPE", _type, lambda row: row.type != "Warning", 7, 2),
    text_column("reason", "REASON", lambda row: row.reason, 14, 1, grow=1, max_width=32),
    text_column("object", "OBJECT", involved, 20, 1, grow=3, max_width=64),
    Column("count", "COUNT", lambda row, _: Cell(str(row.times)), lambda row: -row.times, 5, 4, right=True),
    text_column("reporter", "FROM", lambda row: row.reporter, 16, 5, grow=1, max_width=32, wide_only=True),
    message_column(lambda row: row.message, 0, width=14),
)

FIELDS: Fields[Event] = Fields(
    (
        TextField("type", lambda row: row.type or "Normal"),
        TextField("reason", lambda row: row.reason),
        TextField("kind", lambda row: row.involved_object.kind),
        TextField("name", lambda row: row.involved_object.name),
        TextField("namespace", lambda row: row.metadata.namespace, ("ns",)),
        TextField("object", involved, match=Match.PATH),
        TextField("from", lambda row: row.reporter, ("reporter", "source")),
        TextField("message", lambda row: row.message, match=Match.INSIDE),
        NumberField("count", lambda row: row.times),
        AgeField("age", lambda row: row.last_seen, ("seen",)),
    ),
    lambda row: (involved(row), row.type, row.reason, row.reporter, row.message),
)
