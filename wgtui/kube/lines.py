"""Lines of a stream that never ends, of any size, in bounded memory."""

from __future__ import annotations

import asyncio

import aiohttp

LONGEST_LINE = 8 * 2**20
"""Bytes; etcd takes objects of 1.5 MB, some servers are set to a few times that."""

HEAD = 2**16
"""Bytes kept of a line that is longer: enough to find the name of the object."""


class Overlong(bytes):
    """The head of a line that was longer than LONGEST_LINE; the rest was not kept."""


class LineReader:
    """Splits what arrives; a line longer than `longest` is passed as Overlong once its end has come."""

    def __init__(self, content: aiohttp.StreamReader, longest: int = LONGEST_LINE) -> None:
        self._content = content
        self._longest = longest
        self._begun = bytearray()
        self._is_overlong = False

    async def read(self, within: float) -> list[bytes]:
        """The next whole lines, empty at the end of the stream; TimeoutError if not a byte comes `within` seconds."""
        while True:
            async with asyncio.timeout(within):
                part = await self._content.readany()
            if not part:
                if self._begun:
                    raise aiohttp.ClientPayloadError("cut off in the middle of a line")
                return []
            lines = self._split(part)
            if lines:
                return lines

    def _split(self, part: bytes) -> list[bytes]:
        first, *others = part.split(b"\n")
        self._begin(first)
        if not others:
            return []
        lines = [self._ended(), *others[:-1]]
        self._begin(others[-1])
        return [line for line in lines if line]

    def _begin(self, part: bytes) -> None:
        if self._is_overlong:
            return
        self._begun += part
        if len(self._begun) > self._longest:
            self._is_overlong = True
            del self._begun[HEAD:]

    def _ended(self) -> bytes:
        line = Overlong(self._begun) if self._is_overlong else bytes(self._begun)
        self._begun, self._is_overlong = bytearray(), False
        return line
