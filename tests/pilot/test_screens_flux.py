"""Reconcile, suspend and resume by their keys: asked for once more, never twice, told by what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import dashboard
from wgtui.demo.faults import Refuse
from wgtui.demo.server import MANAGEMENT, DemoServer

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"
HELM_RELEASES = "helmreleases.helm.toolkit.fluxcd.io"
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


def helm_release(name: str) -> dict[str, Any]:
    chart = {"chart": name, "sourceRef": {"kind": "HelmRepository", "name": "charts"}}
    return {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"interval": "1m", "chart": {"spec": chart}},
        "status": application(name)["status"],
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


async def test_source_force_and_reset_are_wished_for_in_the_question(shop: DemoServer, tmp_path: Path) -> None:
    """Each by a key of its own; what does not fit is not offered."""
    shop.clusters[MANAGEMENT].put(helm_release("web"))
    async with dashboard(shop, tmp_path, screen="applications", filter="name=web,cart") as seen:
        await seen.sees("2 of 4 applications")
        await seen.press("W")
        await seen.sees("s [x] its source first")
        assert "force" not in seen.text
        await seen.press("escape", "j", "R")
        await seen.sees("Reconcile HelmRelease shop/web now?", "s [ ] its source", "f [ ] force", "r [ ] reset")
        await seen.press("f", "r")
        await seen.sees("f [x] force", "r [x] reset")
        await seen.press("y")
        await eventually(lambda: list(patches(shop)) == ["web"])
        annotations = shop.clusters[MANAGEMENT].get(HELM_RELEASES, "shop", "web")["metadata"]["annotations"]
        assert {f"reconcile.fluxcd.io/{name}At" for name in ("requested", "force", "reset")} <= annotations.keys()


async def test_an_end_that_cannot_be_read_is_told_before_anything_is_sent(shop: DemoServer, tmp_path: Path) -> None:
    """Mended, it is left on the object with the rest."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart", "frontend")
        await seen.press("s")
        await seen.sees("Suspend Kustomization shop/cart?", "in all 2 applications get no more changes")
        await seen.type("audit")
        await seen.press("tab")
        await seen.type("soon")
        await seen.press("enter")
        await seen.sees("a time to come, as in 2h")
        assert list(patches(shop)) == []
        await seen.press("ctrl+u")
        await seen.type("2h")
        await seen.press("enter")
        await eventually(lambda: raw(shop, "cart")["spec"].get("suspend") is True)
        notes = raw(shop, "cart")["metadata"]["annotations"]
        since, until = (
            datetime.fromisoformat(notes[f"metadata.weave.works/suspended-{one}"]) for one in ("at", "until")
        )
        assert until - since == timedelta(hours=2)
        await seen.sees("Z)")


async def test_what_is_overdue_stands_on_top_and_says_so(shop: DemoServer, tmp_path: Path) -> None:
    """Whatever the order is; one that still has time stays where it is."""
    for name, until in (("zebra", "2026-01-01T00:00:00Z"), ("yak", "2999-01-01T00:00:00Z")):
        body = application(name, suspend=True)
        body["metadata"]["annotations"] = {"metadata.weave.works/suspended-until": until}
        shop.clusters[MANAGEMENT].put(body)
    async with dashboard(shop, tmp_path, screen="applications", size=(200, 30)) as seen:
        await seen.sees("zebra", "yak", "overdue", "left")

        def names() -> list[str]:
            return [line.strip("▸ ").split()[0] for line in seen.lines if " Kustomization " in line]

        assert names() == ["zebra", "cart", "frontend", "payments", "yak"]
        await seen.press("S")
        await eventually(lambda: names() == ["zebra", "payments", "yak", "cart", "frontend"])


async def test_what_git_manages_and_what_prunes_is_told_first(shop: DemoServer, tmp_path: Path) -> None:
    """Who suspends it by hand knows who will undo it."""

    def change(body: dict[str, Any]) -> None:
        body["metadata"]["labels"] = {
            "kustomize.toolkit.fluxcd.io/name": "tenants",
            "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
        }
        body["status"]["inventory"] = {"entries": [{"id": f"shop_{name}__ConfigMap", "v": "v1"} for name in "ab"]}

    shop.clusters[MANAGEMENT].update(KUSTOMIZATIONS, "shop", "cart", change)
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("cart")
        await seen.press("s")
        await seen.sees("prunes: were it deleted, the 2 objects", "Kustomization flux-system/tenants applies it")


def source(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "GitRepository",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"url": "https://github.com/acme/shop", "interval": "1m"},
        "status": application(name)["status"],
    }


async def test_what_a_source_feeds_is_read_before_it_is_asked_about(shop: DemoServer, tmp_path: Path) -> None:
    """A list of sources alone knows no applications: none may be told as nothing."""
    shop.clusters[MANAGEMENT].put(source("shop"))
    async with dashboard(shop, tmp_path, screen="sources") as seen:
        await seen.sees("1 source")
        await seen.press("s")
        await seen.sees(
            "Suspend GitRepository shop/shop?", "3 Kustomizations read it", "in all 3 applications get no more"
        )


async def test_what_may_not_be_read_is_told_as_missing(shop: DemoServer, tmp_path: Path) -> None:
    """Rather than counted as nothing."""
    shop.clusters[MANAGEMENT].put(source("shop"))
    shop.faults.add(Refuse(403), resource=KUSTOMIZATIONS)
    async with dashboard(shop, tmp_path, screen="sources") as seen:
        await seen.sees("1 source")
        await seen.press("s")
        await seen.sees("Suspend GitRepository shop/shop?", "not read: kustomizations", "may be more")


async def test_what_went_away_while_it_was_asked_about_is_told(shop: DemoServer, tmp_path: Path) -> None:
    """Whatever the key was; the dashboard goes on."""
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("3 applications")
        await seen.press("R")
        await seen.sees("Reconcile Kustomization shop/cart now?")
        shop.clusters[MANAGEMENT].remove(KUSTOMIZATIONS, "shop", "cart")
        await seen.press("y")
        await seen.sees("there is no Kustomization shop/cart", "2 applications")


async def test_a_source_of_several_marked_rows_is_asked_once(shop: DemoServer, tmp_path: Path) -> None:
    """However many of them read it."""
    source = {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "GitRepository",
        "metadata": {"name": "shop", "namespace": "shop"},
        "spec": {"interval": "1m", "url": "https://example.test/shop"},
    }
    shop.clusters[MANAGEMENT].put(source)
    async with dashboard(shop, tmp_path, screen="applications") as seen:
        await seen.sees("3 applications")
        await seen.press("space", "space", "W")
        await seen.sees("Reconcile 2 objects now?")
        await seen.press("y")
        await seen.sees("GitRepository shop/shop", "requested")
        assert len([line for line in shop.requests if line.method == "PATCH"]) == 1
