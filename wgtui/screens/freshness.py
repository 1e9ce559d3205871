"""How fresh what is on screen is, in the words of the status line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from wgtui.fleet.status import Tone
from wgtui.resources.kinds import Kind
from wgtui.screens.line import Part
from wgtui.store.store import Freshness, Health

LEAVES_SECONDS = 30.0
"""Seconds between two looks while nothing but leaf clusters grow older."""


class Known(NamedTuple):
    """What is known about one kind on one server; so many `objects` are held."""

    kind: Kind[Any]
    freshness: Freshness
    objects: int = 0
    cluster: str = ""


def of_parts(known: Sequence[Known]) -> Sequence[Known]:
    """Parts of a kind that is not served are no gap: there are none. Unless nothing at all is served."""
    return [one for one in known if one.freshness.health is not Health.ABSENT] or known


def is_live(known: Iterable[Known]) -> bool:
    """Whether nothing on screen grows older."""
    return all(one.freshness.health in (Health.LIVE, Health.DENIED, Health.ABSENT) for one in known)


def next_look(known: Sequence[Known]) -> float | None:
    """Seconds until this may read differently although nothing happened; None when it cannot."""
    if is_live(known):
        return None
    return LEAVES_SECONDS if is_live(one for one in known if not one.cluster) else 1.0


def freshness_parts(known: Sequence[Known], now: float) -> list[Part]:
    """How fresh the management cluster's rows are, and what is the matter: `live` alone when nothing is.

    Where only a leaf cluster is looked at, it takes the place of the management cluster.
    """
    leaves = [one for one in known if one.cluster]
    own = [one for one in known if not one.cluster] or leaves
    beside = [] if own is leaves else leaves
    parts = [
        *_stale(own, now),
        *_stale_leaves(beside, now),
        *_loading(known),
        *_named(known, Health.DENIED, "denied", Tone.WARN),
        *_named(own, Health.ABSENT, "not served", Tone.MUTED),
        *_skipped(known),
    ]
    if own and is_live(own) and any(one.freshness.health is Health.LIVE for one in own):
        return [Part("live", Tone.GOOD, 0), *parts]
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
    error = worst.freshness.error
    return [Part(words, Tone.BAD, 0), Part(error.title if error else "", Tone.WARN, 3)]


def _stale_leaves(known: Sequence[Known], now: float) -> list[Part]:
    """In minutes: a dead leaf among many live clusters is no reason to write something every second."""
    stale = [one for one in known if one.freshness.health is Health.STALE]
    names = sorted({one.cluster for one in stale})
    if not names:
        return []
    known_since = [one.freshness.since for one in stale if one.freshness.since is not None]
    age = f"{max(1, round((now - min(known_since)) / 60))} min old" if known_since else "no answer"
    return [Part(f"{names[0] if len(names) == 1 else f'{len(names)} leaf clusters'}: {age}", Tone.WARN, 1)]


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
