"""Why a cluster has not been bootstrapped: one answer, by the rules of the bootstrap controller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.bootstrap import (
    attempt,
    has_run,
    job_message,
    job_status,
    latest,
    reads_jobs,
    selects,
    wanted_condition,
)
from wgtui.fleet.cluster_objects import ClusterObjects, shows_control_plane_nodes
from wgtui.fleet.status import Status
from wgtui.resources.capi import Cluster
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG, ClusterBootstrapConfig
from wgtui.resources.core import NODE, Node
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.meta import ConditionStatus
from wgtui.resources.references import LabelSelector, SelectorRequirement
from wgtui.resources.workloads import JOB, Job
from wgtui.store.store import Health, Store

PATIENCE = timedelta(minutes=5)
"""The controller hears of every change at once: who has waited longer waits for a controller that does not run."""

CONTROL_PLANE_LABELS = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")


@dataclass(frozen=True, slots=True)
class World:
    """What the answer is found in. `configs` are those of all namespaces that are read, `jobs` those it owns.

    `nodes` are None where the cluster itself is not read; a managed control plane shows none of its own.
    """

    gitops: GitopsCluster | None
    configs: Sequence[ClusterBootstrapConfig] = ()
    jobs: Sequence[Job] = ()
    cluster: Cluster | None = None
    shows_control_plane_nodes: bool = True
    nodes: Sequence[Node] | None = None
    jobs_read: bool = True


def world_of(store: Store, found: ClusterObjects, leaf: Store | None = None) -> World:
    """`leaf` is the cluster itself, where that is open: its nodes are then known."""
    read = leaf is not None and leaf.freshness(NODE).health is Health.LIVE
    return World(
        found.gitops,
        list(store.objects(CLUSTER_BOOTSTRAP_CONFIG).values()),
        store.owned_by(JOB, found.gitops.metadata.uid) if found.gitops else (),
        found.cluster,
        shows_control_plane_nodes(found.control_plane),
        list(leaf.objects(NODE).values()) if leaf is not None and read else None,
        found.gitops is None or reads_jobs(store, found.gitops.metadata.namespace),
    )


class Why(NamedTuple):
    """`status`: READY it has been, BOOTSTRAPPING it is being, FAILED, WAITING; None: nothing is to be run on it.

    `job` is the one that decides.
    """

    status: Status | None
    text: str
    job: Job | None = None


Says = Callable[[World, "datetime | None"], "Why | None"]


def why(world: World, now: datetime | None) -> Why:
    """Without a time nobody has waited for too long."""
    return next(said for rule in RULES if (said := rule(world, now)) is not None)


def _unseen(world: World, _: datetime | None) -> Why | None:
    if world.gitops is not None:
        return None
    return Why(None, "no GitopsCluster stands for it: the bootstrap controller does not see it")


def _failed(world: World, _: datetime | None) -> Why | None:
    """The worst of its Jobs; it is not made again while the annotation names its configuration."""
    failed = next((job for job in latest(world.jobs) if job_status(job) is Status.FAILED), None)
    if failed is None:
        return None
    said = job_message(failed)
    told = f"Job {failed.metadata.name} failed{f': {said}' if said else ''}, {attempt(failed)}"
    return Why(Status.FAILED, f"{told}; it is not run again while the annotation names its configuration", failed)


def _running(world: World, _: datetime | None) -> Why | None:
    running = next((job for job in latest(world.jobs) if job_status(job) is not Status.READY), None)
    if running is None:
        return None
    begun = "is running" if running.status.active else "has no running pod"
    return Why(Status.BOOTSTRAPPING, f"Job {running.metadata.name} {begun}, {attempt(running)}", running)


def _deleting(world: World, _: datetime | None) -> Why | None:
    if world.gitops is None or world.gitops.metadata.deletion_timestamp is None:
        return None
    return Why(None, "it is being deleted: nothing is run on it any more")


def _marked(world: World, _: datetime | None) -> Why | None:
    if world.gitops is None or world.gitops.metadata.annotations.bootstrapped is None:
        return None
    return Why(Status.READY, "marked by the annotation capi.weave.works/bootstrapped: nothing is run on it any more")


def _waiting(world: World, now: datetime | None) -> Why | None:
    gitops = world.gitops
    assert gitops is not None
    waiting = [one for one in _selecting(world) if not has_run(one.metadata.ref, gitops)]
    if not waiting:
        return None
    return Why(Status.WAITING, f"{waiting[0].metadata.ref} {_waits_for(waiting[0], world, now)}")


def _selecting(world: World) -> list[ClusterBootstrapConfig]:
    gitops = world.gitops
    return [one for one in world.configs if selects(one, gitops)] if gitops else []


def _waits_for(config: ClusterBootstrapConfig, world: World, now: datetime | None) -> str:
    assert world.gitops is not None
    name = wanted_condition(config)
    condition = conditions.find(world.gitops.status.conditions, name)
    if condition is None or condition.status is not ConditionStatus.TRUE:
        return f"waits for {name} of the GitopsCluster{_because(name, world)}"
    if config.spec.require_cluster_ready:
        for_nodes = _waits_for_nodes(world)
        if for_nodes:
            return for_nodes
    since = condition.last_transition_time
    if since is not None and now is not None and now - since > PATIENCE:
        return "waits for nothing that is known here, and no Job was made: does the bootstrap controller run?"
    return "is about to run"


def _because(name: str, world: World) -> str:
    """What the condition says, or why nobody has set it."""
    assert world.gitops is not None
    found = conditions.find(world.gitops.status.conditions, name)
    if found is not None:
        said = conditions.flattened(found.message) or found.reason
        return f": {said}" if said else ""
    if name == "Ready":
        return ", which the cluster controller has not looked at yet"
    if world.gitops.spec.secret_ref is not None:
        return ": of one joined by a Secret only the annotation clusters.gitops.weave.works/provisioned says that"
    phase = world.cluster.status.phase if world.cluster else ""
    return f": its Cluster is {phase or 'in no phase'}, not Provisioned" if world.cluster else ""


def _waits_for_nodes(world: World) -> str:
    """Empty where they are known to be ready."""
    if not world.shows_control_plane_nodes:
        return "waits for control plane nodes, which a managed control plane never shows"
    if world.nodes is None:
        return "waits for the control plane nodes to be Ready"
    nodes = next((some for label in CONTROL_PLANE_LABELS if (some := _labelled(world.nodes, label))), [])
    if not nodes:
        return f"waits for control plane nodes: none has the label {CONTROL_PLANE_LABELS[0]}"
    unready = [one.metadata.name for one in nodes if not conditions.is_true(one.status.conditions, "Ready")]
    return f"waits for the control plane node {unready[0]} to be Ready" if unready else ""


def _labelled(nodes: Sequence[Node], label: str) -> list[Node]:
    return [node for node in nodes if label in node.metadata.labels]


def _done(world: World, _: datetime | None) -> Why | None:
    """By the annotation; Jobs may have been cleaned up meanwhile."""
    jobs = latest(world.jobs)
    if jobs:
        named = ", ".join(f"Job {job.metadata.name}" for job in jobs)
        return Why(Status.READY, f"it has been: {named} is complete", jobs[-1])
    gitops = world.gitops
    assert gitops is not None
    listed = gitops.metadata.annotations.bootstrap_configs
    if listed and not world.jobs_read:
        return Why(Status.UNKNOWN, f"a Job was made by {listed}; Jobs are not read here: how it ended is not known")
    if listed:
        return Why(Status.READY, f"it has been, by {listed}; the Jobs are gone, and how they ended with them")
    return None


def _unselected(world: World, _: datetime | None) -> Why:
    """No configuration selects it: which came closest, and what it asks for."""
    gitops = world.gitops
    assert gitops is not None
    namespace, labels = gitops.metadata.namespace, gitops.metadata.labels
    own = [one for one in world.configs if one.metadata.namespace == namespace]
    close = sorted(
        ((len(lacks), str(one.metadata.ref), lacks) for one in own if (lacks := list(_lacks(one, labels)))),
        key=lambda found: found[:2],
    )
    elsewhere = next((one for one in world.configs if _would_select(one, labels, namespace)), None)
    if elsewhere is not None:
        return Why(None, f"none selects it: {elsewhere.metadata.ref} would, and acts in its own namespace only")
    if close:
        return Why(None, f"none selects it: {close[0][1]} asks for {', '.join(close[0][2])}")
    if own:
        return Why(None, f"none selects it: the selector of {own[0].metadata.ref} is empty, which selects nothing")
    return Why(None, f"there is no ClusterBootstrapConfig in {namespace}")


def _would_select(config: ClusterBootstrapConfig, labels: dict[str, str], namespace: str) -> bool:
    selector = config.spec.cluster_selector
    return config.metadata.namespace != namespace and not selector.empty and selector.matches(labels)


def _lacks(config: ClusterBootstrapConfig, labels: dict[str, str]) -> Iterator[str]:
    selector: LabelSelector = config.spec.cluster_selector
    for name, value in sorted((selector.match_labels or {}).items()):
        if labels.get(name) != value:
            yield f"the label {name}={value}" + (f" (it has {labels[name]})" if name in labels else "")
    yield from (_requirement(one) for one in selector.match_expressions or () if not one.matches(labels))


def _requirement(one: SelectorRequirement) -> str:
    values = f" {', '.join(one.values)}" if one.values else ""
    return f"the label {one.key} {one.operator}{values}"


RULES: tuple[Says, ...] = (_unseen, _failed, _running, _deleting, _marked, _waiting, _done, _unselected)
"""The first that has something to say has the answer."""
