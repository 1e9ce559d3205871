"""From what is to happen to one object to the journey that it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wgtui.fleet.cluster_objects import ClusterObjects, cluster_objects_of
from wgtui.fleet.intents import beside
from wgtui.fleet.journey.application import application_stations, leaving_application
from wgtui.fleet.journey.coming import cluster_stations
from wgtui.fleet.journey.delivery import FLUX, Landing, applied, applier, fetched, pull_stations
from wgtui.fleet.journey.leaving import leaving_stations
from wgtui.fleet.journey.stations import APPLIED, FETCHED, Journey, State, Station, lined_up, since_the_change
from wgtui.fleet.pulls import CLUSTER_KINDS, PULL_REQUEST, Intent, KnownPull
from wgtui.github.marks import Subject, Verb
from wgtui.github.pulls import PullState
from wgtui.resources.capi import CONTROL_PLANE_LABEL, MACHINE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, named
from wgtui.resources.source import GIT_REPOSITORY
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Health, Store
from wgtui.templates.paths import Layout


@dataclass(frozen=True, slots=True)
class Trip:
    """`pull` None: nobody knows which one it was, or not yet where GitHub `is_asked`.

    `cluster` names the leaf that an application is on.
    """

    intent: Intent
    pull: KnownPull | None = None
    cluster: str = ""
    is_asked: bool = False

    @property
    def is_of_cluster(self) -> bool:
        return self.intent.subject.kind in CLUSTER_KINDS

    @property
    def is_leaving(self) -> bool:
        return self.intent.verb is Verb.DELETE


def trips_of(store: Store, known: KnownPull) -> list[Trip]:
    """One for each object that the pull request is about; where it is about none, one of its files."""
    if not known.intents and known.files is not None:
        return [Trip(Intent(Verb.EDIT, Subject("", "", "")), known)]
    if all(one.subject.kind in CLUSTER_KINDS for one in known.intents):
        return [Trip(one, known) for one in known.intents]
    home = _home(store, (file.path for file in known.files or ()))
    return [Trip(one, known, "" if one.subject.kind in CLUSTER_KINDS else home) for one in known.intents]


def trip_of(store: Store, asked: Intent) -> Trip:
    """By the newest pull request about an object that was not closed in vain; without one as it was asked for.

    Whoever asks for a deletion is told of no other change.
    """
    for known in sorted(store.objects(PULL_REQUEST).values(), key=lambda known: -known.pull.number):
        if known.pull.state is not PullState.CLOSED and any(_answers(one, asked) for one in known.intents):
            return next(trip for trip in trips_of(store, known) if _answers(trip.intent, asked))
    return Trip(asked)


def _answers(intent: Intent, asked: Intent) -> bool:
    kinds = CLUSTER_KINDS if asked.subject.kind in CLUSTER_KINDS else (asked.subject.kind,)
    is_about = intent.subject.kind in kinds and intent.ref == asked.ref
    return is_about and (intent.verb is Verb.DELETE or asked.verb is not Verb.DELETE)


def _home(store: Store, paths: Iterable[str]) -> str:
    """The leaf in whose folder of the repository these files are; empty for the management cluster."""
    owners = (beside(path, Layout()) for path in paths)
    refs = (ObjectRef(one.namespace, one.name) for one in owners if one is not None)
    return str(next((ref for ref in refs if store.get(GITOPS_CLUSTER, ref) is not None), ""))


def journey(fleet: Fleet, trip: Trip) -> Journey:
    landing = Landing(trip.pull)
    ends = _cluster(fleet, trip, landing) if trip.is_of_cluster else _application(fleet, trip, landing)
    stations: Iterable[Station] = lined_up([*pull_stations(trip.pull, is_asked=trip.is_asked), *ends])
    pull = trip.pull.pull if trip.pull is not None else None
    if pull is not None and pull.merged is not None:
        stations = since_the_change(stations, pull.merged)
    title = str(trip.intent) if trip.intent.subject.name or pull is None else f"the files of #{pull.number}"
    return Journey(title, tuple(stations), frozenset(landing.wonders))


def _cluster(fleet: Fleet, trip: Trip, landing: Landing) -> list[Station]:
    store, ref = fleet.management, trip.intent.ref
    found = cluster_objects_of(store, ref)
    placed = found.metadata.creation_timestamp if found is not None else None
    paths = [file.path for file in trip.pull.files or ()] if trip.pull is not None else []
    paths = paths or [Layout().manifest(ref.namespace, ref.name)]
    labels = found.metadata.labels if found is not None else {}
    by = applier(store, labels, trip.pull.source if trip.pull is not None else None, paths)
    nowhere = f"no Kustomization applies {paths[0]}" if trip.pull is not None else "nobody knows what applied it"
    stations = [_fetched(store, trip, by, landing), applied(by, landing, placed, nowhere)]
    if not trip.is_leaving:
        leaf = fleet.store(str(found.metadata.ref)) if found is not None else None
        return stations + cluster_stations(store, leaf, found, landing)
    return stations + _leaving(store, found)


def _leaving(store: Store, found: ClusterObjects | None) -> list[Station]:
    machines = store.in_cluster(MACHINE, found.named) if found is not None and found.named is not None else []
    workers = [one for one in machines if CONTROL_PLANE_LABEL not in one.metadata.labels]
    return leaving_stations(found, workers, len(machines) - len(workers))


def _fetched(store: Store, trip: Trip, by: Kustomization | None, landing: Landing) -> Station:
    source = by.source if by is not None else None
    ref = trip.pull.source if trip.pull is not None else source.ref if source is not None else None
    return fetched(store.get(GIT_REPOSITORY, ref) if ref is not None else None, landing)


def _application(fleet: Fleet, trip: Trip, landing: Landing) -> list[Station]:
    """On its own cluster another source reads the repository, and Flux there applies it.

    Of anything else the journey ends where it is applied: nobody knows when it is well.
    """
    store, subject = fleet.store(trip.cluster), trip.intent.subject
    kind = named(subject.kind)
    found: Any = store.get(kind, trip.intent.ref) if store is not None and kind is not None else None
    end: list[Station] = []
    if kind in APPLICATION_KINDS:
        end = leaving_application(subject.kind, found) if trip.is_leaving else application_stations(subject.kind, found)
    if store is None or _is_unread(store):
        opening = State.RUNNING, f"opening {trip.cluster or 'the management cluster'}"
        return [Station(FETCHED, "source fetched it", *opening), Station(APPLIED, "applied", *opening), *end]
    labels = found.metadata.labels if found is not None else {}
    paths = [file.path for file in trip.pull.files or ()] if trip.pull is not None else []
    by = applier(store, labels, trip.pull.source if trip.pull is not None else None, paths)
    by = by or (store.get(KUSTOMIZATION, FLUX) if trip.cluster else None)
    source = by.source.ref if by is not None and by.source is not None else None
    placed = found.metadata.creation_timestamp if found is not None else None
    return [
        fetched(store.get(GIT_REPOSITORY, source) if source is not None else None, landing),
        applied(by, landing, placed, f"no Kustomization applies {', '.join(paths[:1]) or 'its file'}"),
        *end,
    ]


def _is_unread(store: Store) -> bool:
    known = store.freshness(KUSTOMIZATION)
    return known.since is None and known.health not in (Health.DENIED, Health.ABSENT)
