"""Every key that help lists works where it is listed, and does what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.actions import parse
from textual.screen import Screen

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import (
    capi_cluster,
    event,
    gitops_cluster,
    inventory_of,
    kubeconfig_secret,
    kustomization,
    machine,
)
from wgtui.demo.server import DemoServer
from wgtui.keys import KEYS
from wgtui.resources.meta import ObjectRef
from wgtui.screens.page import PageScreen
from wgtui.screens.pages import all_pages
from wgtui.screens.place import Place


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    """A cluster with a machine and its leaf, an application with an inventory, and events of both."""
    management, leaf = server.clusters["management"], server.add_cluster("prod")
    management.put(gitops_cluster("prod"))
    management.put(capi_cluster("prod"))
    management.put(machine("prod-1", "prod"))
    management.put(event(machine("prod-1", "prod"), "NodeGone", "the node went away"))
    management.put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    management.put(kustomization("alpha") | inventory_of("flux-system_settings__ConfigMap"))
    management.put(kustomization("beta", ready=False, message="build failed"))
    management.put(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "settings", "namespace": "flux-system"},
            "data": {"colour": "blue"},
        }
    )
    leaf.put(kustomization("on-the-leaf"))
    return server


APPLICATION = Place("application", ObjectRef("flux-system", "alpha"), "Kustomization")
PLACES = {
    "clusters": Place("clusters"),
    "applications": Place("applications"),
    "sources": Place("sources"),
    "templates": Place("templates"),
    "pulls": Place("pulls"),
    "cluster": Place("cluster", ObjectRef("team-a", "prod")),
    "journey": Place("journey", ObjectRef("team-a", "prod"), "GitopsCluster"),
    "application": APPLICATION,
    "source": Place("source", ObjectRef("flux-system", "fleet"), "GitRepository"),
    "machine": Place("machine", ObjectRef("team-a", "prod-1"), "Machine", within="prod"),
    "object": Place("object", ObjectRef("flux-system", "settings"), "ConfigMap.v1."),
}


def page(seen: Dashboard) -> PageScreen:
    screen: Screen[object] = seen.app.screen
    assert isinstance(screen, PageScreen)
    return screen


def test_every_page_is_among_those_whose_keys_are_tried() -> None:
    """A new page is a new entry here."""
    assert set(PLACES) == set(all_pages())


@pytest.mark.parametrize("name", PLACES)
async def test_every_key_of_every_tab_has_something_that_does_it(fleet: DemoServer, tmp_path: Path, name: str) -> None:
    """What help lists is what the widgets, the page or the application really act on."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("live")
        await seen.goes(PLACES[name])
        for tab in page(seen).page.tabs:
            await seen.goes(replace(PLACES[name], tab=tab.id))
            listed = {key.id for key in KEYS}
            for active in page(seen).active_bindings.values():
                _, action, _ = parse(active.binding.action)
                assert hasattr(active.node, f"action_{action}"), (tab.id, active.binding)
                assert active.binding.id in listed or not active.binding.show, (tab.id, active.binding)


async def test_help_lists_the_keys_of_the_page_it_is_opened_on(fleet: DemoServer, tmp_path: Path) -> None:
    """Sorting in a list, wrapping in a text, neither in the other."""
    async with dashboard(fleet, tmp_path, screen="applications", size=(100, 60)) as seen:
        await seen.sees("alpha", "live")
        await seen.press("question_mark")
        await seen.sees("Sort by status, worst first", "Mark", "Filters")
        await seen.press("escape", "y")
        await seen.sees("apiVersion")
        await seen.press("question_mark")
        await seen.sees("Wrap long lines", "Managed fields", "The next match")
        assert "Sort by status" not in seen.text


async def test_managed_fields_are_shown_when_asked_for(fleet: DemoServer, tmp_path: Path) -> None:
    """And hidden again by the same key."""

    def managed(found: dict[str, object]) -> None:
        metadata = found["metadata"]
        assert isinstance(metadata, dict)
        metadata["managedFields"] = [{"manager": "kustomize-controller", "operation": "Apply"}]

    fleet.clusters["management"].update("configmaps", "flux-system", "settings", managed)
    async with dashboard(fleet, tmp_path, size=(100, 60)) as seen:
        await seen.sees("live")
        await seen.goes(Place("object", ObjectRef("flux-system", "settings"), "ConfigMap.v1.", tab="yaml"))
        await seen.sees("colour: blue")
        assert "managedFields" not in seen.text
        await seen.press("m")
        await seen.sees("managedFields", "kustomize-controller")
        await seen.press("m")
        await seen.sees_no("managedFields")


async def test_enter_on_an_event_opens_what_it_is_about(fleet: DemoServer, tmp_path: Path) -> None:
    """A machine, from the events of its cluster; Esc leads back to them."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("2 clusters")
        await seen.press("G", "E")
        await seen.sees("NodeGone", "the node went away", "⏎ open")
        await seen.press("enter")
        await seen.sees("Clusters › prod › team-a/prod-1", "[Overview]", "v1.34.2")
        await seen.press("escape")
        await seen.sees("[Events]", "NodeGone")


async def test_enter_on_an_object_of_an_inventory_opens_it_whatever_its_kind(fleet: DemoServer, tmp_path: Path) -> None:
    """Kinds that wgtui has no fields for are read whole."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("live")
        await seen.goes(Place("application", APPLICATION.ref, "Kustomization", tab="inventory"))
        await seen.sees("ConfigMap", "settings", "1 object", "⏎ open")
        await seen.press("enter")
        await seen.sees("ConfigMap › flux-system/settings", "[Overview]", "created")
        await seen.press("y")
        await seen.sees("colour: blue")


async def test_enter_is_not_offered_where_it_leads_nowhere(fleet: DemoServer, tmp_path: Path) -> None:
    """On a line that is about nothing, on the root of a tree, in a list without rows."""
    async with dashboard(fleet, tmp_path, screen="sources") as seen:
        await seen.sees("there are no sources")
        assert "⏎ open" not in seen.text
        await seen.goes(Place("cluster", ObjectRef("team-a", "prod"), tab="tree"))
        await seen.sees("Machine/prod-1")
        assert "⏎ open" not in seen.text
        await seen.press("G")
        await seen.sees("⏎ open")


async def test_the_message_of_the_row_under_the_cursor_is_shown_whole(fleet: DemoServer, tmp_path: Path) -> None:
    """Below the rows, where a cell is too narrow for it."""
    message = "kustomize build failed: accumulating resources: no such file or directory: ./apps/base/deployment.yaml"
    fleet.clusters["management"].put(kustomization("beta", ready=False, message=message))
    async with dashboard(fleet, tmp_path, screen="applications", size=(80, 24)) as seen:
        await seen.sees("beta", "live")
        await seen.press("j")
        await seen.sees("no such file or directory", "deployment.yaml")


async def test_more_columns_marks_and_columns_to_the_right(fleet: DemoServer, tmp_path: Path) -> None:
    """`^w`, Space, and the arrows."""
    async with dashboard(fleet, tmp_path, screen="applications", size=(220, 24)) as seen:
        await seen.sees("alpha", "live")
        assert "TARGET" not in seen.text
        await seen.press("ctrl+w")
        await seen.sees("TARGET")
        await seen.press("space")
        await seen.sees("1 marked")
        await seen.press("right")
        await seen.sees_no("NAMESPACE" if "NAMESPACE" in seen.lines[1].split()[1] else "KIND")
        await seen.press("left")
        await seen.sees("KIND")


async def test_a_list_sorts_by_what_it_has(fleet: DemoServer, tmp_path: Path) -> None:
    """Events have no status, and no key that sorts by it; a tree is not sorted at all, but judged."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("live")
        await seen.goes(Place("application", APPLICATION.ref, "Kustomization", tab="inventory"))
        await seen.sees("settings")
        ids = {active.binding.id for active in page(seen).active_bindings.values()}
        assert {"unwell", "filter"} <= ids
        assert not {"sort", "sort-name", "wide"} & ids
        await seen.press("E")
        await eventually(lambda: "[Events]" in seen.text)
        ids = {active.binding.id for active in page(seen).active_bindings.values()}
        assert {"sort", "sort-age", "filter"} <= ids
        assert not {"sort-status", "sort-name", "unwell"} & ids
        await seen.press("o")
        await seen.sees("Sort by", "seen", "reason")


async def test_leaving_is_asked_for_on_the_first_page_only(fleet: DemoServer, tmp_path: Path) -> None:
    """`q` goes back elsewhere; `n` stays."""
    async with dashboard(fleet, tmp_path) as seen:
        await seen.sees("live", "2 clusters")
        await seen.press("G", "enter")
        await seen.sees("Clusters › team-a/prod")
        await seen.press("q")
        await seen.sees("2 clusters")
        await seen.press("q")
        await seen.sees("Leave wgtui?")
        await seen.press("n")
        await seen.sees("2 clusters")
        await seen.press("q", "y")
        await eventually(lambda: not seen.app.is_running)


async def test_escape_shows_all_rows_before_it_goes_back(fleet: DemoServer, tmp_path: Path) -> None:
    """On the first page there is nowhere to go back to, and it is not offered."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        assert "Esc back" not in seen.text
        await seen.press("slash", "b", "e", "enter")
        await seen.sees("/be", "Esc back")
        await seen.press("escape")
        await seen.sees("alpha", "2 applications")
        await seen.press("escape")
        await seen.sees("alpha")


async def test_a_filter_goes_with_the_page_it_was_typed_on(fleet: DemoServer, tmp_path: Path) -> None:
    """Into an application and back, over history, it is still there."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        await seen.press("slash", "b", "e", "t", "a", "enter", "enter")
        await seen.sees("Applications › flux-system/beta")
        await seen.press("left_square_bracket")
        await seen.sees("/beta", "1 of 2 applications")
