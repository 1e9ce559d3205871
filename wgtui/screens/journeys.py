"""Follows the journey of a cluster, or of what a pull request is about, through stores, leaves and GitHub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wgtui.fleet.cluster_objects import CONTROL_PLANES, GROUPS, INFRASTRUCTURES
from wgtui.fleet.cluster_status import is_initialized
from wgtui.fleet.journey.stations import Journey, Seen, remembered
from wgtui.fleet.journey.trip import Trip, journey, trip_of, trips_of
from wgtui.fleet.journey.usual import Usual, usual
from wgtui.fleet.pulls import PULL_REQUEST, Intent, KnownPull, pull_ref
from wgtui.github.marks import Subject, Verb
from wgtui.resources.capi import CLUSTER, CLUSTER_NAME_LABEL, MACHINE
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS
from wgtui.resources.source import GIT_REPOSITORY
from wgtui.resources.workloads import JOB
from wgtui.screens.leaf_secrets import capi_ref, kubeconfig_secrets
from wgtui.screens.session import Session, leaf_ref
from wgtui.store.store import Health

FLEET: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, *APPLICATION_KINDS, GIT_REPOSITORY)
"""What is read of the management cluster for any journey."""

PARTS: tuple[Kind[Any], ...] = (*CONTROL_PLANES, *INFRASTRUCTURES, *GROUPS, MACHINE)
BESIDE: tuple[Kind[Any], ...] = (CLUSTER_BOOTSTRAP_CONFIG, JOB)

KINDS: tuple[Kind[Any], ...] = (*FLEET, *PARTS, *BESIDE, PULL_REQUEST)

MEASURED_EVERY = timedelta(seconds=30)
"""Between two looks at how long other clusters took."""

ON_LEAF: tuple[Kind[Any], ...] = (*APPLICATION_KINDS, GIT_REPOSITORY)


@dataclass(frozen=True, slots=True)
class Goal:
    """Of one object, or of everything that the pull request of this number is about."""

    asked: Intent | None = None
    number: int = 0


def cluster_goal(ref: ObjectRef, verb: Verb = Verb.CREATE) -> Goal:
    return Goal(Intent(verb, Subject(GITOPS_CLUSTER.kind, *ref)))


@dataclass(frozen=True, slots=True)
class View:
    """What is to be seen of a goal now. `reading`: not everything is read yet, so that nothing can be concluded."""

    journeys: tuple[Journey, ...] = ()
    known: KnownPull | None = None
    usual: Mapping[str, Usual] = field(default_factory=dict)
    reading: bool = True


class Journeys:
    """`follow` yields a view for every burst of changes; what it reads is held for as long.

    `in_passing`: pull requests are of interest only where a token is known.
    """

    def __init__(
        self, session: Session, goal: Goal, clock: Callable[[], datetime], *, in_passing: bool = False
    ) -> None:
        self._session = session
        self._goal = goal
        self._clock = clock
        self._in_passing = in_passing
        self._held: set[ObjectRef] = set()
        self._opened: set[ObjectRef] = set()
        self._close: set[int] = set()
        self._seen: dict[str, Seen] = {}
        self._usual: Mapping[str, Usual] = {}
        self._measured = datetime.min.replace(tzinfo=UTC)

    async def follow(self) -> AsyncIterator[View]:
        session = self._session
        with ExitStack() as leases:
            leases.enter_context(session.pulls.hold(in_passing=self._in_passing))
            for kind in FLEET:
                leases.enter_context(session.watching.hold(kind))
            leases.enter_context(session.leaves.everywhere(*ON_LEAF))
            async for _ in session.fleet.changes(*KINDS):
                yield self._view(leases)

    def _view(self, leases: ExitStack) -> View:
        if self._is_reading(FLEET):
            return View()
        trips, known = self._trips(leases)
        for trip in trips:
            self._hold(trip, leases)
        # What is not read yet would look as if it were gone already.
        if self._held and self._is_reading((*PARTS, *BESIDE)):
            return View(known=known)
        journeys = tuple(self._travelled(trip) for trip in trips)
        return View(journeys, known, self._usual, False)

    def _is_reading(self, kinds: Iterable[Kind[Any]]) -> bool:
        known = (self._session.fleet.management.freshness(kind) for kind in kinds)
        return any(one.since is None and one.health not in (Health.DENIED, Health.ABSENT) for one in known)

    def _trips(self, leases: ExitStack) -> tuple[list[Trip], KnownPull | None]:
        store, goal = self._session.fleet.management, self._goal
        if goal.asked is not None:
            trip = trip_of(store, goal.asked)
            if trip.pull is None:
                self._session.pulls.look_back()
                trip = replace(trip, is_asked=self._session.pulls.is_asking)
            self._look_closely(trip.pull, leases)
            return [trip], trip.pull
        known = store.get(PULL_REQUEST, pull_ref(goal.number))
        if known is None:
            self._session.pulls.look_back()
            return [], None
        self._look_closely(known, leases)
        return trips_of(store, known), known

    def _look_closely(self, known: KnownPull | None, leases: ExitStack) -> None:
        if known is not None and known.pull.number not in self._close:
            self._close.add(known.pull.number)
            leases.enter_context(self._session.pulls.hold_closely(known.pull.number))

    def _travelled(self, trip: Trip) -> Journey:
        found, now = journey(self._session.fleet, trip), self._clock()
        if trip.pull is not None:
            for revision in found.wonders:
                self._session.pulls.wonder(trip.pull.pull.number, revision)
        stations = remembered(found.stations, self._seen.get(found.title, {}), now)
        self._seen[found.title] = {one.id: (one.state, one.since) for one in stations}
        return replace(found, stations=stations)

    def _hold(self, trip: Trip, leases: ExitStack) -> None:
        """The parts of a cluster and its own Flux, as soon as it is known by which names."""
        store = self._session.fleet.management
        if not trip.is_of_cluster:
            if trip.cluster:
                self._open(leaf_ref(trip.cluster), leases)
            return
        ref = trip.intent.ref
        cluster = capi_ref(store, ref)
        if cluster not in self._held:
            self._held.add(cluster)
            selector = f"{CLUSTER_NAME_LABEL}={cluster.name}"
            for kind in PARTS:
                leases.enter_context(self._session.watching.hold(kind, cluster.namespace, selector))
            for kind in BESIDE:
                leases.enter_context(self._session.watching.hold(kind, ref.namespace))
        found = store.get(CLUSTER, cluster)
        if self._clock() - self._measured > MEASURED_EVERY:
            self._measured, self._usual = self._clock(), usual(store, found, trip.pull)
        gitops = store.get(GITOPS_CLUSTER, ref)
        if not trip.is_leaving and gitops is not None and _can_be_opened(store.get(CLUSTER, cluster)):
            self._open(gitops.metadata.ref, leases)

    def _open(self, ref: ObjectRef, leases: ExitStack) -> None:
        secrets = kubeconfig_secrets(self._session.fleet.management, ref)
        if secrets and ref not in self._opened:
            self._opened.add(ref)
            leases.enter_context(self._session.leaves.open(ref, secrets))


def _can_be_opened(cluster: Any) -> bool:
    """Before its control plane runs there is nobody to answer."""
    return cluster is None or is_initialized(cluster)
