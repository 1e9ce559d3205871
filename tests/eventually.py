"""Waiting for a thing to become true, never for a while."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")


@overload
async def eventually(check: Callable[[], Awaitable[T]], timeout: float = 5.0) -> T: ...
@overload
async def eventually(check: Callable[[], T], timeout: float = 5.0) -> T: ...
async def eventually(check: Callable[[], Any], timeout: float = 5.0) -> Any:
    """What `check` returns once it is truthy; fails with its last answer at the deadline."""
    last: object = None
    try:
        async with asyncio.timeout(timeout):
            while True:
                try:
                    value = check()
                    found = await value if inspect.isawaitable(value) else value
                    if found:
                        return found
                    last = found
                except AssertionError as error:
                    last = error
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"did not happen within {timeout} s; last: {last!r}") from None


async def meanwhile() -> None:
    """Lets everything that is due happen, before it is said that something did not."""
    for _ in range(50):
        await asyncio.sleep(0)
