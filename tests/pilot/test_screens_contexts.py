"""Switching the context: another server, other rows; the one before is let go, unless the new one cannot be opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import kustomization
from wgtui.app import WgtuiApp
from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError
from wgtui.screens.asking import SwitchContext
from wgtui.screens.place import Place


@pytest.fixture
def app(server: DemoServer, tmp_path: Path) -> WgtuiApp:
    """On `management`; `prod` is the other context, `broken` names no cluster that is there."""
    server.clusters["management"].put(kustomization("first"))
    server.add_cluster("prod").put(kustomization("second"))
    first, second = server.kubeconfig("management"), server.kubeconfig("prod")
    broken = {"name": "broken", "context": {"cluster": "nowhere", "user": "admin"}}
    for part in ("clusters", "contexts"):
        first[part] += second[part]
    first["contexts"].append(broken)
    (tmp_path / "kubeconfig").write_text(json.dumps(first), encoding="utf-8")
    return WgtuiApp(Config(kubeconfig=str(tmp_path / "kubeconfig"), screen="applications"), Connector())


async def test_another_context_shows_its_rows_and_lets_the_first_one_go(app: WgtuiApp, server: DemoServer) -> None:
    """No request goes to the one before any more."""
    async with app.run_test(size=(120, 24)) as pilot:
        seen = Dashboard(app, pilot)
        await seen.sees("first", "live")
        app.screen.post_message(SwitchContext("prod"))
        await seen.sees("second", "prod", "live")
        await seen.sees_no("first")
        await eventually(lambda: not any(line.open for line in server.requests.of("watch", cluster="management")))


async def test_a_context_that_cannot_be_opened_leaves_everything_as_it_is(app: WgtuiApp) -> None:
    """And says why."""
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        seen = Dashboard(app, pilot)
        await seen.sees("first", "live")
        app.screen.post_message(SwitchContext("broken"))
        await seen.sees("broken", "first")
        app.screen.post_message(SwitchContext("prod"))
        await seen.sees("second")


async def test_a_first_context_that_cannot_be_opened_ends_the_program(tmp_path: Path) -> None:
    """With the exit code of a configuration error, for the command line to tell."""
    app = WgtuiApp(Config(kubeconfig=str(tmp_path / "none")), Connector())
    async with app.run_test():
        await eventually(lambda: app.refused is not None)
    assert isinstance(app.refused, ConfigError)
    assert app.return_code == 2


async def test_whatever_is_opened_before_the_first_page_is_painted_is_read_all_the_same(
    server: DemoServer, tmp_path: Path
) -> None:
    """Somebody types faster than a terminal draws, once everything is imported."""
    for _ in range(2):
        async with dashboard(server, tmp_path) as seen:
            await seen.goes(Place("sources"))
            await seen.sees("there are no sources", "live")
