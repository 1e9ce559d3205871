"""Whose rows a change may concern."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wgtui.fleet import joins
from wgtui.fleet.application_counts import ApplicationCounts, Holder
from wgtui.fleet.cluster_objects import GROUPS, parts_referenced
from wgtui.fleet.pulls import PULL_REQUEST, clusters_meant
from wgtui.fleet.sides import NAMED_BY, OF_MANAGEMENT, PARTS, SIDES, Side, Standing
from wgtui.fleet.status import Status
from wgtui.resources.capi import CLUSTER
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Health


class Concerned:
    """Rather one too many than one too few: a row that is worked out in vain changes nothing."""

    def __init__(self, fleet: Fleet, counts: ApplicationCounts, standing: Standing) -> None:
        self._fleet = fleet
        self._store = fleet.management
        self._counts = counts
        self._standing = standing
        self._part_of: dict[tuple[Kind[Any], ObjectRef], ObjectRef] = {}
        """The cluster that a MachineDeployment, a MachinePool or a Job was part of when it was last seen."""
        self._proposed: dict[ObjectRef, frozenset[ObjectRef]] = {}
        """The clusters that a pull request was about when it was last seen."""

    def by(self, turn: Mapping[str, Touched]) -> Iterator[Side | None]:
        """None where something changed that concerns no row, or none that is not concerned anyway."""
        touched = turn.get("")
        everything = touched is not None and not touched.reset.isdisjoint(SIDES)
        for name, of_server in turn.items():
            for holder in self._counts.update(name, self._fleet.store(name), of_server):
                yield from (None,) if everything else self._of_holder(holder)
        if touched is not None:
            yield OF_MANAGEMENT
            yield from self._everything(touched) if everything else self._of_objects(touched)

    def _everything(self, touched: Touched) -> Iterator[Side | None]:
        yield from list(self._standing.rows)
        for kind in SIDES:
            yield from [Side(kind, ref) for ref in self._store.objects(kind)]
        for ref in self._refs(PULL_REQUEST, touched):
            yield from self._of_pull(PULL_REQUEST, ref)
        for kind, named_by in NAMED_BY.items():
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
        for gitops in self._store.indexed(GITOPS_CLUSTER, joins.secrets_referenced, secret):
            yield Side(GITOPS_CLUSTER, gitops.metadata.ref)
        for ref in joins.clusters_named_by(secret):
            yield from self._named(ref)
            yield from self._standing.about(ref)

    def _named(self, ref: ObjectRef) -> Iterator[Side]:
        yield Side(GITOPS_CLUSTER, ref)
        yield Side(CLUSTER, ref)

    def _of_objects(self, touched: Touched) -> Iterator[Side]:
        for kind, sides_of in self._sides_of.items():
            for ref in self._refs(kind, touched):
                yield from sides_of(self, kind, ref)
        if CLUSTER in touched.freshness:
            # What could not be concluded before Clusters were read, can be now.
            yield from [side for side, row in self._standing.rows.items() if row.capi_ref is not None and not row.capi]
        if JOB in touched.freshness:
            known = Status.UNKNOWN if self._store.freshness(JOB).health is not Health.DENIED else Status.READY
            yield from [side for side, row in self._standing.rows.items() if row.bootstrap is known]

    def _refs(self, kind: Kind[Any], touched: Touched) -> Iterable[ObjectRef]:
        return self._every(kind) if kind in touched.reset else touched.refs.get(kind, ())

    def _every(self, kind: Kind[Any]) -> Iterable[ObjectRef]:
        """Of a kind that changed as a whole: those that are there, and those that are not any more."""
        if kind in PARTS:
            named = (one for cluster in self._store.objects(CLUSTER).values() for one in parts_referenced(cluster))
            return {ref for name, ref in named if name == kind.kind}
        if kind is CLUSTER_BOOTSTRAP_CONFIG:
            return {ObjectRef(ref.namespace, "") for ref in self._store.objects(GITOPS_CLUSTER)}
        before = [ref for other, ref in self._part_of if other is kind]
        before += [side.ref for side in self._standing.rows if side.kind is kind]
        before += self._proposed if kind is PULL_REQUEST else []
        return {*self._store.objects(kind), *before}

    def _of_part(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        for cluster in self._store.indexed(CLUSTER, parts_referenced, (kind.kind, ref)):
            yield from self._standing.about(cluster.metadata.ref)

    def _of_group(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        for cluster in self._was_and_is_part_of(kind, ref, NAMED_BY[kind]):
            yield from self._standing.about(cluster)

    def _of_job(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        return (Side(GITOPS_CLUSTER, owner) for owner in self._was_and_is_part_of(kind, ref, NAMED_BY[kind]))

    def _of_cluster(self, _kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        if self._store.indexed(PULL_REQUEST, clusters_meant, ref):
            yield Side(GITOPS_CLUSTER, ref)
        yield from self._standing.about(ref)

    def _of_pull(self, kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        """The clusters that it was about, and those that it is about now: somebody may have pushed other files."""
        found = self._store.get(PULL_REQUEST, ref)
        after = frozenset(clusters_meant(found)) if found is not None else frozenset()
        for cluster in self._proposed.pop(ref, frozenset()) | after:
            yield from self._of_gitops(kind, cluster)
        if after:
            self._proposed[ref] = after

    def _of_gitops(self, _kind: Kind[Any], ref: ObjectRef) -> Iterator[Side]:
        side = Side(GITOPS_CLUSTER, ref)
        yield side
        yield Side(CLUSTER, ref)
        row, found = self._standing.rows.get(side), self._store.get(GITOPS_CLUSTER, ref)
        if row is not None and row.capi_ref is not None:
            yield from self._standing.about(row.capi_ref)
        for cluster in joins.clusters_claimed(found) if found is not None else ():
            yield from self._standing.about(cluster)

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

    _sides_of: Mapping[Kind[Any], Callable[[Concerned, Kind[Any], ObjectRef], Iterable[Side]]] = {
        **dict.fromkeys(PARTS, _of_part),
        **dict.fromkeys(GROUPS, _of_group),
        CLUSTER: _of_cluster,
        GITOPS_CLUSTER: _of_gitops,
        CLUSTER_BOOTSTRAP_CONFIG: _of_config,
        JOB: _of_job,
        PULL_REQUEST: _of_pull,
    }
