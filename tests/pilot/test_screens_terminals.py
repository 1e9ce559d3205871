"""Terminals of every size and kind: nothing crashes, nothing essential is lost, nothing relies on colour or a mouse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import capi_cluster, event, gitops_cluster, kubeconfig_secret, kustomization, machine
from wgtui.app import wants_mouse
from wgtui.config import Config
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

CLUSTER = ObjectRef("team-a", "prod")
APPLICATION = ObjectRef("flux-system", "alpha")


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    management, leaf = server.clusters["management"], server.add_cluster("prod")
    management.put(gitops_cluster("prod"))
    management.put(capi_cluster("prod", ready=False, message="1 of 2 machines is gone, and that is a long story"))
    management.put(machine("prod-1", "prod"))
    management.put(event(machine("prod-1", "prod"), "NodeGone", "the node went away"))
    management.put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    for name, ready in (("alpha", True), ("beta", False), ("gamma", True)):
        management.put(kustomization(name, ready=ready))
    leaf.put(kustomization("on-the-leaf"))
    return server


async def fits(seen: Dashboard, size: tuple[int, int]) -> None:
    await eventually(lambda: len(seen.strips) == size[1] and all(one.cell_length <= size[0] for one in seen.strips))


SIZES = [(200, 50), (80, 24), (40, 10), (20, 5), (10, 3), (2, 2), (1, 1)]


@pytest.mark.parametrize("size", SIZES)
async def test_every_tab_and_dialog_fits_every_size(fleet: DemoServer, tmp_path: Path, size: tuple[int, int]) -> None:
    """No line is wider than the terminal; the smallest of all do not crash."""
    pages = {
        "cluster": Place("cluster", CLUSTER),
        "application": Place("application", APPLICATION, "Kustomization"),
        "machine": Place("machine", ObjectRef("team-a", "prod-1"), "Machine"),
        "sources": Place("sources"),
    }
    async with dashboard(fleet, tmp_path, size=size) as seen:
        for place in pages.values():
            await seen.goes(place)
            for _ in range(7):
                await seen.press("tab")
                await fits(seen, size)
        for opened in ("colon", "question_mark", "o", "slash", "Y"):
            await seen.press(opened)
            await fits(seen, size)
            await seen.press("escape")


async def test_a_terminal_may_be_resized_at_any_time(fleet: DemoServer, tmp_path: Path) -> None:
    """With a dialog open, a filter half typed, rows on the way; the cursor stays on its object and in sight."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("gamma", "live")
        await seen.press("G", "slash", "a")
        for size in (*SIZES, (80, 24)):
            await seen.pilot.resize_terminal(*size)
            await fits(seen, size)
        await seen.press("enter", "colon")
        for size in (*SIZES, (80, 24)):
            await seen.pilot.resize_terminal(*size)
            await fits(seen, size)
        await seen.press("escape")
        await seen.sees("▸ gamma", "/a")


async def test_narrow_terminals_keep_what_matters_most(fleet: DemoServer, tmp_path: Path) -> None:
    """Name, status and freshness last of all; lesser columns and words leave one after the other."""
    async with dashboard(fleet, tmp_path, screen="applications", size=(160, 24)) as seen:
        await seen.sees("alpha", "live", "REVISION", "SOURCE", "req/min", "all namespaces", "read-write", "management")
        await seen.pilot.resize_terminal(80, 24)
        await seen.sees("MESSAGE", "CHANGED", "all namespaces", "management")
        assert "SOURCE" not in seen.text
        await seen.pilot.resize_terminal(40, 10)
        await seen.sees("alpha", "● ready", "live", "management")
        assert "MESSAGE" not in seen.text
        await seen.pilot.resize_terminal(24, 6)
        await seen.sees("alpha", "● ready", "live")


async def test_colour_is_never_needed(fleet: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR on every page: none is written, and each status reads as a sign and a word."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with dashboard(fleet, tmp_path, size=(120, 40)) as seen:
        await seen.sees("▲ degraded", "live")
        for place in (Place("cluster", CLUSTER), Place("applications"), Place("cluster", CLUSTER, tab="tree")):
            await seen.goes(place)
            await seen.sees_no("loading")
            styles = [segment.style for strip in seen.strips for segment in strip if segment.style]
            colours = {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour}
            assert colours <= {"default"}


async def test_sixteen_colours_are_the_terminal_s_own(fleet: DemoServer, tmp_path: Path) -> None:
    """So that they are readable on its background, light or dark, with or without truecolor."""
    async with dashboard(fleet, tmp_path, size=(120, 40)) as seen:
        await seen.sees("▲ degraded", "live")
        styles = [segment.style for strip in seen.strips for segment in strip if segment.style]
        colours = {colour for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert all(colour.is_default or (colour.number or 0) < 16 for colour in colours), colours
        assert all(colour.triplet is None for colour in colours), colours


async def test_a_light_background_has_no_yellow_on_it(
    fleet: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the terminal tells that its background is light."""
    monkeypatch.setenv("COLORFGBG", "0;15")
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("▲ degraded", "live")
        names = {s.style.color.name for strip in seen.strips for s in strip if s.style and s.style.color}
        assert "yellow" not in names
        assert "magenta" in names


@pytest.mark.parametrize(
    ("config", "environment", "wanted"),
    [
        (Config(), {}, True),
        (Config(), {"SSH_TTY": "/dev/pts/0"}, False),
        (Config(mouse=True), {"SSH_TTY": "/dev/pts/0"}, True),
        (Config(mouse=False), {}, False),
        (Config(pane=True, mouse=True), {}, False),
    ],
)
def test_the_mouse_is_off_over_ssh_unless_asked_for(config: Config, environment: dict[str, str], wanted: bool) -> None:
    """There the terminal's own selection is worth more; a pane never takes it."""
    assert wants_mouse(config, environment) is wanted


async def test_a_mouse_may_do_what_keys_do(fleet: DemoServer, tmp_path: Path) -> None:
    """A click points, a second opens; a title sorts; a tab turns; the wheel scrolls."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("gamma", "live")
        await seen.pilot.click(offset=(5, 4))
        await seen.sees("▸ gamma")
        await seen.pilot.click(offset=(3, 1))
        await seen.sees("NAME▲")
        await seen.pilot.click(offset=(3, 1))
        await seen.sees("NAME▼")
        await seen.pilot.click(offset=(5, 2), times=2)
        await seen.sees("[Overview]")
        x = seen.lines[1].index("YAML")
        await seen.pilot.click(offset=(x + 1, 1))
        await seen.sees("[YAML]", "kind: Kustomization")


async def test_rows_that_arrive_do_not_move_what_is_looked_at(fleet: DemoServer, tmp_path: Path) -> None:
    """Neither the cursor's line nor the first one in sight, when the list has been scrolled."""
    storage = fleet.clusters["management"]
    for number in range(60):
        storage.put(kustomization(f"m-{number:02}"))
    async with dashboard(fleet, tmp_path, screen="applications", size=(80, 24)) as seen:
        await seen.sees("63 applications", "live")
        await seen.press("pagedown", "pagedown", "k", "k")
        before = [line.split()[:2] for line in seen.lines[2:16]]
        for number in range(20):
            storage.put(kustomization(f"a-{number:02}"))
        await seen.sees("83 applications")
        assert [line.split()[:2] for line in seen.lines[2:16]] == before


async def test_a_deleted_row_leaves_the_cursor_on_its_neighbour(fleet: DemoServer, tmp_path: Path) -> None:
    """And the rows do not jump."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("gamma", "live")
        await seen.press("j")
        await seen.sees("▸ beta")
        fleet.clusters["management"].remove("kustomizations.kustomize.toolkit.fluxcd.io", "flux-system", "beta")
        await seen.sees("▸ gamma", "2 applications")


async def test_a_changed_cell_is_marked_for_a_moment(fleet: DemoServer, tmp_path: Path) -> None:
    """By more than colour, and no longer than that."""
    async with dashboard(fleet, tmp_path, screen="applications", size=(160, 24)) as seen:
        await seen.sees("gamma", "live")
        fleet.clusters["management"].put(kustomization("gamma", ready=False, message="build failed"))
        await seen.sees("build failed")

        def marked() -> list[str]:
            return [s.text for strip in seen.strips for s in strip if s.style and s.style.underline and s.style.bold]

        await eventually(lambda: any("build failed" in text for text in marked()))
        await eventually(lambda: not any("build failed" in text for text in marked()))
