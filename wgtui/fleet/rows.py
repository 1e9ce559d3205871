"""The rows of the fleet, worked out anew only for clusters that something changed about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from wgtui.fleet import joins
from wgtui.fleet.application_counts import ApplicationCounts, Holder
from wgtui.fleet.applications import OpenedBy
from wgtui.fleet.cluster_objects import ClusterObjects, Gatherer
from wgtui.fleet.cluster_summary import summary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.concerned import Concerned
from wgtui.fleet.management import management_summary
from wgtui.fleet.pulls import open_pull
from wgtui.fleet.sides import INDEXES, KINDS, OF_MANAGEMENT, SIDES, Side, Standing
from wgtui.github.marks import Verb
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store

SLICE = 250
"""Rows between two turns of the loop."""


class ClusterRows:
    """One row for each GitopsCluster with the Cluster it stands for, for each Cluster that none stands for, and one for
    the management cluster. Of what a turn touched it works out whose rows may differ, and yields those that do.
    """

    KINDS = KINDS

    clock: Callable[[], datetime] | None = None
    """Set by whoever wants to know what takes too long."""

    def __init__(self, fleet: Fleet) -> None:
        self._store = fleet.management
        self._hanging: dict[Side, datetime] = {}
        """When each of those that are under way will count as hanging."""
        self._counts = ApplicationCounts()
        self._standing = Standing(self._store)
        self._concerned = Concerned(fleet, self._counts, self._standing)

    def update(self, turn: Mapping[str, Touched]) -> Iterator[tuple[list[ClusterSummary], list[Hashable]]]:
        """Slices of changed rows, and of the keys of removed ones, which whoever takes them drops first."""
        sides: set[Side] = set()
        for number, side in enumerate(self._concerned.by(turn)):
            if side is not None:
                sides.add(side)
            if number % SLICE == 0:
                yield [], []
        # GitopsClusters first: whether a Cluster has a row of its own depends on theirs.
        todo = sorted(sides, key=lambda side: (side.kind is CLUSTER, side.ref))
        for kind, keys_of in INDEXES:
            # Made where they are not yet, one at a time: each takes as long as a slice of rows.
            self._store.indexed(kind, keys_of, None)
            yield [], []
        while todo:
            for start in range(0, len(todo), SLICE):
                yield self._slice(todo[start : start + SLICE])
            todo = self._standing.left_behind()
        if "" in turn and not turn[""].freshness.isdisjoint(SIDES):
            yield from self._grown_old()
        if late := self._late():
            yield self._slice(late)

    @property
    def due(self) -> datetime | None:
        """When a row will read differently although nothing happens."""
        return min(self._hanging.values(), default=None)

    def _late(self) -> list[Side]:
        """What has begun to hang since it was looked at."""
        now = self.clock() if self.clock is not None else None
        return [side for side, due in self._hanging.items() if due <= now] if now is not None else []

    def _slice(self, sides: list[Side]) -> tuple[list[ClusterSummary], list[Hashable]]:
        changed: list[ClusterSummary] = []
        removed: list[Hashable] = []
        gatherer = Gatherer(self._store)
        for side in sides:
            before, after = self._standing.rows.get(side), self._row(side, gatherer)
            self._note_due(side, after)
            if after == before:
                continue
            self._standing.note(side, after)
            if after is not None:
                changed.append(after)
            if before is not None and not self._standing.has(before.uid):
                removed.append(before.uid)
        return changed, removed

    def _note_due(self, side: Side, row: ClusterSummary | None) -> None:
        if row is not None and row.hangs_from is not None:
            self._hanging[side] = row.hangs_from
        else:
            self._hanging.pop(side, None)

    def _row(self, side: Side, gatherer: Gatherer) -> ClusterSummary | None:
        if side == OF_MANAGEMENT:
            return management_summary(self._store, self.KINDS, self._counts.count(Holder("")))
        found = self._found(side, gatherer)
        if found is None:
            return self._proposed(side)
        leaving = open_pull(self._store, found.metadata.ref, Verb.DELETE)
        pull = leaving.pull.number if leaving is not None else 0
        now = self.clock() if self.clock is not None else None
        return summary(found, _uid(self._store, found), self._count(found), pull, now)

    def _proposed(self, side: Side) -> ClusterSummary | None:
        """Where there is neither a GitopsCluster nor a Cluster yet."""
        if side.kind is not GITOPS_CLUSTER or self._store.get(CLUSTER, side.ref) is not None:
            return None
        known = open_pull(self._store, side.ref, Verb.CREATE, Verb.CONNECT)
        if known is None:
            return None
        from wgtui.fleet.proposed import proposed

        return proposed(side.ref, known)

    def _found(self, side: Side, gatherer: Gatherer) -> ClusterObjects | None:
        if side.kind is GITOPS_CLUSTER:
            gitops = self._store.get(GITOPS_CLUSTER, side.ref)
            return gatherer.of_gitops(gitops) if gitops is not None else None
        cluster = self._store.get(CLUSTER, side.ref)
        stands_alone = cluster is not None and not self._standing.is_stood_for(side.ref)
        return gatherer.of_cluster(cluster) if cluster is not None and stands_alone else None

    def _count(self, found: ClusterObjects) -> Count:
        """What the management cluster sends there, and what is there where it is open."""
        ref = found.metadata.ref
        own = self._counts.count(Holder(str(ref)))
        if not self._counts.are_sent_from(ref.namespace):
            return own
        secrets = joins.kubeconfig_secrets(found.gitops, found.named)
        holders = [Holder("", OpenedBy("Secret", ObjectRef(ref.namespace, name))) for name in secrets]
        known = [count for count in (own, *map(self._counts.count, holders)) if count.wanted]
        if not known:
            return own
        ready = [count.ready for count in known]
        return Count(None if None in ready else sum(filter(None, ready)), sum(count.wanted or 0 for count in known))

    def _grown_old(self) -> Iterator[tuple[list[ClusterSummary], list[Hashable]]]:
        """Rows whose watches are no longer live, or live again: nothing else of them differs."""
        rows = self._standing.rows
        sides = list(rows)
        for start in range(0, len(sides), SLICE):
            changed: list[ClusterSummary] = []
            for side in sides[start : start + SLICE]:
                row = rows[side]
                if not row.management and row.stale != (stale := not _is_live(self._store, row)):
                    rows[side] = replace(row, stale=stale)
                    changed.append(rows[side])
            yield changed, []


def _uid(store: Store, found: ClusterObjects) -> str:
    return joins.row_uid(store, found.gitops, found.named) if found.gitops is not None else str(found.metadata.ref)


def _is_live(store: Store, row: ClusterSummary) -> bool:
    return (not row.gitops or store.live(GITOPS_CLUSTER, row.ref)) and (
        not row.capi or row.capi_ref is None or store.live(CLUSTER, row.capi_ref)
    )
