"""Lists wait for what is being read, and leave time for keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from wgtui.screens import pacing
from wgtui.screens.pacing import until_read


async def changes(*reading: bool) -> AsyncIterator[bool]:
    """So many changes, then none ever again."""
    for one in reading:
        yield one
    await asyncio.Event().wait()


async def test_the_first_rows_wait_until_everything_is_read() -> None:
    """Or they would be worked out once for each kind. What is soon there needs no word of how far it is."""
    still = iter([True, True, False])
    told: list[str] = []
    await until_read(changes(True, True, True), lambda: next(still), lambda: told.append("reading"))
    assert next(still, None) is None
    assert not told


async def test_while_it_takes_longer_it_is_told_how_far_reading_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as anybody could read it."""
    monkeypatch.setattr(pacing, "PROGRESS", 0.0)
    still = iter([True, False])
    told: list[str] = []
    await until_read(changes(True, True), lambda: next(still), lambda: told.append("reading"))
    assert told == ["reading"]


async def test_what_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known by then is shown."""
    monkeypatch.setattr(pacing, "PATIENCE", 0.01)
    await until_read(changes(True), lambda: True, lambda: None)
