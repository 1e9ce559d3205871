"""The world shows every state that an operator may meet, from its first moment."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator

import pytest
import yaml

from tests.demo.worlds import Json, condition, named, new_world
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.fleet import CLUSTERS, LEAVES
from wgtui.demo.world.world import World

Test = Callable[[Json], bool]


@pytest.fixture(scope="module")
def world() -> World:
    return new_world()


def has(type_: str, status: str, reason: str = "") -> Test:
    def test(body: Json) -> bool:
        found = condition(body, type_)
        return found.get("status") == status and reason in ("", found.get("reason"))

    return test


def phase(name: str) -> Test:
    return lambda body: bool(body["status"].get("phase") == name)


def behind(body: Json) -> bool:
    return bool(0 < body["status"]["observedGeneration"] < body["metadata"]["generation"])


def suspended(body: Json) -> bool:
    return body["spec"].get("suspend") is True


def in_deletion(body: Json) -> bool:
    return "deletionTimestamp" in body["metadata"] and bool(body["metadata"]["finalizers"])


CLUSTER, GITOPS = "clusters.cluster.x-k8s.io", "gitopsclusters.gitops.weave.works"
KUSTOMIZATION, RELEASE = "kustomizations.kustomize.toolkit.fluxcd.io", "helmreleases.helm.toolkit.fluxcd.io"
MACHINE, AWS_MACHINE = "machines.cluster.x-k8s.io", "awsmachines.infrastructure.cluster.x-k8s.io"
SOURCES = "source.toolkit.fluxcd.io"

STATES: list[tuple[str, str, Test]] = [
    ("a cluster is ready", CLUSTER, has("Available", "True")),
    ("a cluster is provisioning", CLUSTER, phase("Provisioning")),
    ("a cluster is degraded", CLUSTER, has("WorkersAvailable", "False")),
    ("a cluster failed at a limit of AWS", CLUSTER, has("InfrastructureReady", "False", "VpcReconciliationFailed")),
    ("a cluster is paused", CLUSTER, lambda body: body["spec"].get("paused") is True),
    ("a cluster's spec is newer than its status", CLUSTER, behind),
    ("a cluster is in deletion", CLUSTER, in_deletion),
    ("a cluster rolls out", CLUSTER, has("RollingOut", "True")),
    ("a cluster is on EKS", CLUSTER, lambda body: "Managed" in body["spec"]["controlPlaneRef"]["kind"]),
    ("a cluster is self-managed", CLUSTER, lambda body: "Kubeadm" in body["spec"]["controlPlaneRef"]["kind"]),
    ("a leaf cannot be reached", GITOPS, has("ClusterConnectivity", "False")),
    ("a leaf is connected", GITOPS, has("ClusterConnectivity", "True")),
    ("a cluster is joined by a Secret", GITOPS, has("Ready", "True", "SecretFound")),
    ("a Secret is missing", GITOPS, has("Ready", "False", "WaitingForSecret")),
    ("a Cluster is missing", GITOPS, has("Ready", "False", "WaitingForCAPICluster")),
    ("a cluster waits for its control plane", GITOPS, has("Ready", "False", "WaitingForControlPlaneReadyStatus")),
    ("a bootstrap Job runs", "jobs.batch", lambda body: body["status"].get("active") == 1),
    ("a bootstrap Job failed", "jobs.batch", has("Failed", "True", "BackoffLimitExceeded")),
    ("a machine is unhealthy", MACHINE, has("NodeHealthy", "False", "NodeNotHealthy")),
    ("a machine drains", MACHINE, has("Deleting", "True", "DrainingNode")),
    ("a machine is outdated", MACHINE, has("UpToDate", "False")),
    ("a machine waits for its bootstrap data", MACHINE, phase("Pending")),
    ("EC2 has no capacity", AWS_MACHINE, has("InstanceReady", "False", "InstanceProvisionFailed")),
    ("EC2 lends a machine on spot", AWS_MACHINE, lambda body: body["status"].get("interruptible") is True),
    ("pods run on Fargate", "awsfargateprofiles.infrastructure.cluster.x-k8s.io", lambda body: body["status"]["ready"]),
    ("an application is ready", KUSTOMIZATION, has("Ready", "True")),
    ("an application is progressing", KUSTOMIZATION, has("Ready", "Unknown")),
    ("an application is not healthy", KUSTOMIZATION, has("Ready", "False", "HealthCheckFailed")),
    ("an application does not build", KUSTOMIZATION, has("Ready", "False", "BuildFailed")),
    ("an application waits for another", KUSTOMIZATION, has("Ready", "False", "DependencyNotReady")),
    ("an application has no source", KUSTOMIZATION, has("Ready", "False", "ArtifactFailed")),
    ("an application is suspended", KUSTOMIZATION, suspended),
    ("an application's spec is newer than its status", KUSTOMIZATION, behind),
    ("an application goes to another cluster", KUSTOMIZATION, lambda body: "kubeConfig" in body["spec"]),
    ("a release is ready", RELEASE, has("Released", "True")),
    ("an upgrade failed and was rolled back", RELEASE, has("Remediated", "True", "RollbackSucceeded")),
    ("an install failed for good", RELEASE, has("Stalled", "True", "RetriesExceeded")),
    ("a release waits for its chart", RELEASE, has("Ready", "False", "SourceNotReady")),
    ("a repository is ready", f"gitrepositories.{SOURCES}", has("Ready", "True")),
    ("a repository refuses the login", f"gitrepositories.{SOURCES}", has("FetchFailed", "True")),
    ("a repository is fetched for the first time", f"gitrepositories.{SOURCES}", has("Ready", "Unknown")),
    ("a repository is suspended", f"gitrepositories.{SOURCES}", suspended),
    ("a repository of charts is down", f"helmrepositories.{SOURCES}", has("Ready", "False", "FetchFailed")),
    ("a repository's address is wrong", f"helmrepositories.{SOURCES}", has("Stalled", "True", "URLInvalid")),
    ("a repository of images is ready", f"ocirepositories.{SOURCES}", has("Ready", "True")),
    ("a repository of images fails", f"ocirepositories.{SOURCES}", has("Ready", "False")),
    ("a chart cannot be pulled", f"helmcharts.{SOURCES}", has("Ready", "False", "ChartPullFailed")),
    ("a bucket is ready", f"buckets.{SOURCES}", has("Ready", "True")),
    ("a bucket is denied", f"buckets.{SOURCES}", has("Ready", "False", "BucketOperationFailed")),
    ("an external artifact is ready", f"externalartifacts.{SOURCES}", has("Ready", "True")),
    ("a pod crashes", "pods", lambda body: "waiting" in body["status"]["containerStatuses"][0]["state"]),
    ("a health check allows no more", "machinehealthchecks.cluster.x-k8s.io", has("RemediationAllowed", "True")),
]


@pytest.mark.parametrize(("resource", "test"), [pytest.param(*state[1:], id=state[0]) for state in STATES])
def test_the_state_is_there(world: World, resource: str, test: Test) -> None:
    """On the management cluster, at the first moment."""
    assert any(test(body) for body in world.server.clusters[MANAGEMENT].list(resource) if "status" in body)


@pytest.mark.parametrize(
    "kind",
    [
        "awsclusterstaticidentities.infrastructure.cluster.x-k8s.io",
        "awsclusterroleidentities.infrastructure.cluster.x-k8s.io",
        "awsclustercontrolleridentities.infrastructure.cluster.x-k8s.io",
        "clusterbootstrapconfigs.capi.weave.works",
        "secretsyncs.capi.weave.works",
        "capitemplates.capi.weave.works",
        "gitopstemplates.templates.weave.works",
        "machinehealthchecks.cluster.x-k8s.io",
        "alerts.notification.toolkit.fluxcd.io",
        "nodes",
    ],
)
def test_there_are_some_of_each(world: World, kind: str) -> None:
    """Kinds without states worth telling apart."""
    assert world.server.clusters[MANAGEMENT].list(kind)


def test_controllers_run_where_they_are_looked_for(world: World) -> None:
    """Deployments with a ready pod: those of Flux, of Cluster API and its provider, of Weave GitOps, of the system."""
    for namespace, name in (
        ("flux-system", "source-controller"),
        ("flux-system", "kustomize-controller"),
        ("flux-system", "helm-controller"),
        ("capi-system", "capi-controller-manager"),
        ("capa-system", "capa-controller-manager"),
        ("gitops", "cluster-bootstrap-controller"),
        ("kube-system", "coredns"),
    ):
        found = named(world, "deployments.apps", namespace, name)
        assert found["status"]["readyReplicas"] == found["spec"]["replicas"]


def leaf_of(secret: Json) -> str:
    """The cluster of this process that a kubeconfig Secret leads to, or its address."""
    config = yaml.safe_load(base64.b64decode(secret["data"]["value"]))
    return str(config["clusters"][0]["cluster"]["server"]).rpartition("/clusters/")[2]


def test_leaves_are_reached_through_their_secrets(world: World) -> None:
    """At least four, each with nodes and Flux objects of its own; one of them joined without Cluster API."""
    secrets = [*kubeconfigs(world)]
    leaves = {leaf_of(secret) for secret in secrets} & set(LEAVES)
    bootstrapped = {leaf for leaf in leaves if world.server.clusters[leaf].list(KUSTOMIZATION)}
    assert len(bootstrapped) > 4
    assert "warehouse-12" in bootstrapped
    assert all(world.server.clusters[leaf].list("nodes") for leaf in leaves)


def kubeconfigs(world: World) -> Iterator[Json]:
    for secret in world.server.clusters[MANAGEMENT].list("secrets"):
        name = secret["metadata"]["name"]
        if name.endswith(("-kubeconfig", "-access")) and not name.endswith("-user-kubeconfig"):
            yield secret


def test_nothing_listens_where_the_unreachable_leaf_is_said_to_be(world: World) -> None:
    """An address of this machine, so that no demo ever speaks to another."""
    secret = named(world, "secrets", "fleet-prod", "ledger-kubeconfig")
    assert leaf_of(secret).startswith("https://127.0.0.1:")


def test_an_application_on_a_leaf_fails_alone(world: World) -> None:
    """The management cluster knows nothing of it."""
    team = named(world, KUSTOMIZATION, "flux-system", "team", "storefront-us")
    assert condition(team, "Ready")["status"] == "False"


def test_a_hostile_message_is_among_them(world: World) -> None:
    """Markup, escape sequences, bidi, and nearly as long as the API allows."""
    message = condition(named(world, KUSTOMIZATION, "research", "untrusted"), "Ready")["message"]
    assert {"[bold red]", "[/x]", "\x1b[", "\x1b]8;;", "\u202e", "\u200b"} == {
        part for part in ("[bold red]", "[/x]", "\x1b[", "\x1b]8;;", "\u202e", "\u200b") if part in message
    }
    assert 20_000 < len(message) <= 32_768


def test_secrets_are_synced_to_connected_clusters(world: World) -> None:
    """The status names the version of the Secret that each has, and it is there."""
    sync = named(world, "secretsyncs.capi.weave.works", "fleet-prod", "registry-pull")
    secret = named(world, "secrets", "fleet-prod", "registry-pull")
    assert sync["status"]["versions"]["payments-eu"] == secret["metadata"]["resourceVersion"]
    assert "ledger" not in sync["status"]["versions"]
    assert named(world, "secrets", "platform", "registry-pull", "payments-eu")["data"] == secret["data"]


def test_helm_has_stored_its_releases(world: World) -> None:
    """The Secret that the newest entry of the history leads to holds the manifest of what was installed."""
    release = named(world, RELEASE, "shop", "podinfo")
    newest = release["status"]["history"][0]
    secret = named(
        world, "secrets", release["status"]["storageNamespace"], f"sh.helm.release.v1.podinfo.v{newest['version']}"
    )
    stored = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(secret["data"]["release"]))))
    assert stored["info"]["status"] == "deployed"
    installed = [(each["kind"], each["metadata"]["name"]) for each in yaml.safe_load_all(stored["manifest"]) if each]
    assert ("Deployment", "podinfo") in installed


def test_objects_lead_back_to_what_made_them(world: World) -> None:
    """By labels of Flux and of Cluster API, and by owner references."""
    cluster = named(world, GITOPS, "fleet-prod", "payments-eu")
    assert cluster["metadata"]["labels"]["kustomize.toolkit.fluxcd.io/name"] == "clusters"
    deployment = named(world, "deployments.apps", "shop", "podinfo")
    assert deployment["metadata"]["labels"]["helm.toolkit.fluxcd.io/name"] == "podinfo"
    for machine in world.server.clusters[MANAGEMENT].list(MACHINE):
        assert machine["metadata"]["labels"]["cluster.x-k8s.io/cluster-name"] == machine["spec"]["clusterName"]
        assert machine["metadata"]["ownerReferences"][0]["controller"] is True


def test_every_cluster_with_a_story_is_in_one_fleet_or_another(world: World) -> None:
    """Each has a Cluster; those that came by a pull request have a GitopsCluster besides."""
    for member in CLUSTERS:
        blueprint = member.blueprint
        assert named(world, CLUSTER, blueprint.namespace, blueprint.name)
        storage = world.server.clusters[MANAGEMENT]
        assert (storage.find(GITOPS, blueprint.namespace, blueprint.name) is not None) is blueprint.gitops


def test_an_older_management_cluster_knows_only_v1beta1() -> None:
    """Its Clusters have a phase, severities and the newer conditions in their place; so have its Machines."""
    world = new_world()
    world.advance(30)
    storage = world.server.clusters["lab"]
    assert storage.kinds[CLUSTER].versions == ("v1beta1",)
    cluster = named(world, CLUSTER, "lab", "proving-ground", "lab")
    assert cluster["apiVersion"] == "cluster.x-k8s.io/v1beta1"
    assert cluster["status"]["infrastructureReady"] is True
    assert {each["type"] for each in cluster["status"]["conditions"]} >= {"Ready", "ControlPlaneReady"}
    newer = {each["type"]: each for each in cluster["status"]["v1beta2"]["conditions"]}
    assert newer["WorkersAvailable"]["status"] == "False"
    assert newer["WorkersAvailable"]["observedGeneration"] == cluster["metadata"]["generation"]
    for machine in storage.list(MACHINE):
        assert machine["metadata"]["ownerReferences"][0]["apiVersion"].endswith("/v1beta1")
        assert machine["spec"]["infrastructureRef"]["apiVersion"].startswith("infrastructure.cluster.x-k8s.io/")


def test_what_came_by_gitops_says_who_owns_its_fields(world: World) -> None:
    """The applier the spec, a controller the status; so conflicts and timelines are as on a real cluster."""
    for resource, namespace, name, controller in (
        (KUSTOMIZATION, "shop", "catalog", "kustomize-controller"),
        (GITOPS, "fleet-prod", "payments-eu", "cluster-controller"),
    ):
        applied, told = named(world, resource, namespace, name)["metadata"]["managedFields"]
        assert (applied["manager"], applied["operation"]) == ("kustomize-controller", "Apply")
        assert applied["fieldsV1"]["f:spec"]
        assert (told["manager"], told["subresource"]) == (controller, "status")
        assert "f:conditions" in told["fieldsV1"]["f:status"]
