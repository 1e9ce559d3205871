"""When Python looks for garbage in cycles: never at all of a fleet while somebody waits for an answer to a key.

A fleet of ten thousand clusters is half a million objects, and hardly one in a cycle: a look at all of them finds
nothing and takes a tenth of a second.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

MANY = 100_000
"""Objects that survived a look, as only a fleet makes them: they are spared from then on."""

EVERY = 600.0
"""Seconds between two looks at what is spared."""

UNUSED_FOR = 30.0
"""Seconds without a key after which nobody is kept waiting."""

_OLDEST = 2


def postpone() -> None:
    """Nothing is looked for while the dashboard starts: imports make much, and throw nothing away."""
    gc.disable()


def look_at_new() -> None:
    """From now on, and only at what is made from now on."""
    gc.freeze()
    gc.callbacks.append(_spare)
    gc.enable()


def look_at_everything() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _spare(phase: str, look: dict[str, Any]) -> None:
    """So that no look is as long as all that was ever read. By their number, not by the time it took: on a busy machine
    pages would be spared while they are open, and found only when everything is looked at.
    """
    if phase == "stop" and look["generation"] == _OLDEST and len(gc.get_objects(_OLDEST)) > MANY:
        gc.freeze()


class Sweeper:
    """Looks at everything now and then, when the user does something else."""

    def __init__(
        self, sweep: Callable[[], object] = look_at_everything, now: Callable[[], float] = time.monotonic
    ) -> None:
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
