"""`wgtui get`: the lists of the dashboard as data, once or for as long as somebody reads."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Hashable, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from wgtui.arguments import Get
from wgtui.headless.clock import utc_now
from wgtui.headless.following import Shown, Troubles
from wgtui.headless.gaps import Gap, State, told
from wgtui.headless.output import Output
from wgtui.headless.printing import Printer, printer
from wgtui.headless.question import Question, understood
from wgtui.headless.reading import Reading, Turn
from wgtui.headless.session import in_session, reach
from wgtui.screens.session import Session
from wgtui.serving import Connect

DONE, NOT_THERE, NOT_READ = 0, 1, 3

AGEING = 10.0
"""Seconds between two looks at rows that a filter by age lets in or out."""


async def get(command: Get, connect: Connect, output: Output) -> int:
    """The exit code. Raises ConfigError or FilterError before anything is asked, KubeError where nobody answers."""
    question = understood(command)
    return await in_session(command.config, connect, lambda session: _answer(command, question, session, output))


async def _answer(command: Get, question: Question[Any], session: Session, output: Output) -> int:
    await reach(session.client)
    with ExitStack() as leases:
        reading = Reading(session, question, command.config.request_timeout, leases)
        await reading.whole()
        gaps = reading.gaps
        for line in told(gaps):
            output.warn(line if reading.is_empty_handed else f"incomplete: {line}")
        if reading.is_empty_handed:
            return NOT_READ
        printing = printer(command, question.answer, output, session.context)
        rows = _sorted(question, reading)
        printing.whole(rows, gaps, utc_now())
        missing = _tell_missing(question, reading, output)
        if not rows and not missing:
            output.warn(_nothing(command))
        if command.watch and not missing:
            await _follow(question, reading, Shown(question, rows), printing, output)
        return _code(missing, gaps)


def _sorted(question: Question[Any], reading: Reading[Any]) -> list[Any]:
    return sorted(question.wanted(reading.rows.values(), utc_now()), key=question.answer.order)


async def _follow(
    question: Question[Any], reading: Reading[Any], shown: Shown[Any], printing: Printer, output: Output
) -> None:
    """Until interrupted."""
    troubles = Troubles(reading.gaps)
    while True:
        keys = await _touched(reading, question, shown)
        for happened, row in shown.update(reading.rows, keys, utc_now()):
            printing.change(happened, row, utc_now())
        gaps = reading.gaps
        if troubles.changed(gaps):
            for line in troubles.update(gaps):
                output.warn(line)
            printing.state(gaps)


async def _touched(reading: Reading[Any], question: Question[Any], shown: Shown[Any]) -> Collection[Hashable]:
    """The keys of rows to look at again: those that changed, or all where a filter by age lets rows in and out."""
    turn: Turn[Any] = Turn()
    with suppress(TimeoutError):
        async with asyncio.timeout(AGEING if question.filter.ages else None):
            turn = await reading.turn()
    if question.filter.ages:
        return shown.keys | reading.rows.keys()
    return turn.changed.keys() | turn.removed


def _tell_missing(question: Question[Any], reading: Reading[Any], output: Output) -> bool:
    """Whether something that was named is not there."""
    rows = list(question.in_scope(reading.rows.values()))
    missing = question.missing(rows)
    for name in missing:
        near = question.nearest(name, reading.rows.values())
        output.warn(f"{question.answer.listing.noun}: no {name.typed!r}{f', did you mean {near}?' if near else ''}")
    for name in reading.missing_clusters:
        output.warn(f"clusters: no {name.typed!r}, see wgtui get clusters")
    return bool(missing or reading.missing_clusters)


def _code(missing: bool, gaps: Sequence[Gap]) -> int:
    """What is missing may be there all the same, where not everything could be read."""
    if not missing:
        return DONE
    return NOT_THERE if all(gap.state is State.ABSENT for gap in gaps) else NOT_READ


def _nothing(command: Get) -> str:
    narrowed = command.selector or command.filter
    where = f" in namespace {command.config.namespace}" if command.config.namespace else ""
    return f"no {command.kind}{where}{' that match' if narrowed else ''}"
