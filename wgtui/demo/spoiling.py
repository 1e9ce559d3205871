"""Faults on their way out: late, slow, cut in half, with something wrong in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from wgtui.demo.faults import CutLine, Delay, Effects, ErrorEvent, HangUp, Huge, Malformed, Refuse, Silence, Slow
from wgtui.demo.stored import encode


class ConnectionCut(Exception):
    """The server hangs up here."""


async def befall(effects: Effects) -> None:
    """What happens before a request is looked at; raises ConnectionCut or Refusal."""
    delay = effects.of(Delay)
    if delay is not None:
        await asyncio.sleep(delay.seconds)
    if effects.of(Silence):
        await asyncio.Event().wait()
    hang_up = effects.of(HangUp)
    if hang_up is not None and not hang_up.after_headers:
        raise ConnectionCut
    refuse = effects.of(Refuse)
    if refuse is not None:
        raise refuse.refusal()


def hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def intruder(effects: Effects) -> bytes | None:
    """The object that does not belong: malformed or far too large."""
    malformed = effects.of(Malformed)
    if malformed is not None:
        return malformed.body
    huge = effects.of(Huge)
    if huge is None:
        return None
    metadata = {"name": "huge", "namespace": "default", "uid": "huge", "resourceVersion": "1"}
    return encode({"metadata": {**metadata, "annotations": {"text": "x" * huge.size}}})


async def spoil(pieces: AsyncIterator[bytes], effects: Effects) -> AsyncIterator[bytes]:
    """Pieces of whole lines as these effects leave them; raises ConnectionCut in the end where one says so."""
    if effects.of(HangUp):
        raise ConnectionCut
    cut, error, slow = effects.of(CutLine), effects.of(ErrorEvent), effects.of(Slow)
    left = cut.after if cut else error.after if error else -1
    if error and left == 0:
        yield _error_line(error)
        return
    async for piece in pieces:
        if left >= 0:
            lines = piece.splitlines(keepends=True)
            if len(lines) > left:
                yield b"".join(lines[:left])
                if error:
                    yield _error_line(error)
                    return
                yield lines[left][: len(lines[left]) // 2]
                raise ConnectionCut
            left -= len(lines)
        if slow is None:
            yield piece
            continue
        async for slice_ in _slowly(piece, slow.bytes_per_second):
            yield slice_


def _error_line(error: ErrorEvent) -> bytes:
    status = Refuse(error.code, error.message).refusal().status()
    return b'{"type":"ERROR","object":%s}\n' % encode(status)


async def _slowly(piece: bytes, bytes_per_second: int) -> AsyncIterator[bytes]:
    step = max(1, bytes_per_second // 20)
    for start in range(0, len(piece), step):
        yield piece[start : start + step]
        await asyncio.sleep(step / bytes_per_second)
