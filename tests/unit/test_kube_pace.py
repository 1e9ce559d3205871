"""How fast a watch may try again."""

from __future__ import annotations

import pytest

from wgtui.errors import Throttled, Unreachable
from wgtui.kube.pace import Backoff, Pace, Slices
from wgtui.kube.sleep import Wakefulness


def test_waiting_doubles_up_to_the_longest_with_jitter() -> None:
    """A thousand terminals do not come back at the same moment."""
    pace = Pace(first_retry=1, longest_retry=8)
    backoff = Backoff(pace)
    waits = [backoff.next(Unreachable("gone")) for _ in range(40)]
    for wait, middle in zip(waits, [1, 2, 4, *[8] * 37], strict=True):
        assert 0.75 * middle <= wait <= 1.25 * middle
    assert len(set(waits)) == len(waits)


def test_success_makes_waiting_small_again() -> None:
    """The next outage is another one."""
    backoff = Backoff(Pace(first_retry=1, longest_retry=8))
    for _ in range(5):
        backoff.next()
    backoff.reset()
    assert backoff.next() <= 1.25


def test_what_the_server_asks_for_counts_where_it_is_longer() -> None:
    """Retry-After is a floor, not a wish."""
    backoff = Backoff(Pace(first_retry=1, longest_retry=8))
    assert backoff.next(Throttled("slow down", retry_after=20)) == 20
    assert backoff.next(Throttled("slow down", retry_after=0)) >= 1.5


def test_two_that_decode_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty streams at a start hold the loop no longer than one."""
    now = 0.0
    monkeypatch.setattr("wgtui.kube.pace.time.perf_counter", lambda: now)
    with Slices() as one:
        now = Slices.BUDGET * 0.6
        assert not one.is_over()
        with Slices():
            assert one.is_over()
        assert not one.is_over()


def test_a_machine_that_slept_is_noticed_once() -> None:
    """The wall clock ran on while the monotonic one stood; a clock set right by a second is no sleep."""
    wall, monotonic = 1000.0, 50.0
    wakefulness = Wakefulness(lambda: wall, lambda: monotonic)
    wall, monotonic = 1011.0, 60.0
    assert not wakefulness.woke()
    wall, monotonic = 9011.0, 61.0
    assert wakefulness.woke()
    assert not wakefulness.woke()
