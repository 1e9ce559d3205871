"""When Python looks for garbage in cycles: never at all of a fleet while somebody waits for an answer to a key.

A fleet of ten thousand clusters is half a million objects, and hardly one in a cycle: a look at all of them finds
nothing and takes a tenth of a second.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

EVERY = 600.0
"""Seconds between two looks at everything."""

UNUSED_FOR = 30.0
"""Seconds without a key after which nobody is kept waiting."""

_YOUNG, _OLDER, _NEVER = 2_000, 10, 1_000_000


def postpone() -> None:
    """Nothing is looked for while the dashboard starts: imports make much, and throw nothing away."""
    gc.disable()


def look_at_young() -> None:
    """From now on only what is young is looked at by itself."""
    gc.set_threshold(_YOUNG, _OLDER, _NEVER)
    gc.enable()


class Sweeper:
    """Looks at everything now and then, when the user does something else."""

    def __init__(self, sweep: Callable[[], object] = gc.collect, now: Callable[[], float] = time.monotonic) -> None:
        self._sweep = sweep
        self._now = now
        self._used_at = self._swept_at = now()

    def used(self) -> None:
        """A key was pressed."""
        self._used_at = self._now()

    def look(self) -> None:
        now = self._now()
        if now - self._swept_at >= EVERY and now - self._used_at >= UNUSED_FOR:
            self._swept_at = now
            self._sweep()
