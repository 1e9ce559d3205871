"""`wgtui describe cluster`: the tree as clusterctl prints it, and as a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.headless.commands import Commands
from tests.pilot.objects import capi_cluster, condition, gitops_cluster, machine
from wgtui.demo.access import Rule
from wgtui.demo.served import ServedKind
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]
As = Callable[[str], Commands]

INFRASTRUCTURE = "infrastructure.cluster.x-k8s.io"
MACHINES = "machines.cluster.x-k8s.io"


@pytest.fixture(autouse=True)
def fleet(put: Put) -> None:
    """`prod` has three machines, one on its way; `edge` was joined without Cluster API, which calls `eu` prod-eu."""
    put(gitops_cluster("prod"))
    put(capi_cluster("prod", ready=False, message="* WorkersAvailable: 2 of 3"))
    for name, phase in (("w-1", "Running"), ("w-2", "Running"), ("w-3", "Provisioning")):
        put(machine(name, "prod", phase=phase))
    put(machine("other", "dev", "team-b"))
    put(capi_cluster("dev", "team-b"))
    edge = gitops_cluster("edge")
    edge["spec"] = {"secretRef": {"name": "edge"}}
    put(edge)
    put(gitops_cluster("eu", of="prod-eu"))
    put(capi_cluster("prod-eu"))


async def test_the_tree_is_printed(wgtui: Commands) -> None:
    """Titles, the cluster, its workers; of no other cluster."""
    said = await wgtui("describe", "cluster", "team-a/prod")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].split()[:3] == ["NAME", "REPLICAS", "AVAILABLE"]
    assert lines[1].startswith("Cluster team-a/prod ")
    assert "* WorkersAvailable: 2 of 3" in lines[1]
    assert "└─Workers" in said.out
    assert "other" not in said.out


@pytest.mark.parametrize("typed", [["prod"], ["team-a/prod"], ["cluster/prod"], ["prod", "-n", "team-a"]], ids=" ".join)
async def test_a_cluster_is_found_by_its_name(wgtui: Commands, typed: list[str]) -> None:
    """With or without its namespace."""
    assert "Cluster team-a/prod " in (await wgtui("describe", "cluster", *typed)).out


async def test_a_cluster_is_found_by_what_the_fleet_calls_it(wgtui: Commands) -> None:
    """Its GitopsCluster may have another name."""
    assert "Cluster team-a/prod-eu " in (await wgtui("describe", "cluster", "eu")).out


async def test_json_is_the_documented_tree(wgtui: Commands) -> None:
    """Each line with its counts, its condition and all the others."""
    said = await wgtui("describe", "cluster", "prod", "--no-grouping", "-o", "json")
    assert (said.json["apiVersion"], said.json["kind"], said.json["incomplete"]) == ("wgtui/v1", "ClusterTree", [])
    root = said.json["root"]
    assert (root["kind"], root["namespace"], root["name"]) == ("Cluster", "team-a", "prod")
    assert root["condition"]["status"] == "False"
    assert {one["type"] for one in root["conditions"]} == {"Available", "WorkersAvailable"}
    assert root["machines"]["ready"] == 5
    (workers,) = root["children"]
    (other,) = workers["children"]
    assert [(one["kind"], one["name"]) for one in other["children"]] == [
        ("Machine", "w-1"),
        ("Machine", "w-2"),
        ("Machine", "w-3"),
    ]


async def test_conditions_are_printed_when_asked_for(wgtui: Commands) -> None:
    """Of all, of kinds or of one object, as clusterctl takes it."""
    said = await wgtui("describe", "cluster", "prod", "--show-conditions", "Cluster/prod")
    assert "│           └─WorkersAvailable" in said.out
    said = await wgtui("describe", "cluster", "prod", "--show-conditions", "a, b")
    assert (said.code, said.out) == (2, "")
    assert "whitespace is not allowed" in said.err


async def test_templates_are_read_by_their_names(wgtui: Commands, put: Put, server: DemoServer) -> None:
    """Nobody labels them; without the flag they are not asked for."""
    metadata = {"name": "workers", "namespace": "team-a", "labels": {"cluster.x-k8s.io/cluster-name": "prod"}}
    template = {"apiGroup": INFRASTRUCTURE, "kind": "AWSMachineTemplate", "name": "large"}
    spec = {"clusterName": "prod", "template": {"spec": {"infrastructureRef": template, "bootstrap": {}}}}
    put({"apiVersion": "cluster.x-k8s.io/v1beta2", "kind": "MachineDeployment", "metadata": metadata, "spec": spec})
    body = {"apiVersion": f"{INFRASTRUCTURE}/v1beta2", "kind": "AWSMachineTemplate", "spec": {"template": {"spec": {}}}}
    put(body | {"metadata": {"name": "large", "namespace": "team-a"}})
    said = await wgtui("describe", "cluster", "prod", "--show-templates", "--show-resourcesets")
    assert "└─Templates" in said.out
    assert "└─AWSMachineTemplate team-a/large" in said.out
    asked = server.requests.of(resource=f"awsmachinetemplates.{INFRASTRUCTURE}")
    assert [line.query.get("fieldSelector") for line in asked] == ["metadata.name=large"]
    assert "Templates" not in (await wgtui("describe", "cluster", "prod")).out
    assert len(server.requests.of(resource=f"awsmachinetemplates.{INFRASTRUCTURE}")) == 1


async def test_a_provider_of_any_kind_is_described(wgtui: Commands, put: Put, server: DemoServer) -> None:
    """By the fields of the contract, in the best version that is served; one list for each kind."""
    kind = ServedKind("infrastructure.example.com", "dockerclusters", "DockerCluster", ("v1alpha4", "v1beta1"))
    server.clusters["management"].kinds.add(kind)
    body = capi_cluster("home")
    body["spec"]["infrastructureRef"] |= {"apiGroup": kind.group, "kind": kind.kind}
    put(body)
    put(
        {
            "apiVersion": f"{kind.group}/v1beta1",
            "kind": kind.kind,
            "metadata": {
                "name": "home",
                "namespace": "team-a",
                "labels": {"cluster.x-k8s.io/cluster-name": "home"},
            },
            "status": {"conditions": [condition("Ready", "False", "LoadBalancerFailed", "no haproxy")]},
        }
    )
    said = await wgtui("describe", "cluster", "home")
    assert "└─DockerCluster team-a/home " in said.out
    assert "no haproxy" in said.out
    (asked,) = server.requests.of(resource=kind.resource)
    assert (asked.verb, "/v1beta1/" in asked.path) == ("list", True)


async def test_json_tells_what_aws_holds(wgtui: Commands, put: Put, server: DemoServer) -> None:
    """Read only where it is asked for, and only of a cluster on AWS."""
    labels = {"cluster.x-k8s.io/cluster-name": "prod"}
    metadata = {"name": "prod", "namespace": "team-a", "labels": labels}
    spec = {"region": "cn-north-1", "network": {"vpc": {"id": "vpc-0123456789abcdef0"}}}
    put({"apiVersion": f"{INFRASTRUCTURE}/v1beta2", "kind": "AWSCluster", "metadata": metadata, "spec": spec})
    said = await wgtui("describe", "cluster", "prod", "-o", "json")
    aws = said.json["aws"]
    assert (aws["region"], aws["partition"], aws["eks"], aws["instances"]) == ("cn-north-1", "aws-cn", None, [])
    assert aws["vpc"]["console"].startswith("https://cn-north-1.console.amazonaws.cn/vpcconsole/")
    assert [(one["kind"], one["allowed"]) for one in aws["identities"]] == [("AWSClusterControllerIdentity", False)]
    asked = len(server.requests.of(resource=f"awsclusterroleidentities.{INFRASTRUCTURE}"))
    await wgtui("describe", "cluster", "prod")
    assert len(server.requests.of(resource=f"awsclusterroleidentities.{INFRASTRUCTURE}")) == asked == 1


async def test_ascii_has_a_tree_too(wgtui: Commands) -> None:
    """For terminals without other letters."""
    said = await wgtui("describe", "cluster", "prod", "--ascii")
    assert said.out.isascii()
    assert "`-Workers" in said.out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("prdo", "no cluster 'prdo': did you mean team-a/prod?"),
        ("xyzzy", "no cluster 'xyzzy': see wgtui get clusters"),
        ("team-b/prod", "no cluster 'team-b/prod'"),
        ("edge", "'edge' is not made by Cluster API"),
    ],
)
async def test_what_cannot_be_described_is_a_no(wgtui: Commands, name: str, told: str) -> None:
    """Exit code 1."""
    said = await wgtui("describe", "cluster", name)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"wgtui: {told}")


async def test_a_name_of_two_clusters_is_asked_about(wgtui: Commands, put: Put) -> None:
    """Exit code 2, with both."""
    put(capi_cluster("prod", "team-b"))
    said = await wgtui("describe", "cluster", "prod")
    assert said.code == 2
    assert said.err == "wgtui: 'prod' is more than one cluster: name one of team-a/prod, team-b/prod\n"


async def test_what_may_not_be_read_is_missing_and_told(wgtui_as: As, server: DemoServer) -> None:
    """In words and in the document."""
    server.rules.add("half", Rule(("list",), ("clusters", "gitopsclusters", "machinedeployments")))
    said = await wgtui_as("half")("describe", "cluster", "prod", "-o", "json")
    assert said.code == 0
    assert MACHINES in {gap["resource"] for gap in said.json["incomplete"]}
    assert said.err.startswith("wgtui: incomplete: not allowed: machines.cluster.x-k8s.io, ")


async def test_a_server_out_of_reach_is_exit_code_3(wgtui: Commands, server: DemoServer) -> None:
    """As everywhere."""
    await server.stop()
    assert (await wgtui("describe", "cluster", "prod")).code == 3
