"""`wgtui get applications --clusters`: of leaf clusters, one or all, as far as they open."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.headless.commands import Commands
from tests.pilot.objects import gitops_cluster, kubeconfig_secret, kustomization
from wgtui.demo.faults import Silence
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def fleet(server: DemoServer, put: Put) -> None:
    """`one` and `two` of team-a are open, `three` has no kubeconfig; each has an application of its own."""
    put(kustomization("top"))
    for name in ("one", "two"):
        server.add_cluster(name).put(kustomization(f"on-{name}", "team"))
        put(gitops_cluster(name))
        put(kubeconfig_secret(name, json.dumps(server.kubeconfig(name))))
    put(gitops_cluster("three"))


async def names(wgtui: Commands, *typed: str) -> list[str]:
    return [item["name"] for item in (await wgtui("get", "applications", "-o", "json", *typed)).json["items"]]


async def test_without_being_asked_no_leaf_is_opened(wgtui: Commands, server: DemoServer) -> None:
    """The management cluster alone."""
    assert await names(wgtui) == ["top"]
    assert not server.requests.of("watch", cluster="one")


async def test_all_clusters_are_read_and_those_that_do_not_open_are_told(wgtui: Commands) -> None:
    """Rows tell which cluster they are on."""
    said = await wgtui("get", "applications", "--clusters", "all", "-o", "json")
    assert said.code == 0
    found = [(item["cluster"], item["name"]) for item in said.json["items"]]
    assert found == [("", "top"), ("team-a/one", "on-one"), ("team-a/two", "on-two")]
    (gap,) = said.json["incomplete"]
    assert (gap["cluster"], gap["resource"], gap["state"]) == ("team-a/three", "", "unreachable")
    assert "no kubeconfig Secret" in gap["message"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("one", ["on-one"]),
        ("team-a/one,two", ["on-one", "on-two"]),
        ("management,one", ["top", "on-one"]),
        ("management", ["top"]),
    ],
)
async def test_named_clusters_alone_are_read(wgtui: Commands, typed: str, found: list[str]) -> None:
    """By name, or by namespace and name."""
    assert await names(wgtui, "--clusters", typed) == found


async def test_a_namespace_is_that_of_the_applications(wgtui: Commands) -> None:
    """Not that of the clusters."""
    assert await names(wgtui, "--clusters", "all", "-n", "team") == ["on-one", "on-two"]


async def test_a_cluster_that_is_not_there_is_a_no(wgtui: Commands) -> None:
    """Exit code 1."""
    said = await wgtui("get", "applications", "--clusters", "one,nope")
    assert said.code == 1
    assert "clusters: no 'nope'" in said.err
    assert "on-one" in said.out


async def test_a_silent_leaf_delays_the_answer_no_longer_than_it_may(wgtui: Commands, server: DemoServer) -> None:
    """The others are there."""
    server.faults.add(Silence(), cluster="two")
    said = await wgtui("get", "applications", "--clusters", "all", "-o", "json", "--request-timeout", "300ms")
    assert said.code == 0
    assert {gap["cluster"] for gap in said.json["incomplete"]} == {"team-a/two", "team-a/three"}


async def test_a_leaf_that_joins_under_watch_is_opened(wgtui: Commands, server: DemoServer, put: Put) -> None:
    """Its rows are added, and go with it."""
    async with wgtui.going_on("get", "applications", "--clusters", "all", "-w", "-o", "name") as said:
        await said.says(lambda said: len(said.out.splitlines()) == 3)
        server.add_cluster("four").put(kustomization("on-four", "team"))
        put(kubeconfig_secret("four", json.dumps(server.kubeconfig("four"))))
        put(gitops_cluster("four"))
        await said.says(lambda said: "kustomization/team/on-four" in said.out)
        server.clusters["management"].remove("gitopsclusters.gitops.weave.works", "team-a", "four")
        await said.says(lambda said: said.out.count("kustomization/team/on-four") == 2)
