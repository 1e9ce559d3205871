"""From a template to a pull request, through keys, against the embedded fleet and its GitHub."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from textual import events

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard
from tests.pilot.gitops import Fleet
from wgtui.demo.hub.faults import HubFault
from wgtui.demo.hub.pulling import follow_branches
from wgtui.demo.server import MANAGEMENT
from wgtui.screens.place import Place


async def test_templates_are_listed_and_filtered(fleet: Fleet) -> None:
    """By what they make, and for which provider."""
    async with fleet.dashboard(screen="templates") as seen:
        await seen.sees("aws-kubeadm", "aws", "cluster", "tenant")
        await seen.type("/type=tenant")
        await seen.sees_no("aws-kubeadm")


async def opens_form(seen: Dashboard, template: str = "aws-kubeadm") -> None:
    await seen.sees(template)
    await seen.type(f"/name={template}")
    await seen.press("enter", "enter")
    await seen.sees("CLUSTER_NAME")


async def test_a_form_renders_its_files_as_it_is_filled(fleet: Fleet) -> None:
    """What is wrong is said in the engine's words, beside the field and above the files."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("Kit")
        await seen.sees("CLUSTER_NAME cannot be 'Kit'")
        await seen.press("backspace", "backspace", "backspace")
        await seen.type("kitchen")
        await seen.sees("kitchen.yaml", "1 of 3", "kind: Cluster")


async def test_a_template_becomes_a_pull_request(fleet: Fleet) -> None:
    """Reviewed first: repository, files, diff; nothing is sent before."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees(
            "acme/fleet into main, with the token of",
            "3 files added, 0 changed, 0 deleted",
            "+++ b/clusters/management",
        )
        assert not fleet.repo.pulls
        await seen.press("ctrl+o")
        await seen.sees("#1 is open", f"http://{fleet.beside.host}/acme/fleet/pull/1")
        await seen.press("c")
        assert seen.app.clipboard.endswith("/acme/fleet/pull/1")
        await seen.press("escape")
        await seen.sees("Templates")
        assert list(fleet.repo.pulls) == [1]


async def test_a_marked_cluster_is_deleted_by_a_pull_request(fleet: Fleet) -> None:
    """Its files are deleted in one pull request; the cluster goes when that is merged."""
    async with fleet.dashboard(filter="sandbox") as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.press("space", "ctrl+d")
        await seen.sees("Delete cluster: fleet-dev/", "0 files added, 0 changed, 2 deleted", "-kind: Cluster")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        assert fleet.repo.pulls[1].title.startswith("Delete cluster: ")


async def test_read_only_opens_nothing(fleet: Fleet) -> None:
    """The keys are greyed out and say why; a form can still be looked at, and its review cannot be opened."""
    async with fleet.dashboard(read_only=True, filter="sandbox") as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.press("ctrl+d")
        await seen.sees("read-only: no pull request is opened")
        await seen.press("n")
        await seen.sees("new: not allowed")


async def test_new_on_the_clusters_leads_to_the_templates(fleet: Fleet) -> None:
    """Where one is chosen."""
    async with fleet.dashboard() as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.press("n")
        await seen.sees("from a template", "connect a cluster")
        await seen.press("enter")
        await seen.sees("Templates", "aws-kubeadm")


async def test_a_pull_request_is_looked_at_and_merged_on_the_embedded_github(fleet: Fleet) -> None:
    """What is merged stays in sight as merged."""
    async with fleet.dashboard(filter="sandbox", demo=True, size=(160, 40)) as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.press("ctrl+d")
        await seen.sees("-kind: Cluster")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        await seen.press("escape")
        await seen.goes(Place("pulls"))
        await seen.sees("#1", "Delete cluster: fleet-dev/sandbox", "delete fleet-dev/sand", "pending")
        await seen.press("enter")
        await seen.sees("2 files changed, 0 lines added", "validate", "policy")
        await seen.press("escape", "M", "y")
        await seen.sees("merged")
        assert fleet.repo.pulls[1].merged is not None


async def test_nothing_is_merged_elsewhere(fleet: Fleet) -> None:
    """The key is not there on any GitHub but the embedded one."""
    async with fleet.dashboard(screen="pulls") as seen:
        await seen.sees("there are no open pull requests")
        assert "pulls.merge" not in {one.binding.id for one in seen.app.screen.active_bindings.values() if one.enabled}


async def test_without_a_token_the_user_is_told_where_it_was_looked_for(fleet: Fleet, tmp_path: Path) -> None:
    """The form keeps what was typed, and it can be tried again."""
    async with fleet.dashboard(screen="templates", token_file=tmp_path / "none", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("none cannot be read", "try again")
        await seen.press("escape")
        await seen.sees("kitchen.yaml")


async def test_a_draft_outlives_the_program(fleet: Fleet, tmp_path: Path) -> None:
    """Written as it is typed, readable for its owner only."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.sees("kitchen.yaml")
        await eventually(lambda: "kitchen" in "".join(draft.read_text() for draft in drafts(tmp_path)))
    assert [draft.stat().st_mode & 0o777 for draft in drafts(tmp_path)] == [0o600]
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.sees("your draft, as you left it", "kitchen.yaml")


def drafts(folder: Path) -> list[Path]:
    return list((folder / "state" / "wgtui" / "drafts").glob("*.json"))


async def test_going_back_keeps_the_draft_and_an_opened_one_is_gone(fleet: Fleet, tmp_path: Path) -> None:
    """And says so."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("escape")
        await seen.sees("draft kept")
        await seen.press("enter")
        await seen.sees("your draft, as you left it", "kitchen.yaml")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        await seen.press("escape")
        await eventually(lambda: not drafts(tmp_path))


async def test_the_address_is_a_link(fleet: Fleet) -> None:
    """For terminals that open what is clicked."""
    async with fleet.dashboard(screen="templates", size=(80, 24)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        await seen.press("ctrl+o")
        url = f"http://{fleet.beside.host}/acme/fleet/pull/1"
        await seen.sees("#1 is open", url)
        links = {segment.style.link for strip in seen.strips for segment in strip if segment.style is not None}
        assert url in links


async def test_a_slow_github_leaves_the_screen_alive(fleet: Fleet) -> None:
    """What is waited for is said, and one can go back meanwhile."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        fleet.beside.hub.faults.add(HubFault(delay=2))
        await seen.press("ctrl+s")
        await seen.sees("reading the repository…")
        await seen.press("escape")
        await seen.sees("kitchen.yaml")


HOSTILE = {
    "apiVersion": "templates.weave.works/v1alpha2",
    "kind": "GitOpsTemplate",
    "metadata": {"name": "hostile", "namespace": "default"},
    "spec": {
        "description": "[/x] \x1b[31mred\x1b]8;;http://evil\x1b\\ \u202eback",
        "renderType": "envsubst",
        "params": [{"name": "CLUSTER_NAME", "description": "[bold] [/x] \x1b[2J", "options": ["[/a]", "b\x1b[31m"]}],
        "resourcetemplates": [{"content": [{"kind": "[/k]", "metadata": {"name": "${CLUSTER_NAME}"}}]}],
    },
}


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_hostile_template_is_shown_as_text(fleet: Fleet, size: tuple[int, int]) -> None:
    """Neither markup nor escapes are obeyed."""
    fleet.server.clusters[MANAGEMENT].put(HOSTILE)
    async with fleet.dashboard(screen="templates", size=size) as seen:
        await opens_form(seen, "hostile")
        await seen.sees("[bold] [/x]")
        await seen.press("right", "right", "ctrl+s", "ctrl+n", "down", "up")
        await seen.pilot.pause()
        assert "\x1b" not in seen.text and "\u202e" not in seen.text


SECRET = {
    "apiVersion": "templates.weave.works/v1alpha2",
    "kind": "GitOpsTemplate",
    "metadata": {"name": "secretive", "namespace": "default"},
    "spec": {
        "renderType": "envsubst",
        "params": [{"name": "CLUSTER_NAME"}, {"name": "DB_PASSWORD"}],
        "resourcetemplates": [
            {
                "content": [
                    {
                        "apiVersion": "v1",
                        "kind": "Secret",
                        "metadata": {"name": "${CLUSTER_NAME}"},
                        "stringData": {"password": "${DB_PASSWORD}"},
                    }
                ]
            }
        ],
    },
}


async def test_a_plain_secret_wants_a_confirmation_of_its_own(fleet: Fleet, tmp_path: Path) -> None:
    """And is in no draft on the disk."""
    fleet.server.clusters[MANAGEMENT].put(SECRET)
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen, "secretive")
        await seen.type("db")
        await seen.press("down")
        await seen.type("hunter2")
        await seen.sees("hunter2", "db.yaml")
        await seen.press("ctrl+s")
        await seen.sees("Secret db would be readable by everybody")
        assert "hunter2" not in "".join(draft.read_text() for draft in drafts(tmp_path))
        await seen.press("ctrl+o")
        await seen.sees("Open it nonetheless?")
        await seen.press("n")
        await seen.sees_no("nonetheless")
        assert not fleet.repo.pulls
        await seen.press("ctrl+o", "y")
        await seen.sees("#1 is open")


async def test_a_failed_opening_is_tried_again_as_the_same_operation(fleet: Fleet) -> None:
    """One pull request comes of it."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        fleet.beside.hub.faults.add(
            HubFault(method="POST", path="/git/refs", instead=lambda: web.json_response({"message": "no"}, status=403))
        )
        await seen.press("ctrl+o")
        await seen.sees("try again")
        await seen.press("ctrl+r")
        await seen.sees("open it")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        assert list(fleet.repo.pulls) == [1]


async def test_escape_stops_an_opening_before_anybody_sees_it(fleet: Fleet) -> None:
    """Until the branch is made nothing is visible."""
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        fleet.beside.hub.faults.add(HubFault(method="POST", path="/git/trees", delay=2))
        await seen.press("ctrl+o")
        await seen.sees("uploading files")
        await seen.press("escape")
        await seen.sees("cancelled")
        assert not fleet.repo.pulls


async def test_leaving_while_github_is_asked_says_so(fleet: Fleet) -> None:
    """Whoever leaves then knows what is still open."""
    async with fleet.dashboard(screen="pulls") as seen:
        await seen.sees("there are no open pull requests")
        fleet.beside.hub.faults.add(HubFault(delay=2))
        await seen.press("ctrl+r", "q")
        await seen.sees("GitHub has not answered yet")


async def test_what_is_merged_becomes_a_cluster(fleet: Fleet) -> None:
    """From the template to the row of the list, with nothing but keys."""
    async with fleet.dashboard(screen="templates", demo=True, size=(160, 50)) as seen:
        await opens_form(seen)
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        await seen.press("escape")
        await seen.goes(Place("pulls"))
        await seen.sees("#1")
        await eventually(lambda: all_pass(fleet))
        await seen.press("M", "y")
        await seen.sees("merged")
        running = asyncio.create_task(fleet.run())
        await seen.goes(Place("clusters", filter="name=kitchen"))
        await seen.sees("kitchen", "1 of 19 clusters")
        running.cancel()


async def all_pass(fleet: Fleet) -> bool:
    """Once their time has come."""
    fleet.world.advance(5)
    await follow_branches(fleet.beside.hub.hub, fleet.repo)
    return set(fleet.repo.pulls[1].checks.values()) == {"SUCCESS"}


async def test_the_palette_takes_what_is_typed_fast(fleet: Fleet) -> None:
    """A list by its name."""
    async with fleet.dashboard(screen="templates") as seen:
        await seen.sees("aws-kubeadm")
        for key in ("colon", *"pulls", "enter"):
            seen.app.post_message(events.Key(key, {"colon": ":", "enter": "\r"}.get(key, key)))
        await seen.sees("Pull requests")


PROFILES = {
    "apiVersion": "templates.weave.works/v1alpha2",
    "kind": "GitOpsTemplate",
    "metadata": {"name": "with-profiles", "namespace": "default"},
    "spec": {
        "renderType": "envsubst",
        "params": [{"name": "CLUSTER_NAME"}],
        "charts": {"items": [{"chart": "podinfo", "version": "6.9.2", "required": False}]},
        "resourcetemplates": [
            {"content": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${CLUSTER_NAME}"}}]}
        ],
    },
}

CHARTS = {
    "apiVersion": "source.toolkit.fluxcd.io/v1",
    "kind": "HelmRepository",
    "metadata": {"name": "weaveworks-charts", "namespace": "flux-system"},
    "spec": {"url": "https://charts.example.com", "interval": "1h"},
}


async def test_a_profile_is_ticked_in_the_version_that_is_wanted(fleet: Fleet) -> None:
    """Its HelmRelease is among the files at once."""
    fleet.server.clusters[MANAGEMENT].put(PROFILES)
    fleet.server.clusters[MANAGEMENT].put(CHARTS)
    async with fleet.dashboard(screen="templates", size=(160, 50)) as seen:
        await opens_form(seen, "with-profiles")
        await seen.type("db")
        await seen.sees("1 of 1", "▸ profiles  none of 1")
        await seen.press("down", "right", "down", "right")
        await seen.sees("profile podinfo", "‹ yes ›", "version of podinfo", "1 of 2")
        await seen.press("down")
        await seen.type("6.8.0")
        await seen.press("ctrl+n")
        await seen.sees("profiles.yaml", "version: 6.8.0")


async def test_arrows_go_through_all_fields_of_a_small_terminal(fleet: Fleet) -> None:
    """What has the keyboard is in sight; the preview stays below."""
    async with fleet.dashboard(screen="templates", size=(80, 24)) as seen:
        await opens_form(seen)
        await seen.sees_no("pull request")
        await seen.press("up")
        await seen.sees("▸ pull request  Create")
        await seen.press("down")
        await seen.type("kitchen")
        await seen.sees("kitchen", "kitchen.yaml", "1 of 3")
