"""The Leaf tab through the keyboard: nodes, versions and Flux of a cluster, read from that cluster itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import capi_cluster, condition, gitops_cluster, kubeconfig_secret, kustomization
from wgtui.demo.faults import Delay, Refuse
from wgtui.demo.server import DemoServer

NODES = "nodes"


def node(name: str, *, ready: bool = True) -> dict[str, Any]:
    told = condition("Ready", str(ready), "KubeletReady", "" if ready else "Kubelet stopped posting node status.")
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"node-role.kubernetes.io/control-plane": ""}},
        "status": {"conditions": [told], "nodeInfo": {"kubeletVersion": "v1.34.2"}},
    }


def controller(name: str, tag: str) -> dict[str, Any]:
    labels = {"app.kubernetes.io/part-of": "flux", "app.kubernetes.io/version": "v2.7.3"}
    pod = {
        "metadata": {"labels": {"app": name}},
        "spec": {"containers": [{"name": "manager", "image": f"x/{name}:{tag}"}]},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "flux-system", "labels": labels},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": name}}, "template": pod},
        "status": {"readyReplicas": 1, "replicas": 1},
    }


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    """`prod` is a leaf of two nodes that answers."""
    add(server, "prod")
    leaf = server.clusters["prod"]
    for body in (node("n-1"), node("n-2", ready=False), controller("source-controller", "v1.7.3")):
        leaf.put(body)
    leaf.put(kustomization("one"))
    leaf.put(kustomization("two", ready=False))
    return server


def add(server: DemoServer, name: str, **kubeconfig: Any) -> None:
    server.add_cluster(name)
    management = server.clusters["management"]
    management.put(gitops_cluster(name))
    management.put(capi_cluster(name))
    management.put(kubeconfig_secret(name, json.dumps(server.kubeconfig(name) | kubeconfig)))


async def to_leaf(seen: Dashboard, name: str = "prod") -> None:
    await seen.sees(name)
    await seen.press("slash")
    await seen.type(name)
    await seen.press("enter", "enter")
    await seen.sees(f"› team-a/{name}", "[Overview]")
    for _ in range(8):
        if "[Leaf]" in seen.text:
            return
        await seen.press("tab")


async def test_what_runs_on_it_is_read_from_it(fleet: DemoServer, tmp_path: Path) -> None:
    """Nodes, the worst first, versions of Kubernetes and Flux, how many Flux objects are well; all of it live."""
    async with dashboard(fleet, tmp_path, size=(140, 50)) as seen:
        await to_leaf(seen)
        await seen.sees("answers", "yes", "v1.35.0", "v2.7.3", "1 of 2 ready", "source-controller", "v1.7.3")
        await seen.sees("✗ failed", "Kubelet stopped posting node status.", "control-plane", "1 failed, 1 ready")
        fleet.clusters["prod"].put(node("n-2"))
        await seen.sees("2 of 2 ready")


async def test_what_was_known_stays_when_it_is_out_of_reach(fleet: DemoServer, tmp_path: Path) -> None:
    """Greyed, with the reason and its age; and it is live again when it is back."""
    async with dashboard(fleet, tmp_path, size=(140, 50)) as seen:
        await to_leaf(seen)
        await seen.sees("1 of 2 ready", "● ready", "live")
        outage = fleet.faults.add(Refuse(503), cluster="prod")
        fleet.hang_up()
        await seen.sees("n-1", "? ready", "? failed", "answers     no: ", "old: reconnecting")
        assert "● ready" not in seen.text
        fleet.faults.clear(outage)
        await seen.press("ctrl+r")
        await seen.sees("answers     yes", "● ready")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("hello", "is not a kubeconfig"),
        ("{}", "has no context"),
        ('{"contexts": [{"name": "a"}], "current-context": "b"}', "its current-context 'b' is not among its contexts"),
    ],
)
async def test_a_secret_that_opens_nothing_is_told(fleet: DemoServer, tmp_path: Path, content: str, said: str) -> None:
    """And read again: somebody may mend it."""
    fleet.clusters["management"].put(kubeconfig_secret("prod", content))
    async with dashboard(fleet, tmp_path) as seen:
        await to_leaf(seen)
        await seen.sees(said, "it is tried again")
        assert "loading" not in seen.text


async def test_a_leaf_that_takes_half_a_minute_delays_nobody(fleet: DemoServer, tmp_path: Path) -> None:
    """Its own tab says that it is being opened; everything else comes at once."""
    add(fleet, "slow")
    fleet.faults.add(Delay(30), cluster="slow")
    async with dashboard(fleet, tmp_path, size=(140, 50)) as seen:
        await to_leaf(seen, "slow")
        await seen.sees("opening team-a/slow…")
        await seen.press("escape", "escape")
        await seen.sees("3 clusters")
        await to_leaf(seen)
        await seen.sees("1 of 2 ready")
        await seen.press("tab", "tab")
        await seen.sees("[Applications]", "one", "two")


async def test_an_object_of_it_opens_on_it(fleet: DemoServer, tmp_path: Path) -> None:
    """Enter on a node."""
    async with dashboard(fleet, tmp_path, size=(140, 50)) as seen:
        await to_leaf(seen)
        await seen.sees("n-2")
        for _ in range(10):
            await seen.press("j")
            if "⏎ open" in seen.lines[-1]:
                break
        await seen.press("enter")
        await seen.sees("Node › team-a/prod › n-2")
