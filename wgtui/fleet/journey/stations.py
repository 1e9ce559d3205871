"""A journey as data: stations, in what state each is and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from wgtui.fleet.status import Status, Tone


class State(Enum):
    """`word` is what is shown, `sign` the status whose glyph stands before it."""

    DONE = ("done", Status.READY, Tone.GOOD)
    RUNNING = ("running", Status.PROVISIONING, Tone.BUSY)
    WAITING = ("waiting", Status.WAITING, Tone.WARN)
    """For somebody, not for something."""
    FAILED = ("failed", Status.FAILED, Tone.BAD)
    LATER = ("later", Status.PENDING, Tone.MUTED)
    SKIPPED = ("not needed", None, Tone.MUTED)
    UNKNOWN = ("unknown", Status.UNKNOWN, Tone.MUTED)

    def __init__(self, word: str, sign: Status | None, tone: Tone) -> None:
        self.word = word
        self.sign = sign
        self.tone = tone

    @property
    def passed(self) -> bool:
        """Whether what comes next may be looked at."""
        return self in (State.DONE, State.SKIPPED, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Station:
    """`since` is when it came into its state: of one that is done, when it was passed; None where nobody knows."""

    id: str
    title: str
    state: State
    message: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """`wonders` are revisions of which only GitHub can tell whether they hold the change."""

    title: str
    stations: tuple[Station, ...]
    wonders: frozenset[str] = frozenset()

    @property
    def current(self) -> Station | None:
        """The first that is not passed; None at the end of the journey."""
        return next((one for one in self.stations if not one.state.passed), None)

    @property
    def has_arrived(self) -> bool:
        """At its last station, and past all others."""
        return self.current is None and self.stations[-1].state is not State.UNKNOWN


OPENED, CHECKS, APPROVED, MERGED = "opened", "checks", "approved", "merged"
FETCHED, APPLIED = "fetched", "applied"

_GATES = (OPENED, MERGED, FETCHED, APPLIED)
"""Until one of these is passed, whatever is green behind it is green without the change."""


def lined_up(stations: Iterable[Station]) -> tuple[Station, ...]:
    """What lies behind a gate that is not passed comes later, however it looks today."""
    return tuple(_behind_gates(stations))


def _behind_gates(stations: Iterable[Station]) -> Iterator[Station]:
    shut = False
    for one in stations:
        yield replace(one, state=State.LATER, message="", since=None) if shut else one
        shut = shut or (one.id in _GATES and not one.state.passed)


Seen = Mapping[str, tuple[State, datetime | None]]
"""By the id of a station: its state when it was last looked at, and since when."""


def since_the_change(stations: Iterable[Station], merged: datetime) -> Iterator[Station]:
    """What was passed before the change was merged was passed without it: since when with it, nobody knows."""
    behind = False
    for one in stations:
        early = behind and one.since is not None and one.since < merged - SKEW
        yield replace(one, since=None) if early else one
        behind = behind or one.id == MERGED


SKEW = timedelta(minutes=1)
"""By which the clocks of GitHub and of a cluster may differ."""


def remembered(stations: Sequence[Station], seen: Seen, now: datetime) -> tuple[Station, ...]:
    """What no object tells the time of is known from having been watched; else a station begins as another is passed.

    Before anything was seen nothing is made up: what is passed by then was passed at some time.
    """
    found: list[Station] = []
    passed: datetime | None = None
    for one in stations:
        since = one.since or _watched(one, seen, now)
        if since is None and one.state in (State.RUNNING, State.WAITING, State.FAILED):
            since = passed
        if one.state is State.DONE and since is not None:
            passed = max(since, passed or since)
        found.append(replace(one, since=since))
    return tuple(found)


def _watched(one: Station, seen: Seen, now: datetime) -> datetime | None:
    before = seen.get(one.id)
    if before is None or one.state in (State.LATER, State.SKIPPED, State.UNKNOWN):
        return None
    if before[0] is one.state:
        return before[1]
    # Not what was never seen going on: it may be that its objects have only just been read.
    return now if before[0] in (State.RUNNING, State.WAITING, State.FAILED) else None


def durations(stations: Sequence[Station], now: datetime) -> dict[str, timedelta]:
    """How long each took or has been taking, by id: from the station passed before it."""
    found: dict[str, timedelta] = {}
    begun: datetime | None = None
    for one in stations:
        until = one.since if one.state is State.DONE else now
        if begun is not None and until is not None and one.state not in _TIMELESS and until >= begun:
            found[one.id] = until - begun
        if one.state is State.DONE and one.since is not None:
            begun = max(one.since, begun or one.since)
        elif not one.state.passed:
            break
    return found


_TIMELESS = (State.LATER, State.SKIPPED, State.UNKNOWN)
