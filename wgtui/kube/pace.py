"""How fast a watch may try, how long it waits, and how it leaves the loop to others."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Self

from wgtui.errors import KubeError, ServerFault


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds, `trickle` apart."""

    first_retry: float = 0.5
    longest_retry: float = 30.0
    floor: float = 1.0
    """Between two beginnings of one stream, however it ended."""
    settled: float = 5.0
    """A stream that lived so long was a success: waiting begins small again."""
    denied: float = 60.0
    """Until a kind that was forbidden is asked for again."""
    absent: float = 60.0
    """Until a kind that is not served is looked for again: its controller may be installed meanwhile."""
    quiet: float = 5.0
    """In which fewer than `trickle` new objects came, the end of the initial ones not told: this server tells none."""
    trickle: int = 10
    silent: float = 180.0
    """Without a byte a stream is given up and begun anew: most servers send a bookmark every minute."""
    forgotten: float = 300.0
    """Out of reach for so long, what happened meanwhile is not in the server's memory any more: read all anew."""
    given_up: float = 20.0
    """A leaf cluster without any answer for so long is logged in to anew: it may have moved."""
    grace: float = 1.0
    """After the headers: a stream that says nothing goes on where it was cut."""
    look: float = 5.0
    """Between two looks at the clock, whether this machine was asleep."""
    stream: tuple[int, int] = (300, 600)
    """Between these a stream ends by itself; random, so that they do not all end at once."""


class Backoff:
    """Waits double from try to try, with jitter, up to the longest; success makes them small again."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._failures = 0

    def next(self, error: KubeError | None = None) -> float:
        """Seconds until the next try; what the server asks for counts where it is longer."""
        doubled = self._pace.first_retry * 2.0**self._failures
        wait = min(doubled, self._pace.longest_retry) * random.uniform(0.75, 1.25)
        self._failures = min(self._failures + 1, 16)
        asked = error.retry_after if isinstance(error, ServerFault) else None
        return max(wait, asked or 0.0)

    def reset(self) -> None:
        self._failures = 0


class Slices:
    """Lets others have the loop while thousands of objects are decoded; all that decode share one budget."""

    BUDGET = 0.004
    _sharing: ClassVar[int] = 0

    def __enter__(self) -> Self:
        Slices._sharing += 1
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        Slices._sharing -= 1

    def is_over(self) -> bool:
        return (time.perf_counter() - self._began) * Slices._sharing > self.BUDGET

    async def rest(self) -> None:
        await asyncio.sleep(0)
        self._began = time.perf_counter()
