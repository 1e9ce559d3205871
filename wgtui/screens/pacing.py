"""How often a list is worked out: once when all of it has been read, then at most ten times a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

FRAME = 0.1
"""Seconds between two looks at what changed."""

PROGRESS = 0.3
"""Seconds between two words of how far reading is: a list that is there before needs none."""

REST = 2.0
"""Times as long as a look took is left for keys after it: working out ten thousand rows takes seconds."""

PATIENCE = 1.0
"""Seconds that the first rows may wait for what is still being read: worked out before, they would be again."""


async def until_read(changes: AsyncIterator[object], is_reading: Callable[[], bool], tell: Callable[[], None]) -> None:
    """Waits while something is read for the first time, but not for long; tells meanwhile how far it is."""
    told = time.monotonic()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            async for _ in changes:
                if not is_reading():
                    return
                if time.monotonic() - told > PROGRESS:
                    told = time.monotonic()
                    tell()


async def rest(began: float) -> None:
    """After a look that began at these monotonic seconds, until the next one."""
    await asyncio.sleep(max(FRAME, REST * (time.monotonic() - began)))
