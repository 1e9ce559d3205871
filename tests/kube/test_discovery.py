"""Which kinds a server serves, and in which versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web

from tests.eventually import eventually
from tests.kube.other_servers import answering
from tests.kube.watched import CLUSTERS, cluster, connected, opened, watching
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer
from wgtui.errors import Absent, ServerFault, Unauthorized
from wgtui.kube import client as client_module
from wgtui.kube.discovery import Served
from wgtui.kube.login import Login
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.changes import Lost, Synced
from wgtui.resources.core import POD
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION

METRICS: Kind[object] = Kind("metrics.k8s.io", "PodMetrics", "pods", object, ("v1beta1",))

Answers = Mapping[str, Any]
"""By path; a number is an HTTP status."""

VERBS = ["get", "list", "watch"]

OLD_SERVER: Answers = {
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/api/v1": {"kind": "APIResourceList", "resources": [{"name": "pods", "verbs": VERBS}, {"name": "pods/log"}]},
    "/apis": {
        "kind": "APIGroupList",
        "groups": [
            {
                "name": "cluster.x-k8s.io",
                "versions": [{"groupVersion": "cluster.x-k8s.io/v1beta1", "version": "v1beta1"}],
            },
            {"name": "metrics.k8s.io", "versions": [{"groupVersion": "metrics.k8s.io/v1beta1", "version": "v1beta1"}]},
        ],
    },
    "/apis/cluster.x-k8s.io/v1beta1": {
        "kind": "APIResourceList",
        "resources": [{"name": "clusters", "verbs": VERBS}, {"name": "clusters/status", "verbs": ["get"]}],
    },
    "/apis/metrics.k8s.io/v1beta1": 503,
}

AGGREGATED: Answers = {
    "/api": {"kind": "APIGroupDiscoveryList", "items": []},
    "/apis": {
        "kind": "APIGroupDiscoveryList",
        "items": [
            {"metadata": {"name": "metrics.k8s.io"}, "versions": [{"version": "v1beta1", "freshness": "Stale"}]},
            {
                "metadata": {"name": "cluster.x-k8s.io"},
                "versions": [
                    {
                        "version": "v1beta1",
                        "freshness": "Current",
                        "resources": [{"resource": "clusters", "verbs": VERBS}],
                    }
                ],
            },
        ],
    },
}


def speaking(answers: Answers) -> Any:
    async def answer(request: web.Request) -> web.Response:
        found = answers.get(request.path, 404)
        return web.Response(status=found) if isinstance(found, int) else web.json_response(found)

    return answering(answer)


async def test_the_best_version_both_sides_know_is_read(server: DemoServer) -> None:
    """wgtui's order of preference, the server's supply."""
    async with connected(server) as client:
        assert await client.version_of(CLUSTER) == "v1beta2"
        served = await client.served()
        assert set(served.versions_of(CLUSTER)) == {"v1beta2", "v1beta1"}
        assert "watch" in served.kinds["cluster.x-k8s.io", "v1beta2", "clusters"]
        assert served.broken == {}
    server.clusters["management"].kinds.serve(CLUSTERS, "v1beta1")
    async with connected(server) as client:
        assert await client.version_of(CLUSTER) == "v1beta1"


async def test_it_costs_two_requests_for_all_kinds(server: DemoServer) -> None:
    """Asked once, together."""
    async with connected(server) as client:
        for kind in (CLUSTER, MACHINE, KUSTOMIZATION, POD):
            await client.version_of(kind)
    assert [line.path for line in server.requests] == ["/api", "/apis"]


@pytest.mark.parametrize("answers", [OLD_SERVER, AGGREGATED])
async def test_a_group_whose_server_is_down_hides_no_other(answers: Answers) -> None:
    """A metrics server that fails is everyday life; its own kinds are not "not installed"."""
    async with speaking(answers) as address, opened(Login("old", address)) as client:
        assert await client.version_of(CLUSTER) == "v1beta1"
        assert list((await client.served()).broken) == ["metrics.k8s.io"]
        with pytest.raises(ServerFault, match=r"metrics\.k8s\.io cannot be read now"):
            await client.version_of(METRICS)
        with pytest.raises(Absent, match="machines"):
            await client.version_of(MACHINE)


async def test_an_old_server_is_asked_group_by_group() -> None:
    """It knows no aggregated discovery; subresources are no kinds."""
    async with speaking(OLD_SERVER) as address, opened(Login("old", address)) as client:
        served = await client.served()
        assert set(served.kinds) == {("", "v1", "pods"), ("cluster.x-k8s.io", "v1beta1", "clusters")}


async def test_an_address_that_is_no_api_server_is_told() -> None:
    """Not as if no controller were installed."""
    async with speaking({}) as address, opened(Login("other", address)) as client:
        with pytest.raises(ServerFault, match="no Kubernetes API server"):
            await client.version_of(CLUSTER)


async def test_a_failed_discovery_is_tried_again(server: DemoServer) -> None:
    """By the next who asks."""
    async with connected(server) as client:
        server.faults.add(Refuse(401), verb="discover", times=1)
        with pytest.raises(Unauthorized):
            await client.version_of(CLUSTER)
        assert await client.version_of(CLUSTER) == "v1beta2"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "DISCOVERED_ANEW", 0.0)


@pytest.mark.usefixtures("impatient")
async def test_a_kind_that_appears_later_is_found(server: DemoServer) -> None:
    """Somebody installs the controller while we look."""
    kinds = server.clusters["management"].kinds
    clusters = kinds.remove(CLUSTERS)
    async with connected(server) as client, watching(client) as watched:
        await eventually(lambda: watched.kinds[:2] == ["Absent", "Absent"])
        kinds.add(clusters)
        server.clusters["management"].put(cluster("alpha"))
        await watched.has("alpha")


@pytest.mark.usefixtures("impatient")
async def test_a_kind_that_goes_away_is_told(server: DemoServer) -> None:
    """Its definition was deleted, and every object with it."""
    server.clusters["management"].put(cluster("alpha"))
    async with connected(server) as client, watching(client) as watched:
        await watched.has("alpha")
        server.clusters["management"].kinds.remove(CLUSTERS)
        server.hang_up()
        await eventually(lambda: "Absent" in watched.kinds)
        assert watched.names == []


@pytest.mark.usefixtures("impatient")
async def test_a_version_that_goes_away_is_followed_by_another(server: DemoServer) -> None:
    """Cluster API is upgraded while we look: no word about an absent kind."""
    server.clusters["management"].put(cluster("alpha"))
    async with connected(server) as client, watching(client) as watched:
        await watched.synced()
        server.clusters["management"].kinds.serve(CLUSTERS, "v1beta1")
        server.hang_up()
        await watched.synced(2)
        assert "Absent" not in watched.kinds
        assert server.requests.open_watches()[0].path.startswith("/apis/cluster.x-k8s.io/v1beta1/")


async def test_an_absent_kind_is_asked_for_seldom(server: DemoServer) -> None:
    """Twenty absent kinds make no twenty discoveries."""
    server.clusters["management"].kinds.remove(CLUSTERS)
    async with connected(server) as client, watching(client) as one, watching(client) as another:
        await eventually(lambda: one.kinds.count("Absent") > 3 and another.kinds.count("Absent") > 3)
    assert len([line for line in server.requests if line.path == "/apis"]) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_group_that_is_down_comes_back() -> None:
    """An outage, not an absence: who asks again finds it."""
    answers = dict(OLD_SERVER)
    async with speaking(answers) as address, opened(Login("old", address)) as client:
        with pytest.raises(ServerFault):
            await client.version_of(METRICS)
        answers["/apis/metrics.k8s.io/v1beta1"] = {"resources": [{"name": "pods", "verbs": VERBS}]}
        assert await client.version_of(METRICS) == "v1beta1"


async def test_nothing_is_asked_of_a_watch_whose_kind_is_known(server: DemoServer) -> None:
    """Reconnecting is one request, and one that the server was not restored meanwhile."""
    async with connected(server) as client, watching(client) as watched:
        await watched.synced()
        server.requests.clear()
        server.hang_up()
        await eventually(lambda: len(server.requests) >= 2)
        await eventually(lambda: bool(watched.of(Lost)) and len(watched.of(Synced)) == 1)
        verbs = [line.verb for line in server.requests]
        assert verbs == ["list", "watch"]
        assert next(iter(server.requests)).query == {"limit": "1"}


@pytest.mark.parametrize(
    ("versions", "best"),
    [
        (["v1alpha4", "v1beta1"], "v1beta1"),
        (["v1beta1", "v1", "v2alpha1"], "v1"),
        (["v1beta9", "v1beta10"], "v1beta10"),
        (["v1", "v11", "v2"], "v11"),
        (["foo", "v1alpha1"], "v1alpha1"),
        ([], None),
    ],
)
def test_of_a_kind_that_names_no_version_the_servers_best_is_read(versions: list[str], best: str | None) -> None:
    """By the order that Kubernetes itself has for versions."""
    kind: Kind[object] = Kind("example.com", "Thing", "things", object, ())
    served = Served({("example.com", version, "things"): frozenset({"list"}) for version in versions})
    assert served.version_of(kind) == best
