"""What any object says of itself: where it stands, its conditions with their ages, its labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wgtui.fleet.conditions import good
from wgtui.fleet.deletion import holder
from wgtui.fleet.status import Status, Tone
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ConditionStatus, ObjectMeta
from wgtui.views.ages import age
from wgtui.views.cells import age_column, status_cell, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table


def verdict_section(status: Status, reason: str, message: str, stale: bool, *facts: Fact) -> Facts:
    """What the list says of it, whole."""
    told = [
        Fact("status", status_cell(status, stale)),
        Fact("reason", text_cell(reason)),
        Fact("message", text_cell(message)),
    ]
    return Facts("Status", tuple(told[: 1 if not (reason or message) else 3]) + facts, stale)


def object_sections(
    kind: Kind[Any], metadata: ObjectMeta, conditions: Sequence[Condition], stale: bool
) -> list[Section]:
    """Facts of the metadata, labels, and the conditions in the order the object has them."""
    facts = [
        Fact("name", text_cell(metadata.name)),
        Fact("namespace", text_cell(metadata.namespace)),
        Fact("created", _since(metadata.creation_timestamp)),
    ]
    if metadata.deletion_timestamp is not None:
        facts.append(Fact("being deleted for", _since(metadata.deletion_timestamp, Tone.WARN)))
    facts += [
        Fact("waits for", text_cell(f"{name}: {holder(name, kind)}"))
        for name in metadata.finalizers
        if metadata.deletion_timestamp
    ]
    sections: list[Section] = [Facts(kind.kind, tuple(facts)), condition_table(conditions, stale)]
    if metadata.labels:
        sections.append(Facts("Labels", tuple(Fact(name, text_cell(value)) for name, value in metadata.labels.items())))
    return sections


def condition_table(conditions: Sequence[Condition], stale: bool, title: str = "Conditions") -> Table[Condition]:
    return Table(title, CONDITIONS, tuple(conditions), lambda row: row.type, empty="none reported", stale=stale)


def _since(then: datetime | None, tone: Tone = Tone.PLAIN) -> Any:
    return lambda now: Cell(age(then, now), tone)


def _status(row: Condition, _: datetime) -> Cell:
    if row.status == ConditionStatus.UNKNOWN:
        return Cell(row.status, Tone.MUTED)
    return Cell(row.status, Tone.GOOD if good(row) else Tone.BAD if row.severity in ("", "Error") else Tone.WARN)


CONDITIONS: tuple[Column[Condition], ...] = (
    text_column("type", "CONDITION", lambda row: row.type, 24, 0, grow=1, max_width=40),
    Column("status", "STATUS", _status, lambda row: row.status, 7, 0),
    age_column(lambda row: row.last_transition_time, 3, title="SINCE"),
    text_column("reason", "REASON", lambda row: row.reason, 16, 2, grow=1, max_width=36),
    text_column("message", "MESSAGE", lambda row: row.message, 20, 1, grow=4),
)
