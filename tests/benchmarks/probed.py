"""Runs the dashboard in a loop that knows its longest stall since it first called a server.

It is told, as it grows, to the file named first.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import socket
import stat
import sys
import time
from pathlib import Path
from typing import Any

from wgtui.cli import main

TOLD = Path(sys.argv.pop(1))

_WAITED_FOR_PROCESSOR = 1
"""Second field of schedstat: nanoseconds that the thread could have run and others did."""


class Probe(selectors.DefaultSelector):
    """Between two looks at what is ready the loop answers nobody."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()
        self._waited = _waited()
        self._has_called, self._longest = False, 0.0

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        if not self._has_called and _is_internet(fileobj):
            self._has_called, self._longest = True, 0.0
        return super().register(fileobj, events, data)

    def select(self, timeout: float | None = None) -> Any:
        busy = time.monotonic() - self._began - (_waited() - self._waited)
        if busy > self._longest:
            self._longest = busy
            TOLD.write_text(str(busy), encoding="ascii")
        ready = super().select(timeout)
        self._began, self._waited = time.monotonic(), _waited()
        return ready


def _waited() -> float:
    """Seconds that this thread waited because others had the processor: no fault of ours."""
    return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[_WAITED_FOR_PROCESSOR]) / 1e9


def _is_internet(fileobj: Any) -> bool:
    number = fileobj if isinstance(fileobj, int) else fileobj.fileno()
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        return False
    with socket.socket(fileno=os.dup(number)) as one:
        return one.family == socket.AF_INET


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.SelectorEventLoop(Probe())


if __name__ == "__main__":
    asyncio.set_event_loop_policy(Policy())
    main()
