"""The status line: how fresh what is on screen is, and as whom we look at what."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.fleet.status import Tone
from wgtui.screens.freshness import Known, freshness_parts, is_live
from wgtui.screens.line import Part
from wgtui.screens.session import Session

WHILE_STALE = 1.0
"""Seconds between two looks while something grows older."""

AFTER_REQUESTS = 75.0
"""Seconds after which requests are no longer of the last minute."""


def status_parts(session: Session | None, known: Sequence[Known], now: float) -> tuple[list[Part], list[Part]]:
    """Left and right."""
    if session is None:
        return [Part("starting", Tone.BUSY, 0)], []
    return freshness_parts(known, now), [
        Part(f"{session.client.requests_per_minute} req/min", Tone.MUTED, 5),
        Part(_scope(session), Tone.MUTED, 4),
        Part("read-only" if session.client.read_only else "read-write", Tone.MUTED, 3),
        Part(session.context, Tone.ACCENT, 2),
    ]


def next_look(session: Session | None, known: Sequence[Known]) -> float | None:
    """Seconds until the line may read differently although nothing happened; None when it cannot."""
    if not is_live(known):
        return WHILE_STALE
    return AFTER_REQUESTS if session is not None and session.client.requests_per_minute else None


def _scope(session: Session) -> str:
    if session.namespace:
        return f"ns {session.namespace}"
    bound = sorted({namespace for namespaces in session.watching.bound.values() for namespace in namespaces})
    if not bound:
        return "all namespaces"
    return f"only {', '.join(bound)}" if len(bound) <= 2 else f"only {len(bound)} namespaces"
