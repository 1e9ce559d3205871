"""The status line: how fresh what is on screen is, and as whom we look at what."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.fleet.status import Tone
from wgtui.screens import freshness
from wgtui.screens.freshness import Known
from wgtui.screens.line import Part
from wgtui.screens.session import Session

LONGEST_CONTEXT = 32

AFTER_REQUESTS = 75.0
"""Seconds after which requests are no longer of the last minute."""


def status_parts(session: Session | None, known: Sequence[Known], now: float) -> tuple[list[Part], list[Part]]:
    """Left and right."""
    if session is None:
        return [Part("starting", Tone.BUSY, 0)], []
    return freshness.freshness_parts(known, now), [
        Part(f"{session.client.requests_per_minute} req/min", Tone.MUTED, 5),
        Part(_scope(session), Tone.MUTED, 4),
        Part("read-only" if session.client.read_only else "read-write", Tone.MUTED, 2),
        Part(shortened(session.context), Tone.ACCENT, 1),
    ]


def next_look(session: Session | None, known: Sequence[Known]) -> float | None:
    """Seconds until the line may read differently although nothing happened; None when it cannot."""
    if (growing_older := freshness.next_look(known)) is not None:
        return growing_older
    return AFTER_REQUESTS if session is not None and session.client.requests_per_minute else None


def shortened(context: str) -> str:
    """The end of a long name tells clusters apart: `…:cluster/prod` of an ARN."""
    return context if len(context) <= LONGEST_CONTEXT else f"…{context[1 - LONGEST_CONTEXT :]}"


def _scope(session: Session) -> str:
    if session.namespace:
        return f"ns {session.namespace}"
    bound = sorted({namespace for namespaces in session.watching.bound.values() for namespace in namespaces})
    if not bound:
        return "all namespaces"
    return f"only {', '.join(bound)}" if len(bound) <= 2 else f"only {len(bound)} namespaces"
