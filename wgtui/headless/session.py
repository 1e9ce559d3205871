"""A session without a screen: opened, used for one piece of work, closed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from wgtui.config import Config
from wgtui.errors import ServerFault
from wgtui.kube.client import Client
from wgtui.kube.pace import Backoff, Pace
from wgtui.screens.session import Session
from wgtui.serving import Connect, serve

GRACE = 10.0
"""Seconds that a server in trouble is given to recover."""


async def in_session(config: Config, connect: Connect, work: Callable[[Session], Awaitable[int]]) -> int:
    """What `work` returns, done while the session's watches run; raises what either raises."""
    introduced: asyncio.Future[Session] = asyncio.get_running_loop().create_future()

    async def introduce(session: Session) -> None:
        introduced.set_result(session)

    try:
        async with asyncio.TaskGroup() as parts:
            serving = parts.create_task(serve(config, connect, introduce), name="serving")
            code = await work(await introduced)
            serving.cancel()
    except ExceptionGroup as failures:
        raise _first(failures) from None
    return code


async def reach(client: Client) -> None:
    """Raises KubeError where the server cannot be reached or refuses us; one in trouble is asked again for a while."""
    backoff, give_up_at = Backoff(Pace()), time.monotonic() + GRACE
    while True:
        try:
            await client.served()
            return
        except ServerFault as error:
            wait = backoff.next(error)
            if time.monotonic() + wait > give_up_at:
                raise
            await asyncio.sleep(wait)


def _first(failures: ExceptionGroup[Exception]) -> Exception:
    """What went wrong; the other parts ended because of it."""
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first
