"""What the API server says of a pull request before anybody else sees it."""

from __future__ import annotations

import pytest

from tests.kube.watched import connected
from wgtui.actions.rehearsal import rehearsed
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.github.changes import Change
from wgtui.kube.client import Client
from wgtui.resources.kustomize import KubeConfigRef, Kustomization, KustomizationSpec
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.resources.references import Reference

FLUX = ObjectRef("flux-system", "flux-system")
FLEET = Reference(kind="GitRepository", name="flux-system")
PATH = "clusters/management/map.yaml"
SOURCE = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: src, namespace: shop}\n"
WRONG = SOURCE + "spec: {interval: 3, url: https://acme.example}\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map, namespace: shop}\n"


def applied(path: str = "./clusters/management", **more: object) -> Kustomization:
    return Kustomization(ObjectMeta("k", "flux-system"), KustomizationSpec(FLEET, path, **more))  # type: ignore[arg-type]


async def said(client: Client, text: str, by: Kustomization | None = None, path: str = PATH) -> list[str]:
    found = await rehearsed(client, [Change(path, text.encode())], FLUX, [by or applied()])
    return [finding.words for finding in found]


@pytest.fixture(autouse=True)
def shop(server: DemoServer) -> None:
    server.clusters[MANAGEMENT].put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})


async def test_what_the_cluster_would_take_is_not_mentioned(client: Client, server: DemoServer) -> None:
    """And nothing of it is there afterwards."""
    assert await said(client, MAP + "data: {a: b}\n") == []
    assert server.clusters[MANAGEMENT].find("configmaps", "shop", "map") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WRONG, "refuses GitRepository shop/src: "),
        (MAP.replace("shop", "nowhere"), 'refuses ConfigMap nowhere/map: namespaces "nowhere" not found'),
        (MAP.replace("v1", "v9"), "ConfigMap map: the cluster does not serve v9 ConfigMap"),
        (MAP.replace("ConfigMap", "Banana"), "Banana map: the cluster does not serve v1 Banana"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: 3\n", "without apiVersion, kind or metadata.name"),
    ],
)
async def test_what_it_would_refuse_is_told_with_its_file(client: Client, text: str, words: str) -> None:
    """In the server's words."""
    (told,) = await said(client, text)
    assert told.startswith(f"{PATH}: ")
    assert words in told


async def test_a_namespace_may_come_with_what_is_in_it(client: Client) -> None:
    """The server knows it only when both are there."""
    namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: nowhere}\n---\n"
    assert await said(client, namespace + MAP.replace("shop", "nowhere")) == []


async def test_a_target_namespace_is_where_it_goes(client: Client) -> None:
    """As kustomize-controller places it."""
    (told,) = await said(client, MAP, applied(target_namespace="elsewhere"))
    assert "ConfigMap elsewhere/map" in told


@pytest.mark.parametrize(
    ("text", "by", "path"),
    [
        (WRONG.replace("3", "${TIME}"), applied(), PATH),
        (WRONG + "sops: {mac: x}\n", applied(), PATH),
        ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", applied(), PATH),
        (WRONG, applied(kube_config=KubeConfigRef()), PATH),
        (WRONG, applied(), "clusters/fleet-dev/kitchen/map.yaml"),
        ("kind: [", applied(), PATH),
    ],
)
async def test_what_is_not_applied_here_as_it_stands_is_not_tried(
    client: Client, text: str, by: Kustomization, path: str
) -> None:
    """Substituted, decrypted, read by kustomize itself, or applied on another cluster."""
    assert await said(client, text, by, path) == []


async def test_who_may_only_look_is_told_nothing(server: DemoServer) -> None:
    """Nor is anything sent by a session that is read-only."""
    for user, read_only in (("viewer", False), ("admin", True)):
        async with connected(server, token=user, read_only=read_only) as client:
            assert await said(client, WRONG) == [], user
