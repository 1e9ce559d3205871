"""The rows of the fleet, worked out anew only for clusters that something changed about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from wgtui.fleet import cluster_objects, joins
from wgtui.fleet.application_counts import KINDS as APPLICATION_KINDS
from wgtui.fleet.application_counts import ApplicationCounts, Holder
from wgtui.fleet.applications import OpenedBy
from wgtui.fleet.cluster_objects import (
    CONTROL_PLANES,
    GROUPS,
    INFRASTRUCTURES,
    ClusterObjects,
    of_cluster,
    of_gitops,
    parts_referenced,
)
from wgtui.fleet.cluster_summary import summary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.management import MANAGEMENT, management_summary
from wgtui.resources.capi import CLUSTER
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.core import NODE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.store import index
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store

SLICE = 250
"""Rows between two turns of the loop."""

_SIDES: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)
_PARTS = (*CONTROL_PLANES, *INFRASTRUCTURES)

_NAMED_BY: Mapping[Kind[Any], Callable[[Any], Iterable[ObjectRef]]] = {
    **dict.fromkeys(GROUPS, cluster_objects.cluster_named),
    JOB: joins.gitops_owners,
}
"""What only names its cluster itself, so that it has to be remembered whose it was."""

_INDEXES: tuple[tuple[Kind[Any], Callable[[Any], Iterable[Any]]], ...] = (
    (GITOPS_CLUSTER, joins.clusters_claimed),
    (GITOPS_CLUSTER, index.namespaces),
    (GITOPS_CLUSTER, joins.secrets_of_gitops),
    (CLUSTER, index.owner_uids),
    (CLUSTER, parts_referenced),
    (CLUSTER, joins.secrets_of_cluster),
    (JOB, index.owner_uids),
    *((kind, cluster_objects.cluster_named) for kind in GROUPS),
)


class Side(NamedTuple):
    """What a row is made for: a GitopsCluster, a Cluster that none stands for, or the management cluster."""

    kind: Kind[Any] | None
    ref: ObjectRef


_MANAGEMENT = Side(None, MANAGEMENT)


class ClusterRows:
    """One row for each GitopsCluster with the Cluster it stands for, for each Cluster that none stands for, and one for
    the management cluster. Of what a turn touched it works out whose rows may differ, and yields those that do.
    """

    KINDS: tuple[Kind[Any], ...] = (
        *_SIDES,
        *_PARTS,
        *GROUPS,
        CLUSTER_BOOTSTRAP_CONFIG,
        JOB,
        NODE,
        *APPLICATION_KINDS,
    )

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._store = fleet.management
        self._counts = ApplicationCounts()
        self._rows: dict[Side, ClusterSummary] = {}
        self._uids: dict[str, Side] = {}
        self._joined: dict[ObjectRef, set[Side]] = {}
        """Whose row last was about this Cluster."""
        self._moved: set[ObjectRef] = set()
        self._part_of: dict[tuple[Kind[Any], ObjectRef], ObjectRef] = {}
        """The cluster that a MachineDeployment, a MachinePool or a Job was part of when it was last seen."""

    def update(self, turn: Mapping[str, Touched]) -> Iterator[tuple[list[ClusterSummary], list[Hashable]]]:
        """Slices of changed rows, and of the keys of removed ones, which whoever takes them drops first."""
        sides: set[Side] = set()
        for number, side in enumerate(self._concerned_by(turn)):
            if side is not None:
                sides.add(side)
            if number % SLICE == 0:
                yield [], []
        # GitopsClusters first: whether a Cluster has a row of its own depends on theirs.
        todo = sorted(sides, key=lambda side: (side.kind is CLUSTER, side.ref))
        for kind, keys_of in _INDEXES:
            # Made where they are not yet, one at a time: each takes as long as a slice of rows.
            self._store.indexed(kind, keys_of, None)
            yield [], []
        while todo:
            for start in range(0, len(todo), SLICE):
                yield self._slice(todo[start : start + SLICE])
            todo = self._left_behind()
        if "" in turn and not turn[""].freshness.isdisjoint(_SIDES):
            yield from self._grown_old()

    def _slice(self, sides: list[Side]) -> tuple[list[ClusterSummary], list[Hashable]]:
        changed: list[ClusterSummary] = []
        removed: list[Hashable] = []
        for side in sides:
            before, after = self._rows.get(side), self._row(side)
            if after == before:
                continue
            self._note(side, before, after)
            if after is not None:
                changed.append(after)
            if before is not None and before.uid not in self._uids:
                removed.append(before.uid)
        return changed, removed

    def _note(self, side: Side, before: ClusterSummary | None, after: ClusterSummary | None) -> None:
        """Another row may have taken over the uid of this one already."""
        if before is not None:
            if after is None or after.capi_ref != before.capi_ref:
                self._moved.update(
                    row.capi_ref for row in (before, after) if row is not None and row.capi_ref is not None
                )
            if self._uids.get(before.uid) == side:
                del self._uids[before.uid]
            if before.capi_ref is not None:
                self._joined[before.capi_ref].discard(side)
            del self._rows[side]
        if after is not None:
            self._rows[side] = after
            self._uids[after.uid] = side
            if after.capi_ref is not None:
                self._joined.setdefault(after.capi_ref, set()).add(side)

    def _left_behind(self) -> list[Side]:
        """Those that stand for a Cluster which another row has just left or come to."""
        sides = dict.fromkeys(side for cluster in self._moved for side in self._about(cluster))
        self._moved.clear()
        return list(sides)

    def _row(self, side: Side) -> ClusterSummary | None:
        if side == _MANAGEMENT:
            return management_summary(self._store, self.KINDS, self._counts.count(Holder("")))
        found = _found(self._store, side, self._is_stood_for)
        if found is None:
            return None
        return summary(found, _uid(self._store, found), self._count(found))

    def _is_stood_for(self, cluster: ObjectRef) -> bool:
        return any(side.kind is GITOPS_CLUSTER for side in self._joined.get(cluster, ()))

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
        sides = list(self._rows)
        for start in range(0, len(sides), SLICE):
            changed: list[ClusterSummary] = []
            for side in sides[start : start + SLICE]:
                row = self._rows[side]
                if not row.management and row.stale != (stale := not _is_live(self._store, row)):
                    self._rows[side] = replace(row, stale=stale)
                    changed.append(self._rows[side])
            yield changed, []

    # Whose rows a change may concern

    def _concerned_by(self, turn: Mapping[str, Touched]) -> Iterator[Side | None]:
        """None where something changed that concerns no row, or none that is not concerned anyway."""
        touched = turn.get("")
        everything = touched is not None and not touched.reset.isdisjoint(_SIDES)
        for name, of_server in turn.items():
            for holder in self._counts.update(name, self._fleet.store(name), of_server):
                yield from (None,) if everything else self._of_holder(holder)
        if touched is not None:
            yield _MANAGEMENT
            yield from self._everything(touched) if everything else self._of_objects(touched)

    def _everything(self, touched: Touched) -> Iterator[Side | None]:
        yield from list(self._rows)
        for kind in _SIDES:
            yield from [Side(kind, ref) for ref in self._store.objects(kind)]
        for kind, named_by in _NAMED_BY.items():
            for ref in self._refs(kind, touched):
                self._was_and_is_part_of(kind, ref, named_by)
                yield None

    def _of_holder(self, holder: Holder | None) -> Iterator[Side | None]:
        if holder is None:
            yield None
        elif holder.opened_by is not None:
            yield from self._opened_by(holder.opened_by.ref)
        elif holder.server:
            yield from self._named(ObjectRef(*holder.server.split("/", 1)))

    def _opened_by(self, secret: ObjectRef) -> Iterator[Side]:
        for gitops in self._store.indexed(GITOPS_CLUSTER, joins.secrets_of_gitops, secret):
            yield Side(GITOPS_CLUSTER, gitops.metadata.ref)
        for cluster in self._store.indexed(CLUSTER, joins.secrets_of_cluster, secret):
            yield from self._about(cluster.metadata.ref)

    def _named(self, ref: ObjectRef) -> Iterator[Side]:
        yield Side(GITOPS_CLUSTER, ref)
        yield Side(CLUSTER, ref)

    def _about(self, cluster: ObjectRef) -> Iterator[Side]:
        """Every row that is, was or may become about this Cluster."""
        yield Side(CLUSTER, cluster)
        yield from self._joined.get(cluster, ())
        for ref in joins.may_be_joined(self._store, cluster):
            yield Side(GITOPS_CLUSTER, ref)

    def _of_objects(self, touched: Touched) -> Iterator[Side]:
        for kind, sides_of in self._sides_of.items():
            for ref in self._refs(kind, touched):
                yield from sides_of(self, kind, ref)
        if CLUSTER in touched.freshness:
            # What could not be concluded before Clusters were read, can be now.
            yield from [side for side, row in self._rows.items() if row.capi_ref is not None and not row.capi]

    def _refs(self, kind: Kind[Any], touched: Touched) -> Iterable[ObjectRef]:
        return self._every(kind) if kind in touched.reset else touched.refs.get(kind, ())

    def _every(self, kind: Kind[Any]) -> Iterable[ObjectRef]:
        """Of a kind that changed as a whole: those that are there, and those that are not any more."""
        if kind in _PARTS:
            named = (one for cluster in self._store.objects(CLUSTER).values() for one in parts_referenced(cluster))
            return {ref for name, ref in named if name == kind.kind}
        if kind is CLUSTER_BOOTSTRAP_CONFIG:
            return {ObjectRef(ref.namespace, "") for ref in self._store.objects(GITOPS_CLUSTER)}
        before = [ref for other, ref in self._part_of if other is kind]
        before += [side.ref for side in self._rows if side.kind is kind]
        return {*self._store.objects(kind), *before}

    def _of_part(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        for cluster in self._store.indexed(CLUSTER, parts_referenced, (kind.kind, ref)):
            yield from self._about(cluster.metadata.ref)

    def _of_group(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        for cluster in self._was_and_is_part_of(kind, ref, _NAMED_BY[kind]):
            yield from self._about(cluster)

    def _of_job(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        return (Side(GITOPS_CLUSTER, owner) for owner in self._was_and_is_part_of(kind, ref, _NAMED_BY[kind]))

    def _of_cluster(self, _kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        return self._about(ref)

    def _of_gitops(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        side = Side(kind, ref)
        yield side
        yield Side(CLUSTER, ref)
        row, found = self._rows.get(side), self._store.get(GITOPS_CLUSTER, ref)
        if row is not None and row.capi_ref is not None:
            yield from self._about(row.capi_ref)
        for cluster in joins.clusters_claimed(found) if found is not None else ():
            yield from self._about(cluster)

    def _of_config(self, _kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        for gitops in self._store.in_namespace(GITOPS_CLUSTER, ref.namespace):
            yield Side(GITOPS_CLUSTER, gitops.metadata.ref)

    def _was_and_is_part_of(
        self, kind: Kind[Any], ref: ObjectRef, clusters_of: Callable[[Any], Iterable[ObjectRef]]
    ) -> set[ObjectRef]:
        before = self._part_of.pop((kind, ref), None)
        found: KubeObject | None = self._store.get(kind, ref)
        after = next(iter(clusters_of(found)), None) if found is not None else None
        if after is not None:
            self._part_of[kind, ref] = after
        return {cluster for cluster in (before, after) if cluster is not None}

    _sides_of: Mapping[Kind[Any], Callable[[ClusterRows, Kind[Any], ObjectRef], Iterable[Side]]] = {
        **dict.fromkeys(_PARTS, _of_part),
        **dict.fromkeys(GROUPS, _of_group),
        CLUSTER: _of_cluster,
        GITOPS_CLUSTER: _of_gitops,
        CLUSTER_BOOTSTRAP_CONFIG: _of_config,
        JOB: _of_job,
    }


def cluster_objects_of(store: Store, ref: ObjectRef) -> ClusterObjects | None:
    """By the ref of a row, or that of a Cluster whose GitopsCluster is called otherwise; None where none is known."""

    def is_stood_for(cluster: ObjectRef) -> bool:
        return bool(joins.gitops_of(store, cluster))

    found = _found(store, Side(GITOPS_CLUSTER, ref), is_stood_for) or _found(store, Side(CLUSTER, ref), is_stood_for)
    if found is not None:
        return found
    return next((of_gitops(store, gitops) for gitops in joins.gitops_of(store, ref)), None)


def _found(store: Store, side: Side, is_stood_for: Callable[[ObjectRef], bool]) -> ClusterObjects | None:
    if side.kind is GITOPS_CLUSTER:
        gitops = store.get(GITOPS_CLUSTER, side.ref)
        return of_gitops(store, gitops) if gitops is not None else None
    cluster = store.get(CLUSTER, side.ref)
    if cluster is None or is_stood_for(side.ref):
        return None
    return of_cluster(store, cluster)


def _uid(store: Store, found: ClusterObjects) -> str:
    return joins.row_uid(store, found.gitops, found.named) if found.gitops is not None else str(found.metadata.ref)


def _is_live(store: Store, row: ClusterSummary) -> bool:
    return (not row.gitops or store.live(GITOPS_CLUSTER, row.ref)) and (
        not row.capi or row.capi_ref is None or store.live(CLUSTER, row.capi_ref)
    )
