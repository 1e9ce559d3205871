"""What suspending Flux objects means to others, told before it is done: read first, as far as it may be read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from wgtui.errors import KubeError
from wgtui.fleet.blast import effects, reach, reverting, summed, told
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.inventory import entries_of
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.screens.flux_acting import client_of
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref
from wgtui.store.store import Health, Store

AROUND: tuple[Kind[Any], ...] = (*APPLICATION_KINDS, *SOURCE_KINDS, GITOPS_CLUSTER)
"""What may depend on a Flux object."""

PATIENCE = 3.0
"""Seconds that these may take to be read."""

PRUNES = 4
"""Objects whose inventory is counted: each is read whole."""


async def consequences(session: Session, places: Sequence[Place]) -> list[str]:
    """What they do to others, the sum of it, what pruning would take, who may undo it, and what could not be read."""
    with ExitStack() as leases:
        clusters = list(dict.fromkeys(place.cluster for place in places))
        gaps = [gap for cluster in clusters for gap in await _read(session, cluster, leases)]
        lines = [line for place in places for line in _of_one(session, place)]
        lines = [*lines, *_sums(session, places)] if lines else ["nothing depends on it"]
        prunes = [await _pruning(session, place) for place in places[:PRUNES]]
        reverts = [_reverting(session, place) for place in places]
    missing = f"not read: {', '.join(dict.fromkeys(gaps))}: there may be more" if gaps else ""
    return [*lines, *dict.fromkeys(filter(None, (*prunes, *reverts, missing)))]


async def _read(session: Session, cluster: str, leases: ExitStack) -> list[str]:
    """Reads what is around unless it is read; the kinds that could not be, in the plural."""
    watching = session.leaves.watching(leaf_ref(cluster)) if cluster else session.watching
    if watching is None:
        return [f"anything on {cluster}"]
    for kind in AROUND:
        leases.enter_context(watching.hold(kind))
    store = watching.store
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            async for _ in store.changes(*AROUND):
                if not any(_health(store, kind) in (Health.LOADING, Health.RELEASED) for kind in AROUND):
                    break
    return [kind.plural for kind in AROUND if _is_missing(store, kind)]


def _health(store: Store, kind: Kind[Any]) -> Health:
    return store.freshness(kind).health


def _is_missing(store: Store, kind: Kind[Any]) -> bool:
    freshness = store.freshness(kind)
    return freshness.health not in (Health.LIVE, Health.ABSENT) or bool(freshness.denied)


def _of_one(session: Session, place: Place) -> Iterable[str]:
    store = session.fleet.store(place.cluster)
    return told(effects(store, kind_of(place), place.ref)) if store is not None and place.ref is not None else ()


def _sums(session: Session, places: Sequence[Place]) -> Iterator[str]:
    for cluster in dict.fromkeys(place.cluster for place in places):
        store = session.fleet.store(cluster)
        if store is not None:
            meant = [(kind_of(one), one.ref) for one in places if one.cluster == cluster and one.ref is not None]
            yield summed(reach(store, *meant))


async def _pruning(session: Session, place: Place) -> str:
    """Of a Kustomization that prunes, how much goes with it; empty where that cannot be told."""
    client = client_of(session, place.cluster)
    if client is None or place.ref is None or kind_of(place) != KUSTOMIZATION:
        return ""
    try:
        whole = await client.get_raw(KUSTOMIZATION, place.ref)
    except KubeError:
        return ""
    listed = entries_of(whole) or ()
    if not (whole.get("spec") or {}).get("prune") or not listed:
        return ""
    objects = "the object" if len(listed) == 1 else f"the {len(listed)} objects"
    return f"{place.kind} {place.ref} prunes: were it deleted, {objects} it has applied would go too"


def _reverting(session: Session, place: Place) -> str:
    store = session.fleet.store(place.cluster)
    found = store.get(kind_of(place), place.ref) if store is not None and place.ref is not None else None
    return reverting(found.metadata.labels) if found is not None else ""
