"""The stations of a cluster that comes up, or that changes: from its objects to what runs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions, counts, trouble
from wgtui.fleet.applications import application_verdict, changed
from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.cluster_status import is_initialized
from wgtui.fleet.clusters import Count
from wgtui.fleet.conditions import FALSE, TRUE
from wgtui.fleet.journey.delivery import FLUX, Landing
from wgtui.fleet.journey.stations import State, Station
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization
from wgtui.resources.meta import Condition
from wgtui.resources.registry import APPLICATION_KINDS
from wgtui.resources.workloads import JOB, Job
from wgtui.store.freshness import RELEASED
from wgtui.store.store import Freshness, Health, Store

CREATED, INFRASTRUCTURE, CONTROL_PLANE, NODES = "created", "infrastructure", "control-plane", "nodes"
READY, BOOTSTRAP, FLUX_ON_LEAF, PROFILES = "ready", "bootstrap", "flux", "profiles"

TITLES = {
    CREATED: "Cluster created",
    INFRASTRUCTURE: "infrastructure",
    CONTROL_PLANE: "control plane",
    NODES: "nodes",
    READY: "GitopsCluster ready",
    BOOTSTRAP: "bootstrap Job",
    FLUX_ON_LEAF: "Flux on the leaf",
    PROFILES: "profiles applied",
}


def _station(id: str, state: State, message: str = "", since: datetime | None = None) -> Station:
    return Station(id, TITLES[id], state, message, since)


def cluster_stations(store: Store, leaf: Store | None, found: ClusterObjects | None, landing: Landing) -> list[Station]:
    if found is None:
        return [_station(CREATED, State.RUNNING, "nothing of it is there yet"), *_later(TITLES, CREATED)]
    if found.named is None and found.cluster is None:
        joined = "it is known by the kubeconfig in a Secret"
        made = [_station(CREATED, State.DONE, joined, found.metadata.creation_timestamp)]
        made += [_station(id, State.SKIPPED) for id in (INFRASTRUCTURE, CONTROL_PLANE, NODES)]
    else:
        made = list(_made(found))
    return [*made, _ready(found), _bootstrap(store, found), *_on_leaf(leaf, found, landing)]


def _later(titles: Iterable[str], after: str) -> Iterator[Station]:
    ids = list(titles)
    return (_station(id, State.LATER) for id in ids[ids.index(after) + 1 :])


def _made(found: ClusterObjects) -> Iterator[Station]:
    cluster = found.cluster
    if cluster is None:
        yield _station(CREATED, State.RUNNING, f"there is no Cluster {found.named}")
        yield from (_station(id, State.LATER) for id in (INFRASTRUCTURE, CONTROL_PLANE, NODES))
        return
    said = conditions.current(cluster.status)
    yield _station(CREATED, State.DONE, "", cluster.metadata.creation_timestamp)
    failing = trouble.terminal(found) or trouble.failing(found)
    up = cluster.status.infrastructure_provisioned
    ready = conditions.find(said, "InfrastructureReady")
    yield _judged(INFRASTRUCTURE, up and not _is_false(ready), ready, failing, trouble.most_telling(found))
    if not up:
        yield from (_station(id, State.LATER) for id in (CONTROL_PLANE, NODES))
        return
    yield _control_plane(found, said, failing)
    yield _nodes(found, said, failing)


def _judged(
    id: str, done: bool, condition: Condition | None, failing: trouble.Told | None, telling: trouble.Told | None
) -> Station:
    if done:
        return _station(id, State.DONE, "", condition.last_transition_time if condition is not None else None)
    if failing is not None:
        return _station(id, State.FAILED, failing.message or failing.reason)
    return _station(id, State.RUNNING, telling.message if telling is not None else "")


def _control_plane(found: ClusterObjects, said: Sequence[Condition], failing: trouble.Told | None) -> Station:
    assert found.cluster is not None
    initialized = conditions.find(said, "ControlPlaneInitialized")
    part = found.control_plane
    if is_initialized(found.cluster):
        changing = _changing(part) if part is not None else ""
        if changing:
            return _station(CONTROL_PLANE, State.RUNNING, changing)
        return _station(CONTROL_PLANE, State.DONE, "", initialized.last_transition_time if initialized else None)
    return _judged(CONTROL_PLANE, False, initialized, failing, trouble.most_telling(found))


def _changing(part: Any) -> str:
    """What a part still has to do for its newest spec; empty where that is done."""
    observed, generation = part.status.observed_generation, part.metadata.generation
    name = f"{type(part).__name__} {part.metadata.name}"
    if 0 < observed < generation:
        return f"the new spec of {name} is not observed yet"
    said = conditions.current(part.status)
    moving = next((one for one in said if one.type in _ROLLING and one.status is TRUE), None)
    return conditions.told(moving, name) if moving is not None else ""


_ROLLING = frozenset({"RollingOut", "Updating", "EKSControlPlaneUpdating"})


def _nodes(found: ClusterObjects, said: Sequence[Condition], failing: trouble.Told | None) -> Station:
    parts = [("control plane", counts.control_plane(found)), ("workers", counts.workers(found))]
    short_of = [f"{title} {count.ready or 0}/{count.wanted}" for title, count in parts if _lacks(count)]
    changing = next((words for group in found.groups if (words := _changing(group))), "")
    if not short_of and not changing and found.groups_read:
        return _station(NODES, State.DONE, _counted(parts), _latest(said, _NODE_CONDITIONS))
    words = ", ".join(filter(None, (*short_of, changing)))
    if failing is not None and short_of:
        return _station(NODES, State.FAILED, f"{words}: {failing.message or failing.reason}")
    return _station(NODES, State.RUNNING, words)


_NODE_CONDITIONS = ("WorkersAvailable", "WorkerMachinesReady", "ControlPlaneMachinesReady")


def _lacks(count: Count) -> bool:
    return count.wanted is not None and (count.ready or 0) < count.wanted


def _counted(parts: Iterable[tuple[str, Count]]) -> str:
    return ", ".join(f"{title} {count.ready}/{count.wanted}" for title, count in parts if count.wanted is not None)


def _latest(said: Sequence[Condition], names: Iterable[str]) -> datetime | None:
    times = [one.last_transition_time for name in names if (one := conditions.find(said, name)) is not None]
    return max((time for time in times if time is not None), default=None)


def _is_false(condition: Condition | None) -> bool:
    return condition is not None and condition.status is FALSE


def _ready(found: ClusterObjects) -> Station:
    gitops = found.gitops
    if gitops is None:
        return _station(READY, State.SKIPPED, "there is no GitopsCluster")
    said = gitops.status.conditions
    ready, connected = conditions.find(said, "Ready"), conditions.find(said, "ClusterConnectivity")
    for one in (ready, connected):
        if one is None or one.status is not TRUE:
            words = conditions.told(one) if one is not None else "the cluster controller has not looked at it yet"
            waits = found.cluster is not None and not is_initialized(found.cluster)
            return _station(READY, State.LATER if waits else State.RUNNING, words)
    return _station(READY, State.DONE, "ready and connected", _latest(said, ("Ready", "ClusterConnectivity")))


def _bootstrap(store: Store, found: ClusterObjects) -> Station:
    said = found.bootstrap
    jobs: list[Job] = store.owned_by(JOB, found.gitops.metadata.uid) if found.gitops is not None else []
    match said.status:
        case None:
            return _station(BOOTSTRAP, State.SKIPPED, "no ClusterBootstrapConfig selects it")
        case Status.READY:
            times = [job.status.completion_time for job in jobs if job.status.completion_time is not None]
            return _station(BOOTSTRAP, State.DONE, "", max(times, default=None))
        case Status.FAILED:
            return _station(BOOTSTRAP, State.FAILED, said.message)
        case Status.WAITING:
            return _station(BOOTSTRAP, _state_of_waiting(found), said.message)
    begun = [job.status.start_time for job in jobs if job.status.start_time is not None]
    return _station(BOOTSTRAP, State.RUNNING, said.message, max(begun, default=None))


def _state_of_waiting(found: ClusterObjects) -> State:
    """For a cluster that is not ready yet, or for the controller to begin."""
    ready = conditions.is_true(found.gitops.status.conditions, "Ready") if found.gitops is not None else False
    return State.RUNNING if ready else State.LATER


def _on_leaf(leaf: Store | None, found: ClusterObjects, landing: Landing) -> Iterator[Station]:
    known = leaf.freshness(KUSTOMIZATION) if leaf is not None else RELEASED
    if leaf is None or known.health in (Health.LOADING, Health.RELEASED):
        yield _station(FLUX_ON_LEAF, State.LATER)
        yield _station(PROFILES, State.LATER)
        return
    flux = _flux(leaf.get(KUSTOMIZATION, FLUX), known, landing)
    waits = found.bootstrap.status not in (None, Status.READY)
    if waits and flux.state is State.RUNNING:
        flux = replace(flux, state=State.LATER)
    yield flux
    yield _profiles(leaf, flux)


def _flux(flux: Kustomization | None, known: Freshness, landing: Landing) -> Station:
    if known.health is Health.STALE:
        # What has answered before may have lost everything since; what never has is still to come.
        state = State.RUNNING if known.since is None else State.UNKNOWN
        return _station(FLUX_ON_LEAF, state, known.error.title if known.error is not None else "no answer")
    if known.health is Health.DENIED:
        return _station(FLUX_ON_LEAF, State.UNKNOWN, "its Kustomizations may not be read")
    if flux is None:
        return _station(FLUX_ON_LEAF, State.RUNNING, "not installed yet")
    revision, says = flux.status.last_applied_revision, application_verdict(flux)
    held = bool(revision) if landing.known is None else landing.holds(revision)
    if held:
        return _station(FLUX_ON_LEAF, State.DONE, f"has applied {short(revision)}", changed(flux.status.conditions))
    if says.status is Status.FAILED:
        return _station(FLUX_ON_LEAF, State.FAILED, short(says.message))
    return _station(FLUX_ON_LEAF, State.RUNNING, f"is at {short(revision) or 'nothing yet'}")


def _profiles(leaf: Store, flux: Station) -> Station:
    """Everything that Flux delivers there, as the profiles of a template are told apart by nothing."""
    if flux.state is not State.DONE:
        return _station(PROFILES, State.UNKNOWN if flux.state is State.UNKNOWN else State.LATER)
    everything = [one for kind in APPLICATION_KINDS for one in leaf.objects(kind).values()]
    verdicts = [(one, application_verdict(one)) for one in everything]
    waiting = [(one, says) for one, says in verdicts if says.status not in (Status.READY, Status.SUSPENDED)]
    amount = f"{len(everything) - len(waiting)} of {len(everything)} ready"
    if not waiting:
        since = max(filter(None, (changed(one.status.conditions) for one in everything)), default=None)
        return _station(PROFILES, State.DONE if everything else State.SKIPPED, amount if everything else "", since)
    worst, says = min(waiting, key=lambda pair: (pair[1].status.rank, pair[0].metadata.ref))
    words = f"{amount}; {type(worst).__name__} {worst.metadata.ref}: {short(says.message) or says.status.word}"
    return _station(PROFILES, State.FAILED if says.status is Status.FAILED else State.RUNNING, words)
