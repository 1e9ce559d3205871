"""A journey as a page: where it is, its stations, and its pull request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wgtui.fleet.journey.stations import Journey, State, Station, durations
from wgtui.fleet.journey.usual import Usual
from wgtui.fleet.pulls import KnownPull
from wgtui.fleet.status import Tone
from wgtui.github.following import Check
from wgtui.github.touched import Touch
from wgtui.views.ages import duration
from wgtui.views.cells import NOTHING, age_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table
from wgtui.views.pulls import TONES

LATE = 2
"""Times as long as it usually takes: then something is probably wrong."""

FILES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as a row: with how long it took, or has been taking, and how long it usually does."""

    station: Station
    took: Callable[[datetime], timedelta | None]
    usual: Usual | None


def state_cell(state: State) -> Cell:
    return Cell(state.word, state.tone, state.sign) if state.sign else Cell(f"- {state.word}", state.tone)


def _took(row: Stop, now: datetime) -> Cell:
    took = row.took(now)
    if took is None:
        return NOTHING
    late = not row.station.state.passed and row.usual is not None and took > LATE * row.usual.duration
    return Cell(duration(took.total_seconds()), Tone.WARN if late else Tone.MUTED)


def _usually(row: Stop, _: datetime) -> Cell:
    return NOTHING if row.usual is None else Cell(duration(row.usual.duration.total_seconds()), Tone.MUTED)


COLUMNS: tuple[Column[Stop], ...] = (
    text_column("station", "STATION", lambda row: row.station.title, 20, 0, grow=1, max_width=24),
    Column("state", "STATE", lambda row, _: state_cell(row.station.state), lambda row: row.station.state.word, 12, 0),
    age_column(lambda row: row.station.since, 4, title="SINCE"),
    Column("took", "TOOK", _took, lambda row: row.station.title, 6, 3, right=True, ages=True),
    Column("usually", "USUALLY", _usually, lambda row: row.station.title, 7, 2, right=True),
    text_column("message", "MESSAGE", lambda row: row.station.message, 24, 1, grow=6),
)


def journey_sections(
    journeys: Sequence[Journey], usual: Mapping[str, Usual], known: KnownPull | None, stale: bool = False
) -> list[Section]:
    """Several of one pull request have its stations in common."""
    if not journeys:
        return _pull(known) if known is not None else []
    sections: list[Section] = [_where(journeys[0] if len(journeys) == 1 else _slowest(journeys), stale)]
    sections += [_table(one, usual, stale) for one in journeys]
    return sections + (_pull(known) if known is not None else [])


def _slowest(journeys: Sequence[Journey]) -> Journey:
    """The one that has passed the fewest stations."""
    return min(journeys, key=lambda one: sum(station.state.passed for station in one.stations))


def _where(journey: Journey, stale: bool) -> Facts:
    current = journey.current
    if current is None:
        done = Cell("done", State.DONE.tone, State.DONE.sign)
        return Facts(journey.title, (Fact("now", done if journey.has_arrived else state_cell(State.UNKNOWN)),), stale)
    cell = state_cell(current.state)
    facts = [Fact("now", cell._replace(text=f"{current.title}: {cell.text}"))]
    facts += [Fact("message", text_cell(current.message))] if current.message else []
    return Facts(journey.title, tuple(facts), stale)


def _table(journey: Journey, usual: Mapping[str, Usual], stale: bool) -> Table[Stop]:
    def took(id: str) -> Callable[[datetime], timedelta | None]:
        return lambda now: durations(journey.stations, now).get(id)

    rows = tuple(Stop(one, took(one.id), usual.get(one.id)) for one in journey.stations)
    return Table(f"Stations of {journey.title}", COLUMNS, rows, lambda row: row.station.id, stale=stale)


def _tone(check: Check) -> Tone:
    return TONES.get(check.state, Tone.MUTED)


def _amount(amount: int, noun: str) -> str:
    return f"{amount:,} {noun}{'s' if amount != 1 else ''}"


_SIGNS = {Touch.ADDED: "+", Touch.CHANGED: "~", Touch.REMOVED: "-"}


def _pull(known: KnownPull) -> list[Section]:
    pull = known.pull
    facts = [
        Fact("title", text_cell(pull.title)),
        Fact("address", text_cell(pull.url, Tone.ACCENT), link=pull.url),
        Fact("branch", text_cell(f"{pull.branch} into {pull.base}")),
        Fact("state", text_cell(f"{pull.state.value}, checks {pull.checks.value}, review {pull.review.value}")),
    ]
    facts += [Fact(f"check {check.name}", text_cell(check.state.value, _tone(check))) for check in known.checks or ()]
    if known.files is None:
        facts.append(Fact("files", text_cell("asking GitHub…", Tone.MUTED)))
    else:
        shown = known.files[:FILES_SHOWN]
        added, deleted = sum(file.added for file in known.files), sum(file.deleted for file in known.files)
        size = f"{_amount(len(known.files), 'file')} changed, {_amount(added, 'line')} added, {deleted:,} deleted"
        facts.append(Fact("size", text_cell(size)))
        facts += [Fact(f"file {number}", text_cell(f"{_SIGNS[f.touch]} {f.path}")) for number, f in enumerate(shown, 1)]
        more = len(known.files) - len(shown)
        facts += [Fact("and", text_cell(f"{more} more", Tone.MUTED))] if more > 0 else []
    return [Facts(f"Pull request #{pull.number}", tuple(facts))]
