"""The Tree tab through the keyboard: where it opens, conditions on demand, parts of any provider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pilot.dashboard import dashboard
from tests.pilot.objects import capi_cluster, condition, gitops_cluster, machine
from wgtui.demo.served import ServedKind
from wgtui.demo.server import DemoServer
from wgtui.demo.storage import Storage

LABELS = {"cluster.x-k8s.io/cluster-name": "prod"}
DOCKER = ServedKind("infrastructure.example.com", "dockermachines", "DockerMachine", ("v1beta1", "v1alpha4"))


@pytest.fixture
def management(server: DemoServer) -> Storage:
    """Nine machines of `prod`, of which one is not well, folded away with its like by nobody."""
    storage = server.clusters["management"]
    storage.put(gitops_cluster("prod"))
    storage.put(capi_cluster("prod", ready=False, message="w-7 is not ready"))
    for number in range(9):
        storage.put(made(f"w-{number}", ready=number != 7))
    return storage


def made(name: str, *, ready: bool, infrastructure: str = "") -> dict[str, Any]:
    body = machine(name, "prod")
    body["status"]["conditions"] = [
        condition("Available", str(ready)),
        condition("Ready", str(ready), message="" if ready else "the kubelet is silent"),
        condition("NodeHealthy", str(ready), message="" if ready else "the kubelet is silent"),
    ]
    if infrastructure:
        body["spec"]["infrastructureRef"] = {
            "apiGroup": DOCKER.group,
            "kind": DOCKER.kind,
            "name": infrastructure,
        }
    return body


def selected(text: str) -> str:
    """The line the cursor is on."""
    return next((line for line in text.splitlines() if line.startswith("▸")), "")


@pytest.mark.usefixtures("management")
async def test_it_opens_on_what_is_broken(server: DemoServer, tmp_path: Path) -> None:
    """With its message, until the user moves."""
    async with dashboard(server, tmp_path) as seen:
        await seen.sees("2 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Machine/w-8", "the kubelet is silent")
        assert "Machine/w-7" in selected(seen.text)
        await seen.press("k")
        assert "Machine/w-6" in selected(seen.text)


@pytest.mark.usefixtures("management")
async def test_conditions_are_shown_on_demand(server: DemoServer, tmp_path: Path) -> None:
    """Of the object under the cursor, and away again from any of their lines; or of all."""
    async with dashboard(server, tmp_path, size=(140, 60)) as seen:
        await seen.sees("2 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Machine/w-7", "v conditions")
        assert "NodeHealthy" not in seen.text
        await seen.press("v")
        await seen.sees("├─ Available", "├─ Ready", "└─ NodeHealthy", "▲ False")
        assert seen.text.count("NodeHealthy") == 1
        await seen.press("j", "j", "v")
        await seen.sees_no("NodeHealthy")
        assert "Machine/w-7" in selected(seen.text)
        await seen.press("V")
        await seen.sees("WorkersAvailable")
        assert seen.text.count("└─ NodeHealthy") == 9
        await seen.press("v")
        assert seen.text.count("└─ NodeHealthy") == 8


async def test_a_provider_that_nobody_has_heard_of_is_watched(
    server: DemoServer, management: Storage, tmp_path: Path
) -> None:
    """In the best version its server has, as soon as a machine refers to it; one stream for each kind."""
    management.kinds.add(DOCKER)
    body: dict[str, Any] = {
        "apiVersion": f"{DOCKER.group}/v1beta1",
        "kind": DOCKER.kind,
        "metadata": {"name": "d-7", "namespace": "team-a", "labels": LABELS},
        "status": {"conditions": [condition("Ready", "False", "ContainerGone", "no such container")]},
    }
    management.put(body)
    async with dashboard(server, tmp_path, size=(140, 40)) as seen:
        await seen.sees("2 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Machine/w-7")
        management.put(made("w-7", ready=False, infrastructure="d-7"))
        await seen.sees("DockerMachine/d-7", "no such container")
        (watch,) = server.requests.of("watch", DOCKER.resource)
        assert "/v1beta1/" in watch.path
        for kind in ("machines.cluster.x-k8s.io", "machinesets.cluster.x-k8s.io", DOCKER.resource):
            assert len([line for line in server.requests.of(resource=kind) if line.verb in ("list", "watch")]) == 1
            assert server.requests.of("get", kind) == []


@pytest.mark.usefixtures("management")
async def test_at_the_root_keys_mean_the_cluster(server: DemoServer, tmp_path: Path) -> None:
    """It is the object the page is about; a machine is explained by its cluster."""
    async with dashboard(server, tmp_path) as seen:
        await seen.sees("2 clusters")
        await seen.press("j", "enter", "tab")
        await seen.sees("Machine/w-7", "X explain")
        await seen.press("X")
        await seen.sees("Why", "team-a/prod")
        await seen.press("escape", "g")
        await seen.sees("X explain", "y YAML")
        await seen.press("y")
        await seen.sees("[YAML]", "kind: GitopsCluster")


@pytest.mark.usefixtures("management")
async def test_the_narrowest_terminal_keeps_the_status(server: DemoServer, tmp_path: Path) -> None:
    """Names give way to it."""
    async with dashboard(server, tmp_path, size=(40, 14)) as seen:
        await seen.sees("prod")
        await seen.press("j", "enter", "tab")
        await seen.sees("Ready: False")
