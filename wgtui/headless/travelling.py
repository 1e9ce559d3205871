"""The stations of a journey on stderr, each as it is reached."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from wgtui.fleet.journey.stations import State, Station
from wgtui.headless.clock import utc_now
from wgtui.headless.output import Output
from wgtui.screens.journeys import Goal, Journeys
from wgtui.screens.pacing import FRAME
from wgtui.screens.session import Session

_SILENT = (State.LATER, State.SKIPPED, State.UNKNOWN)


class Telling:
    """Says what is new of stations: a state, or another message of one that is not passed."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._told: dict[str, tuple[State, str]] = {}

    def tell(self, stations: Iterable[Station]) -> None:
        for one in stations:
            # What a station that is done says may change for ever: a revision, a count.
            now = one.state, "" if one.state is State.DONE else one.message
            if self._told.get(one.id) != now and one.state not in _SILENT:
                self._output.warn(f"{one.title}: {one.state.word}{f', {one.message}' if one.message else ''}")
            self._told[one.id] = now


async def tell(session: Session, goal: Goal, output: Output) -> str:
    """Until the journey has arrived: what its last station says."""
    telling = Telling(output)
    async for view in Journeys(session, goal, utc_now, in_passing=True).follow():
        for journey in view.journeys:
            telling.tell(journey.stations)
            if journey.has_arrived:
                return journey.stations[-1].message or journey.stations[-1].state.word
        await asyncio.sleep(FRAME)
    raise AssertionError("a store does not end by itself")
