"""What rows are made for, which objects they are made of, and which rows there are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from wgtui.fleet import joins
from wgtui.fleet.application_counts import KINDS as APPLICATION_KINDS
from wgtui.fleet.cluster_objects import (
    CONTROL_PLANES,
    GROUPS,
    INFRASTRUCTURES,
    cluster_named,
)
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.management import MANAGEMENT
from wgtui.fleet.pulls import PULL_REQUEST, clusters_meant
from wgtui.resources.capi import CLUSTER
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.core import NODE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.store import index
from wgtui.store.store import Store

SIDES: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)
"""Each object of these is a row, or half of one."""

PARTS: tuple[Kind[Any], ...] = (*CONTROL_PLANES, *INFRASTRUCTURES)
"""What a Cluster refers to."""

KINDS: tuple[Kind[Any], ...] = (*SIDES, *PARTS, *GROUPS, CLUSTER_BOOTSTRAP_CONFIG, JOB, NODE, *APPLICATION_KINDS)

NAMED_BY: Mapping[Kind[Any], Callable[[Any], Iterable[ObjectRef]]] = {
    **dict.fromkeys(GROUPS, cluster_named),
    JOB: joins.gitops_owners,
}
"""What only names its cluster itself, so that it has to be remembered whose it was."""

INDEXES: tuple[tuple[Kind[Any], Callable[[Any], Iterable[Any]]], ...] = (
    (GITOPS_CLUSTER, joins.clusters_claimed),
    (JOB, index.owner_uids),
    *((kind, cluster_named) for kind in GROUPS),
    (PULL_REQUEST, clusters_meant),
)
"""What is asked for while rows are made; what only changes ask for is made with the first of them."""


class Side(NamedTuple):
    """What a row is made for: a GitopsCluster, a Cluster that none stands for, or the management cluster."""

    kind: Kind[Any] | None
    ref: ObjectRef


OF_MANAGEMENT = Side(None, MANAGEMENT)


class Standing:
    """The rows there are now, by what they are made for; and what that tells of the others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows: dict[Side, ClusterSummary] = {}
        self._uids: dict[str, Side] = {}
        self._joined: dict[ObjectRef, set[Side]] = {}
        """Whose row is about this Cluster."""
        self._moved: set[ObjectRef] = set()

    def note(self, side: Side, after: ClusterSummary | None) -> None:
        """Another row may have taken over the uid of the one before already."""
        before = self.rows.pop(side, None)
        if before is not None:
            self._forget(side, before, after)
        if after is not None:
            self.rows[side] = after
            self._uids[after.uid] = side
            if after.capi_ref is not None:
                self._joined.setdefault(after.capi_ref, set()).add(side)

    def has(self, uid: str) -> bool:
        return uid in self._uids

    def is_stood_for(self, cluster: ObjectRef) -> bool:
        """Whether the row of a GitopsCluster is about it."""
        return any(side.kind is GITOPS_CLUSTER for side in self._joined.get(cluster, ()))

    def about(self, cluster: ObjectRef) -> Iterator[Side]:
        """Every row that is, was or may become about this Cluster."""
        yield Side(CLUSTER, cluster)
        yield from self._joined.get(cluster, ())
        for ref in joins.may_be_joined(self._store, cluster):
            yield Side(GITOPS_CLUSTER, ref)

    def left_behind(self) -> list[Side]:
        """Those that stand for a Cluster which another row has just left or come to."""
        sides = dict.fromkeys(side for cluster in self._moved for side in self.about(cluster))
        self._moved.clear()
        return list(sides)

    def _forget(self, side: Side, before: ClusterSummary, after: ClusterSummary | None) -> None:
        if after is None or after.capi_ref != before.capi_ref:
            self._moved.update(row.capi_ref for row in (before, after) if row is not None and row.capi_ref is not None)
        if self._uids.get(before.uid) == side:
            del self._uids[before.uid]
        if before.capi_ref is not None:
            self._joined[before.capi_ref].discard(side)
