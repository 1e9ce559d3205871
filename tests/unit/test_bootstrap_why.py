"""Why a cluster has not been bootstrapped: one answer for every world."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tests.unit.worlds import NAMESPACE, cluster, condition, config, gitops, job, made, node, store_of
from wgtui.fleet.bootstrap_why import World, why
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.meta import ObjectRef

SELECTED: dict[str, Any] = {"labels": {"bootstrap": "flux"}}
RAN: dict[str, Any] = {"annotations": {"capi.weave.works/bootstrap-configs": f"{NAMESPACE}/flux"}}
SOON = datetime(2026, 11, 24, 5, 2, tzinfo=UTC)
"""Two minutes after everything became what it is."""

LATER = datetime(2026, 11, 24, 6, tzinfo=UTC)
CONTROL_PLANE = {"node-role.kubernetes.io/control-plane": ""}
PROVISIONED = config(requireClusterProvisioned=True)
NODES = config(requireClusterReady=True)


def of_others(namespace: str = "team-b", labels: Any = None) -> Any:
    selector = {"matchLabels": labels or {"bootstrap": "flux"}}
    return made(CLUSTER_BOOTSTRAP_CONFIG, "flux", {"clusterSelector": selector}, namespace=namespace)


def expressing(**requirement: Any) -> Any:
    selector = {"matchExpressions": [requirement]}
    return made(CLUSTER_BOOTSTRAP_CONFIG, "flux", {"clusterSelector": selector})


class Case(NamedTuple):
    name: str
    world: World
    status: Status | None
    text: str
    now: datetime = SOON


not_ready = gitops("prod", condition("Ready", False, "WaitingForControlPlaneReadyStatus", "Waiting"), **SELECTED)
CASES = (
    Case("no GitopsCluster", World(None, [config()]), None, "no GitopsCluster stands for it"),
    Case("no configuration at all", World(gitops()), None, f"there is no ClusterBootstrapConfig in {NAMESPACE}"),
    Case(
        "the label is missing",
        World(gitops(), [config()]),
        None,
        "none selects it: fleet/flux asks for the label bootstrap=flux",
    ),
    Case(
        "the label has another value",
        World(gitops(labels={"bootstrap": "none"}), [config()]),
        None,
        "the label bootstrap=flux (it has none)",
    ),
    Case(
        "the closest is told",
        World(gitops(labels={"a": "1"}), [config("far", {"x": "1", "y": "2"}), config("near", {"a": "1", "b": "2"})]),
        None,
        "fleet/near asks for the label b=2",
    ),
    Case(
        "an expression does not hold",
        World(gitops(), [expressing(key="env", operator="In", values=["dev", "prod"])]),
        None,
        "fleet/flux asks for the label env In dev, prod",
    ),
    Case(
        "an expression without values", World(gitops(), [expressing(key="env", operator="Exists")]), None, "env Exists"
    ),
    Case(
        "one of another namespace",
        World(gitops(**SELECTED), [of_others()]),
        None,
        "team-b/flux would, and acts in its own namespace only",
    ),
    Case(
        "one of another namespace that would not either",
        World(gitops(**SELECTED), [of_others(labels={"x": "y"})]),
        None,
        "there is no ClusterBootstrapConfig in fleet",
    ),
    Case("an empty selector", World(gitops(**SELECTED), [config(labels={})]), None, "empty, which selects nothing"),
    Case(
        "being deleted",
        World(gitops(**SELECTED, deletionTimestamp="2026-11-24T05:00:00Z"), [config()]),
        None,
        "being deleted",
    ),
    Case("selected just now", World(gitops(**SELECTED), [config()]), Status.WAITING, "fleet/flux is about to run"),
    Case(
        "selected long ago",
        World(gitops(**SELECTED), [config()]),
        Status.WAITING,
        "does the bootstrap controller run?",
        LATER,
    ),
    Case(
        "not ready",
        World(not_ready, [config()]),
        Status.WAITING,
        "fleet/flux waits for Ready of the GitopsCluster: Waiting",
        LATER,
    ),
    Case(
        "not looked at",
        World(gitops("prod", condition("Other"), **SELECTED), [config()]),
        Status.WAITING,
        "which the cluster controller has not looked at yet",
    ),
    Case(
        "not provisioned",
        World(gitops(**SELECTED), [PROVISIONED], cluster=cluster(status={"phase": "Provisioning"})),
        Status.WAITING,
        "waits for ClusterProvisioned of the GitopsCluster: its Cluster is Provisioning, not Provisioned",
    ),
    Case(
        "without a phase",
        World(gitops(**SELECTED), [PROVISIONED], cluster=cluster(status={"phase": ""})),
        Status.WAITING,
        "its Cluster is in no phase",
    ),
    Case(
        "joined by a Secret and not marked as provisioned",
        World(gitops(spec={"secretRef": {"name": "x"}}, **SELECTED), [PROVISIONED]),
        Status.WAITING,
        "only the annotation clusters.gitops.weave.works/provisioned says that",
    ),
    Case(
        "provisioned, whether it is ready or not",
        World(gitops("prod", condition("Ready", False), condition("ClusterProvisioned"), **SELECTED), [PROVISIONED]),
        Status.WAITING,
        "is about to run",
    ),
    Case(
        "nodes of a managed control plane",
        World(gitops(**SELECTED), [NODES], shows_control_plane_nodes=False),
        Status.WAITING,
        "which a managed control plane never shows",
    ),
    Case("nodes that are not read", World(gitops(**SELECTED), [NODES]), Status.WAITING, "nodes to be Ready", LATER),
    Case(
        "no control plane node",
        World(gitops(**SELECTED), [NODES], nodes=[node("w-1")]),
        Status.WAITING,
        "none has the label node-role.kubernetes.io/control-plane",
    ),
    Case(
        "a control plane node that is not ready",
        World(gitops(**SELECTED), [NODES], nodes=[node("cp-1", condition("Ready", False), labels=CONTROL_PLANE)]),
        Status.WAITING,
        "waits for the control plane node cp-1 to be Ready",
    ),
    Case(
        "older label, all ready",
        World(gitops(**SELECTED), [NODES], nodes=[node("cp-1", labels={"node-role.kubernetes.io/master": ""})]),
        Status.WAITING,
        "is about to run",
    ),
    Case(
        "one of two waits",
        World(gitops(**SELECTED, **RAN), [config(), config("addons")]),
        Status.WAITING,
        "fleet/addons is about to run",
    ),
    Case(
        "running",
        World(gitops(**SELECTED, **RAN), [config()], [job(gitops(), active=1, failed=1)]),
        Status.BOOTSTRAPPING,
        "Job run-flux-abcde is running, attempt 2 of 7",
    ),
    Case(
        "no pod yet",
        World(gitops(**SELECTED, **RAN), [config()], [job(gitops())]),
        Status.BOOTSTRAPPING,
        "has no running pod, attempt 1 of 7",
    ),
    Case(
        "failed",
        World(
            gitops(**SELECTED, **RAN),
            [config()],
            [job(gitops(), condition("Failed", True, "BackoffLimitExceeded", "too often"), failed=7)],
        ),
        Status.FAILED,
        "Job run-flux-abcde failed: too often, attempt 7 of 7; it is not run again",
    ),
    Case(
        "done",
        World(gitops(**SELECTED, **RAN), [config()], [job(gitops(), condition("Complete"))]),
        Status.READY,
        "it has been: Job run-flux-abcde is complete",
    ),
    Case(
        "done, the Job is gone",
        World(gitops(**SELECTED, **RAN), [config()]),
        Status.READY,
        "it has been, by fleet/flux; the Jobs are gone",
    ),
    Case(
        "marked",
        World(gitops(**SELECTED, annotations={"capi.weave.works/bootstrapped": ""}), [config()]),
        Status.READY,
        "marked by the annotation capi.weave.works/bootstrapped",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_there_is_one_answer(case: Case) -> None:
    """The first rule that has something to say."""
    said = why(case.world, case.now)
    assert said.status is case.status
    assert case.text in said.text


@pytest.mark.parametrize("case", [case for case in CASES if case.world.gitops], ids=lambda case: case.name)
def test_it_agrees_with_the_list(case: Case) -> None:
    """The word in the row of the cluster is that of the answer; what is being deleted has a word of its own."""
    world = case.world
    objects = [world.gitops, *world.configs, *world.jobs, *([world.cluster] if world.cluster else [])]
    found = cluster_objects_of(store_of(*objects, read=ClusterRows.KINDS), ObjectRef(NAMESPACE, "prod"))
    assert found is not None
    assert found.bootstrap.status is case.status


def test_the_explanation_has_the_same_answer() -> None:
    """Also that the controller is asleep."""
    store = store_of(gitops(**SELECTED), cluster(), config(), read=ClusterRows.KINDS)
    found = explain_cluster(store, ObjectRef(NAMESPACE, "prod"), LATER)
    assert found.cause.condition == "bootstrap"
    assert found.cause.message == why(World(gitops(**SELECTED), [config()]), LATER).text
