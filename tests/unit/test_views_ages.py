"""kubectl's human duration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.views.ages import age, age_seconds, duration, next_change

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 365 * 86400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-2, "<invalid>"),
        (-1.5, "0s"),
        (0, "0s"),
        (119.9, "119s"),
        (2 * MINUTE, "2m"),
        (2 * MINUTE + 5, "2m5s"),
        (10 * MINUTE - 1, "9m59s"),
        (10 * MINUTE, "10m"),
        (3 * HOUR - 1, "179m"),
        (3 * HOUR, "3h"),
        (3 * HOUR + 12 * MINUTE, "3h12m"),
        (8 * HOUR, "8h"),
        (48 * HOUR - 1, "47h"),
        (48 * HOUR, "2d"),
        (5 * DAY + 3 * HOUR, "5d3h"),
        (8 * DAY, "8d"),
        (2 * YEAR - 1, "729d"),
        (2 * YEAR, "2y"),
        (2 * YEAR + 10 * DAY, "2y10d"),
        (8 * YEAR - 1, "7y364d"),
        (8 * YEAR, "8y"),
        (30 * YEAR + 200 * DAY, "30y"),
    ],
)
def test_durations_read_as_kubectl_writes_them(seconds: float, text: str) -> None:
    """The table of k8s.io/apimachinery/pkg/util/duration."""
    assert duration(seconds) == text


def test_an_unknown_moment_is_a_dash() -> None:
    """Not zero, which would be a claim."""
    assert age(None, NOW) == "–"
    assert age_seconds(None, NOW) is None
    assert next_change(None, NOW) is None


@given(st.integers(0, 12 * YEAR))
def test_the_text_changes_exactly_when_next_change_says(seconds: int) -> None:
    """A second before it reads the same, at it or at a later such moment it reads differently."""
    then = NOW - timedelta(seconds=seconds)
    wait = next_change(then, NOW)
    assert wait is not None
    assert wait > 0
    assert age(then, NOW + timedelta(seconds=wait - 1)) == age(then, NOW)
    assert age(then, NOW + timedelta(seconds=wait)) != age(then, NOW)
