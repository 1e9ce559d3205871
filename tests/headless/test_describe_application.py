"""`wgtui describe application`: how it is, where it comes from, what waits for what, and its inventory."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.headless.commands import Commands
from tests.inventories import Shop, application, helm_release, thing
from wgtui.demo.access import READ, Rule
from wgtui.demo.server import DemoServer

As = Callable[[str], Commands]

SOURCE = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository"}


@pytest.fixture(autouse=True)
def shop(server: DemoServer) -> Shop:
    """`cart` with a Deployment and something missing; it waits for `db`, and `web` for it."""
    shop = Shop(server)
    shop.put(
        SOURCE | {"metadata": {"name": "x", "namespace": "shop"}, "spec": {"url": "https://a.b", "interval": "1m"}}
    )
    shop.deployment("cart")
    shop.put(application(name="db"))
    shop.put(application(name="web", spec={"dependsOn": [{"name": "cart"}]}))
    ids = ("shop_cart_apps_Deployment", "shop_gone__ConfigMap")
    shop.put(application(*ids, spec={"dependsOn": [{"name": "db"}]}))
    return shop


async def test_everything_is_printed_in_sections(wgtui: Commands) -> None:
    """Down to the pods."""
    said = await wgtui("describe", "application", "shop/cart")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].split() == ["Application:", "Kustomization/shop/cart"]
    for title in ("Where it comes from:", "Needs:", "Needed by:"):
        assert title in lines
    assert any(line.split()[:2] == ["from", "GitRepository/shop/x"] for line in lines)
    assert [line.split()[0] for line in lines[-5:]] == [
        "NAME",
        "ConfigMap/gone",
        "Deployment/cart",
        "└─ReplicaSet/cart-1",
        "└─Pod/cart-1-x",
    ]
    assert "it is in the inventory, but not on the cluster" in said.out


@pytest.mark.parametrize("typed", [["cart"], ["Kustomization/shop/cart"], ["cart", "-n", "shop"]], ids=" ".join)
async def test_an_application_is_found_by_its_name(wgtui: Commands, typed: list[str]) -> None:
    """With or without kind and namespace."""
    assert "Kustomization/shop/cart" in (await wgtui("describe", "app", *typed)).out


async def test_json_is_the_documented_tree(wgtui: Commands) -> None:
    """The same, for machines."""
    said = await wgtui("describe", "application", "shop/cart", "-o", "json")
    found = said.json
    assert (found["apiVersion"], found["kind"], found["incomplete"]) == ("wgtui/v1", "ApplicationTree", [])
    assert (found["application"]["kind"], found["application"]["name"]) == ("Kustomization", "cart")
    assert [(step["how"], step["kind"]) for step in found["chain"]] == [
        ("", "Kustomization"),
        ("from", "GitRepository"),
    ]
    assert [one["name"] for one in found["needs"]] == ["db"]
    assert [one["name"] for one in found["needed_by"]] == ["web"]
    missing, deployment = found["inventory"]
    assert (missing["status"], missing["reason"]) == ("failed", "Missing")
    assert deployment["children"][0]["children"][0]["kind"] == "Pod"


async def test_ascii_has_a_tree_too(wgtui: Commands) -> None:
    """For terminals without other letters."""
    said = await wgtui("describe", "application", "shop/cart", "--ascii")
    assert said.out.isascii()
    assert "`-ReplicaSet/cart-1" in said.out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("crat", "no application 'crat': did you mean shop/cart?"),
        ("xyzzy", "no application 'xyzzy': see wgtui get applications"),
        ("HelmRelease/shop/cart", "no application 'HelmRelease/shop/cart'"),
    ],
)
async def test_what_is_not_there_is_a_no(wgtui: Commands, name: str, told: str) -> None:
    """Exit code 1."""
    said = await wgtui("describe", "application", name)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"wgtui: {told}")


async def test_a_name_of_two_applications_is_asked_about(wgtui: Commands, shop: Shop) -> None:
    """Exit code 2, with both."""
    shop.put(helm_release())
    said = await wgtui("describe", "application", "shop/cart")
    assert said.code == 2
    assert "name one of HelmRelease/shop/cart, Kustomization/shop/cart" in said.err


async def test_a_release_without_an_inventory_says_why(wgtui: Commands, shop: Shop) -> None:
    """In words and in the document."""
    shop.put(helm_release())
    assert "No inventory: nothing was installed yet" in (await wgtui("describe", "app", "HelmRelease/cart")).out
    found = (await wgtui("describe", "app", "HelmRelease/cart", "-o", "json")).json
    assert (found["inventory"], found["note"]) == (None, "nothing was installed yet")


async def test_entries_that_name_no_object_are_counted(wgtui: Commands, shop: Shop) -> None:
    """Something was applied, and nobody can say what."""
    shop.put(application("shop_gone__ConfigMap", "nonsense", name="odd"))
    assert "entries that name no object: 1" in (await wgtui("describe", "app", "shop/odd")).out


async def test_what_may_not_be_read_is_told(wgtui_as: As, server: DemoServer) -> None:
    """On stderr, and in the document."""
    server.rules.add("half", Rule(READ, ("kustomizations", "deployments", "replicasets")))
    said = await wgtui_as("half")("describe", "application", "shop/cart", "-o", "json")
    assert said.code == 0
    assert {"configmaps", "pods"} <= {gap["resource"] for gap in said.json["incomplete"]}
    assert "not allowed" in said.err


async def test_an_application_on_a_leaf_or_applied_to_one_is_read_there(wgtui: Commands, shop: Shop) -> None:
    """By the kubeconfig in its Secret."""
    shop.server.add_cluster("edge")
    leaf = shop.server.clusters["edge"]
    leaf.put(thing("ConfigMap", "settings", "there"))
    leaf.put(application("there_settings__ConfigMap", name="own"))
    content = base64.b64encode(json.dumps(shop.server.kubeconfig("edge")).encode()).decode()
    shop.put(thing("Secret", "edge-kubeconfig", data={"value": content}))
    cluster: dict[str, Any] = thing("GitopsCluster", "edge", version="gitops.weave.works/v1alpha1")
    shop.put(cluster | {"spec": {"secretRef": {"name": "edge-kubeconfig"}}})
    shop.put(
        application(
            "there_settings__ConfigMap", name="away", spec={"kubeConfig": {"secretRef": {"name": "edge-kubeconfig"}}}
        )
    )
    for typed in (["own", "--cluster", "edge"], ["away"]):
        said = await wgtui("describe", "application", *typed)
        assert (said.code, said.err) == (0, "")
        assert said.out.splitlines()[-1].split()[:3] == ["ConfigMap/settings", "there", "ready"]


async def test_a_server_out_of_reach_is_exit_code_3(wgtui: Commands, server: DemoServer) -> None:
    """As everywhere."""
    await server.stop()
    assert (await wgtui("describe", "application", "cart")).code == 3


async def test_a_tenant_reads_the_own_namespace(wgtui_as: As, server: DemoServer) -> None:
    """Where nothing may be read everywhere; named by the application, or by -n."""
    server.rules.add("tenant", Rule(READ, namespaces=("shop",)))
    wgtui = wgtui_as("tenant")
    assert "Kustomization/shop/cart" in (await wgtui("describe", "application", "shop/cart")).out
    for typed in (("shop/cart",), ("cart", "-n", "shop")):
        said = await wgtui("explain", "application", *typed)
        assert said.out.startswith("Kustomization shop/cart"), said.err
