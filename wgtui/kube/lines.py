"""Lines of a stream that never ends, of any size, in bounded memory."""

from __future__ import annotations

import asyncio
from typing import Protocol

LONGEST_LINE = 8 * 2**20
"""Bytes; etcd takes objects of 1.5 MB, some servers are set to a few times that."""

HEAD = 2**16
"""Bytes kept of a line that is longer: enough to find the name of the object."""


class Content(Protocol):
    """The part of an aiohttp stream that is used: whatever has arrived, empty at the end."""

    async def readany(self) -> bytes: ...


class Overlong(bytes):
    """The head of a line that was longer than LONGEST_LINE; the rest was not kept."""


class LineReader:
    """Splits what arrives; a line longer than `longest` is passed as Overlong once its end has come."""

    def __init__(self, content: Content, longest: int = LONGEST_LINE) -> None:
        self._content = content
        self._longest = longest
        self._head = min(HEAD, longest)
        self._begun = bytearray()
        self._is_overlong = False

    async def read(self, within: float | None = None) -> list[bytes]:
        """The next whole lines, none at the end of the stream; TimeoutError if not a byte comes `within` seconds."""
        while True:
            async with asyncio.timeout(within):
                part = await self._content.readany()
            if not part:
                return []
            lines = self._split(part)
            if lines:
                return lines

    def rest(self) -> bytes:
        """What came after the last line end: of a stream that was cut, half a line."""
        return self._ended()

    def _split(self, part: bytes) -> list[bytes]:
        first, *others = part.split(b"\n")
        self._begin(first)
        if not others:
            return []
        lines = [self._ended(), *others[:-1]]
        if len(part) > self._longest:
            lines = [self._clipped(line) for line in lines]
        self._begin(others[-1])
        return lines

    def _clipped(self, line: bytes) -> bytes:
        return line if len(line) <= self._longest else Overlong(line[: self._head])

    def _begin(self, part: bytes) -> None:
        if self._is_overlong:
            return
        self._begun += part
        if len(self._begun) > self._longest:
            self._is_overlong = True
            del self._begun[self._head :]

    def _ended(self) -> bytes:
        line = Overlong(self._begun) if self._is_overlong else bytes(self._begun)
        self._begun, self._is_overlong = bytearray(), False
        return line
