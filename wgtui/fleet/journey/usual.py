"""How long a station usually takes, from the clusters of the fleet that have passed it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from wgtui.fleet import conditions, joins
from wgtui.fleet.journey import coming
from wgtui.fleet.journey.stations import MERGED
from wgtui.fleet.pulls import PULL_REQUEST, KnownPull
from wgtui.resources.capi import CLUSTER, Cluster
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.meta import Condition
from wgtui.resources.workloads import JOB
from wgtui.store.store import Store

LOOKED_AT = 200
"""Clusters at most, the newest: what happened a year ago says little."""

LONGEST = timedelta(hours=6)
"""A condition that turned later than this tells of something else than of how the cluster came up."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Usual(NamedTuple):
    """The median, and of how many."""

    duration: timedelta
    of: int


def usual(store: Store, like: Cluster | None = None, but: KnownPull | None = None) -> Mapping[str, Usual]:
    """By the id of a station; of clusters on the same infrastructure as `like`, and of all pull requests `but` one."""
    kind = like.spec.infrastructure_ref.kind if like is not None and like.spec.infrastructure_ref else ""
    found: dict[str, list[timedelta]] = {}
    for id, took in (*_clusters(store, kind, like), *_pulls(store, but)):
        if timedelta(0) < took < LONGEST:
            found.setdefault(id, []).append(took)
    return {
        id: Usual(timedelta(seconds=median(t.total_seconds() for t in took)), len(took)) for id, took in found.items()
    }


def _clusters(store: Store, kind: str, like: Cluster | None) -> Iterator[tuple[str, timedelta]]:
    clusters = (one for one in store.objects(CLUSTER).values() if one is not like and _is_on(one, kind))
    for cluster in heapq.nlargest(LOOKED_AT, clusters, key=lambda one: one.metadata.creation_timestamp or _LONG_AGO):
        gitops = next(iter(joins.gitops_of(store, cluster.metadata.ref)), None)
        yield from _steps(_passed(cluster, gitops))
        if gitops is not None:
            yield from _jobs(store, gitops)


def _is_on(cluster: Cluster, kind: str) -> bool:
    reference = cluster.spec.infrastructure_ref
    return not kind or (reference is not None and reference.kind == kind)


def _passed(cluster: Cluster, gitops: GitopsCluster | None) -> Iterator[tuple[str, datetime | None]]:
    said = conditions.current(cluster.status)
    yield coming.CREATED, cluster.metadata.creation_timestamp
    yield coming.INFRASTRUCTURE, _turned(said, "InfrastructureReady")
    yield coming.CONTROL_PLANE, _turned(said, "ControlPlaneInitialized")
    yield coming.NODES, _turned(said, "WorkersAvailable")
    if gitops is not None:
        yield coming.READY, _turned(gitops.status.conditions, "ClusterConnectivity")


def _turned(said: Iterable[Condition], name: str) -> datetime | None:
    found = conditions.find(said, name)
    return found.last_transition_time if found is not None and conditions.good(found) else None


def _steps(passed: Iterable[tuple[str, datetime | None]]) -> Iterator[tuple[str, timedelta]]:
    """From one station to the next, of a cluster that passed them one after the other.

    What turned at one and the same moment was restored or upgraded: it says nothing of how the cluster came up.
    """
    times = [(id, at) for id, at in passed if at is not None]
    steps = [(id, at - before) for (_, before), (id, at) in pairwise(times)]
    if all(took > timedelta(0) for _, took in steps):
        yield from steps


def _jobs(store: Store, gitops: GitopsCluster) -> Iterator[tuple[str, timedelta]]:
    for job in store.owned_by(JOB, gitops.metadata.uid):
        if job.status.start_time is not None and job.status.completion_time is not None:
            yield coming.BOOTSTRAP, job.status.completion_time - job.status.start_time


def _pulls(store: Store, but: KnownPull | None) -> Iterator[tuple[str, timedelta]]:
    for known in store.objects(PULL_REQUEST).values():
        if known is not but and known.pull.created is not None and known.pull.merged is not None:
            yield MERGED, known.pull.merged - known.pull.created
