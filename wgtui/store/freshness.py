"""How far what is known about a kind may be believed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from wgtui.errors import KubeError


class Health(Enum):
    """State of what is known about a kind; only LIVE may be shown as green."""

    LOADING = "loading"
    LIVE = "live"
    STALE = "stale"
    DENIED = "denied"
    ABSENT = "absent"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Freshness:
    """`since`: monotonic seconds of the last moment the objects were known to be true; None before the first answer.

    `retry_at`: monotonic seconds of the next try, 0 where none is due. `denied`: the namespaces that may not be
    read, where others of the same kind may; their objects are missing whatever `health` says.
    """

    health: Health
    since: float | None = None
    error: KubeError | None = None
    retry_at: float = 0.0
    skipped: int = 0
    denied: tuple[str, ...] = ()


RELEASED = Freshness(Health.RELEASED)

# The worst first; a denied watch among others is told by `denied`, an absent one has no say.
_WORST = (Health.STALE, Health.LOADING, Health.LIVE, Health.DENIED, Health.ABSENT)


def worst(by_namespace: Collection[tuple[str, Freshness]]) -> Freshness:
    """One answer for all watches of a kind: the worst of those that may read it, the oldest `since` of these."""
    if not by_namespace:
        return RELEASED
    if len(by_namespace) == 1:
        return next(iter(by_namespace))[1]
    every = [freshness for _, freshness in by_namespace]
    health = min((freshness.health for freshness in every), key=_WORST.index)
    alike = [freshness for freshness in every if freshness.health is health]
    known = [freshness.since for freshness in alike if freshness.since is not None]
    return Freshness(
        health,
        since=min(known) if len(known) == len(alike) else None,
        error=next((freshness.error for freshness in alike if freshness.error), None),
        retry_at=min((freshness.retry_at for freshness in alike if freshness.retry_at), default=0.0),
        skipped=sum(freshness.skipped for freshness in every),
        denied=tuple(sorted({name for name, freshness in by_namespace if name and freshness.health is Health.DENIED})),
    )
