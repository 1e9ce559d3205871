"""What could not be read, and why: an answer says what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from wgtui.errors import Waiting
from wgtui.resources.kinds import Kind
from wgtui.store.store import Freshness, Health, Store

Bound = dict[Kind[Any], tuple[str, ...]]


class State(Enum):
    DENIED = "denied"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind` is None where nothing of the cluster could be read.

    `namespaces` is where it was read nevertheless, `denied` where alone it was not; both empty: nowhere at all.
    """

    cluster: str
    kind: Kind[Any] | None
    state: State
    message: str
    namespaces: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


def gaps_of(store: Store, kinds: Iterable[Kind[Any]], bound: Bound) -> list[Gap]:
    """Of one server; `bound` tells the kinds that may be read in some namespaces only."""
    found = [gap for kind in kinds for gap in _gaps(store.name, kind, store.freshness(kind), bound.get(kind, ()))]
    messages = {gap.message for gap in found if gap.state is State.UNREACHABLE}
    if store.name and len(messages) == 1 and len(found) == len(list(kinds)):
        return [Gap(store.name, None, State.UNREACHABLE, messages.pop())]
    return found


def _gaps(cluster: str, kind: Kind[Any], known: Freshness, namespaces: tuple[str, ...]) -> Iterator[Gap]:
    message = str(known.error) if known.error else "no answer in time"
    match known.health:
        case Health.DENIED:
            yield Gap(cluster, kind, State.DENIED, message)
        case Health.ABSENT:
            yield Gap(cluster, kind, State.ABSENT, message)
        case Health.STALE if isinstance(known.error, Waiting):
            return
        case Health.STALE | Health.LOADING | Health.RELEASED:
            yield Gap(cluster, kind, State.UNREACHABLE, message)
        case Health.LIVE if namespaces:
            yield Gap(cluster, kind, State.DENIED, f"{kind.resource}: read in {_listed(namespaces)} only", namespaces)
        case Health.LIVE if known.denied:
            message = f"{kind.resource}: not allowed in {_listed(known.denied)}"
            yield Gap(cluster, kind, State.DENIED, message, denied=known.denied)
    if known.skipped:
        objects = "object" if known.skipped == 1 else "objects"
        yield Gap(cluster, kind, State.UNREADABLE, f"{kind.resource}: {known.skipped} {objects} cannot be understood")


def told(gaps: Iterable[Gap]) -> Iterator[str]:
    """A line for each matter: kinds that are missing for one reason share it."""
    for (cluster, *_), group in groupby(gaps, key=lambda gap: (gap.cluster, gap.state, gap.namespaces, gap.denied)):
        for line in _lines(list(group)):
            yield f"{cluster}: {line}" if cluster else line


def _lines(alike: list[Gap]) -> Iterable[str]:
    first, resources = alike[0], ", ".join(gap.kind.resource for gap in alike if gap.kind)
    if first.state is State.ABSENT:
        return (f"not served: {resources}",)
    if first.state is not State.DENIED or len(alike) == 1:
        return dict.fromkeys(gap.message for gap in alike)
    if first.namespaces:
        return (f"read in {_listed(first.namespaces)} only: {resources}",)
    where = f" in {_listed(first.denied)}" if first.denied else ""
    return (f"not allowed{where}: {resources}: ask for list and watch of them",)


def _listed(namespaces: tuple[str, ...], most: int = 5) -> str:
    more = f" and {len(namespaces) - most} more" if len(namespaces) > most else ""
    return ", ".join(namespaces[:most]) + more
