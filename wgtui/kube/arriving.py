"""What arrives on the stream of a watch, decoded a slice at a time, and the silence between."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator

from wgtui.errors import Unreachable
from wgtui.kube.connection import Connection
from wgtui.kube.events import Bookmark, EventDecoder, Found
from wgtui.kube.lines import LineReader
from wgtui.kube.pace import Pace, Slices
from wgtui.kube.requests import Request


async def arriving(
    connection: Connection, request: Request, decoder: EventDecoder, pace: Pace, *, is_first: bool
) -> AsyncGenerator[list[Found], None]:
    """Batches until the stream ends or falls silent; empty ones while nothing comes, and a Bookmark is always the last.

    `is_first`: it begins with a whole list. Raises Unreachable where the stream breaks or this machine was asleep,
    Waiting where others have their turn now.
    """
    async with connection.stream(request, is_first=is_first) as stream:
        if not is_first:
            stream.settle()
        lines = LineReader(stream.content)
        began = heard = time.monotonic()
        while True:
            # Watched closely at first, while Resumed or the end of the list is waited for.
            is_young = time.monotonic() - began < 2 * pace.quiet
            try:
                some = await lines.read(pace.grace if is_young else pace.look)
            except TimeoutError:
                await connection.check_awake()
                if time.monotonic() - heard > pace.silent:
                    return
                yield []
                continue
            if not some:
                break
            heard = time.monotonic()
            with Slices() as slices:
                for batch in _batches(some, decoder, slices):
                    yield batch
                    if isinstance(batch[-1], Bookmark):
                        stream.settle()
                    if slices.is_over():
                        await slices.rest()
        if lines.rest():
            raise Unreachable("the stream was cut in the middle of a line", connection.login.server)


def _batches(lines: list[bytes], decoder: EventDecoder, slices: Slices) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for line in filter(None, lines):
        found = decoder.line(line)
        batch.append(found)
        if isinstance(found, Bookmark) or slices.is_over():
            yield batch
            batch = []
    if batch:
        yield batch
