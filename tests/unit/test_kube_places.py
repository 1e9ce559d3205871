"""Who may be connected where not all may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.eventually import eventually, meanwhile
from wgtui.kube.places import Attention, Place, Places


class Streams:
    """Streams by name; one that has to make room leaves its place as soon as it is told."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.open: list[str] = []
        self.over: list[str] = []
        self._tasks = AsyncExitStack()

    async def begin(self, name: str, *, is_looked_at: bool = False, is_first: bool = True) -> Place:
        """Waits for its place in the background."""
        place = Place(Attention(is_looked_at), is_first)
        task = asyncio.create_task(self._run(name, place))
        self._tasks.callback(task.cancel)
        await asyncio.sleep(0)
        return place

    async def _run(self, name: str, place: Place) -> None:
        ended = asyncio.Event()
        place.end = ended.set
        async with self.places.taken(place):
            self.open.append(name)
            await ended.wait()
            self.open.remove(name)
        self.over.append(name)

    async def settled(self, name: str, **kind: bool) -> Place:
        place = await self.begin(name, **kind)
        self.places.settle(place)
        return place

    async def close(self) -> None:
        await self._tasks.aclose()


@asynccontextmanager
async def streams(limit: int, turn: float = 60.0) -> AsyncIterator[Streams]:
    found = Streams(Places(limit, turn=turn))
    try:
        yield found
    finally:
        await found.close()


async def test_there_are_never_more_than_allowed() -> None:
    """The others wait; who leaves makes room."""
    async with streams(2) as seen:
        first = await seen.begin("a")
        await seen.begin("b")
        await seen.begin("c")
        assert seen.open == ["a", "b"]
        first.finish()
        await eventually(lambda: seen.open == ["b", "c"])


async def test_one_with_nothing_to_show_yet_is_let_in_at_once() -> None:
    """By the one whose list has been whole for longest."""
    async with streams(2) as seen:
        await seen.settled("a")
        await seen.settled("b")
        await seen.begin("new")
        await eventually(lambda: seen.open == ["b", "new"])


async def test_one_that_only_wants_news_waits_for_a_turn() -> None:
    """Nothing of it is missing on screen."""
    async with streams(1, turn=0.05) as seen:
        place = await seen.settled("a")
        await seen.begin("b", is_first=False)
        assert not place.is_over
        await eventually(lambda: seen.open == ["b"])


async def test_what_is_half_read_is_never_interrupted() -> None:
    """Or a large list on a slow line would never be whole."""
    async with streams(1, turn=0.0) as seen:
        place = await seen.begin("a")
        await seen.begin("b", is_looked_at=True)
        await meanwhile()
        assert seen.open == ["a"]
        seen.places.settle(place)
        await eventually(lambda: seen.open == ["b"])


async def test_what_is_looked_at_goes_first_and_stays() -> None:
    """It takes the place of one in the background at once, and gives it to none of them."""
    async with streams(1, turn=0.0) as seen:
        await seen.settled("background")
        await seen.begin("waiting")
        await eventually(lambda: seen.open == ["waiting"])
    async with streams(1, turn=0.0) as seen:
        await seen.settled("background")
        await seen.settled("later", is_first=False)
        await seen.settled("page", is_looked_at=True, is_first=False)
        await eventually(lambda: "page" in seen.open)
        await seen.begin("new")
        await meanwhile()
        assert seen.open == ["page"]


async def test_what_comes_on_screen_while_it_waits_is_let_in_at_once() -> None:
    """It was the last in a long row."""
    async with streams(1) as seen:
        await seen.settled("holder")
        await seen.begin("before", is_first=False)
        opened = await seen.begin("opened", is_first=False)
        opened.attention.is_looked_at = True
        seen.places.make_room()
        await eventually(lambda: seen.open == ["opened"])


async def test_where_all_are_looked_at_they_take_turns_too() -> None:
    """More pages than connections: nobody is shut out."""
    async with streams(1, turn=0.02) as seen:
        await seen.settled("a", is_looked_at=True)
        await seen.begin("b", is_looked_at=True, is_first=False)
        await eventually(lambda: seen.open == ["b"])


async def test_one_that_gives_up_waiting_leaves_no_gap() -> None:
    """The next in the row gets the place."""
    places = Places(1)
    async with places.taken(Place(Attention())):
        impatient = asyncio.create_task(_take(places))
        patient = asyncio.create_task(_take(places))
        await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
    await asyncio.wait_for(patient, 1)
    await asyncio.wait_for(_take(places), 1)


async def test_one_cancelled_in_the_moment_before_it_is_let_in_is_passed_over() -> None:
    """It does not know yet that it was cancelled."""
    places = Places(1)
    async with places.taken(Place(Attention())):
        unlucky, next_one = asyncio.create_task(_take(places)), asyncio.create_task(_take(places))
        await asyncio.sleep(0)
        unlucky.cancel()
    await asyncio.wait_for(next_one, 1)
    with pytest.raises(asyncio.CancelledError):
        await unlucky


async def test_one_cancelled_in_the_moment_it_is_let_in_leaves_no_gap() -> None:
    """The place was its own already."""
    places = Places(1)
    async with places.taken(Place(Attention())):
        unlucky = asyncio.create_task(_take(places))
        await asyncio.sleep(0)
    unlucky.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unlucky
    await asyncio.wait_for(_take(places), 1)


async def _take(places: Places) -> None:
    async with places.taken(Place(Attention())):
        await asyncio.sleep(0)
