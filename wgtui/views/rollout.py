"""A rollout as a section: a lane for each group of machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wgtui.fleet.rollout import Lane, versions
from wgtui.fleet.status import Tone
from wgtui.views.cells import text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Section, Table

BAR = 10
"""Cells."""


def _old(row: Lane) -> str:
    return ", ".join(f"{amount} {version}" for version, amount in row.old) or "none"


def _new(row: Lane) -> str:
    return f"{row.new} {row.target}".strip()


def _bar(row: Lane, _: datetime) -> Cell:
    """Full where a new machine runs, half where one is coming."""
    total = max(row.wanted, row.new, 1)
    done, coming = BAR * row.done // total, BAR * row.new // total
    text = f"{'#' * done}{'+' * (coming - done)}{'.' * (BAR - coming)} {row.done}/{row.wanted}"
    return Cell(text, Tone.GOOD if not row.is_rolling else Tone.BUSY)


def _phases(row: Lane) -> str:
    return ", ".join(f"{amount} {phase.lower()}" for phase, amount in row.phases)


COLUMNS: tuple[Column[Lane], ...] = (
    text_column("group", "GROUP", lambda row: row.name, 12, 0, grow=1, max_width=40),
    text_column("old", "OLD", _old, 10, 2, grow=1, max_width=24),
    text_column("new", "NEW", _new, 10, 1, grow=1, max_width=16),
    Column("done", "DONE", _bar, lambda row: row.done - row.wanted, BAR + 6, 0),
    text_column("phases", "PHASES", _phases, 12, 3, grow=2),
)


def rollout_sections(found: Sequence[Lane], *, stale: bool = False) -> list[Section]:
    """None where no machine is being replaced."""
    if not any(lane.is_rolling for lane in found):
        return []
    old, new = versions(found)
    title = f"Rollout from {old} to {new}" if old and new and old != new else "Rollout"
    return [Table(text_cell(title).text, COLUMNS, tuple(found), lambda row: (row.kind, row.name), stale=stale)]
