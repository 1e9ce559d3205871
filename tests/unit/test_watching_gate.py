"""Waiting at a gate, and passing it in a hurry."""

from __future__ import annotations

import asyncio

import pytest

from tests.eventually import meanwhile
from wgtui.watching.gate import passing


async def test_so_many_pass_at_a_time() -> None:
    """The next when one has gone."""
    gate, calm = asyncio.Semaphore(1), asyncio.Event()
    inside: list[str] = []
    leave = {name: asyncio.Event() for name in "ab"}

    async def go(name: str) -> None:
        async with passing(gate, calm):
            inside.append(name)
            await leave[name].wait()

    async with asyncio.TaskGroup() as both:
        for name in "ab":
            both.create_task(go(name))
        await meanwhile()
        assert inside == ["a"]
        leave["a"].set()
        await meanwhile()
        assert inside == ["a", "b"]
        leave["b"].set()
    assert not gate.locked()


async def test_a_hurry_that_comes_while_waiting_ends_it() -> None:
    """And leaves the gate as it was."""
    gate, hurry = asyncio.Semaphore(1), asyncio.Event()
    await gate.acquire()
    asyncio.get_running_loop().call_later(0.01, hurry.set)
    async with asyncio.timeout(1), passing(gate, hurry):
        assert gate.locked()
    gate.release()
    async with asyncio.timeout(1), passing(gate, asyncio.Event()):
        pass
    assert not gate.locked()


async def test_one_who_gives_up_takes_nothing_with_it() -> None:
    """Cancelled at the gate, or behind it."""
    gate, calm = asyncio.Semaphore(1), asyncio.Event()
    await gate.acquire()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), passing(gate, calm):
            raise AssertionError("not allowed in")
    gate.release()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), passing(gate, calm):
            await asyncio.Event().wait()
    assert not gate.locked()
