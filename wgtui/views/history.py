"""What an application was before: releases of Helm, reconciliations, and the revisions that its events tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from wgtui.fleet.revisions import short
from wgtui.fleet.status import Tone
from wgtui.resources.core import Event
from wgtui.resources.helm import HELM_RELEASE, ReleaseSnapshot
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import Reconciliation
from wgtui.views.cells import age_column, message_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Section, Table

T = TypeVar("T")

_BAD = ("failed", "Failed")


def _tone(word: str) -> Tone:
    if word.endswith(_BAD):
        return Tone.BAD
    return Tone.GOOD if word in ("deployed", "ReconciliationSucceeded") else Tone.MUTED


def _chart(row: ReleaseSnapshot) -> str:
    return f"{row.chart_name} {row.chart_version}".strip()


RELEASES: tuple[Column[ReleaseSnapshot], ...] = (
    Column("version", "RELEASE", lambda row, _: Cell(f"v{row.version}"), lambda row: -row.version, 7, 0),
    Column("status", "STATUS", lambda row, _: text_cell(row.status, _tone(row.status)), lambda row: row.status, 16, 0),
    text_column("action", "ACTION", lambda row: row.action, 9, 5),
    text_column("chart", "CHART", _chart, 20, 1, grow=2, max_width=56),
    text_column("app", "APP VERSION", lambda row: row.app_version, 11, 3, grow=1, max_width=24),
    age_column(lambda row: row.last_deployed, 2, id="deployed", title="DEPLOYED"),
    text_column("config", "VALUES", lambda row: short(row.config_digest), 15, 6, tone=Tone.MUTED),
)


RECONCILIATIONS: tuple[Column[Reconciliation], ...] = (
    text_column("revision", "REVISION", lambda row: short(row.revision), 18, 1, grow=2, max_width=48),
    Column(
        "status",
        "RESULT",
        lambda row, _: text_cell(row.last_reconciled_status, _tone(row.last_reconciled_status)),
        lambda row: row.last_reconciled_status,
        24,
        0,
    ),
    Column(
        "times",
        "TIMES",
        lambda row, _: Cell(str(row.total_reconciliations)),
        lambda row: -row.total_reconciliations,
        5,
        4,
        right=True,
    ),
    age_column(lambda row: row.last_reconciled, 2, id="last", title="LAST"),
    age_column(lambda row: row.first_reconciled, 3, id="first", title="FIRST"),
    text_column("duration", "TOOK", lambda row: row.last_reconciled_duration, 8, 5),
    text_column("digest", "CONTENT", lambda row: short(row.digest), 15, 6, tone=Tone.MUTED),
)


class Told(NamedTuple):
    """A revision that an event names."""

    revision: str
    event: Event


REVISIONS: tuple[Column[Told], ...] = (
    age_column(lambda row: row.event.last_seen, 1, title="SEEN"),
    text_column("revision", "REVISION", lambda row: short(row.revision), 18, 0, grow=1, max_width=48),
    text_column("reason", "REASON", lambda row: row.event.reason, 16, 2, grow=1, max_width=32),
    message_column(lambda row: row.event.message, 3),
)


def history_sections(kind: Kind[Any], whole: Mapping[str, Any], stale: bool) -> list[Section]:
    """What its controller keeps of it: a few releases, or the last contents that it applied."""
    status = whole.get("status")
    listed = status.get("history") if isinstance(status, Mapping) else None
    if kind == HELM_RELEASE:
        releases = _read(listed, ReleaseSnapshot)
        empty = "nothing was installed yet"
        return [Table("Releases", RELEASES, releases, lambda row: row.version, empty=empty, stale=stale)]
    found = _read(listed, Reconciliation)
    empty = "this version of its controller keeps none"
    return [Table("Reconciliations", RECONCILIATIONS, found, lambda row: row.digest, empty=empty, stale=stale)]


def _read(listed: Any, struct: type[T]) -> tuple[T, ...]:
    """What cannot be read as an entry is left out."""
    found = []
    for one in listed if isinstance(listed, list) else ():
        try:
            found.append(msgspec.convert(one, struct))
        except msgspec.ValidationError:
            continue
    return tuple(found)


def revision_section(events: Iterable[Event]) -> Section:
    """Each revision once, by what was told of it last; the newest first."""
    newest: dict[str, Event] = {}
    for event in sorted(events, key=_seen):
        revision = event.metadata.annotations.revision
        if revision:
            newest[revision] = event
    rows = [Told(revision, event) for revision, event in newest.items()]
    rows.sort(key=lambda row: _seen(row.event), reverse=True)
    title = "Revisions in its events"
    return Table(title, REVISIONS, tuple(rows), lambda row: row.revision, empty="none in the last hour")


def _seen(event: Event) -> float:
    return event.last_seen.timestamp() if event.last_seen is not None else 0.0
