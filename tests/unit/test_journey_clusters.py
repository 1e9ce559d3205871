"""A cluster that comes up, changes or goes, station by station."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as altered

from tests.unit.journeys import (
    BEFORE,
    OPEN,
    UP,
    fleet_of,
    flux,
    known,
    states,
    travelled,
    trip_of_cluster,
)
from tests.unit.worlds import (
    NAMESPACE,
    THEN,
    aws,
    cluster,
    condition,
    config,
    deployment,
    gitops,
    job,
    kubeadm,
    lose,
    machine,
    release,
)
from wgtui.fleet.journey.trip import journey
from wgtui.github.marks import Verb
from wgtui.github.pulls import PullState
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef

COMING_UP = {
    "phase": "Provisioning",
    "initialization": {},
    "controlPlane": {"desiredReplicas": 3, "readyReplicas": 0},
    "workers": {"desiredReplicas": 2, "readyReplicas": 0},
}
WITH_NETWORK = COMING_UP | {"initialization": {"infrastructureProvisioned": True}}
NO_NETWORK = condition("InfrastructureReady", False, "NotReady", "NAT gateways")
WAITS = condition("Ready", False, "WaitingForControlPlaneReadyStatus", "Waiting for ControlPlaneReady status")
LIMIT = condition("VpcReady", False, "VpcReconciliationFailed", "The maximum number of VPCs has been reached.", "Error")
UNCONNECTED = condition("ClusterConnectivity", False, "Failed", "i/o timeout")
FAILED = condition("Failed", True, "Backoff", "no more")
SELECTED: dict[str, Any] = {"labels": {"bootstrap": "flux"}}


Case = tuple[tuple[Any, ...], tuple[Any, ...] | None, str, str, str]

CLUSTERS: dict[str, Case] = {
    "nothing yet": ((), None, "created", "running", "nothing of it is there yet"),
    "a GitopsCluster alone": ((gitops("prod", WAITS),), None, "created", "running", "there is no Cluster fleet/prod"),
    "no network yet": (
        (
            gitops("prod", WAITS),
            cluster("prod", condition("InfrastructureReady", False, "NotReady", "NAT gateways"), status=COMING_UP),
        ),
        None,
        "infrastructure",
        "running",
        "NAT gateways",
    ),
    "no VPC to be had": (
        (
            gitops("prod", WAITS),
            cluster("prod", condition("InfrastructureReady", False), status=COMING_UP),
            aws("prod", LIMIT),
        ),
        None,
        "infrastructure",
        "failed",
        "The maximum number of VPCs",
    ),
    "no control plane yet": (
        (gitops("prod", WAITS), cluster("prod", condition("InfrastructureReady"), status=WITH_NETWORK)),
        None,
        "control-plane",
        "running",
        "",
    ),
    "a control plane that is rolled out": (
        (gitops(), cluster(), kubeadm("prod-cp", condition("RollingOut", True, "RollingOut", "1 of 3 is new"))),
        None,
        "control-plane",
        "running",
        "1 of 3 is new",
    ),
    "a control plane with a newer spec": (
        (gitops(), cluster(), kubeadm("prod-cp", status={"observedGeneration": 1}, generation=2)),
        None,
        "control-plane",
        "running",
        "not observed yet",
    ),
    "nodes that are missing": (
        (gitops(), cluster("prod", status={"workers": {"desiredReplicas": 2, "readyReplicas": 1}})),
        None,
        "nodes",
        "running",
        "workers 1/2",
    ),
    "workers that are rolled out": (
        (gitops(), cluster(), deployment("prod-md-0", condition("RollingOut", True, "RollingOut", "one is old"))),
        None,
        "nodes",
        "running",
        "one is old",
    ),
    "a cluster nobody can reach": (
        (
            gitops("prod", condition("Ready"), condition("ClusterConnectivity", False, "Failed", "i/o timeout")),
            cluster(),
        ),
        None,
        "ready",
        "running",
        "i/o timeout",
    ),
    "a bootstrap that runs": (
        (gitops("prod", **SELECTED), cluster(), config(), job(gitops("prod", **SELECTED), active=1)),
        None,
        "bootstrap",
        "running",
        "is running",
    ),
    "a bootstrap that failed": (
        (
            gitops("prod", **SELECTED),
            cluster(),
            config(),
            job(gitops("prod", **SELECTED), condition("Failed", True, "Backoff", "no more")),
        ),
        None,
        "bootstrap",
        "failed",
        "no more",
    ),
    "no Flux yet": ((gitops(), cluster()), (release("other"),), "flux", "running", "not installed yet"),
    "Flux at the commit before": (
        (gitops(), cluster()),
        (flux(commit=BEFORE),),
        "flux",
        "running",
        "is at main@sha1:bbbbbbbb",
    ),
    "Flux that fails": (
        (gitops(), cluster()),
        (flux(condition("Ready", False, "BuildFailed", "no such path"), commit=BEFORE),),
        "flux",
        "failed",
        "no such path",
    ),
    "a profile that installs": (
        (gitops(), cluster()),
        (flux(), release("podinfo", condition("Ready", None, "Progressing", "installing"))),
        "profiles",
        "running",
        "1 of 2 ready; HelmRelease fleet/podinfo: installing",
    ),
    "a profile that failed": (
        (gitops(), cluster()),
        (flux(), release("podinfo", condition("Ready", False, "InstallFailed", "timed out"))),
        "profiles",
        "failed",
        "timed out",
    ),
    "everything": ((gitops(), cluster()), (flux(), release("podinfo", condition("Ready"))), "", "done", "2 of 2 ready"),
}


@pytest.mark.parametrize(("objects", "leaf", "id", "word", "message"), CLUSTERS.values(), ids=CLUSTERS)
def test_a_cluster_stands_at_the_station_that_it_has_not_passed(
    objects: tuple[Any, ...], leaf: tuple[Any, ...] | None, id: str, word: str, message: str
) -> None:
    """With what holds it there; all before are done, or not needed."""
    found = travelled(fleet_of(*UP, *objects, leaf=leaf), altered(known(), held={BEFORE: False}))
    current = found.current or found.stations[-1]
    assert (current.id, current.state.word) == (id or "profiles", word), states(found)
    assert message in current.message
    assert found.has_arrived == (not id)


def test_a_cluster_without_a_known_pull_request_is_honest_about_it() -> None:
    """What came before is unknown, what is there is told."""
    labels = {"kustomize.toolkit.fluxcd.io/name": "clusters", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}
    found = travelled(
        fleet_of(*UP, gitops(labels=labels), cluster(), leaf=(flux(), release("a", condition("Ready")))), None
    )
    words = states(found)
    assert {words[id] for id in ("opened", "checks", "approved", "merged", "fetched")} == {"unknown"}
    assert words["applied"] == "done"
    assert found.has_arrived


def test_a_leaf_that_answers_no_more_is_not_green() -> None:
    """What it delivered last may be gone."""
    fleet = fleet_of(*UP, gitops(), cluster(), leaf=(flux(), release("a", condition("Ready"))))
    lose(fleet.leaves[f"{NAMESPACE}/prod"], KUSTOMIZATION)
    found = travelled(fleet, known())
    words = states(found)
    assert (words["flux"], words["profiles"], found.has_arrived) == ("unknown", "unknown", False)


def test_a_leaf_that_has_never_answered_is_still_to_come() -> None:
    """With why it does not."""
    fleet = fleet_of(*UP, gitops(), cluster())
    lose(fleet.open(f"{NAMESPACE}/prod"), KUSTOMIZATION)
    found = travelled(fleet, known()).current
    assert found is not None and (found.id, found.state.word, found.message) == ("flux", "running", "gone")


def test_nothing_has_arrived_while_its_pull_request_is_looked_for() -> None:
    """What is green may be green without the change."""
    fleet = fleet_of(*UP, gitops(), cluster(), leaf=(flux(), release("a", condition("Ready"))))
    trip = replace(trip_of_cluster(fleet.management, ObjectRef(NAMESPACE, "prod")), is_asked=True)
    found = journey(fleet, trip)
    assert (found.has_arrived, found.current and found.current.message) == (False, "asking GitHub which one it was")


def test_a_cluster_that_is_joined_by_a_secret_has_no_machines() -> None:
    """Its stations are not needed."""
    joined = gitops("prod", spec={"secretRef": {"name": "x"}})
    words = states(travelled(fleet_of(*UP, joined), known()))
    assert [words[id] for id in ("created", "infrastructure", "control-plane", "nodes")] == ["done"] + [
        "not needed"
    ] * 3


def test_the_newest_pull_request_about_a_cluster_leads_its_journey() -> None:
    """But one that was closed in vain."""
    fleet = fleet_of(
        known(),
        known(replace(OPEN, number=9, node="PR_9"), Verb.EDIT),
        known(replace(OPEN, number=11, node="PR_11", state=PullState.CLOSED), Verb.DELETE),
        gitops(),
    )
    trip = trip_of_cluster(fleet.management, ObjectRef(NAMESPACE, "prod"))
    assert trip.pull is not None and (trip.pull.pull.number, trip.intent.verb) == (9, Verb.EDIT)


GOING: dict[str, Any] = {"deletionTimestamp": THEN, "finalizers": ["cluster.cluster.x-k8s.io"]}
DELETED = known(verb=Verb.DELETE)
HELD = condition("Ready", False, "WaitingForCAPIClusterDeletion", "waits")
CONTROL = {"cluster.x-k8s.io/control-plane": ""}

LEAVING: dict[str, tuple[tuple[Any, ...], str, str, str]] = {
    "nothing has begun": ((gitops(), cluster()), "begun", "running", "it is still there"),
    "it is paused": ((gitops(), cluster(spec={"paused": True})), "begun", "waiting", "paused"),
    "workers": ((cluster(**GOING), machine(), machine("prod-2")), "workers-gone", "running", "2 machines left"),
    "the control plane": (
        (cluster(**GOING), machine("prod-0", labels=CONTROL), kubeadm()),
        "control-plane-gone",
        "running",
        "1 left",
    ),
    "the network": ((cluster(**GOING), aws()), "infrastructure-gone", "running", "it is still there"),
    "what AWS refuses": ((cluster(**GOING), aws("prod", LIMIT)), "infrastructure-gone", "failed", "VPCs"),
    "its finalizers": ((cluster(**GOING),), "gone", "running", "cluster.cluster.x-k8s.io"),
    "its GitopsCluster": (
        (gitops("prod", HELD, **GOING),),
        "gone",
        "running",
        "waits",
    ),
    "nothing": ((), "", "done", ""),
}


@pytest.mark.parametrize(("objects", "id", "word", "message"), LEAVING.values(), ids=LEAVING)
def test_a_cluster_that_goes_says_what_it_still_waits_for(
    objects: tuple[Any, ...], id: str, word: str, message: str
) -> None:
    """Workers, control plane, infrastructure, and then itself."""
    found = travelled(fleet_of(*UP, *objects), DELETED)
    current = found.current or found.stations[-1]
    assert (current.id, current.state.word) == (id or "gone", word), states(found)
    assert message in current.message
