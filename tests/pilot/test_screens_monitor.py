"""The monitoring pane: fits a corner of tmux, needs no key and takes none, survives what happens in days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import kustomization
from wgtui.demo.server import DemoServer
from wgtui.keys import KEYS


@pytest.fixture
def apps(server: DemoServer) -> DemoServer:
    for name, ready in (("alpha", True), ("beta", False), ("gamma", True)):
        server.clusters["management"].put(kustomization(name, ready=ready))
    return server


PANE = {"screen": "applications", "pane": True}


def summary(seen: Dashboard) -> str:
    return seen.lines[-1].strip()


@pytest.mark.parametrize("size", [(40, 10), (30, 6), (80, 24), (200, 50), (20, 3), (1, 1)])
async def test_it_fits_whatever_it_is_given(apps: DemoServer, tmp_path: Path, size: tuple[int, int]) -> None:
    """Rows, the worst first, and one line that sums up."""
    async with dashboard(apps, tmp_path, size=size, **PANE) as seen:
        await eventually(lambda: size == (1, 1) or "beta" in seen.lines[0])
        assert len(seen.strips) == size[1]
        assert all(strip.cell_length <= size[0] for strip in seen.strips)


async def test_the_summary_keeps_what_is_bad_to_the_last(apps: DemoServer, tmp_path: Path) -> None:
    """However narrow the pane."""
    async with dashboard(apps, tmp_path, size=(60, 10), **PANE) as seen:
        await seen.sees("3 applications: 1 failed 2 ready", "live")
        await seen.pilot.resize_terminal(20, 10)
        await eventually(lambda: "1 failed" in summary(seen))


async def test_no_key_does_anything(apps: DemoServer, tmp_path: Path) -> None:
    """Not one of the dashboard's, so that a key meant for tmux or for nobody changes nothing."""
    async with dashboard(apps, tmp_path, size=(40, 10), **PANE) as seen:
        await seen.sees("beta", "1 failed 2 ready", "live")
        before = seen.lines
        for key in KEYS:
            if key.id != "leave":
                await seen.press(*key.keys.split(","))
        await seen.press("enter", "escape", "x", "9")
        assert seen.lines == before
        assert len(seen.app.screen_stack) == 2


async def test_it_leaves_on_ctrl_c(apps: DemoServer, tmp_path: Path) -> None:
    """The one key it has."""
    async with dashboard(apps, tmp_path, size=(40, 10), **PANE) as seen:
        await seen.sees("live")
        await seen.press("ctrl+c")
        await eventually(lambda: not seen.app.is_running)


async def test_it_outlives_the_server(apps: DemoServer, tmp_path: Path) -> None:
    """Gone: the rows stay, greyed, with their age; back: live again by itself, with what changed meanwhile."""
    async with dashboard(apps, tmp_path, size=(60, 10), **PANE) as seen:
        await seen.sees("● ready", "live")
        await apps.stop()
        await seen.sees("old: reconnecting", "? ready", "? failed")
        assert "live" not in seen.text
        apps.clusters["management"].put(kustomization("delta", ready=False))
        await apps.start(apps.port)
        await eventually(lambda: "live" in summary(seen), timeout=30)
        await seen.sees("delta", "● ready")


async def test_a_server_that_never_was_there_is_told(apps: DemoServer, tmp_path: Path) -> None:
    """In the middle of the empty pane, and in the summary."""
    await apps.stop()
    async with dashboard(apps, tmp_path, size=(40, 10), **PANE) as seen:
        await seen.sees("the server cannot be reached", "no answer")
        assert "0 applications" not in seen.text


async def test_a_filter_keeps_what_it_is_to_watch_for(apps: DemoServer, tmp_path: Path) -> None:
    """Rows come and go by it; the summary counts what is shown of all."""
    async with dashboard(apps, tmp_path, size=(60, 10), filter="status!=ready", **PANE) as seen:
        await seen.sees("beta", "1 of 3 applications: 1 failed", "live")
        assert "alpha" not in seen.text
        apps.clusters["management"].put(kustomization("beta"))
        await seen.sees("0 of 3 applications", "no applications match")


async def test_nothing_to_see_is_said(apps: DemoServer, tmp_path: Path) -> None:
    """A filter that matches nothing is good news, in words."""
    async with dashboard(apps, tmp_path, size=(60, 10), filter="status=unreachable", **PANE) as seen:
        await seen.sees("no applications match", "status=unreachable", "live")
        assert "Esc" not in seen.text
