"""What a form asks for beside parameters, and what comes of it, against the embedded fleet and its GitHub."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from textual import events
from textual.screen import Screen

from tests.pilot.dashboard import Dashboard
from tests.pilot.gitops import Fleet
from wgtui.demo.hub.faults import HubFault
from wgtui.demo.server import MANAGEMENT
from wgtui.resources.meta import ObjectRef
from wgtui.screens.asking import Go
from wgtui.screens.place import Place

EKS = Place("form", ObjectRef("default", "eks"), "CAPITemplate")
WIDE = (160, 60)


async def opens(seen: Dashboard, place: Place, *wanted: str) -> None:
    await seen.sees("live")
    seen.app.screen.post_message(Go(place))
    await seen.sees(*wanted)


async def unfolds(seen: Dashboard, title: str) -> None:
    """Goes up to a section from the top of the form and opens it."""
    for _ in range(8):
        await seen.press("up")
        line = next((line for line in seen.lines if line.lstrip().startswith(f"▸ {title}")), "")
        focused = seen.app.focused
        if line and focused is not None and str(focused.render()).startswith(f"▸ {title}"):
            break
    await seen.press("right")
    await seen.sees(f"▾ {title}")


async def proposes(fleet: Fleet, seen: Dashboard) -> dict[str, str]:
    """Reviews and opens; the files of its branch."""
    await seen.press("ctrl+s")
    await seen.sees("+++ b/")
    await seen.press("ctrl+o")
    await seen.sees(" is open")
    return await fleet.files(fleet.repo.pulls[1].head)


async def test_credentials_go_into_what_refers_to_them(fleet: Fleet) -> None:
    """Those that the management cluster has; none is the default."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME", "▸ credentials  none")
        await seen.type("kitchen")
        await unfolds(seen, "credentials")
        await seen.press("down", "enter")
        await seen.sees("AWSClusterRoleIdentity/default/fleet-account")
        await seen.type("fleet-account")
        await seen.press("enter")
        await seen.sees("▾ credentials  AWSClusterRoleIdentity/default/fleet-account")
        files = await proposes(fleet, seen)
        made = files["clusters/management/clusters/fleet-dev/kitchen.yaml"]
        assert "  identityRef:\n    kind: AWSClusterRoleIdentity\n    name: fleet-account\n" in made


async def test_a_draft_keeps_which_identity_was_chosen(fleet: Fleet) -> None:
    """A field called credentials holds none: it says whose they are."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME", "▸ credentials  none")
        await seen.type("kitchen")
        await unfolds(seen, "credentials")
        await seen.press("down", "enter")
        await seen.type("fleet-account")
        await seen.press("enter")
        await seen.sees("▾ credentials  AWSClusterRoleIdentity/default/fleet-account")
        await seen.press("escape")
        await seen.sees("draft kept")
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "your draft", "▸ credentials  AWSClusterRoleIdentity/default/fleet-account")


async def test_kustomizations_come_with_a_cluster(fleet: Fleet) -> None:
    """Each that is named makes room for the next; what is missing is pointed at where it is."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await unfolds(seen, "more Kustomizations")
        await seen.press("down")
        await seen.type("apps")
        await seen.sees("path of apps *", "▾ more Kustomizations  apps")
        await seen.press("up", "left")
        await seen.sees("▸ more Kustomizations")
        await seen.press("ctrl+s")
        await seen.sees("not ready yet", "path of apps is missing", "▾ more Kustomizations")
        await seen.type("./apps")
        files = await proposes(fleet, seen)
        assert "  path: ./apps\n" in files["clusters/fleet-dev/kitchen/apps-flux-system-kustomization.yaml"]


async def test_values_of_a_profile_are_written_in_the_editor(fleet: Fleet) -> None:
    """Where the template lets them be edited; what is no map is told at the field."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME", "▸ profiles  cert-manager")
        await seen.type("kitchen")
        await unfolds(seen, "profiles")
        await seen.sees("profile cert-manager", "always installed", "profile ingress-nginx")
        await seen.press("down", "down", "down", "down", "right")
        await seen.sees("values of ingress-nginx", "controller:  … 2 lines", "▾ profiles  cert-manager, ingress-nginx")
        await seen.press("down", "down", "down", "enter")
        await seen.sees("Edit › values-of-ingress-nginx.yaml", "replicaCount: 2")
        await seen.press("down", "end", "backspace", "5", "ctrl+s")
        await seen.sees("CLUSTER_NAME")
        files = await proposes(fleet, seen)
        made = files["clusters/fleet-dev/kitchen/profiles.yaml"]
        assert "replicaCount: 5" in made and "targetNamespace: ingress" in made


async def test_a_cluster_is_edited_in_the_form_of_its_template(fleet: Fleet) -> None:
    """Filled with what it was made from; the pull request changes only what is different."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await fleet.push(await proposes(fleet, seen))
        running = asyncio.create_task(fleet.run())
        await seen.press("escape")
        await seen.goes(Place("clusters", filter="name=kitchen"))
        await seen.sees("1 of 19 clusters")
        await seen.press("e")
        await seen.sees("Edit › fleet-dev/kitchen", "‹ m6i.large ›", "cert-manager")
        for _ in range(5):
            await seen.press("down")
        await seen.type("3")
        await seen.press("ctrl+s")
        await seen.sees("Edit fleet-dev/kitchen", "0 files added, 1 changed, 0 deleted")
        await seen.press("G")
        running.cancel()


async def test_labels_and_reviewers_go_to_the_pull_request(fleet: Fleet) -> None:
    """Names that are none are told before."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, Place("form", ObjectRef("default", "team"), "GitOpsTemplate"), "TEAM")
        await seen.type("kitchen")
        await unfolds(seen, "pull request")
        await seen.press("down")
        await seen.type("Kitchen comes")
        await seen.press("down", "down", "down")
        await seen.type("team, new")
        await seen.press("down")
        await seen.type("not a name")
        await seen.sees("nobody is called 'not a name'", "▾ pull request  Kitchen comes")
        await seen.press("ctrl+s")
        await seen.sees("not ready yet")
        await seen.press("ctrl+u")
        await proposes(fleet, seen)
        assert (fleet.repo.pulls[1].title, fleet.repo.pulls[1].labels) == ("Kitchen comes", ["team", "new"])


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_sections_fold_on_small_terminals_and_in_ascii(fleet: Fleet, size: tuple[int, int]) -> None:
    """The form is short until somebody wants more."""
    async with fleet.dashboard(screen="templates", size=size, ascii=True) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.press("up")
        await seen.sees("+ pull request")
        await seen.press("enter", "down")
        await seen.sees("title", "Create ...")
        assert seen.text.isascii()


async def test_a_review_leads_anywhere_by_name(fleet: Fleet) -> None:
    """And back to it; but not while it is being opened."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/", ": go to")
        await seen.press("colon")
        await seen.type("sources")
        await seen.press("enter")
        await seen.sees("Sources", "GitRepository")
        await seen.press("escape")
        await seen.sees("Create › review", "+++ b/")
        fleet.beside.hub.faults.add(HubFault(method="POST", path="/git/trees", delay=1))
        await seen.press("ctrl+o")
        await seen.sees("uploading files")
        await seen.press("colon")
        await seen.sees_no("type to find")
        await seen.sees("#1 is open")


async def test_an_identity_that_may_not_be_used_there_is_told(fleet: Fleet) -> None:
    """By the namespaces that its provider allows."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await seen.press("down", "left", "left")
        await seen.sees("‹ fleet-prod ›")
        await seen.press("up")
        await unfolds(seen, "credentials")
        await seen.press("down", "enter")
        await seen.type("sandbox-account")
        await seen.press("enter")
        await seen.sees("clusters in fleet-prod may not use it")
        await seen.press("ctrl+s")
        await seen.sees("not ready yet")


async def test_drafts_of_the_embedded_cluster_go_with_it(fleet: Fleet, tmp_path: Path) -> None:
    """The next one has other templates, and other clusters."""
    async with fleet.dashboard(screen="templates", demo=True, size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await seen.press("escape")
        await seen.sees("draft kept")
        assert not (tmp_path / "state" / "wgtui" / "drafts").exists()
        folder = seen.app.drafts
        assert list(folder.glob("*.json"))
        seen.app.screen.post_message(Go(EKS))
        await seen.sees("your draft, as you left it", "kitchen")
    assert not folder.exists()


async def test_a_long_value_moves_in_its_line(fleet: Fleet) -> None:
    """What is typed is in sight, and nothing else of the form is laid out anew for it."""
    async with fleet.dashboard(screen="templates", size=(60, 30)) as seen:
        await opens(seen, Place("form", ObjectRef("default", "team"), "GitOpsTemplate"), "TEAM")
        await seen.press("down")
        with patch.object(Screen, "_refresh_layout", autospec=True, side_effect=Screen._refresh_layout) as laid_out:
            await seen.type("a" * 70 + "the-end")
            await seen.sees("athe-end")
        assert laid_out.call_count <= 3
        await seen.press("home")
        await seen.sees_no("the-end")


def made_from(request: dict[str, Any]) -> dict[str, Any]:
    """A GitopsCluster that says so of itself."""
    annotations = {"templates.weave.works/create-request": json.dumps(request)}
    return {
        "apiVersion": "gitops.weave.works/v1alpha1",
        "kind": "GitopsCluster",
        "metadata": {"name": "odd", "namespace": "fleet-dev", "annotations": annotations},
        "spec": {"secretRef": {"name": "odd"}},
    }


HOSTILE = {"CLUSTER_NAME": "odd\x1b[2J\u202e", "REGION": "[/x]\x1b[31m", "TEAM": "\x07[bold]"}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"name": "eks", "namespace": "default", "parameter_values": HOSTILE}, "[/x]"),
        ({"name": "gone", "namespace": "default"}, "the template default/gone is not there any more"),
        ({"name": "eks", "values": [{"name": "podinfo", "values": "no base64"}]}, "the values of profile podinfo"),
        ({"parameter_values": 7}, "cannot be read"),
    ],
)
async def test_what_a_cluster_says_of_itself_is_not_trusted(fleet: Fleet, request_: dict[str, Any], words: str) -> None:
    """It is shown as text, or it is told what is wrong with it."""
    fleet.server.clusters[MANAGEMENT].put(made_from(request_))
    async with fleet.dashboard(filter="name=odd", size=WIDE) as seen:
        await seen.sees("odd", "1 of ")
        await seen.settles()
        await seen.press("e")
        await seen.sees("Edit › fleet-dev/odd", words)
        await seen.press("down", "up", "ctrl+s")
        await seen.pilot.pause()
        assert not {"\x1b", "\u202e", "\x07"} & set(seen.text)


async def test_what_is_typed_fast_is_in_the_review(fleet: Fleet) -> None:
    """Although the key for it comes before the form has heard of the letters."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        for key in (*"kitchen", "ctrl+s"):
            seen.app.post_message(events.Key(key, key if len(key) == 1 else "\x13"))
        await seen.sees("Create fleet-dev/kitchen", "+++ b/")
