"""How fresh what is on screen is, in the words of the status line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from wgtui.fleet.status import Tone
from wgtui.resources.kinds import Kind
from wgtui.screens.line import Part
from wgtui.store.store import Freshness, Health


class Known(NamedTuple):
    """What is known about one kind on one server; so many `objects` are held."""

    kind: Kind[Any]
    freshness: Freshness
    objects: int = 0
    cluster: str = ""


def is_live(known: Iterable[Known]) -> bool:
    """Whether nothing on screen grows older: while this holds no clock has to tick."""
    return all(one.freshness.health in (Health.LIVE, Health.DENIED, Health.ABSENT) for one in known)


def freshness_parts(known: Sequence[Known], now: float) -> list[Part]:
    """What is the matter, the worst first; `live` alone when nothing is."""
    parts = [
        *_stale(known, now),
        *_loading(known),
        *_named(known, Health.DENIED, "denied", Tone.WARN),
        *_named(known, Health.ABSENT, "not served", Tone.MUTED),
        *_skipped(known),
    ]
    if all(one.freshness.health is Health.LIVE for one in known):
        return [Part("live" if known else "", Tone.GOOD, 0), *parts]
    if any(one.freshness.health is Health.LIVE for one in known) and is_live(known):
        return [Part("live", Tone.GOOD, 1), *parts]
    return parts


def _stale(known: Sequence[Known], now: float) -> list[Part]:
    stale = [one for one in known if one.freshness.health is Health.STALE]
    if not stale:
        return []
    worst = min(stale, key=lambda one: one.freshness.since or 0.0)
    since, retry_at = worst.freshness.since, min(one.freshness.retry_at for one in stale)
    words = f"{seconds(now - since)} old" if since is not None else "no answer"
    wait = retry_at - now
    words += f": reconnecting in {seconds(wait)}" if wait >= 0.5 else ": reconnecting"
    where = sorted({one.cluster for one in stale if one.cluster})
    if where and all(one.cluster for one in stale):
        words = f"{where[0] if len(where) == 1 else f'{len(where)} leaf clusters'} {words}"
    error = worst.freshness.error
    return [Part(words, Tone.BAD, 0), Part(error.title if error else "", Tone.WARN, 2)]


def _loading(known: Sequence[Known]) -> list[Part]:
    loading = [one for one in known if one.freshness.health in (Health.LOADING, Health.RELEASED)]
    if not loading:
        return []
    count = sum(one.objects for one in known)
    return [Part(f"loading {count:,}…" if count else "loading…", Tone.BUSY, 0)]


def _named(known: Sequence[Known], health: Health, word: str, tone: Tone) -> list[Part]:
    names = sorted({one.kind.plural for one in known if one.freshness.health is health})
    if not names:
        return []
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return [Part(f"{word}: {listed}", tone, 1 if health is Health.DENIED else 4)]


def _skipped(known: Sequence[Known]) -> list[Part]:
    skipped = sum(one.freshness.skipped for one in known)
    return [Part(f"{skipped} unreadable", Tone.WARN, 3)] if skipped else []


def seconds(amount: float) -> str:
    """`12 s`, `3 min`, `2 h`: coarser as it grows, so that the text seldom changes."""
    whole = max(0, round(amount))
    if whole < 120:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 7200 else f"{whole // 3600} h"
