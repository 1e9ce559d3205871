"""What stands where rows would be when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.screens.freshness import Known, seconds
from wgtui.screens.listing import Listing
from wgtui.store.store import Health


def instead_of_rows(listing: Listing[Any], known: Sequence[Known], now: float) -> tuple[str, ...]:
    """A title and details: what is the matter, and what is done about it."""
    if not known:
        return ("starting…",)
    stale = [one for one in known if one.freshness.health is Health.STALE]
    if stale:
        return _trouble(stale[0], now)
    healths = {one.freshness.health for one in known}
    if healths & {Health.LOADING, Health.RELEASED}:
        return (f"loading {listing.noun}…",)
    if healths == {Health.DENIED}:
        error = known[0].freshness.error
        return (f"you may not read {listing.noun}", error.title if error else "", error.detail if error else "")
    if healths == {Health.ABSENT}:
        return (f"this cluster has no {listing.noun}", f"it does not serve {_plurals(known)}")
    return (listing.empty or f"there are no {listing.noun}",)


def _trouble(one: Known, now: float) -> tuple[str, ...]:
    error, wait = one.freshness.error, one.freshness.retry_at - now
    again = f"trying again in {seconds(wait)}" if wait >= 0.5 else "trying again"
    return (error.title if error else "no answer", error.detail if error else "", again)


def _plurals(known: Sequence[Known]) -> str:
    names = sorted({one.kind.plural for one in known})
    return ", ".join(names[:4]) + (" and others" if len(names) > 4 else "")
