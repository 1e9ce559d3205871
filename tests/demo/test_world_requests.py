"""Clusters that users apply and delete on the embedded management cluster."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.crds import needs_crds, wrong_with
from tests.demo.worlds import Json, condition, everything, named, new_world, play_step
from tests.templates.making import documents, render
from wgtui.demo.conversion import convert
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.actors import ClusterActor
from wgtui.demo.world.blueprint import Bootstrap
from wgtui.demo.world.world import World
from wgtui.templates.from_file import template_in
from wgtui.templates.settings import DEFAULT_REPOSITORY

CLUSTER, GITOPS = "clusters.cluster.x-k8s.io", "gitopsclusters.gitops.weave.works"
CONTROL_PLANE = "kubeadmcontrolplanes.controlplane.cluster.x-k8s.io"
DEPLOYMENT = "machinedeployments.cluster.x-k8s.io"


def applied(world: World, template: str = "eks", **values: str) -> None:
    """As Flux applies what a template of the demo renders for the management cluster."""
    made = template_in((files("wgtui.demo.world.templates") / f"{template}.yaml").read_text(encoding="utf-8"))
    rendered = render(made, values)
    for file in rendered.files:
        if file.path.startswith("clusters/management/"):
            for body in documents(rendered, file.path):
                world.server.clusters[MANAGEMENT].put(body)


def actor(world: World, key: str) -> ClusterActor:
    found = world.actors[key]
    assert isinstance(found, ClusterActor)
    return found


def until_bootstrapped(world: World, key: str) -> None:
    for _ in range(300):
        play_step(world)
        if key in world.actors and actor(world, key).state.bootstrap is Bootstrap.DONE:
            return
    pytest.fail("it does not come up")


@pytest.fixture(scope="module")
def grown() -> World:
    """A world in which somebody has applied the cluster fleet-dev/mine, and it has come up."""
    world = new_world()
    applied(world, CLUSTER_NAME="mine", NODE_COUNT="3", NODE_TYPE="c6i.2xlarge")
    until_bootstrapped(world, "fleet-dev/mine")
    world.advance(20)
    return world


def test_an_applied_cluster_comes_up_until_flux_is_on_it(grown: World) -> None:
    """Ready, connected, bootstrapped; with nodes and applications on an API server of its own."""
    assert condition(named(grown, CLUSTER, "fleet-dev", "mine"), "Available")["status"] == "True"
    gitops = named(grown, GITOPS, "fleet-dev", "mine")
    assert condition(gitops, "ClusterConnectivity")["status"] == "True"
    assert gitops["metadata"]["annotations"]["capi.weave.works/bootstrap-configs"] == "fleet-dev/flux"
    assert len(grown.server.clusters["mine"].list("nodes")) == 3
    platform = named(grown, "kustomizations.kustomize.toolkit.fluxcd.io", "flux-system", "platform", "mine")
    assert condition(platform, "Ready")["status"] == "True"


def test_the_charts_that_templates_name_have_a_repository(grown: World) -> None:
    """The one that is looked for where none is named: without it no template with profiles can be rendered."""
    ref = DEFAULT_REPOSITORY
    found = named(grown, "helmrepositories.source.toolkit.fluxcd.io", ref.namespace, ref.name)
    assert condition(found, "Ready")["status"] == "True"


def test_what_the_user_wrote_stays_as_it_is(grown: World) -> None:
    """Controllers add to the spec; they do not change it."""
    control_plane = named(
        grown, "awsmanagedcontrolplanes.controlplane.cluster.x-k8s.io", "fleet-dev", "mine-control-plane"
    )
    assert control_plane["spec"]["eksClusterName"] == "mine"
    assert control_plane["spec"]["controlPlaneEndpoint"]["host"]
    nodes = named(grown, "awsmanagedmachinepools.infrastructure.cluster.x-k8s.io", "fleet-dev", "mine-ng-0")
    assert nodes["spec"]["instanceType"] == "c6i.2xlarge"
    assert nodes["spec"]["scaling"] == {"minSize": 1, "maxSize": 6}


def test_what_comes_belongs_to_what_the_user_applied(grown: World) -> None:
    """Every owner reference leads to an object that is there."""
    uids = {found.parsed()["metadata"]["uid"] for cluster, _, found in everything(grown) if cluster == MANAGEMENT}
    for cluster, kind, found in everything(grown):
        if cluster == MANAGEMENT and kind.custom and found.name.startswith("mine"):
            assert set(found.owners()) <= uids


@needs_crds
def test_it_is_as_valid_as_any_other(grown: World) -> None:
    """In every version served."""
    wrong = [
        line
        for _, kind, found in everything(grown)
        if kind.custom and found.name.startswith("mine")
        for version in kind.versions
        for line in wrong_with(convert(kind, found.parsed(), version))
    ]
    assert wrong == []


def test_a_deleted_cluster_goes_down_and_does_not_come_back() -> None:
    """One with a story of its own as well: what users decide goes before the script."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    for resource in (GITOPS, CLUSTER):
        storage.remove(resource, "fleet-prod", "storefront-us")
    world.advance(20)
    deleting = condition(named(world, CLUSTER, "fleet-prod", "storefront-us"), "Deleting")
    assert deleting["reason"] == "WaitingForWorkersDeletion"
    reason = condition(named(world, GITOPS, "fleet-prod", "storefront-us"), "Ready")["reason"]
    assert reason == "WaitingForCAPIClusterDeletion"
    world.advance(400)
    assert storage.find(CLUSTER, "fleet-prod", "storefront-us") is None
    assert storage.find(GITOPS, "fleet-prod", "storefront-us") is None
    assert world.server.clusters["storefront-us"].list("nodes") == []


def test_a_cluster_deleted_while_it_comes_up_goes_down_from_there() -> None:
    """It has no machines that could drain, and is gone soon."""
    world = new_world()
    applied(world, CLUSTER_NAME="mine")
    world.advance(15)
    world.server.clusters[MANAGEMENT].remove(CLUSTER, "fleet-dev", "mine")
    world.advance(120)
    assert world.server.clusters[MANAGEMENT].find(CLUSTER, "fleet-dev", "mine") is None


def test_a_cluster_whose_infrastructure_is_missing_waits_for_it() -> None:
    """Applied piece by piece, in any order."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    applied(world, CLUSTER_NAME="mine")
    control_plane = storage.get(
        "awsmanagedcontrolplanes.controlplane.cluster.x-k8s.io", "fleet-dev", "mine-control-plane"
    )
    storage.remove("awsmanagedcontrolplanes.controlplane.cluster.x-k8s.io", "fleet-dev", "mine-control-plane")
    world.advance(30)
    assert "status" not in named(world, CLUSTER, "fleet-dev", "mine")
    storage.put(only_given(control_plane))
    world.advance(30)
    assert named(world, CLUSTER, "fleet-dev", "mine")["status"]["phase"] == "Provisioning"


def only_given(body: Json) -> Json:
    metadata = {key: body["metadata"][key] for key in ("name", "namespace")}
    return {"apiVersion": body["apiVersion"], "kind": body["kind"], "metadata": metadata, "spec": body["spec"]}


def test_a_joined_cluster_leaves_after_its_secret() -> None:
    """Until then its condition says what it waits for."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    storage.remove(GITOPS, "edge", "warehouse-12")
    world.advance(1)
    ready = condition(named(world, GITOPS, "edge", "warehouse-12"), "Ready")
    assert (ready["reason"], ready["message"]) == (
        "WaitingForSecretDeletion",
        "waiting for access secret to be deleted",
    )
    storage.remove("secrets", "edge", "warehouse-12-access")
    world.advance(1)
    assert storage.find(GITOPS, "edge", "warehouse-12") is None
    world.advance(120)
    assert storage.find(GITOPS, "edge", "warehouse-12") is None
    assert storage.find("secrets", "edge", "warehouse-12-access") is None


@pytest.mark.parametrize("template", ["kubeadm", "fargate"])
def test_every_template_of_a_cluster_leads_to_one(template: str) -> None:
    """Self-managed, or without any node of its own: ready, connected and bootstrapped in the end."""
    world = new_world()
    applied(world, template, CLUSTER_NAME="mine")
    until_bootstrapped(world, "fleet-dev/mine")
    assert condition(named(world, CLUSTER, "fleet-dev", "mine"), "Available")["status"] == "True"
    parts = [
        found.parsed()
        for cluster, kind, found in everything(world)
        if cluster == MANAGEMENT and kind.custom and found.namespace == "fleet-dev" and found.name.startswith("mine-")
    ]
    unseen = [body["metadata"]["name"] for body in parts if "status" not in body and "Template" not in body["kind"]]
    assert unseen in ([], ["mine-unhealthy-5m"])


def wanted(world: World, resource: str, name: str, **spec: object) -> None:
    """As a merged pull request changes it."""
    world.server.clusters[MANAGEMENT].update(resource, "fleet-dev", name, lambda body: body["spec"].update(spec))


@pytest.mark.parametrize("version", ["v1.35.0", "v1.35.1"])
def test_another_version_comes_machine_by_machine(upgraded_world: World, version: str) -> None:
    """The control plane first; the new spec is observed, and other numbers asked for at once come too."""
    world, parts = upgraded_world, ((CONTROL_PLANE, "mine-control-plane"), (DEPLOYMENT, "mine-md-0"))
    workers = 3 if version == "v1.35.0" else 1
    wanted(world, CONTROL_PLANE, "mine-control-plane", version=version)
    wanted(world, DEPLOYMENT, "mine-md-0", replicas=workers)
    world.advance(1)
    assert set("".join(actor(world, "fleet-dev/mine").state.workers)) - {"r", "_"}
    for _ in range(300):
        world.advance(1)
    everybodys = world.server.clusters[MANAGEMENT].list("machines.cluster.x-k8s.io", "fleet-dev")
    machines = [found for found in everybodys if found["spec"]["clusterName"] == "mine"]
    assert sorted(one["spec"]["version"] for one in machines) == [version] * (1 + workers)
    for found in parts_of(world, parts):
        assert found["status"]["observedGeneration"] == found["metadata"]["generation"]
        assert found["status"]["upToDateReplicas"] == found["status"]["readyReplicas"] == found["spec"]["replicas"]


def parts_of(world: World, parts: tuple[tuple[str, str], ...]) -> list[Json]:
    return [named(world, resource, "fleet-dev", name) for resource, name in parts]


def test_a_change_that_asks_for_no_machine_is_observed(upgraded_world: World) -> None:
    """At the next look; a larger control plane gets its machines."""
    wanted(upgraded_world, DEPLOYMENT, "mine-md-0", paused=True)
    upgraded_world.advance(1)
    (found,) = parts_of(upgraded_world, ((DEPLOYMENT, "mine-md-0"),))
    assert found["status"]["observedGeneration"] == found["metadata"]["generation"]
    wanted(upgraded_world, CONTROL_PLANE, "mine-control-plane", replicas=3)
    for _ in range(60):
        upgraded_world.advance(1)
    (found,) = parts_of(upgraded_world, ((CONTROL_PLANE, "mine-control-plane"),))
    assert found["status"]["readyReplicas"] == 3
    assert found["status"]["observedGeneration"] == found["metadata"]["generation"]


@pytest.fixture(scope="module")
def upgraded_world() -> World:
    world = new_world()
    applied(world, "kubeadm", CLUSTER_NAME="mine", CONTROL_PLANE_COUNT="1", WORKER_COUNT="2")
    until_bootstrapped(world, "fleet-dev/mine")
    world.advance(20)
    return world
