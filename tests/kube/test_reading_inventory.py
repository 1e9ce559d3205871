"""What an application has put on its cluster, read from a server: a list for each kind."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.inventories import CART, HISTORY, Shop, application, helm_release, stored, thing
from tests.kube.watched import connected
from wgtui.demo.access import Rule
from wgtui.demo.server import DemoServer
from wgtui.fleet.inventory import Piece, inventory_tree
from wgtui.fleet.status import Status
from wgtui.kube.client import Client
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.watching.inventory import Inventoried, read_inventory


@pytest.fixture
def shop(server: DemoServer) -> Shop:
    return Shop(server)


async def read(client: Client, kind: Kind[Any] = KUSTOMIZATION, ref: ObjectRef = CART) -> Inventoried:
    return await read_inventory(client, kind, await client.get_raw(kind, ref))


def tree(read: Inventoried) -> dict[str, Piece]:
    """By `Kind/name`, all levels."""
    found: dict[str, Piece] = {}
    waiting = list(inventory_tree(read.entries or (), read.found))
    while waiting:
        piece = waiting.pop()
        found[f"{piece.key.kind}/{piece.key.ref.name}"] = piece
        waiting += piece.children
    return found


async def test_one_list_for_each_kind_however_many_objects(shop: Shop) -> None:
    """And one for each kind of what they own; nothing is asked for by its name but the application."""
    for index in range(40):
        shop.labelled("ConfigMap", f"c{index}")
    shop.deployment("cart")
    shop.deployment("api")
    ids = [f"shop_c{index}__ConfigMap" for index in range(40)]
    shop.put(application("shop_cart_apps_Deployment", "shop_api_apps_Deployment", *ids))
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert len(found) == 46
    assert {"Pod/cart-1-x", "Pod/api-1-x"} <= found.keys()
    assert shop.lists() == {"configmaps": 1, "deployments.apps": 1, "replicasets.apps": 1, "pods": 1}
    assert [line.resource for line in shop.server.requests.of("get")] == [KUSTOMIZATION.resource]


async def test_what_lost_its_label_is_found_all_the_same(shop: Shop) -> None:
    """By a second list; what is not there either is missing."""
    shop.labelled("ConfigMap", "a")
    shop.put(thing("ConfigMap", "bare"))
    shop.put(application("shop_a__ConfigMap", "shop_bare__ConfigMap", "shop_gone__ConfigMap"))
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert {name: piece.verdict.reason for name, piece in found.items()} == {
        "ConfigMap/a": "",
        "ConfigMap/bare": "",
        "ConfigMap/gone": "Missing",
    }
    assert shop.lists() == {"configmaps": 2}


async def test_many_namespaces_are_read_at_once(shop: Shop) -> None:
    """One by one they would be as many requests."""
    for index in range(9):
        shop.labelled("ConfigMap", "a", f"ns{index}")
    shop.put(application(*(f"ns{index}_a__ConfigMap" for index in range(9))))
    async with connected(shop.server) as client:
        found = await read(client)
    assert len(found.found.objects) == 9
    assert shop.lists() == {"configmaps": 1}


async def test_who_may_not_read_everywhere_reads_where_it_may(shop: Shop) -> None:
    """The rest is not called missing."""
    for index in range(5):
        shop.labelled("ConfigMap", "a", f"ns{index}")
    shop.put(application(*(f"ns{index}_a__ConfigMap" for index in range(5))))
    shop.server.rules.add(
        "half", Rule(("get", "list"), ("kustomizations",)), Rule(("list",), ("configmaps",), namespaces=("ns0", "ns1"))
    )
    async with connected(shop.server, "half") as client:
        found = await read(client)
    reasons = [piece.verdict.reason for piece in inventory_tree(found.entries or (), found.found)]
    assert sorted(reasons) == ["", "", *["not allowed to read"] * 3]


async def test_kinds_nobody_serves_and_names_nobody_understands_harm_nothing(shop: Shop) -> None:
    """Each is told as what it is."""
    shop.labelled("ConfigMap", "a")
    shop.put(application("shop_a__ConfigMap", "shop_x_odd.io_Odd", "nonsense"))
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert found["ConfigMap/a"].verdict.status is Status.READY
    assert found["Odd/x"].verdict.reason == "this cluster does not know the kind"
    assert len(found) == 2


async def test_no_secret_leaves_the_server(shop: Shop) -> None:
    """Nor a large ConfigMap: only what their metadata tells."""
    data = {"password": base64.b64encode(b"hunter22" * 50_000).decode()}
    shop.labelled("Secret", "token", data=data)
    shop.put(application("shop_token__Secret"))
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert found["Secret/token"].verdict.status is Status.READY
    (line,) = shop.server.requests.of("list", "secrets")
    assert line.sent < 5_000


async def test_applications_lead_to_what_they_apply(shop: Shop) -> None:
    """With lists again; one that is part of itself ends."""
    inner = application("shop_a__ConfigMap", name="inner")
    shop.put(inner)
    shop.labelled("ConfigMap", "a")
    shop.put(
        application(
            "shop_inner_kustomize.toolkit.fluxcd.io_Kustomization",
            "shop_cart_kustomize.toolkit.fluxcd.io_Kustomization",
        )
    )
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert [child.key.kind for child in found["Kustomization/inner"].children] == ["ConfigMap"]
    assert found["Kustomization/cart"].children == ()


async def test_what_is_applied_to_another_cluster_is_not_looked_for_here(shop: Shop) -> None:
    """An application of an application may go elsewhere."""
    shop.put(application("shop_a__ConfigMap", name="away", spec={"kubeConfig": {"secretRef": {"name": "leaf"}}}))
    shop.put(application("shop_away_kustomize.toolkit.fluxcd.io_Kustomization"))
    async with connected(shop.server) as client:
        found = tree(await read(client))
    assert found["Kustomization/away"].children == ()
    assert shop.lists()["configmaps"] == 0


async def test_a_release_is_known_by_what_helm_has_stored(shop: Shop) -> None:
    """Where helm-controller publishes no inventory; objects of the cluster have no namespace."""
    manifest = (
        "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n---\n"
        "kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: 'system:cart'}\n"
    )
    shop.put(stored(manifest))
    shop.put(helm_release(history=HISTORY))
    shop.put(thing("ConfigMap", "a"))
    shop.put(thing("ClusterRole", "system:cart", "", "rbac.authorization.k8s.io/v1", rules=[]))
    async with connected(shop.server) as client:
        found = tree(await read(client, HELM_RELEASE))
    assert {name: piece.verdict.status for name, piece in found.items()} == {
        "ConfigMap/a": Status.READY,
        "ClusterRole/system:cart": Status.READY,
    }


@pytest.mark.parametrize(
    ("status", "token", "note"),
    [
        ({}, "admin", "nothing was installed yet"),
        ({"history": HISTORY}, "admin", "Helm keeps it in the Secret shop/sh.helm.release.v1.cart.v3"),
        ({"history": HISTORY}, "viewer", "Helm keeps it in the Secret shop/sh.helm.release.v1.cart.v3"),
    ],
    ids=["new", "gone", "denied"],
)
async def test_a_release_that_cannot_be_read_says_why(shop: Shop, status: Any, token: str, note: str) -> None:
    """Instead of an empty tree."""
    shop.put(helm_release(**status))
    async with connected(shop.server, token) as client:
        found = await read(client, HELM_RELEASE)
    assert found.entries is None
    assert note in found.note


async def test_a_release_that_is_none_says_so(shop: Shop) -> None:
    """The Secret may be anybody's."""
    shop.put(stored("a: [unclosed"))
    shop.put(helm_release(history=HISTORY))
    async with connected(shop.server) as client:
        assert "its release cannot be read" in (await read(client, HELM_RELEASE)).note


async def test_an_inventory_without_end_is_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is left out is told."""
    monkeypatch.setattr("wgtui.watching.inventory.MOST_ENTRIES", 3)
    shop.put(application(*(f"shop_c{index}__ConfigMap" for index in range(5))))
    async with connected(shop.server) as client:
        found = await read(client)
    assert len(found.entries or ()) == 3
    assert found.note == "2 more objects"
