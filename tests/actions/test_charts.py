"""The charts of a HelmRepository, read through the API server from what source-controller has stored."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.kube.watched import connected
from wgtui.actions import charts
from wgtui.actions.charts import charts_of, offered, with_charts
from wgtui.demo.faults import Silence
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.errors import NotFound
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef
from wgtui.templates.profiles import ChartFacts, Profile
from wgtui.templates.settings import Surroundings

REF = ObjectRef("flux-system", "acme")
PATH = "helmrepository/flux-system/acme/index-1.yaml"
HOST = "http://source-controller.flux-system.svc.cluster.local."


def _repository(url: str = f"{HOST}/{PATH}", **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "HelmRepository",
        "metadata": {"name": "acme", "namespace": "flux-system"},
        "spec": {"url": "https://charts.acme.example", **more},
        "status": {"artifact": {"url": url, "path": PATH, "revision": "sha256:1", "lastUpdateTime": NOW, "digest": D}},
    }


NOW, D = "2026-01-01T00:00:00Z", "sha256:" + "0" * 64
INDEX = {"entries": {"web": [{"version": "1.0.0"}, {"version": "1.10.0"}, {"version": "1.9.0"}]}}


def _chart(version: str, repository: str = "acme") -> dict[str, Any]:
    source = {"kind": "HelmRepository", "name": repository}
    return {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "HelmChart",
        "metadata": {"name": f"web-{repository}", "namespace": "flux-system"},
        "spec": {"chart": "web", "version": "*", "interval": "1m", "sourceRef": source},
        "status": {"artifact": {"url": "x", "path": "x", "revision": version, "lastUpdateTime": NOW, "digest": D}},
    }


@pytest.fixture
def asked(server: DemoServer) -> list[str]:
    """What source-controller was asked for."""
    storage, paths = server.clusters[MANAGEMENT], list[str]()

    def stored(path: str) -> bytes | None:
        paths.append(path)
        return json.dumps(INDEX).encode() if path == PATH else None

    storage.services[("flux-system", "source-controller")] = stored
    storage.put(_repository())
    return paths


async def test_the_index_is_read_through_the_api_server_once(client: Client, asked: list[str]) -> None:
    """What an artifact's address names never changes."""
    for _ in range(3):
        offer = await charts_of(client, REF)
        assert (offer.charts.versions("web"), offer.note) == (("1.10.0", "1.9.0", "1.0.0"), "")
    assert asked == [PATH]


async def test_a_repository_that_is_not_there_is_told(client: Client) -> None:
    """It was named by somebody."""
    with pytest.raises(NotFound):
        await charts_of(client, ObjectRef("flux-system", "nope"))


async def test_without_the_right_the_versions_that_run_are_offered(server: DemoServer, asked: list[str]) -> None:
    """services/proxy is often not granted: said, and made the best of."""
    for body in (_chart("1.2.0"), _chart("7.0.0", "others")):
        server.clusters[MANAGEMENT].put(body)
    async with connected(server, "viewer") as client:
        offer = await charts_of(client, REF)
    assert offer.charts.versions("web") == ("1.2.0",)
    assert offer.note.startswith("versions that run here; ")
    assert 'cannot get resource "services/proxy"' in offer.note
    assert asked == []


@pytest.mark.parametrize(
    ("repository", "note"),
    [
        (_repository(type="oci"), "is an OCI registry: it has no index"),
        (_repository(""), "has no index yet"),
        (
            _repository("http://vault.x.svc/helmrepository/flux-system/acme/index.yaml/../../../v1"),
            "no index yet",
        ),
        (_repository("http://vault.secrets.svc.cluster.local/v1/secret"), "has no index yet"),
        (_repository("http://evil.example/helmrepository/flux-system/acme/index.yaml"), "has no index yet"),
        (_repository(f"{HOST}/helmrepository/other/acme/index.yaml"), "has no index yet"),
        (_repository(f"{HOST}/helmrepository/flux-system/acme/index-2.yaml"), "page not found"),
    ],
)
async def test_nothing_but_the_repositorys_own_index_is_asked_for(
    client: Client, asked: list[str], repository: dict[str, Any], note: str
) -> None:
    """The address is data, and would be opened with our rights."""
    offer = await offered(client, repository)
    assert note in offer.note
    assert not [path for path in asked if not path.startswith("helmrepository/flux-system/acme/")]


async def test_an_index_that_does_not_come_is_not_waited_for(
    server: DemoServer, client: Client, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form has to open."""
    monkeypatch.setattr(charts, "PATIENCE", 0.05)
    server.faults.add(Silence(), resource="services")
    assert "did not come within" in (await charts_of(client, REF)).note
    assert asked == []


async def test_an_index_too_large_is_not_read(client: Client, asked: list[str]) -> None:
    """By the size that its artifact tells."""
    repository = _repository()
    repository["status"]["artifact"]["size"] = 10**9
    assert "more than 32 MiB" in (await offered(client, repository)).note
    assert asked == []


async def test_rendering_gets_charts_only_where_a_version_is_missing(client: Client, asked: list[str]) -> None:
    """One request less for everybody else."""
    around = Surroundings(repository=_repository())
    assert await with_charts(client, around, {"web": Profile("web", "1.0.0", required=True)}, ()) is around
    assert asked == []
    found = await with_charts(client, around, {"web": Profile("web", required=True)}, ())
    assert found.charts == {"web": ChartFacts("1.10.0")}
