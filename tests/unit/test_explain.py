"""Worlds, and the one cause that explains why something in them is not well."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tests.unit import worlds
from tests.unit.worlds import condition, kustomization, made, owner, release, store_of
from wgtui.fleet.dependencies import needs
from wgtui.fleet.explaining.applications import explain_application, explain_source
from wgtui.fleet.explaining.cards import CARDS, card_for
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.explaining.explanation import Explanation
from wgtui.fleet.tracing import trace
from wgtui.resources.capi import MACHINE, MACHINE_DEPLOYMENT, MACHINE_SET
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.infrastructure import AWS_MACHINE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import BUCKET, GIT_REPOSITORY, HELM_CHART, HELM_REPOSITORY, OCI_REPOSITORY
from wgtui.store.store import Store
from wgtui.views.explained import document, explained

Json = dict[str, Any]
FLEET = "fleet"
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def ref(name: str) -> ObjectRef:
    return ObjectRef(FLEET, name)


def ready(reason: str = "Succeeded") -> Json:
    return condition("Ready", reason=reason)


def failed(reason: str, message: str = "no") -> Json:
    return condition("Ready", False, reason, message)


def source(kind: Any, name: str, *said: Json, spec: Json | None = None, **more: Any) -> Any:
    return made(
        kind, name, spec or {"url": "https://example.test"}, {"observedGeneration": 1, "conditions": [*said]}, **more
    )


def git(*said: Json, **more: Any) -> Any:
    return source(GIT_REPOSITORY, "repo", *said, **more)


def chart(*said: Json) -> Any:
    spec = {"chart": "podinfo", "sourceRef": {"kind": "HelmRepository", "name": "repo"}}
    return source(HELM_CHART, "fleet-app", *said, spec=spec)


def helm(*said: Json, **more: Any) -> Any:
    return source(HELM_REPOSITORY, "repo", *said, **more)


def waits_for(*names: str) -> Json:
    return {"dependsOn": [{"name": name} for name in names]}


NOT_READY = failed("DependencyNotReady", "dependency 'fleet/base' is not ready")
ARTIFACT = failed("ArtifactFailed", "Source artifact not found, retrying in 30s")


class World(NamedTuple):
    """`cause` is `Kind/name reason` of the last link; `way` the kinds and names that lead there."""

    name: str
    objects: tuple[Any, ...]
    cause: str
    way: str = ""
    card: str = ""
    kind: Any = KUSTOMIZATION


APPLICATIONS = (
    World(
        "its build fails",
        (kustomization("app", failed("BuildFailed")), git(ready())),
        "Kustomization/app BuildFailed",
        card="cannot be built",
    ),
    World(
        "its objects are not healthy",
        (kustomization("app", failed("HealthCheckFailed")), git(ready())),
        "Kustomization/app HealthCheckFailed",
        card="do not become healthy",
    ),
    World(
        "the server refuses it",
        (kustomization("app", failed("ReconciliationFailed", "dry-run failed")), git(ready())),
        "Kustomization/app ReconciliationFailed",
        card="refuses the manifests",
    ),
    World(
        "nobody has looked at it",
        (kustomization("app"), git(ready())),
        "Kustomization/app NotReconciled",
        card="No controller",
    ),
    World(
        "it is suspended",
        (kustomization("app", failed("BuildFailed"), spec={"suspend": True}), git(failed("X"))),
        "Kustomization/app Suspended",
        card="suspended",
    ),
    World(
        "it is being deleted",
        (kustomization("app", ready(), deletionTimestamp="2026-11-24T05:00:00Z", finalizers=["finalizers.fluxcd.io"]),),
        "Kustomization/app Deleting",
        card="Deletion waits",
    ),
    World(
        "it is stalled",
        (kustomization("app", failed("BuildFailed"), condition("Stalled", True, "InvalidSpec", "bad")), git(ready())),
        "Kustomization/app InvalidSpec",
    ),
    World(
        "its dependency fails",
        (
            kustomization("app", NOT_READY, spec=waits_for("base")),
            kustomization("base", failed("BuildFailed")),
            git(ready()),
        ),
        "Kustomization/base BuildFailed",
        "app base",
    ),
    World(
        "its dependency is suspended",
        (
            kustomization("app", NOT_READY, spec=waits_for("base")),
            kustomization("base", ready(), spec={"suspend": True}),
            git(ready()),
        ),
        "Kustomization/base Suspended",
        "app base",
    ),
    World(
        "its dependency is not there",
        (kustomization("app", NOT_READY, spec=waits_for("base")), git(ready())),
        "Kustomization/base Missing",
        "app base",
        "dependency is not there",
    ),
    World(
        "the second of its dependencies fails",
        (
            kustomization("app", NOT_READY, spec=waits_for("good", "base")),
            kustomization("good", ready()),
            kustomization("base", failed("BuildFailed")),
            git(ready()),
        ),
        "Kustomization/base BuildFailed",
        "app base",
    ),
    World(
        "a dependency of its dependency fails",
        (
            kustomization("app", NOT_READY, spec=waits_for("mid")),
            kustomization("mid", NOT_READY, spec=waits_for("base")),
            kustomization("base", failed("HealthCheckFailed")),
            git(ready()),
        ),
        "Kustomization/base HealthCheckFailed",
        "app mid base",
    ),
    World(
        "its dependencies go round",
        (
            kustomization("app", NOT_READY, spec=waits_for("mid")),
            kustomization("mid", NOT_READY, spec=waits_for("app")),
            git(ready()),
        ),
        "Kustomization/app Cycle",
        "app mid app",
        "wait for each other",
    ),
    World(
        "it waits for itself",
        (kustomization("app", NOT_READY, spec=waits_for("app")), git(ready())),
        "Kustomization/app Cycle",
        "app app",
    ),
    World(
        "its source is not there",
        (kustomization("app", ARTIFACT),),
        "GitRepository/repo Missing",
        "app repo",
        "source is not there",
    ),
    World(
        "its source cannot be fetched",
        (kustomization("app", ARTIFACT), git(failed("GitOperationFailed"))),
        "GitRepository/repo GitOperationFailed",
        "app repo",
        "cannot be fetched",
    ),
    World(
        "its source is suspended",
        (kustomization("app", ARTIFACT), git(failed("X"), spec={"suspend": True, "url": "x"})),
        "GitRepository/repo Suspended",
        "app repo",
    ),
    World(
        "the login of its source is refused",
        (
            kustomization("app", ARTIFACT),
            git(failed("AuthenticationFailed"), spec={"url": "x", "secretRef": {"name": "login"}}),
        ),
        "Secret/login AuthenticationFailed",
        "app repo login",
        "login of a source",
    ),
    World(
        "the login is refused and there is none",
        (kustomization("app", ARTIFACT), git(failed("AuthenticationFailed"))),
        "GitRepository/repo AuthenticationFailed",
        "app repo",
        "login of a source",
    ),
    World(
        "it fails although its source does too",
        (kustomization("app", failed("BuildFailed")), git(failed("GitOperationFailed"))),
        "GitRepository/repo GitOperationFailed",
        "app repo",
    ),
    World(
        "an OCI source fails",
        (
            kustomization("app", ARTIFACT, spec={"sourceRef": {"kind": "OCIRepository", "name": "repo"}}),
            source(OCI_REPOSITORY, "repo", failed("OCIArtifactPullFailed")),
        ),
        "OCIRepository/repo OCIArtifactPullFailed",
        "app repo",
    ),
    World(
        "a bucket fails",
        (
            kustomization("app", ARTIFACT, spec={"sourceRef": {"kind": "Bucket", "name": "repo"}}),
            source(BUCKET, "repo", failed("BucketOperationFailed")),
        ),
        "Bucket/repo BucketOperationFailed",
        "app repo",
    ),
    World(
        "its source is of no known kind",
        (kustomization("app", ARTIFACT, spec={"sourceRef": {"kind": "Floppy", "name": "a"}}),),
        "Kustomization/app ArtifactFailed",
    ),
    World(
        "the cluster it goes to is out of reach",
        (
            kustomization(
                "app", failed("HealthCheckFailed"), spec={"kubeConfig": {"secretRef": {"name": "prod-kubeconfig"}}}
            ),
            git(ready()),
            worlds.gitops(
                "prod",
                condition("Ready"),
                condition("ClusterConnectivity", False, "ClusterConnectionFailed", "refused"),
            ),
            worlds.cluster("prod"),
        ),
        "GitopsCluster/prod ClusterConnectionFailed",
        "app prod",
        "cannot be reached",
    ),
    World(
        "a release cannot be installed",
        (release("app", failed("InstallFailed")), chart(ready()), helm(ready())),
        "HelmRelease/app InstallFailed",
        card="release failed",
        kind=HELM_RELEASE,
    ),
    World(
        "its retries are spent",
        (
            release("app", failed("UpgradeFailed"), condition("Stalled", True, "RetriesExceeded")),
            chart(ready()),
            helm(ready()),
        ),
        "HelmRelease/app RetriesExceeded",
        card="release failed",
        kind=HELM_RELEASE,
    ),
    World(
        "its chart has no such version",
        (
            release("app", failed("SourceNotReady")),
            chart(failed("ChartPullFailed", "chart pull error: no 'podinfo' chart with version matching '9' found")),
            helm(ready()),
        ),
        "HelmChart/fleet-app ChartPullFailed",
        "app fleet-app",
        "version does not exist",
        HELM_RELEASE,
    ),
    World(
        "its chart's repository is down",
        (
            release("app", failed("SourceNotReady")),
            chart(failed("ChartPullFailed")),
            helm(failed("FetchFailed", "503")),
        ),
        "HelmRepository/repo FetchFailed",
        "app fleet-app repo",
        "cannot be fetched",
        HELM_RELEASE,
    ),
    World(
        "its chart's repository is not there",
        (release("app", failed("SourceNotReady")), chart(failed("ChartPullFailed")), made(HELM_REPOSITORY, "other")),
        "HelmRepository/repo Missing",
        "app fleet-app repo",
        "source is not there",
        HELM_RELEASE,
    ),
    World(
        "a release waits for another",
        (release("app", NOT_READY, spec=waits_for("base")), release("base", failed("InstallFailed")), helm(ready())),
        "HelmRelease/base InstallFailed",
        "app base",
        kind=HELM_RELEASE,
    ),
)


@pytest.mark.parametrize("world", APPLICATIONS, ids=lambda world: world.name)
def test_an_application_is_explained(world: World) -> None:
    """By one cause, and the way to it."""
    store = store_of(*world.objects, read=(GIT_REPOSITORY, HELM_REPOSITORY, KUSTOMIZATION, HELM_RELEASE))
    judge(explain_application(store, world.kind, ref("app")), world)


def judge(found: Explanation, world: World) -> None:
    cause = found.cause
    assert f"{cause.kind}/{cause.ref.name} {cause.reason}" == world.cause
    if world.way:
        assert " ".join(link.ref.name for link in found.chain) == world.way
    assert not found.is_well
    card = card_for(cause)
    if world.card:
        assert card is not None and world.card in card.title


def machine(name: str, of: Any, *said: Json) -> Any:
    spec = {
        "clusterName": "prod",
        "infrastructureRef": {
            "apiGroup": "infrastructure.cluster.x-k8s.io",
            "kind": "AWSMachine",
            "name": f"{name}-aws",
        },
    }
    labels = {"cluster.x-k8s.io/cluster-name": "prod"}
    group = "controlplane.cluster.x-k8s.io" if type(of).__name__ == "KubeadmControlPlane" else "cluster.x-k8s.io"
    return made(MACHINE, name, spec, {"conditions": [*said]}, labels=labels, **owner(of, type(of).__name__, group))


def aws_machine(name: str, *said: Json) -> Any:
    return made(AWS_MACHINE, name, {}, {"conditions": [*said]}, labels={"cluster.x-k8s.io/cluster-name": "prod"})


WORKERS_DOWN = condition("WorkersAvailable", False, "NotAvailable", "MachineDeployment prod-md-0: 1 available")
CONTROL_PLANE_DOWN = condition("ControlPlaneAvailable", False, "NotAvailable", "1 of 3")
NO_VPC = condition(
    "VpcReady", False, "VpcReconciliationFailed", "VpcLimitExceeded: the maximum number of VPCs", "Error"
)
LABELS = {"cluster.x-k8s.io/cluster-name": "prod"}
UNAVAILABLE = condition("Available", False, "NotAvailable", "1 of 2")
DEPLOYMENT = made(
    MACHINE_DEPLOYMENT, "prod-md-0", {"clusterName": "prod"}, {"conditions": [UNAVAILABLE]}, labels=LABELS
)
MACHINES = made(
    MACHINE_SET, "prod-md-0-x", {}, {}, labels=LABELS, **owner(DEPLOYMENT, "MachineDeployment", "cluster.x-k8s.io")
)
LOST = condition("NodeReady", False, "NodeNotReady", "Kubelet stopped posting node status")
NO_CAPACITY = condition("InstanceReady", False, "InstanceProvisionFailed", "InsufficientInstanceCapacity", "Error")
PLANE = worlds.kubeadm(
    "prod-cp", condition("Available", False, "NotAvailable"), condition("MachinesReady", False, "NotReady", "prod-cp-a")
)

CLUSTERS = (
    World(
        "AWS gives no VPC",
        (
            worlds.gitops("prod", failed("WaitingForControlPlaneReadyStatus")),
            worlds.cluster("prod", condition("InfrastructureReady", False, "NotReady")),
            worlds.aws("prod", NO_VPC),
        ),
        "AWSCluster/prod VpcReconciliationFailed",
        "prod prod prod",
        "AWS limit",
    ),
    World(
        "a worker's node is lost",
        (
            worlds.gitops("prod"),
            worlds.cluster("prod", WORKERS_DOWN),
            DEPLOYMENT,
            MACHINES,
            machine("w1", MACHINES, LOST),
        ),
        "Machine/w1 NodeNotReady",
        "prod prod prod-md-0 w1",
        "node is lost",
    ),
    World(
        "AWS has no instance for a worker",
        (
            worlds.gitops("prod"),
            worlds.cluster("prod", WORKERS_DOWN),
            DEPLOYMENT,
            MACHINES,
            machine("w1", MACHINES, condition("InfrastructureReady", False, "NotReady")),
            aws_machine("w1-aws", NO_CAPACITY),
        ),
        "AWSMachine/w1-aws InstanceProvisionFailed",
        "prod prod prod-md-0 w1 w1-aws",
        "no capacity",
    ),
    World(
        "the cluster is paused",
        (worlds.gitops("prod"), worlds.cluster("prod", spec={"paused": True})),
        "Cluster/prod Paused",
        "prod prod",
        "paused",
    ),
    World(
        "the Cluster is not there",
        (worlds.gitops("prod", failed("WaitingForCAPICluster")),),
        "Cluster/prod Missing",
        "prod prod",
    ),
    World(
        "the cluster is out of reach",
        (
            worlds.gitops(
                "prod",
                condition("Ready"),
                condition("ClusterConnectivity", False, "ClusterConnectionFailed", "refused"),
            ),
            worlds.cluster("prod"),
        ),
        "GitopsCluster/prod ClusterConnectionFailed",
        "prod",
        "cannot be reached",
    ),
    World(
        "a Cluster nobody joined has no VPC",
        (worlds.cluster("prod", condition("InfrastructureReady", False, "NotReady")), worlds.aws("prod", NO_VPC)),
        "AWSCluster/prod VpcReconciliationFailed",
        "prod prod",
    ),
    World("nothing is called so", (), "GitopsCluster/prod Missing", "prod"),
    World(
        "it is being deleted",
        (
            worlds.gitops("prod"),
            worlds.cluster("prod", deletionTimestamp="2026-11-24T05:00:00Z", finalizers=["cluster.cluster.x-k8s.io"]),
        ),
        "Cluster/prod Deleting",
        "prod prod",
        "Deletion waits",
    ),
    World(
        "its bootstrap Job failed",
        (
            PROD := worlds.gitops("prod", labels={"env": "prod"}),
            worlds.cluster("prod"),
            worlds.config("flux", {"env": "prod"}),
            worlds.job(PROD, condition("Failed", True, "BackoffLimitExceeded", "too often")),
        ),
        "Job/run-flux-abcde BackoffLimitExceeded",
        "prod run-flux-abcde",
        "bootstrap Job failed",
    ),
)


@pytest.mark.parametrize("world", CLUSTERS, ids=lambda world: world.name)
def test_a_cluster_is_explained(world: World) -> None:
    """Across GitopsCluster, Cluster API and AWS."""
    judge(explain_cluster(store_of(*world.objects), ref("prod")), world)


def test_a_release_that_is_given_up_is_explained_by_what_failed() -> None:
    """Stalled tells only that there are no more retries; that is added."""
    spent = release(
        "app",
        failed("InstallFailed", "Helm install failed"),
        condition("Released", False, "InstallFailed", "job admission-create failed"),
        condition("Stalled", True, "RetriesExceeded", "Failed to install after 1 attempt(s)"),
    )
    cause = explain_application(store_of(spent, chart(ready()), helm(ready())), HELM_RELEASE, ref("app")).cause
    assert (cause.condition, cause.message) == ("Released", "job admission-create failed (no more retries)")


def test_a_spec_that_is_newer_than_its_status_is_not_explained_by_that() -> None:
    """What Ready says is of the spec before."""
    newer = kustomization("app", ready(), generation=2)
    cause = explain_application(store_of(newer, git(ready())), KUSTOMIZATION, ref("app")).cause
    assert (cause.reason, cause.message) == ("NotReconciled", "the new spec is not handled yet")


def test_a_bootstrap_job_says_since_when_it_has_failed() -> None:
    """The Job is the cause, not the cluster it was made for."""
    told = condition("Failed", True, "BackoffLimitExceeded", "too often")
    gitops = worlds.gitops("prod", labels={"env": "prod"})
    world = store_of(gitops, worlds.cluster("prod"), worlds.config("flux", {"env": "prod"}), worlds.job(gitops, told))
    cause = explain_cluster(world, ref("prod")).cause
    assert (cause.kind, cause.condition) == ("Job", "Failed")
    assert cause.since is not None


def test_what_is_well_says_so() -> None:
    """And has no cause."""
    found = explain_application(store_of(kustomization("app", ready()), git(ready())), KUSTOMIZATION, ref("app"))
    assert found.is_well
    assert document(found)["cause"] is None
    assert explain_cluster(store_of(worlds.gitops("prod"), worlds.cluster("prod")), ref("prod")).is_well


def test_what_follows_from_a_broken_source_is_listed() -> None:
    """Only what is not well either."""
    store = store_of(git(failed("GitOperationFailed")), kustomization("a", ARTIFACT), kustomization("b", ready()))
    found = explain_source(store, GIT_REPOSITORY, ref("repo"))
    assert [str(link) for link in found.consequences] == ["Kustomization fleet/a"]


def test_hostile_words_of_a_cluster_are_harmless() -> None:
    """On a terminal; JSON has them as they are."""
    hostile = failed("BuildFailed", "\x1b[31m[bold]x[/bold]\u202e" + "y" * 10_000)
    found = explain_application(store_of(kustomization("app", hostile), git(ready())), KUSTOMIZATION, ref("app"))
    lines = list(explained(found, NOW))
    assert not any("\x1b" in line or "\u202e" in line or len(line) > 600 for line in lines)
    assert "\\u001b" in json.dumps(document(found))


def test_every_card_says_cause_check_and_remedy() -> None:
    """And can be found by something."""
    for card in CARDS:
        assert card.cause and card.check and card.remedy and card.title
        assert card.kind or card.reason or card.message


def scoped(*objects: Any) -> Any:
    """Only the namespace of the applications is looked at."""
    store = Store()
    for kind in (KUSTOMIZATION, GIT_REPOSITORY):
        found = [one for one in objects if isinstance(one, kind.struct)]
        store.apply(WatchKey(kind, FLEET), Synced(found, "1"), now=0.0)
    return store


def test_what_is_in_a_namespace_that_nobody_looks_at_is_not_said_to_be_missing() -> None:
    """Neither the source nor a dependency."""
    elsewhere = {"sourceRef": {"kind": "GitRepository", "name": "repo", "namespace": "flux-system"}}
    store = scoped(kustomization("app", failed("BuildFailed"), spec=elsewhere))
    found = explain_application(store, KUSTOMIZATION, ref("app"))
    assert found.cause.reason == "BuildFailed"
    assert [step.verdict.message for step in trace(store, KUSTOMIZATION, ref("app"), {})][1:] == ["it is not read"]
    needs_base = {"dependsOn": [{"name": "base", "namespace": "flux-system"}]}
    store = scoped(kustomization("app", failed("DependencyNotReady"), spec=needs_base))
    assert explain_application(store, KUSTOMIZATION, ref("app")).cause.reason == "NotRead"
    assert [one.verdict.message for one in needs(store, KUSTOMIZATION, ref("app"))] == ["it is not read"]
