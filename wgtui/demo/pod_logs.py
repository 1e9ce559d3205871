"""What the containers of one cluster's pods wrote."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple


class Written(NamedTuple):
    at: datetime
    text: str


class Container(NamedTuple):
    namespace: str
    pod: str
    name: str


KEPT = 1000
"""Lines of a container, at least; when there are twice as many, the older half goes, as when a kubelet rotates them."""


class PodLogs:
    """Of one cluster; a line is without its end."""

    def __init__(self) -> None:
        self._lines: dict[Container, list[Written]] = defaultdict(list)
        self._before: dict[Container, list[Written]] = {}
        self._rotated: dict[Container, int] = defaultdict(int)
        self._waiting: set[asyncio.Event] = set()

    def write(self, container: Container, at: datetime, *lines: str) -> None:
        kept = self._lines[container]
        kept += (Written(at, line) for line in lines)
        if len(kept) >= 2 * KEPT:
            self._rotated[container] += len(kept) - KEPT
            del kept[:-KEPT]
        self._wake()

    def restart(self, container: Container) -> None:
        """The container is started anew: what it wrote is what the one before wrote."""
        self._before[container] = self._lines.pop(container, [])
        self._rotated.pop(container, None)
        self._wake()

    def read_before(self, container: Container) -> Sequence[Written] | None:
        """What was written before the last restart; None where there was none."""
        return self._before.get(container)

    def forget(self, namespace: str, pod: str) -> None:
        """The pod is gone, and its logs with it; those who follow it hear the end."""
        for container in [each for each in self._lines if each[:2] == (namespace, pod)]:
            del self._lines[container]
            self._rotated.pop(container, None)
            self._before.pop(container, None)
        self._wake()

    def read(self, container: Container) -> Sequence[Written]:
        return self._lines.get(container, ())

    def count(self, container: Container) -> int:
        """How many lines were ever written."""
        return self._rotated.get(container, 0) + len(self.read(container))

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()

    @contextmanager
    def waiting(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something is written."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            yield woken
        finally:
            self._waiting.discard(woken)
