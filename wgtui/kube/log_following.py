"""The log of one container for as long as it is looked at: taken up again where a connection broke."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from wgtui.errors import Absent, Forbidden, Invalid, KubeError, NotFound, Unauthorized
from wgtui.kube.client import Client
from wgtui.kube.logs import log_lines
from wgtui.kube.pace import Backoff, Pace
from wgtui.resources.meta import ObjectRef

FINAL = (NotFound, Forbidden, Absent, Invalid, Unauthorized)
"""Answers that will be the same in a moment."""

PACE = Pace()


async def followed_lines(
    client: Client, pod: ObjectRef, container: str, *, tail: int, after: str = "", pace: Pace = PACE
) -> AsyncGenerator[str, None]:
    """Lines with their timestamps, the last `tail` first; ends when the container does, or the server has enough.

    `after`: only those behind this timestamp.

    Raises KubeError where the log cannot be read at all; what breaks later is tried again from the last line on.
    """
    backoff = Backoff(pace)
    last = after
    while True:
        resumed = last
        try:
            lines = log_lines(client, pod, container, follow=True, timestamps=True, tail=tail, since_time=_moment(last))
            async with aclosing(lines):
                async for line in lines:
                    at = stamp(line)
                    if resumed and at and at <= resumed:
                        continue
                    last = at or last
                    backoff.reset()
                    yield line
            return
        except KubeError as error:
            if isinstance(error, FINAL) or not last:
                raise
            await asyncio.sleep(backoff.next(error))


def stamp(line: str) -> str:
    """As the server writes it: nanoseconds in UTC, so that they compare as text."""
    at = line.partition(" ")[0]
    return at if at[:2] == "20" and at.endswith("Z") else ""


def _moment(stamp: str) -> str:
    """Whole seconds: the API has no finer ones."""
    return f"{stamp[:19]}Z" if stamp else ""
