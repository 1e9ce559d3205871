"""What this session saw change: conditions that turned, revisions, objects that came and went; bounded."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.cluster_objects import CONTROL_PLANES, INFRASTRUCTURES
from wgtui.fleet.revisions import short
from wgtui.fleet.timeline import Moment, turned
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Health

KINDS: tuple[Kind[Any], ...] = (
    GITOPS_CLUSTER,
    CLUSTER,
    MACHINE,
    MACHINE_DEPLOYMENT,
    MACHINE_POOL,
    *CONTROL_PLANES,
    *INFRASTRUCTURES,
    *APPLICATION_KINDS,
    *SOURCE_KINDS,
)

MOST = 5_000
"""Moments that are remembered: the newest."""

SLICE = 500
"""Objects between two turns of the loop."""

PAUSE = 0.1
"""Seconds between two looks at what changed."""


class Seen:
    """`moments` with the name of the store each is of, the newest last. Watches nothing itself."""

    def __init__(self) -> None:
        self.moments: deque[tuple[str, Moment]] = deque(maxlen=MOST)
        self._last: dict[tuple[str, Kind[Any]], dict[ObjectRef, Any]] = {}

    def of(self, server: str, objects: Iterable[tuple[Kind[Any], ObjectRef]]) -> Iterator[Moment]:
        wanted = {(kind.kind, ref) for kind, ref in objects}
        return (moment for name, moment in self.moments if name == server and (moment.kind, moment.ref) in wanted)

    @property
    def known(self) -> int:
        """Objects whose next change it will see."""
        return sum(map(len, self._last.values()))

    async def follow(self, fleet: Fleet, clock: Callable[[], datetime]) -> None:
        """Until cancelled."""
        async for turn in fleet.changes(*KINDS):
            for name, touched in turn.items():
                for kind in KINDS:
                    await self._take(fleet, name, kind, touched, clock)
            await asyncio.sleep(PAUSE)

    async def _take(
        self, fleet: Fleet, name: str, kind: Kind[Any], touched: Touched, clock: Callable[[], datetime]
    ) -> None:
        last = self._last.setdefault((name, kind), {})
        objects: Mapping[ObjectRef, Any]
        store = fleet.store(name)
        refs = list(touched.refs.get(kind, ()))
        if kind in touched.reset:
            objects = store.objects(kind) if store is not None else {}
            if not last or store is None or store.freshness(kind).health is not Health.LIVE:
                # Read for the first time, or let go: nothing is known to have changed.
                last.clear()
                last.update(objects)
                return
            refs = list({**last, **objects})
        for start in range(0, len(refs), SLICE):
            objects = store.objects(kind) if store is not None else {}
            for ref in refs[start : start + SLICE]:
                for moment in changes(kind, last.get(ref), objects.get(ref), clock()):
                    self.moments.append((name, moment))
                if ref in objects:
                    last[ref] = objects[ref]
                else:
                    last.pop(ref, None)
            await asyncio.sleep(0)


def changes(kind: Kind[Any], before: Any, after: Any, now: datetime) -> Iterator[Moment]:
    """From one telling of an object to the next; None where it was or is not there."""
    if after is None:
        if before is not None:
            yield Moment(now, kind.kind, before.metadata.ref, "gone", "", "seen")
        return
    ref = after.metadata.ref
    if before is None:
        at = after.metadata.creation_timestamp or now
        yield Moment(at, kind.kind, ref, "created", "", "seen")
    was = {one.type: one for one in conditions.said_by(before)} if before is not None else {}
    for one in conditions.said_by(after):
        old = was.get(one.type)
        if old is None or (old.status, old.reason) != (one.status, one.reason):
            moved = old is None or old.status != one.status
            yield turned(kind, ref, one, (one.last_transition_time if moved else None) or now, "seen")
    revision = _revision(after)
    if before is not None and revision and revision != _revision(before):
        yield Moment(now, kind.kind, ref, "revision", short(revision), "seen", False)
    if before is not None and before.metadata.generation < after.metadata.generation:
        yield Moment(now, kind.kind, ref, "spec changed", f"generation {after.metadata.generation}", "seen")


def _revision(found: Any) -> str:
    status = getattr(found, "status", None)
    applied: str = getattr(status, "last_applied_revision", "") or getattr(status, "last_attempted_revision", "")
    return applied
