"""Reconcile, suspend and resume by their keys: asked for once more, never twice, told by what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import dashboard
from wgtui.demo.server import MANAGEMENT, DemoServer

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"
REQUESTED = "reconcile.fluxcd.io/requestedAt"


def application(name: str, *depends_on: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "interval": "1m",
            "path": "./",
            "prune": True,
            "sourceRef": {"kind": "GitRepository", "name": "shop"},
            **({"dependsOn": [{"name": one} for one in depends_on]} if depends_on else {}),
            **spec,
        },
        "status": {
            "observedGeneration": 1,
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "ReconciliationSucceeded",
                    "message": "Applied revision: main@sha1:0123456789abcdef",
                    "lastTransitionTime": "2026-11-24T00:00:00Z",
                }
            ],
        },
    }


@pytest.fixture
def shop(server: DemoServer) -> DemoServer:
    """Three applications, one of which waits for another."""
    for body in (application("cart"), application("frontend", "cart"), application("payments", suspend=True)):
        server.clusters[MANAGEMENT].put(body)
    return server


def raw(server: DemoServer, name: str) -> dict[str, Any]:
    return server.clusters[MANAGEMENT].get(KUSTOMIZATIONS, "shop", name)


def patches(server: DemoServer) -> Iterator[str]:
    return (line.path.rpartition("/")[2] for line in server.requests if line.method == "PATCH")


def handle(server: DemoServer, name: str) -> None:
    """As the controller does it."""
    token = raw(server, name)["metadata"]["annotations"][REQUESTED]
    server.clusters[MANAGEMENT].update(
        KUSTOMIZATIONS, "shop", name, lambda body: body["status"].update(lastHandledReconcileAt=token)
    )


async def test_reconcile_asks_first_and_tells_what_came_of_it(shop: DemoServer, tmp_path: Path) -> None:
    """One bare key changes nothing."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart", "frontend")
        await seen.press("R")
        await seen.sees("Reconcile Kustomization shop/cart now?")
        await seen.press("n")
        await seen.press("R", "y")
        await eventually(lambda: list(patches(shop)) == ["cart"])
        handle(shop, "cart")
        await seen.sees("Kustomization shop/cart", "applied")


async def test_marked_rows_are_asked_each_and_none_twice(shop: DemoServer, tmp_path: Path) -> None:
    """Also when the key is pressed again while the first is on its way."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart", "frontend")
        await seen.press("space", "space", "R")
        await seen.sees("Reconcile 2 objects now?")
        await seen.press("y")
        await eventually(lambda: sorted(patches(shop)) == ["cart", "frontend"])
        await seen.press("R", "y")
        await seen.sees("asked already")
        assert len(list(patches(shop))) == 2


async def test_suspending_shows_what_stands_still_and_leaves_the_reason(shop: DemoServer, tmp_path: Path) -> None:
    """Whoever finds it suspended reads why."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart", "frontend")
        await seen.press("s")
        await seen.sees("Suspend Kustomization shop/cart?", "1 Kustomization waits for it: shop/frontend")
        await seen.type("audit of q4")
        await seen.press("enter")
        await eventually(lambda: raw(shop, "cart")["spec"].get("suspend") is True)
        annotations = raw(shop, "cart")["metadata"]["annotations"]
        assert annotations["metadata.weave.works/suspended-comment"] == "audit of q4"
        await seen.sees("suspended")


async def test_escape_leaves_everything_as_it_is(shop: DemoServer, tmp_path: Path) -> None:
    """Even with a reason typed."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart")
        await seen.press("s")
        await seen.type("no")
        await seen.press("escape")
        await seen.sees_no("Suspend Kustomization")
        assert list(patches(shop)) == []


async def test_what_is_suspended_is_resumed_by_the_same_key(shop: DemoServer, tmp_path: Path) -> None:
    """On its own page too."""
    async with dashboard(shop, tmp_path, screen="applications", filter="payments") as seen:
        await seen.sees("payments")
        await seen.press("enter", "s")
        await seen.sees("Resume Kustomization shop/payments?")
        await seen.press("y")
        await eventually(lambda: raw(shop, "payments")["spec"].get("suspend") is False)


async def test_a_user_who_may_not_is_told_by_the_key(shop: DemoServer, tmp_path: Path) -> None:
    """Before anything is asked."""
    async with dashboard(shop, tmp_path, screen="applications", token="viewer") as seen:
        await seen.sees("cart")
        await eventually(lambda: seen.app.screen.check_action("flux", ("reconcile",)) is None)
        await seen.press("R")
        await seen.sees("not allowed")
        assert list(patches(shop)) == []


async def test_read_only_is_the_reason_where_it_is(shop: DemoServer, tmp_path: Path) -> None:
    """Whatever the server would allow."""
    async with dashboard(shop, tmp_path, screen="applications", read_only=True) as seen:
        await seen.sees("cart")
        await eventually(lambda: seen.app.screen.check_action("flux", ("suspend",)) is None)
        await seen.press("s")
        await seen.sees("read-only")


async def test_clusters_have_no_keys_of_flux(shop: DemoServer, tmp_path: Path) -> None:
    """Neither in the footer nor in help."""
    async with dashboard(shop, tmp_path) as seen:
        await seen.sees("management")
        assert "reconcile" not in seen.text
