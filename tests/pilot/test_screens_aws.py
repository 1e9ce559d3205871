"""The AWS tab of a cluster through the keyboard: live, with links that lead to the console and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import capi_cluster, gitops_cluster
from wgtui.demo.server import DemoServer
from wgtui.demo.storage import Storage

API = "infrastructure.cluster.x-k8s.io/v1beta2"
VPC = "vpc-0123456789abcdef0"
CONSOLE = "https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#VpcDetails:VpcId=" + VPC


def part(kind: str, name: str, spec: dict[str, Any], status: dict[str, Any] | None = None) -> dict[str, Any]:
    labels = {"cluster.x-k8s.io/cluster-name": "prod"}
    metadata = {"name": name, "namespace": "team-a", "labels": labels}
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec, "status": status or {}}


def aws_cluster(region: str = "eu-west-1", vpc: str = VPC) -> dict[str, Any]:
    return part("AWSCluster", "prod", {"region": region, "network": {"vpc": {"id": vpc, "cidrBlock": "10.0.0.0/16"}}})


def aws_machine(name: str, state: str) -> dict[str, Any]:
    spec = {"instanceType": "m6i.large", "providerID": f"aws:///eu-west-1a/i-0123456789abcde{name[-1]}0"}
    return part("AWSMachine", name, spec, {"instanceState": state})


@pytest.fixture
def management(server: DemoServer) -> Storage:
    """`prod` is on AWS, `home` is not."""
    storage = server.clusters["management"]
    other = capi_cluster("home")
    other["spec"]["infrastructureRef"] |= {"kind": "DockerCluster", "apiGroup": "infrastructure.example.com"}
    for body in (gitops_cluster("prod"), capi_cluster("prod"), gitops_cluster("home"), other, aws_cluster()):
        storage.put(body)
    storage.put(aws_machine("m-1", "running"))
    return storage


def links(seen: Dashboard) -> set[str]:
    return {
        str(segment.style.link) for strip in seen.strips for segment in strip if segment.style and segment.style.link
    }


async def to_aws(seen: Dashboard) -> None:
    await seen.sees("prod", "3 clusters")
    await seen.press("G", "enter", "tab", "tab", "tab", "tab")
    await seen.sees("[AWS]")


@pytest.mark.usefixtures("management")
async def test_only_a_cluster_on_aws_has_the_tab(server: DemoServer, tmp_path: Path) -> None:
    """By the kind of its infrastructure."""
    async with dashboard(server, tmp_path) as seen:
        await to_aws(seen)
        await seen.press("escape")
        await seen.sees("3 clusters")
        await seen.press("g", "enter")
        await seen.sees("› team-a/home", "[Overview]")
        assert "AWS" not in seen.lines[1]


async def test_it_is_live_and_leads_to_the_machine(server: DemoServer, management: Storage, tmp_path: Path) -> None:
    """The state of an instance is that of now; Enter opens what it is about."""
    async with dashboard(server, tmp_path, size=(140, 50)) as seen:
        await to_aws(seen)
        await seen.sees("eu-west-1", VPC, "10.0.0.0/16", "i-0123456789abcde10", "running", "m6i.large")
        management.put(aws_machine("m-1", "stopped"))
        await seen.sees("stopped")
        for _ in range(20):
            await seen.press("j")
            if "⏎ open" in seen.lines[-1]:
                break
        await seen.press("enter")
        await seen.sees("› prod › AWSMachine/team-a/m-1")


@pytest.mark.usefixtures("management")
async def test_links_lead_to_the_console(server: DemoServer, tmp_path: Path) -> None:
    """Of the region, and only in a terminal that may show them."""
    async with dashboard(server, tmp_path, size=(140, 50)) as seen:
        await to_aws(seen)
        await seen.sees(VPC)
        assert CONSOLE in links(seen)
    async with dashboard(server, tmp_path, size=(140, 50), ascii=True) as seen:
        await to_aws(seen)
        await seen.sees(VPC)
        assert links(seen) == set()


@pytest.mark.parametrize(
    "hostile",
    [
        aws_cluster(region="eu-west-1.evil.example/"),
        aws_cluster(vpc=f"{VPC}\x1b\\\x1b]8;;https://evil.example\x1b\\click"),
        aws_cluster(vpc="https://evil.example/" + VPC),
    ],
    ids=["region", "escape", "url"],
)
async def test_what_somebody_made_up_leads_nowhere(
    server: DemoServer, management: Storage, tmp_path: Path, hostile: dict[str, Any]
) -> None:
    """It is shown, harmless, without a link."""
    management.put(hostile)
    async with dashboard(server, tmp_path, size=(140, 50)) as seen:
        await to_aws(seen)
        await seen.sees("10.0.0.0/16")
        assert not any("vpcconsole" in link or "evil" in link for link in links(seen))
        assert "\x1b" not in seen.text


@pytest.mark.usefixtures("management")
async def test_one_stream_for_each_kind(server: DemoServer, tmp_path: Path) -> None:
    """However many machines there are; never a request for one of them."""
    async with dashboard(server, tmp_path) as seen:
        await to_aws(seen)
        await seen.sees("m6i.large")
        asked = server.requests.of(resource="awsmachines.infrastructure.cluster.x-k8s.io")
        assert [line.verb for line in asked] == ["watch"]
