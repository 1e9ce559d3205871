"""A list through the keyboard: it follows the server, filters, sorts, opens, copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from tests.eventually import eventually
from tests.pilot.dashboard import dashboard
from tests.pilot.objects import KUSTOMIZATIONS, kustomization
from wgtui.demo.access import Rule
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef


@pytest.fixture
def apps(server: DemoServer) -> DemoServer:
    storage = server.clusters["management"]
    storage.put(kustomization("alpha"))
    storage.put(kustomization("beta", ready=False, message="build failed: [/x] \x1b[31m no"))
    storage.put(kustomization("gamma", "team-a"))
    return server


async def test_rows_come_and_go_as_the_server_says(apps: DemoServer, tmp_path: Path) -> None:
    """Nothing is pressed for it."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "beta", "gamma", "3 applications", "live", "management", "all namespaces")
        apps.clusters["management"].put(kustomization("delta"))
        await seen.sees("delta", "4 applications")
        apps.clusters["management"].remove(KUSTOMIZATIONS, "team-a", "gamma")
        await seen.sees_no("gamma")


async def test_the_filter_narrows_while_it_is_typed_and_escape_shows_all(apps: DemoServer, tmp_path: Path) -> None:
    """Enter keeps it and gives the keyboard back; the filter stays in sight."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("3 applications")
        await seen.press("slash")
        await seen.type("status=failed")
        await seen.sees("beta", "1 of 3 applications")
        await seen.sees_no("alpha")
        await seen.press("enter")
        await seen.sees("/status=failed")
        await seen.press("escape")
        await seen.sees("alpha", "3 applications")


async def test_keys_typed_faster_than_the_screen_follows_do_what_they_mean(apps: DemoServer, tmp_path: Path) -> None:
    """Filter, keep it, open the row: nothing of it is lost or taken for something else."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma", "live")
        for key in ("slash", "b", "e", "t", "a", "enter", "enter", "y"):
            seen.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await seen.sees("Applications › flux-system/beta", "kind: Kustomization")


async def test_a_filter_that_cannot_be_read_stays_in_its_field(apps: DemoServer, tmp_path: Path) -> None:
    """Enter does not throw away what was typed; Esc does, and shows all rows."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("3 applications")
        await seen.press("slash")
        await seen.type("status=nonsense")
        await seen.press("enter")
        await seen.sees("/ status=nonsense", "'nonsense' is not a status", "alpha")
        await seen.press("escape")
        await seen.sees("alpha", "3 applications")
        await seen.sees_no("nonsense")


async def test_a_filter_that_cannot_be_read_says_what_was_expected(apps: DemoServer, tmp_path: Path) -> None:
    """Under the field, and the rows stay."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("3 applications")
        await seen.press("slash")
        await seen.type("colour=red ")
        await seen.sees("there is no field 'colour'", "alpha")


async def test_only_what_is_not_well(apps: DemoServer, tmp_path: Path) -> None:
    """And all again with the same key."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha")
        await seen.press("ctrl+z")
        await seen.sees("beta", "1 of 3 applications", "not well")
        await seen.press("ctrl+z")
        await seen.sees("alpha", "3 applications")


async def test_sorting_by_a_key_and_by_any_column(apps: DemoServer, tmp_path: Path) -> None:
    """Worst first by status; the picker knows every column."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("S")
        await eventually(lambda: "beta" in seen.lines[2])
        await seen.press("o")
        await seen.type("namesp")
        await seen.press("enter", "o")
        await seen.type("namesp")
        await seen.press("enter")
        await eventually(lambda: "gamma" in seen.lines[2])


async def test_the_yaml_of_a_row_follows_the_object(apps: DemoServer, tmp_path: Path) -> None:
    """`y` opens it, it changes with the object, Esc goes back to the same row."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("j", "y")
        await seen.sees("Applications", "›", "beta", "kind: Kustomization")

        def pause(found: dict[str, Any]) -> None:
            found["spec"]["suspend"] = True

        apps.clusters["management"].update(KUSTOMIZATIONS, "flux-system", "beta", pause)
        await seen.sees("suspend: true")
        await seen.press("escape")
        await seen.sees("3 applications")
        row = seen.app.screen.pane.subject()  # type: ignore[attr-defined]
        assert row.name == "beta"


async def test_history_goes_back_and_forth(apps: DemoServer, tmp_path: Path) -> None:
    """`[` leaves a page, `]` returns to it on the same tab."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("y")
        await seen.sees("apiVersion")
        await seen.press("left_square_bracket")
        await seen.sees("3 applications")
        await seen.press("right_square_bracket")
        await seen.sees("apiVersion")


async def test_the_palette_goes_to_an_application_by_a_few_letters(apps: DemoServer, tmp_path: Path) -> None:
    """Typed fast, nothing of it reaches the table."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("colon", "g", "m", "m", "a")
        await seen.sees("gamma", "application")
        await seen.press("enter")
        await seen.sees("Applications", "› team-a/gamma")


async def test_a_kind_that_may_not_be_read_is_named_and_greyed_out(apps: DemoServer, tmp_path: Path) -> None:
    """The rest is shown as it is."""
    apps.rules.add("reader", Rule(("get", "list", "watch"), ("kustomizations", "namespaces")))
    async with dashboard(apps, tmp_path, token="reader", screen="applications") as seen:
        await seen.sees("alpha", "denied: helmreleases")
        await seen.press("colon")
        await seen.type("helmreleases")
        await seen.sees("helmreleases", "denied")


async def test_a_server_that_refuses_is_told_and_the_rows_stay(apps: DemoServer, tmp_path: Path) -> None:
    """Never shown as live again before it is."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        outage = apps.faults.add(Refuse(503))
        apps.hang_up()
        await seen.sees("old: reconnecting", "alpha", "3 applications")
        await seen.sees_no("live")
        apps.faults.clear(outage)
        await seen.press("ctrl+r")
        await seen.sees("live", "alpha")


async def test_a_server_that_is_gone_at_start_is_told_in_the_middle(server: DemoServer, tmp_path: Path) -> None:
    """What is the matter, and when it is tried again; not an empty table."""
    await server.stop()
    async with dashboard(server, tmp_path, screen="applications") as seen:
        await seen.sees("the server cannot be reached", "trying again")


async def test_one_namespace_and_all_again(apps: DemoServer, tmp_path: Path) -> None:
    """`0` is all of them."""
    async with dashboard(apps, tmp_path, screen="applications", namespace="team-a") as seen:
        await seen.sees("gamma", "ns team-a", "1 application")
        await seen.press("0")
        await seen.sees("alpha", "all namespaces", "3 applications")


async def test_an_empty_list_of_one_namespace_says_which(apps: DemoServer, tmp_path: Path) -> None:
    """There may be rows in others."""
    async with dashboard(apps, tmp_path, screen="applications", namespace="default") as seen:
        await seen.sees("there are no applications", "in namespace default, the only one that is looked at")


async def test_the_name_is_copied(apps: DemoServer, tmp_path: Path) -> None:
    """`c` the name, `Y` any part."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("j", "c")
        await eventually(lambda: seen.app.clipboard == "beta")
        await seen.press("Y")
        await seen.type("revision")
        await seen.press("enter")
        await eventually(lambda: seen.app.clipboard == "main@sha1:01234567")


@pytest.mark.parametrize("size", [(200, 50), (80, 24), (40, 10)])
async def test_every_size_shows_names_status_and_freshness(
    apps: DemoServer, tmp_path: Path, size: tuple[int, int]
) -> None:
    """Down to a small pane."""
    async with dashboard(apps, tmp_path, screen="applications", size=size) as seen:
        await seen.sees("alpha", "● ready", "✗ failed", "live", "Applications")
        await seen.press("question_mark")
        await seen.sees("Go to anything by name")


async def test_ascii_only(apps: DemoServer, tmp_path: Path) -> None:
    """Not one character beyond ASCII."""
    async with dashboard(apps, tmp_path, screen="applications", ascii=True) as seen:
        await seen.sees("alpha", "* ready", "live")
        assert seen.text.isascii(), seen.text


async def test_no_color_is_honoured(apps: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one colour, neither before nor behind the text."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        styles = [segment.style for strip in seen.strips for segment in strip if segment.style]
        colours = {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert colours <= {"default"}


async def test_the_monitoring_pane_sums_up_and_takes_no_key(apps: DemoServer, tmp_path: Path) -> None:
    """Worst first; neither a header nor keys."""
    async with dashboard(apps, tmp_path, screen="applications", size=(40, 10), pane=True) as seen:
        await seen.sees("3 applications: 1 failed 2 ready", "live", "gamma")
        assert "beta" in seen.lines[0]
        before = seen.lines
        await seen.press("colon", "question_mark", "j", "q", "slash", "ctrl+z", "enter")
        assert seen.lines == before


async def test_the_cursor_stays_on_its_object_when_rows_arrive(apps: DemoServer, tmp_path: Path) -> None:
    """However they sort."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("gamma")
        await seen.press("j")
        for name in ("aaa", "aab", "aac"):
            apps.clusters["management"].put(kustomization(name))
        await seen.sees("6 applications")
        assert seen.app.screen.pane.table.selected.ref == ObjectRef("flux-system", "beta")  # type: ignore[attr-defined]
