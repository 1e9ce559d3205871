"""The stations of a cluster that goes: as Cluster API takes it down, from its machines to the last finalizer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wgtui.fleet import conditions, trouble
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.cluster_status import cluster_verdict, is_paused
from wgtui.fleet.journey.stations import State, Station
from wgtui.resources.capi import Machine

BEGUN, WORKERS, CONTROL_PLANE, INFRASTRUCTURE, GONE = (
    "begun",
    "workers-gone",
    "control-plane-gone",
    "infrastructure-gone",
    "gone",
)

TITLES = {
    BEGUN: "deletion begun",
    WORKERS: "workers gone",
    CONTROL_PLANE: "control plane gone",
    INFRASTRUCTURE: "infrastructure gone",
    GONE: "gone",
}


def _station(id: str, state: State, message: str = "", since: datetime | None = None) -> Station:
    return Station(id, TITLES[id], state, message, since)


def leaving_stations(found: ClusterObjects | None, workers: Sequence[Machine], others: int) -> list[Station]:
    """`workers` and `others` are the machines that are left: of its workers, and of its control plane."""
    if found is None:
        return [_station(id, State.DONE) for id in TITLES]
    begun = _begun(found)
    stations = [_station(BEGUN, State.DONE, "", begun) if begun is not None else _untouched(found)]
    if begun is None:
        return stations + [_station(id, State.LATER) for id in list(TITLES)[1:]]
    if found.cluster is None:
        stations += [_station(id, State.DONE) for id in (WORKERS, CONTROL_PLANE, INFRASTRUCTURE)]
        return [*stations, _station(GONE, State.RUNNING, cluster_verdict(found).message)]
    return [*stations, *_parts(found, workers, others)]


def _begun(found: ClusterObjects) -> datetime | None:
    sides = (found.cluster, found.gitops)
    return next((one for side in sides if side and (one := side.metadata.deletion_timestamp) is not None), None)


def _untouched(found: ClusterObjects) -> Station:
    words = "paused: nothing is deleted before it is resumed" if is_paused(found.cluster) else "it is still there"
    return _station(BEGUN, State.WAITING if is_paused(found.cluster) else State.RUNNING, words)


def _parts(found: ClusterObjects, workers: Sequence[Machine], others: int) -> list[Station]:
    """The first that is not gone says what it waits for."""
    left = (
        (WORKERS, f"{len(workers)} machine{'s' if len(workers) > 1 else ''} left" if workers else ""),
        (CONTROL_PLANE, f"{others} left" if others else "it is still there" if found.control_plane is not None else ""),
        (INFRASTRUCTURE, "it is still there" if found.infrastructure is not None else ""),
        (GONE, cluster_verdict(found).message or "waits for its finalizers"),
    )
    failing = trouble.failing(found)
    stations: list[Station] = []
    for id, words in left:
        if any(not one.state.passed for one in stations):
            stations.append(_station(id, State.LATER))
        elif not words:
            stations.append(_station(id, State.DONE))
        elif failing is not None or is_paused(found.cluster):
            message = failing.message if failing is not None else "paused: nothing is deleted before it is resumed"
            stations.append(_station(id, State.FAILED if failing is not None else State.WAITING, message))
        else:
            stations.append(_station(id, State.RUNNING, _said(found) or words))
    return stations


def _said(found: ClusterObjects) -> str:
    """What the Cluster itself says it waits for."""
    assert found.cluster is not None
    deleting = conditions.find(conditions.current(found.cluster.status), "Deleting")
    return conditions.flattened(deleting.message) if deleting is not None else ""
