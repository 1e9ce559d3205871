"""What stands where rows or an object would be when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.screens.freshness import Known, seconds
from wgtui.screens.listing import Listing
from wgtui.store.store import Health

Words = tuple[str, ...]
"""A title and details: what is the matter, and what is done about it."""

STARTING: Words = ("starting…",)


def instead_of_rows(listing: Listing[Any], known: Sequence[Known], now: float, namespace: str = "") -> Words:
    """`namespace` is the only one that is looked at, empty for all."""
    trouble = _trouble(known, now, listing.noun)
    if trouble is not None:
        return trouble
    where = f"in namespace {namespace}, the only one that is looked at" if namespace else ""
    return listing.empty or f"there are no {listing.noun}", where


def instead_of_object(known: Sequence[Known], now: float) -> Words:
    trouble = _trouble(known, now, known[0].kind.plural if known else "")
    return ("it is not there any more",) if trouble is None else trouble


def _trouble(known: Sequence[Known], now: float, noun: str) -> Words | None:
    """Why nothing can be said of them; None where there simply are none."""
    if not known:
        return STARTING
    stale = [one for one in known if one.freshness.health is Health.STALE]
    if stale:
        return _outage(stale[0], now)
    healths = {one.freshness.health for one in known}
    if healths & {Health.LOADING, Health.RELEASED}:
        unread = [one for one in known if one.freshness.health in (Health.LOADING, Health.RELEASED)]
        return f"loading {noun}…", f"reading {_plurals(unread)}"
    if healths == {Health.DENIED}:
        error = known[0].freshness.error
        return f"you may not read {noun}", error.title if error else "", error.detail if error else ""
    if healths == {Health.ABSENT}:
        return f"this cluster has no {noun}", f"it does not serve {_plurals(known)}"
    return None


def _outage(one: Known, now: float) -> Words:
    error, wait = one.freshness.error, one.freshness.retry_at - now
    again = f"trying again in {seconds(wait)}" if wait >= 0.5 else "trying again"
    return error.title if error else "no answer", error.detail if error else "", again


def _plurals(known: Sequence[Known]) -> str:
    names = sorted({one.kind.plural for one in known})
    return ", ".join(names[:4]) + (" and others" if len(names) > 4 else "")
