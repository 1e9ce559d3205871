"""One cluster through the keyboard: every tab tells what is so, and follows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pilot.dashboard import dashboard
from tests.pilot.objects import (
    bootstrap_config,
    capi_cluster,
    event,
    gitops_cluster,
    kubeconfig_secret,
    kustomization,
    machine,
)
from wgtui.demo.server import DemoServer


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    """Two clusters of which `prod` is a leaf that answers."""
    management, leaf = server.clusters["management"], server.add_cluster("prod")
    for name in ("prod", "prod-eu"):
        management.put(gitops_cluster(name))
        management.put(capi_cluster(name))
    management.put(machine("prod-1", "prod"))
    management.put(machine("prod-eu-1", "prod-eu"))
    management.put(event(machine("prod-1", "prod"), "NodeGone", "the node went away"))
    management.put(event(machine("prod-eu-1", "prod-eu"), "Elsewhere", "not of this cluster"))
    management.put(bootstrap_config())
    management.put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    leaf.put(kustomization("on-the-leaf"))
    return server


async def test_the_overview_says_what_both_sides_of_a_cluster_say(fleet: DemoServer, tmp_path: Path) -> None:
    """GitopsCluster and Cluster, their conditions, and changes as they come."""
    async with dashboard(fleet, tmp_path, size=(120, 50)) as seen:
        await seen.sees("prod", "● ready", "3 clusters")
        await seen.press("j", "enter")
        await seen.sees("Clusters", "› team-a/prod", "[Overview]", "ClusterConnectivity", "WorkersAvailable", "3/3")
        fleet.clusters["management"].put(capi_cluster("prod", ready=False, message="1 of 2 machines is gone"))
        await seen.sees("▲ degraded", "1 of 2 machines is gone")


async def test_the_tree_shows_what_belongs_to_the_cluster_alone(fleet: DemoServer, tmp_path: Path) -> None:
    """Another cluster whose name begins the same is another cluster."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Cluster/prod", "Machine/prod-1")
        assert "prod-eu" not in seen.text


async def test_a_part_of_a_kind_that_is_not_served_is_no_gap(fleet: DemoServer, tmp_path: Path) -> None:
    """Not every provider is installed everywhere."""
    fleet.clusters["management"].kinds.remove("awsmanagedmachinepools.infrastructure.cluster.x-k8s.io")
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Cluster/prod", "live")
        assert "not served" not in seen.text


async def test_machines_are_read_by_the_label_of_the_opened_cluster(fleet: DemoServer, tmp_path: Path) -> None:
    """The server is asked for these and for no others."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "enter", "tab", "tab")
        await seen.sees("prod-1", "1 machine", "v1.34.2")
        asked = {line.query["labelSelector"] for line in fleet.requests.of(resource="machines.cluster.x-k8s.io")}
        assert asked == {"cluster.x-k8s.io/cluster-name=prod"}
        await seen.press("enter")
        await seen.sees("Clusters", "› prod ›", "prod-1")


async def test_a_cluster_that_cluster_api_calls_otherwise_has_its_machines(fleet: DemoServer, tmp_path: Path) -> None:
    """They carry the label of the Cluster, not of the GitopsCluster that stands for it."""
    management = fleet.clusters["management"]
    management.put(gitops_cluster("web", of="behind"))
    management.put(capi_cluster("behind"))
    management.put(machine("behind-1", "behind"))
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("4 clusters", "web")
        await seen.press("G", "enter", "tab", "tab")
        await seen.sees("web", "behind-1", "1 machine")


async def test_bootstrap_tells_which_configurations_ran(fleet: DemoServer, tmp_path: Path) -> None:
    """By the annotation of the controller."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "enter", "tab", "tab", "tab")
        await seen.sees("[Bootstrap]", "team-a/flux", "ran")


async def test_the_applications_of_a_leaf_cluster_are_read_from_it(fleet: DemoServer, tmp_path: Path) -> None:
    """It is opened by the Secret, and its rows then stand among all applications too."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "enter", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await seen.sees("[Applications]", "on-the-leaf", "● ready", "live")


async def test_a_leaf_cluster_without_a_kubeconfig_says_so(fleet: DemoServer, tmp_path: Path) -> None:
    """And what was looked for."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "j", "enter", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await seen.sees("no kubeconfig Secret", "prod-eu-kubeconfig")


async def test_events_of_a_cluster_are_those_of_its_parts(fleet: DemoServer, tmp_path: Path) -> None:
    """A machine's event is shown, another cluster's is not."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "E")
        await seen.sees("[Events]", "NodeGone", "1 event")
        assert "Elsewhere" not in seen.text


async def test_yaml_of_a_cluster_holds_both_objects(fleet: DemoServer, tmp_path: Path) -> None:
    """One after the other; `/` searches in it."""
    async with dashboard(fleet, tmp_path, size=(120, 60)) as seen:
        await seen.sees("3 clusters")
        await seen.press("j", "y")
        await seen.sees("kind: GitopsCluster", "---", "kind: Cluster")
        await seen.press("slash")
        await seen.type("kind: Cluster")
        await seen.sees("1 of 1")


async def test_an_object_that_goes_while_it_is_looked_at_is_said_to_be_gone(fleet: DemoServer, tmp_path: Path) -> None:
    """The page stays until the user leaves it."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("there are no applications")
        fleet.clusters["management"].put(kustomization("short-lived"))
        await seen.sees("short-lived")
        await seen.press("enter")
        await seen.sees("[Overview]", "Applied revision")
        fleet.clusters["management"].remove("kustomizations.kustomize.toolkit.fluxcd.io", "flux-system", "short-lived")
        await seen.sees("it is not there any more")


async def test_a_deletion_shows_what_is_left_and_who_holds_it(fleet: DemoServer, tmp_path: Path) -> None:
    """Read only once it begins, one request for each kind, and followed to its end."""
    management = fleet.clusters["management"]
    async with dashboard(fleet, tmp_path, size=(120, 50)) as seen:
        await seen.sees("prod", "3 clusters")
        await seen.press("j", "enter")
        await seen.sees("[Overview]", "3/3")
        assert not [line for line in fleet.requests if "awsmachines" in line.path]
        for body in (gitops_cluster("prod"), capi_cluster("prod"), machine("prod-1", "prod")):
            kind = body["kind"].lower()
            body["metadata"]["finalizers"] = [f"{kind}.cluster.x-k8s.io"]
            management.put(body)
        for resource in ("gitopsclusters.gitops.weave.works", "clusters.cluster.x-k8s.io", "machines.cluster.x-k8s.io"):
            name = "prod-1" if resource.startswith("machines") else "prod"
            management.remove(resource, "team-a", name, "Orphan")
        await seen.sees("Deletion", "1 Machine", "held up by  Machine team-a/prod-1", "capi-controller-manager")
        assert len([line for line in fleet.requests if line.path.endswith("/machines")]) == 1
        await seen.press("X")
        await seen.sees("Machine team-a/prod-1", "Deletion waits for something")
