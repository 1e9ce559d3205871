"""The Trace tab: where an object comes from, what its source feeds besides, and what waits for what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.inventories import LABELS, Shop, application, thing
from tests.pilot.dashboard import dashboard
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

SOURCE = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository"}


def needing(name: str, *needs: str) -> dict[str, Any]:
    return application(name=name, spec={"dependsOn": [{"name": one} for one in needs]})


@pytest.fixture
def shop(server: DemoServer) -> Shop:
    """`cart` waits for `db`, `web` for `cart`; all read one repository; and a ConfigMap of `cart`."""
    shop = Shop(server)
    shop.put(
        SOURCE | {"metadata": {"name": "x", "namespace": "shop"}, "spec": {"url": "https://a.b", "interval": "1m"}}
    )
    for body in (needing("cart", "db"), needing("db"), needing("web", "cart")):
        shop.put(body)
    shop.labelled("ConfigMap", "settings")
    return shop


async def test_t_shows_where_an_application_comes_from(shop: Shop, tmp_path: Path) -> None:
    """And what else its source feeds, what it needs and what waits for it."""
    async with dashboard(shop.server, tmp_path, screen="applications", filter="cart", size=(120, 40)) as seen:
        await seen.sees("cart", "live")
        await seen.press("t")
        await seen.sees("[Trace]", "Where it comes from", "from", "GitRepository/shop/x")
        await seen.sees("What else GitRepository/shop/x feeds", "Kustomization/shop/db")
        await seen.sees("applied after  1 other", "shop/db: waiting to be reconciled", "Needed by", "shop/web")


async def test_any_object_leads_back_to_what_applied_it(shop: Shop, tmp_path: Path) -> None:
    """By its labels; Enter goes there."""
    async with dashboard(shop.server, tmp_path) as seen:
        await seen.sees("live")
        await seen.goes(Place("object", ObjectRef("shop", "settings"), "ConfigMap.v1.", tab="trace"))
        await seen.sees("applied by", "Kustomization/shop/cart", "GitRepository/shop/x")
        await seen.press("enter")
        await seen.sees("Applications › shop/cart", "[Overview]")


async def test_what_flux_has_not_applied_says_so(shop: Shop, tmp_path: Path) -> None:
    """Also what was labelled by hand with what is not there."""
    shop.put(thing("ConfigMap", "bare"))
    shop.put(thing("ConfigMap", "lost", metadata={"labels": dict.fromkeys(LABELS, "gone")}))
    async with dashboard(shop.server, tmp_path) as seen:
        await seen.sees("live")
        await seen.goes(Place("object", ObjectRef("shop", "bare"), "ConfigMap.v1.", tab="trace"))
        await seen.sees("nothing says that Flux has applied it")
        await seen.goes(Place("object", ObjectRef("shop", "lost"), "ConfigMap.v1.", tab="trace"))
        await seen.sees("Kustomization/gone/gone", "it is not there")
