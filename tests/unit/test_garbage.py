"""Garbage is swept when nobody waits."""

from __future__ import annotations

from wgtui.garbage import EVERY, UNUSED_FOR, Sweeper


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_garbage_is_swept_now_and_then_while_nobody_presses_a_key() -> None:
    """A look at everything keeps the loop busy: not while somebody types, and not twice within ten minutes."""
    clock, swept = Clock(), list[float]()
    sweeper = Sweeper(lambda: swept.append(clock.now), clock)
    clock.now = EVERY
    sweeper.used()
    sweeper.look()
    assert swept == []
    clock.now += UNUSED_FOR
    sweeper.look()
    sweeper.look()
    assert swept == [EVERY + UNUSED_FOR]
