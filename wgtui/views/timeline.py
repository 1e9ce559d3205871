"""A timeline as a table: the newest first, with how long ago and when."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet.status import Tone
from wgtui.fleet.timeline import Moment
from wgtui.views.cells import age_column, message_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.fields import AgeField, Fields, FlagField, Match, TextField


def about(row: Moment) -> str:
    """`Kind/namespace/name`."""
    return f"{row.kind}/{row.ref}"


def _what(row: Moment, _: datetime) -> Cell:
    tone = Tone.PLAIN if row.is_bad is None else Tone.BAD if row.is_bad else Tone.GOOD
    return text_cell(row.what, tone)


def _when(row: Moment, now: datetime) -> Cell:
    """In the user's own time zone, with the day where it is another one."""
    there = row.at.astimezone()
    same_day = there.date() == now.astimezone().date()
    return Cell(f"{there:%H:%M:%S}" if same_day else f"{there:%m-%d %H:%M}", Tone.MUTED)


COLUMNS: tuple[Column[Moment], ...] = (
    age_column(lambda row: row.at, 0, id="age", title="AGO"),
    Column("at", "AT", _when, lambda row: -row.at.timestamp(), 11, 3, ages=True),
    text_column("object", "OBJECT", lambda row: f"{row.kind}/{row.ref.name}", 20, 2, grow=2, max_width=56),
    Column("what", "WHAT", _what, lambda row: row.what.casefold(), 20, 0, 2, 44),
    text_column("from", "FROM", lambda row: row.source, 9, 5),
    message_column(lambda row: row.says, 1, width=14),
)

FIELDS: Fields[Moment] = Fields(
    (
        TextField("kind", lambda row: row.kind),
        TextField("name", lambda row: row.ref.name),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        TextField("object", about, match=Match.PATH),
        TextField("what", lambda row: row.what, match=Match.INSIDE),
        TextField("from", lambda row: row.source),
        TextField("message", lambda row: row.says, match=Match.INSIDE),
        FlagField("bad", lambda row: row.is_bad is True),
        AgeField("age", lambda row: row.at, ("ago",)),
    ),
    lambda row: (about(row), row.what, row.source, row.says),
)
