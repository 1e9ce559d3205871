"""What goes wrong with the embedded GitHub on purpose, request by request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import web


@dataclass(slots=True)
class Seen:
    """One request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]
    agent: str = ""
    version: str = ""
    """Of the API, as asked for."""
    status: int = 0
    answer: Any = None


class When(Enum):
    """Whether the server has done what was asked before it goes wrong."""

    BEFORE = "nothing was done"
    AFTER = "it was done, and nobody is told"


@dataclass(slots=True)
class HubFault:
    """The connection is silent for `delay` seconds, then dropped, or answered with `instead`."""

    method: str = ""
    path: str = ""
    """A part of the path; empty is any."""
    times: int = 1
    when: When = When.BEFORE
    delay: float = 0.0
    drop: bool = False
    instead: Callable[[], web.Response] | None = None
    skip: int = 0
    """How many matching requests pass unharmed first."""

    def fits(self, seen: Seen) -> bool:
        return self.times > 0 and self.method in ("", seen.method) and self.path in seen.path

    async def before(self, request: web.Request) -> web.Response | None:
        return await self._befall(request) if self.when is When.BEFORE else None

    async def after(self, request: web.Request) -> web.Response | None:
        return await self._befall(request) if self.when is When.AFTER else None

    async def _befall(self, request: web.Request) -> web.Response | None:
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.drop:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        return self.instead() if self.instead else None


@dataclass(slots=True)
class HubFaults:
    waiting: list[HubFault] = field(default_factory=list)

    def add(self, fault: HubFault) -> HubFault:
        self.waiting.append(fault)
        return fault

    def take(self, seen: Seen) -> HubFault | None:
        for fault in self.waiting:
            if fault.fits(seen):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None


def reply(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Callable[[], web.Response]:
    """An answer that does nothing."""
    return lambda: web.json_response({"message": message, **more}, status=status, headers=headers)
