"""How long ago something was, in the words of kubectl (k8s.io/apimachinery/pkg/util/duration HumanDuration)."""

from __future__ import annotations

from datetime import datetime

UNKNOWN = "–"

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY


def age(then: datetime | None, now: datetime) -> str:
    """`2m5s`, `3h12m`, `5d3h`; `–` where the moment is not known."""
    return UNKNOWN if then is None else duration((now - then).total_seconds())


def age_seconds(then: datetime | None, now: datetime) -> int | None:
    """Whole seconds, never negative: a clock may be ahead of ours."""
    return None if then is None else max(0, int((now - then).total_seconds()))


def duration(seconds: float) -> str:
    whole = int(seconds)
    if whole < 0:
        # Two seconds of difference between two clocks are tolerated, as kubectl does.
        return "0s" if whole >= -1 else "<invalid>"
    for below, small, large in _FORMS:
        if whole < below:
            return _two_units(whole, small, large)
    return f"{whole // _YEAR}y"


def next_change(then: datetime | None, now: datetime) -> float | None:
    """Seconds from `now` until `age(then, now)` reads differently; None where it never does."""
    if then is None:
        return None
    seconds = (now - then).total_seconds()
    if seconds < 0:
        return -seconds if seconds > -2 else -seconds - 2
    step = next((steps for below, steps in _STEPS if seconds < below), _YEAR)
    return step - seconds % step


_Unit = tuple[int, str]
_S, _M, _H, _D, _Y = (1, "s"), (_MINUTE, "m"), (_HOUR, "h"), (_DAY, "d"), (_YEAR, "y")

# Below this many seconds: the small unit (none: only the large one is shown) and the large one.
_FORMS: tuple[tuple[int, _Unit | None, _Unit], ...] = (
    (2 * _MINUTE, None, _S),
    (10 * _MINUTE, _S, _M),
    (3 * _HOUR, None, _M),
    (8 * _HOUR, _M, _H),
    (2 * _DAY, None, _H),
    (8 * _DAY, _H, _D),
    (2 * _YEAR, None, _D),
    (8 * _YEAR, _D, _Y),
)
_STEPS = ((10 * _MINUTE, 1), (8 * _HOUR, _MINUTE), (8 * _DAY, _HOUR), (8 * _YEAR, _DAY))


def _two_units(seconds: int, small: _Unit | None, large: _Unit) -> str:
    whole, rest = divmod(seconds, large[0])
    part = rest // small[0] if small else 0
    return f"{whole}{large[1]}{part}{small[1]}" if small and part else f"{whole}{large[1]}"
