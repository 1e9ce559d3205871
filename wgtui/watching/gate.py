"""A gate that lets so many through at a time, and whoever is in a hurry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def passing(gate: asyncio.Semaphore, hurry: asyncio.Event) -> AsyncIterator[None]:
    """Waits at the gate; not if there is a hurry, and no longer once there is."""
    waiting = asyncio.ensure_future(gate.acquire())
    hurrying = asyncio.ensure_future(hurry.wait())
    try:
        await asyncio.wait({waiting, hurrying}, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        hurrying.cancel()
        if waiting.done():
            gate.release()
        else:
            waiting.cancel()
