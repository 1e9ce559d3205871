"""When a text that depends on the time changes next, so that one timer is enough and an idle table stays silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

LONGEST_SLEEP = 64
"""Seconds after which the clock is looked at in any case: a laptop may have slept."""

_AFTER_THE_SECOND = timedelta(milliseconds=5)


def seconds_to_next_change(texts: Sequence[Callable[[datetime], object]], now: datetime) -> float:
    """Seconds from `now` until any of `texts` differs, to the second, and at most LONGEST_SLEEP.

    Found by doubling and then halving the step: what the texts look like is the caller's business.
    """
    start = now.replace(microsecond=0) + _AFTER_THE_SECOND
    shown = [text(now) for text in texts]

    def changed(after: int) -> bool:
        moment = start + timedelta(seconds=after)
        return any(text(moment) != old for text, old in zip(texts, shown, strict=True))

    late = 1
    while late < LONGEST_SLEEP and not changed(late):
        late *= 2
    early = late // 2
    while late - early > 1:
        middle = (early + late) // 2
        if changed(middle):
            late = middle
        else:
            early = middle
    return (start + timedelta(seconds=late) - now).total_seconds()
