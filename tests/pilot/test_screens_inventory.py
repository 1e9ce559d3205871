"""The Inventory tab: what an application has put on its cluster, down to the pods."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.inventories import HISTORY, Shop, application, helm_release, stored, thing
from tests.pilot.dashboard import Dashboard, dashboard
from wgtui.demo.access import READ, Rule
from wgtui.demo.pod_logs import Container
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

CART = Place("application", ObjectRef("shop", "cart"), "Kustomization", tab="inventory")
CRASHING = {"name": "web", "ready": False, "restartCount": 7, "image": "web", "imageID": ""}


@pytest.fixture
def shop(server: DemoServer) -> Shop:
    """An application with a Deployment that crashes, a Secret and two ConfigMaps, one of which is missing."""
    shop = Shop(server)
    shop.deployment("cart")
    shop.labelled("Secret", "token", data={"password": base64.b64encode(b"hunter22").decode()})
    shop.labelled("ConfigMap", "settings")
    ids = ("shop_cart_apps_Deployment", "shop_token__Secret", "shop_settings__ConfigMap", "shop_gone__ConfigMap")
    shop.put(application(*ids))
    crash(shop)
    return shop


def crash(shop: Shop) -> None:
    status = CRASHING | {"state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s"}}}
    shop.storage.update(
        "pods", "shop", "cart-1-x", lambda body: body.update(status={"phase": "Running", "containerStatuses": [status]})
    )


async def opens(seen: Dashboard, place: Place = CART) -> None:
    await seen.sees("live")
    await seen.goes(place)


async def test_the_tree_opens_on_what_is_broken(shop: Shop, tmp_path: Path) -> None:
    """Down to the pod, with what is missing and how many are not well."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Deployment/cart", "└─ ▾ ReplicaSet/cart-1", "└─ Pod/cart-1-x", "✗ failed", "back-off 5m0s")
        await seen.sees("ConfigMap/gone", "it is in the inventory, but not on the cluster", "2 failed", "6 objects")


async def test_a_filter_keeps_the_way_down(shop: Shop, tmp_path: Path) -> None:
    """And `^z` hides what is well."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("ConfigMap/settings")
        await seen.press("ctrl+z")
        await seen.sees_no("ConfigMap/settings", "Secret/token")
        await seen.sees("Pod/cart-1-x", "not well")
        await seen.press("ctrl+z", "slash")
        await seen.type("kind=Secret")
        await seen.press("enter")
        await seen.sees("Secret/token", "1 of 6 objects")
        await seen.sees_no("Pod/cart-1-x")
        await seen.press("slash")
        await seen.type("xyzzy")
        await seen.press("enter")
        await seen.sees("no objects match", "Esc shows all")


async def test_any_object_is_opened_as_yaml(shop: Shop, tmp_path: Path) -> None:
    """Without what a Secret holds."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Secret/token")
        await seen.press("G", "y")
        await seen.sees("Secret › shop/token", "[YAML]", "password:", "<hidden: 12 characters>")
        assert "hunter22" not in seen.text


async def test_the_logs_of_a_pod_are_one_key_away(shop: Shop, tmp_path: Path) -> None:
    """Also those of all pods of its Deployment."""
    shop.storage.logs.write(Container("shop", "cart-1-x", "web"), shop.storage.now(), "DATABASE_URL is not set")
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Pod/cart-1-x")
        await seen.press("j", "j", "j", "l")
        await seen.sees("Pod › shop/cart-1-x", "[Logs]", "DATABASE_URL is not set")


async def test_logs_of_what_has_none_are_those_of_the_application(shop: Shop, tmp_path: Path) -> None:
    """A ConfigMap writes nothing; the controller that has applied it does."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Secret/token")
        await seen.press("G", "l")
        await seen.sees("Applications › shop/cart", "[Logs]", "kustomize-controller has no pods here")


async def test_it_is_read_again_when_the_application_changes(shop: Shop, tmp_path: Path) -> None:
    """And when asked to."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("ConfigMap/gone")
        shop.labelled("ConfigMap", "gone")
        shop.labelled("ConfigMap", "more")
        shop.put(application("shop_gone__ConfigMap", "shop_more__ConfigMap"))
        await seen.sees("ConfigMap/more", "2 objects")
        await seen.sees_no("Deployment/cart", "failed")
        shop.storage.remove("configmaps", "shop", "more")
        await seen.press("ctrl+r")
        await seen.sees("1 failed")


async def test_what_is_on_its_way_is_looked_at_again(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing tells when a pod has become ready."""
    monkeypatch.setattr("wgtui.screens.inventory_pane.AGAIN", 0.05)
    shop.put(thing("Job", "once", version="batch/v1", metadata={}, spec={"template": {}}, status={"active": 1}))
    shop.put(application("shop_once_batch_Job"))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Job/once", "progressing")
        shop.storage.update("jobs.batch", "shop", "once", lambda body: body.update(status={"succeeded": 1}))
        await eventually(lambda: "progressing" not in seen.text, 9)
        assert "ready" in seen.text


async def test_what_may_not_be_read_is_told(shop: Shop, tmp_path: Path) -> None:
    """By its kind, and in its row."""
    kinds = ("kustomizations", "configmaps", "deployments", "replicasets", "gitopsclusters", "clusters")
    shop.server.rules.add("half", Rule(READ, kinds))
    async with dashboard(shop.server, tmp_path, token="half", size=(160, 30)) as seen:
        await opens(seen)
        await seen.sees("Secret/token", "? unknown", "not allowed to read: Pod, Secret")


async def test_a_release_shows_what_helm_has_installed(shop: Shop, tmp_path: Path) -> None:
    """By its storage Secret, of which nothing else is shown."""
    shop.put(stored("kind: ConfigMap\napiVersion: v1\nmetadata: {name: settings}\ndata: {a: hunter22}\n"))
    shop.put(helm_release(history=HISTORY))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("application", ObjectRef("shop", "cart"), "HelmRelease", tab="inventory"))
        await seen.sees("ConfigMap/settings", "ready", "1 object")


async def test_a_release_without_anything_installed_says_so(shop: Shop, tmp_path: Path) -> None:
    """Instead of an empty tree."""
    shop.put(helm_release())
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("application", ObjectRef("shop", "cart"), "HelmRelease", tab="inventory"))
        await seen.sees("no inventory", "nothing was installed yet")


def leaf(shop: Shop) -> None:
    """`edge`, known by a Secret, with a ConfigMap of the application."""
    shop.server.add_cluster("edge")
    shop.server.clusters["edge"].put(thing("ConfigMap", "settings", "there"))
    content = json.dumps(shop.server.kubeconfig("edge")).encode()
    shop.put(thing("Secret", "edge-kubeconfig", data={"value": base64.b64encode(content).decode()}))


async def test_what_is_applied_to_a_leaf_is_looked_at_there(shop: Shop, tmp_path: Path) -> None:
    """By the kubeconfig that the application itself names."""
    leaf(shop)
    spec = {"kubeConfig": {"secretRef": {"name": "edge-kubeconfig"}}}
    shop.put(application("there_settings__ConfigMap", spec=spec))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("ConfigMap/settings", "● ready")
        await seen.press("y")
        await seen.sees("there/settings", "[YAML]", "kind: ConfigMap")


async def test_an_application_on_a_leaf_is_read_there(shop: Shop, tmp_path: Path) -> None:
    """Whose GitopsCluster leads to it."""
    leaf(shop)
    cluster = thing("GitopsCluster", "edge", version="gitops.weave.works/v1alpha1")
    shop.put(cluster | {"spec": {"secretRef": {"name": "edge-kubeconfig"}}})
    shop.server.clusters["edge"].put(application("there_settings__ConfigMap"))
    place = Place("application", ObjectRef("shop", "cart"), "Kustomization", "shop/edge", tab="inventory")
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, place)
        await seen.sees("ConfigMap/settings", "● ready", "1 object")


async def test_what_is_out_of_sight_is_not_shown_as_well(shop: Shop, tmp_path: Path) -> None:
    """Until the server answers again."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen)
        await seen.sees("Secret/token", "● ready")
        await shop.server.stop()
        await seen.sees("Secret/token", "? ready")
        await seen.sees_no("● ready")
        await shop.server.start(shop.server.port)
        await eventually(lambda: "● ready" in seen.text, 15)


async def test_thousands_of_objects_scroll(shop: Shop, tmp_path: Path) -> None:
    """In a small terminal too."""
    for index in range(1_500):
        shop.labelled("ConfigMap", f"c{index:04}")
    shop.put(application(*(f"shop_c{index:04}__ConfigMap" for index in range(1_500))))
    async with dashboard(shop.server, tmp_path, size=(40, 10)) as seen:
        await opens(seen)
        await seen.sees("ConfigMap/c0000")
        await seen.press("G")
        await seen.sees("ConfigMap/c1499")
