"""The tabs of an application: its history, what configures it, and the events of it and of its source together."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.inventories import HISTORY, Shop, application, helm_release, thing
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import event
from wgtui.demo.access import READ, Rule
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

CART = ObjectRef("shop", "cart")


def release(tab: str) -> Place:
    return Place("application", CART, "HelmRelease", tab=tab)


def flux(kind: str, name: str, namespace: str = "shop") -> dict[str, Any]:
    return thing(kind, name, namespace, "source.toolkit.fluxcd.io/v1", spec={"url": "https://a.b", "interval": "1m"})


@pytest.fixture
def shop(server: DemoServer) -> Shop:
    """A release with values from a ConfigMap and a Secret, its chart and repository, and events of all three."""
    shop = Shop(server)
    cart = helm_release(history=HISTORY)
    cart["spec"]["valuesFrom"] = [{"kind": "ConfigMap", "name": "base"}, {"kind": "Secret", "name": "token"}]
    cart["spec"]["values"] = {"replicas": 2}
    shop.put(cart)
    shop.put(thing("ConfigMap", "base", data={"values.yaml": "logLevel: debug\n"}))
    shop.put(thing("Secret", "token", data={"values.yaml": base64.b64encode(b"hunter22").decode()}))
    repository = flux("HelmRepository", "x")
    shop.put(repository)
    for about, reason in ((cart, "Upgraded"), (repository, "Fetched"), (flux("HelmRepository", "y"), "Elsewhere")):
        shop.put(event(about, reason, f"{reason} it"))
    chart = flux("HelmChart", "shop-cart")
    shop.put(event(chart, "Pulled", "Pulled it"))
    return shop


async def opens(seen: Dashboard, place: Place) -> None:
    await seen.sees("live")
    await seen.goes(place)


async def test_events_of_an_application_and_of_its_source_stand_together(shop: Shop, tmp_path: Path) -> None:
    """With those of its chart; new ones join."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, release("events"))
        await seen.sees("Upgraded it", "Fetched it", "Pulled it", "3 events", "live")
        assert "Elsewhere" not in seen.text
        shop.put(event(flux("HelmRepository", "x"), "Again", "Fetched again"))
        await seen.sees("Fetched again", "4 events")


async def test_the_history_is_what_its_controller_keeps(shop: Shop, tmp_path: Path) -> None:
    """And what the events tell of revisions."""
    told = event(helm_release(), "Installed", "with 1.0.0")
    told["metadata"]["annotations"] = {"helm.toolkit.fluxcd.io/revision": "1.0.0"}
    shop.put(told)
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, release("history"))
        await seen.sees(
            "[History]", "Releases", "v3", "deployed", "cart 1.0.0", "Revisions in its events", "with 1.0.0"
        )


async def test_values_are_shown_with_the_configmaps_they_come_from(shop: Shop, tmp_path: Path) -> None:
    """Of a Secret the name; it is not even asked for."""
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, release("values"))
        await seen.sees("[Values]", "# ConfigMap shop/base, key values.yaml", "logLevel: debug")
        await seen.sees("# Secret shop/token", "# spec.values", "replicas: 2")
        assert not shop.server.requests.of("get", "secrets")


async def test_a_configmap_that_may_not_be_read_says_so(shop: Shop, tmp_path: Path) -> None:
    """And the rest is shown."""
    shop.server.rules.add("half", Rule(READ, ("helmreleases",)))
    async with dashboard(shop.server, tmp_path, token="half", screen="applications") as seen:
        await opens(seen, release("values"))
        await seen.sees("# ConfigMap shop/base", "cannot get resource", "replicas: 2")


async def test_what_is_not_configured_says_so(shop: Shop, tmp_path: Path) -> None:
    """Instead of an empty page."""
    shop.put(application())
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("application", CART, "Kustomization", tab="values"))
        await seen.sees("nothing is configured")
