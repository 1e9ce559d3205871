"""Tells when this machine was asleep: the wall clock ran on while the monotonic one stood."""

from __future__ import annotations

import time
from collections.abc import Callable

NAP = 20.0
"""Seconds of difference that count as sleep; clocks are set right in smaller steps."""


class Wakefulness:
    """`woke` is true once after each sleep."""

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._difference = wall() - monotonic()

    def woke(self) -> bool:
        before, self._difference = self._difference, self._wall() - self._monotonic()
        return self._difference - before > NAP
