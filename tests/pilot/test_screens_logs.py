"""The Logs tab: what is written about an object, by its pods or by the controller that looks after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import kustomization
from wgtui.demo.access import READ, Rule
from wgtui.demo.pod_logs import Container
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
ALPHA = Place("application", ObjectRef("flux-system", "alpha"), "Kustomization", tab="logs")
CART = Place("object", ObjectRef("shop", "cart"), "Deployment.v1.apps", tab="logs")


def pod(name: str, namespace: str = "shop", *, restarts: int = 0, waiting: str = "", **labels: str) -> dict[str, Any]:
    state = {"waiting": {"reason": waiting}} if waiting else {"running": {}}
    status = {"name": "main", "restartCount": restarts, "state": state, "ready": not waiting, "image": "cart"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {"containers": [{"name": "main", "image": "cart"}]},
        "status": {"phase": "Running", "containerStatuses": [status]},
    }


def about(name: str, message: str, **fields: str) -> str:
    line = {"level": "error" if fields else "info", "msg": message, "controllerKind": "Kustomization"}
    return json.dumps(line | {"namespace": "flux-system", "name": name} | fields)


class Shop:
    """A Deployment of two pods, an application, and the controller that looks after it."""

    def __init__(self, server: DemoServer) -> None:
        self.server = server
        storage = server.clusters[MANAGEMENT]
        storage.put(pod("kustomize-controller-1", "flux-system", app="kustomize-controller"))
        storage.put(kustomization("alpha"))
        selector = {"matchLabels": {"app": "cart"}}
        template = {"metadata": {"labels": {"app": "cart"}}, "spec": pod("x")["spec"]}
        storage.put(
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "metadata": {"name": "cart", "namespace": "shop"},
                "spec": {"selector": selector, "template": template},
            }
        )
        storage.put(pod("cart-1", app="cart"))
        storage.put(pod("cart-2", app="cart"))
        storage.put(pod("other", app="other"))

    def write(self, name: str, *lines: str, namespace: str = "shop", at: datetime = NOW) -> None:
        self.server.clusters[MANAGEMENT].logs.write(Container(namespace, name, "main"), at, *lines)

    def control(self, *lines: str) -> None:
        self.write("kustomize-controller-1", *lines, namespace="flux-system")


async def opens(seen: Dashboard, place: Place) -> None:
    await seen.sees("live")
    await seen.goes(place)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wgtui.watching.pod_logs.LOOK_AGAIN", 0.1)


@pytest.fixture
def shop(server: DemoServer) -> Iterator[Shop]:
    yield Shop(server)


async def test_of_an_application_it_is_what_its_controller_writes_about_it(shop: Shop, tmp_path: Path) -> None:
    """And nothing about the others; new lines join."""
    shop.control(
        about("alpha", "building"), about("beta", "elsewhere"), about("alpha", "cannot build", error="no file")
    )
    async with dashboard(shop.server, tmp_path, screen="applications") as seen:
        await seen.sees("alpha")
        await seen.press("l")
        await seen.sees("[Logs]", "building", "error  cannot build  error=no file", "kustomize-controller")
        assert "elsewhere" not in seen.text
        shop.control(about("beta", "elsewhere"), about("alpha", "applied"))
        await seen.sees("applied", "following")
        assert "elsewhere" not in seen.text


async def test_lines_can_be_seen_as_they_were_written(shop: Shop, tmp_path: Path) -> None:
    """And in words again."""
    shop.control(about("alpha", "building"))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, ALPHA)
        await seen.sees("info   building")
        await seen.press("f")
        await seen.sees('"msg": "building"', "as written")
        await seen.press("f")
        await seen.sees("info   building")


async def test_nothing_about_it_is_said(shop: Shop, tmp_path: Path) -> None:
    """And who was asked."""
    shop.control(about("beta", "elsewhere"))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, ALPHA)
        await seen.sees("nothing about it in the last 5,000 lines of kustomize-controller")


async def test_of_a_workload_it_is_what_all_its_pods_write(shop: Shop, tmp_path: Path) -> None:
    """In the order of their times, each line with its pod."""
    shop.write("cart-2", "second", at=NOW.replace(second=2))
    shop.write("cart-1", "first", at=NOW.replace(second=1))
    shop.write("other", "stranger")
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, CART)
        await seen.sees("1 first", "2 second", "2 containers")
        assert seen.text.index("first") < seen.text.index("second")
        assert "stranger" not in seen.text


async def test_secrets_and_hostile_text_reach_no_terminal(shop: Shop, tmp_path: Path) -> None:
    """Nor markup."""
    shop.write("cart-1", "login password=hunter22", "\x1b[2Jgone \u202e[/x] [red]here")
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("object", ObjectRef("shop", "cart-1"), "Pod", tab="logs"))
        await seen.sees("login password=***", "gone \ufffd[/x] [red]here")


async def test_what_ran_before_the_last_restart_is_one_key_away(shop: Shop, tmp_path: Path) -> None:
    """Where nothing did, the server's words say so."""
    shop.write("cart-1", "listening")
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("object", ObjectRef("shop", "cart-1"), "Pod", tab="logs"))
        await seen.sees("listening")
        await seen.press("p")
        await seen.sees("before the last restart", "previous terminated container")
        shop.server.clusters[MANAGEMENT].logs.restart(Container("shop", "cart-1", "main"))
        shop.write("cart-1", "listening again")
        await seen.press("p")
        await seen.sees("listening again", "following")
        await seen.press("p")
        await seen.sees_no("again")
        await seen.sees("listening")


async def test_a_container_that_is_started_anew_goes_on(shop: Shop, tmp_path: Path) -> None:
    """One that waits is not asked before it runs."""
    storage = shop.server.clusters[MANAGEMENT]
    storage.put(pod("late", waiting="ContainerCreating", app="late"))
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("object", ObjectRef("shop", "late"), "Pod", tab="logs"))
        await seen.sees("no container has started yet")
        assert not any(line.path.endswith("/log") for line in shop.server.requests)
        storage.put(pod("late", app="late"))
        shop.write("late", "at last")
        await eventually(lambda: "at last" in seen.text, 9)


async def test_who_may_not_read_logs_is_told(shop: Shop, tmp_path: Path) -> None:
    """In the server's words."""
    shop.server.rules.add("half", Rule(READ))
    shop.server.rules.grants["half"] = (Rule(READ, ("pods", "deployments", "kustomizations")),)
    async with dashboard(shop.server, tmp_path, token="half") as seen:
        await opens(seen, CART)
        await seen.sees("pods/log")


async def test_who_sees_pods_of_flux_system_only_reads_the_controller(shop: Shop, tmp_path: Path) -> None:
    """It is looked for where it usually is."""
    shop.control(about("alpha", "building"))
    shop.server.rules.add(
        "half", Rule(READ, ("kustomizations",)), Rule(READ, ("pods", "pods/log"), namespaces=("flux-system",))
    )
    async with dashboard(shop.server, tmp_path, token="half") as seen:
        await opens(seen, ALPHA)
        await seen.sees("building")


async def test_what_nobody_writes_about_has_no_such_tab(shop: Shop, tmp_path: Path) -> None:
    """Nor the key."""
    shop.server.clusters[MANAGEMENT].put(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}}
    )
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("object", ObjectRef("shop", "settings"), "ConfigMap.v1."))
        await seen.sees("[Overview]", "settings")
        assert "Logs" not in seen.text
        await seen.press("l")
        await seen.sees("[Overview]")


async def test_a_connection_that_breaks_loses_and_repeats_no_line(shop: Shop, tmp_path: Path) -> None:
    """It is taken up from the last line on."""
    shop.write("cart-1", "one", at=NOW)
    async with dashboard(shop.server, tmp_path) as seen:
        await opens(seen, Place("object", ObjectRef("shop", "cart-1"), "Pod", tab="logs"))
        await seen.sees("one")
        await shop.server.stop()
        shop.write("cart-1", "two", at=NOW.replace(second=3))
        await shop.server.start(shop.server.port)
        await eventually(lambda: "two" in seen.text, 9)
        assert seen.text.count("one") == 1
