"""What one rendering may use, so that a hostile template ends with an error instead of a hang."""

from __future__ import annotations

import time
from collections.abc import Callable

from wgtui.errors import TemplateError

MAX_STEPS = 3_000_000
MAX_OUTPUT = 16 * 1024 * 1024
MAX_MEMORY = 96 * 1024 * 1024
MAX_DEPTH = 100
MAX_SECONDS = 2.0

_STEPS_BETWEEN_LOOKS = 512
_COST_OF_A_VALUE = 64


class Budget:
    """Steps, characters written, memory of values made, nesting and seconds; each is refused by its own message.

    One budget serves one rendering of all files, so that many small entries cannot add up to a hang. `clock` is in
    seconds and starts counting at construction.
    """

    __slots__ = (
        "_clock",
        "_ends_at",
        "_look_at",
        "_max_memory",
        "_max_output",
        "_max_steps",
        "memory",
        "output",
        "steps",
    )

    def __init__(
        self,
        *,
        max_steps: int = MAX_STEPS,
        max_output: int = MAX_OUTPUT,
        max_memory: int = MAX_MEMORY,
        max_seconds: float = MAX_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_steps = max_steps
        self._max_output = max_output
        self._max_memory = max_memory
        self._clock = clock
        self._ends_at = clock() + max_seconds
        self._look_at = _STEPS_BETWEEN_LOOKS
        self.steps = 0
        self.output = 0
        self.memory = 0

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps >= self._look_at:
            self._look()

    def _look(self) -> None:
        self._look_at = self.steps + _STEPS_BETWEEN_LOOKS
        if self.steps > self._max_steps:
            raise TemplateError("the template does too much work", f"it was stopped after {self._max_steps:,} steps")
        if self._clock() > self._ends_at:
            raise TemplateError(
                "the template takes too long to render", "it was stopped; look for a loop that is too big"
            )

    def write(self, size: int) -> None:
        """Count `size` characters of output, and a step, before they are kept."""
        self.output += size
        self.step()
        if self.output > self._max_output:
            raise TemplateError("the template renders too much text", f"more than {self._max_output:,} characters")

    def reserve(self, size: int) -> None:
        """Count memory for a value of about `size` bytes before it is made."""
        self.memory += size + _COST_OF_A_VALUE
        if self.memory > self._max_memory:
            raise TemplateError("the template makes values that are too big", f"more than {self._max_memory:,} bytes")
        self.step(1 + (size >> 10))
