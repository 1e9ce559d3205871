"""The journey of a change, and what pull requests make of the list of clusters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.eventually import eventually, meanwhile
from tests.github.repository import push
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.gitops import Fleet, fleet_with_github
from tests.pilot.objects import gitops_cluster
from wgtui.demo.hub import pulling
from wgtui.demo.hub.faults import HubFault
from wgtui.demo.hub.git import NOBODY
from wgtui.demo.hub.state import Login, Pull
from wgtui.demo.server import DemoServer
from wgtui.fleet.pulls import PULL_REQUEST, pull_ref
from wgtui.screens.object_place import place_of_pull
from wgtui.screens.place import Place

FOLDER = "clusters/management/clusters/fleet-dev"
KITCHEN = b"""\
apiVersion: gitops.weave.works/v1alpha1
kind: GitopsCluster
metadata: {name: kitchen, namespace: fleet-dev}
spec:
  secretRef: {name: kitchen-kubeconfig}
"""


@pytest.fixture
async def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with fleet_with_github(tmp_path) as made:
        yield made


async def proposed(
    fleet: Fleet, files: dict[str, bytes | None], title: str = "A new kitchen", branch: str = "kitchen"
) -> Pull:
    """A pull request by somebody who does not use wgtui."""
    git, hub = fleet.repo.git, fleet.beside.hub.hub
    await git.set_branch(branch, await git.branch("main"), NOBODY)
    await push(git, files, branch)
    return await pulling.open_pull(hub, fleet.repo, Login(hub.add_user("ada")), title, "", branch, "main", False)


async def merged(fleet: Fleet, pull: Pull) -> None:
    await pulling.merge_pull(fleet.beside.hub.hub, fleet.repo, pull, fleet.beside.hub.hub.add_user("ada"))


def is_read(seen: Dashboard) -> bool:
    """Whether everything is known of the pull request."""
    known = seen.app.session.fleet.management.get(PULL_REQUEST, pull_ref(1)) if seen.app.session else None
    return known is not None and known.files is not None and known.checks is not None


GITHUB = 20.0
"""Seconds until GitHub's side is imported and has answered, on a machine that is busy with other tests."""


@asynccontextmanager
async def time_passing(fleet: Fleet) -> AsyncIterator[None]:
    """Faster than in the demo, as fast as everybody keeps up."""

    async def run() -> None:
        while True:
            await fleet.beat()
            await asyncio.sleep(0.02)

    running = asyncio.create_task(run())
    yield
    running.cancel()


async def test_a_cluster_that_somebody_else_proposes_is_a_row_that_leads_to_its_journey(fleet: Fleet) -> None:
    """Understood by the files it touches; when it is closed the row goes."""
    pull = await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    async with fleet.dashboard(size=(160, 40), filter="name=kitchen") as seen:
        await seen.sees("◇ proposed", within=GITHUB)
        await seen.sees("kitchen", "#1 by ada: checks pending", within=GITHUB)
        await seen.press("enter")
        await seen.sees(
            "Clusters › fleet-dev/kitchen",
            "create fleet-dev/kitchen",
            "validate, policy",
            "A new kitchen",
            within=GITHUB,
        )
        await seen.sees("source fetched it", "○ later", f"+ {FOLDER}/kitchen.yaml", within=GITHUB)
        await seen.press("escape")
        await pulling.close_pull(fleet.beside.hub.hub, pull)
        await seen.press("ctrl+r")
        await seen.sees("no clusters match", within=GITHUB)


async def test_a_cluster_whose_deletion_is_proposed_is_marked(fleet: Fleet) -> None:
    """And its journey is that of the deletion."""
    await proposed(fleet, {f"{FOLDER}/sandbox.yaml": None}, "Away with it")
    async with fleet.dashboard(size=(160, 40), filter="name=sandbox") as seen:
        await seen.sees("deletion proposed #1", within=GITHUB)
        await seen.press("J")
        await seen.sees("[Journey]", "delete fleet-dev/sandbox", "infrastructure gone", within=GITHUB)


async def test_what_is_merged_is_followed_until_it_has_arrived(fleet: Fleet) -> None:
    """By the commit, whoever merged it; what it took is told."""
    pull = await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    async with fleet.dashboard(size=(160, 40)) as seen:
        await seen.sees("sandbox", "live", within=GITHUB)
        await seen.goes(place_of_pull(1))
        await seen.sees("#1 by ada", "create fleet-dev/kitchen", within=GITHUB)
        await merged(fleet, pull)
        await seen.press("ctrl+r")
        await seen.sees(f"as {pull.merge_commit[:8]} into main", "source fetched it", within=GITHUB)
        async with time_passing(fleet):
            await seen.sees(
                f"GitRepository flux-system/flux-system has main@sha1:{pull.merge_commit[:8]}", within=GITHUB
            )
            await seen.sees(
                f"Kustomization flux-system/clusters applied main@sha1:{pull.merge_commit[:8]}", within=GITHUB
            )
            await seen.sees("it is known by the kubeconfig in a Secret", "GitopsCluster ready: running", within=GITHUB)


async def test_a_later_commit_holds_the_change_too(fleet: Fleet) -> None:
    """Which GitHub is asked for, once."""
    pull = await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    await merged(fleet, pull)
    later = await push(fleet.repo.git, {"README.md": b"something else\n"})
    fleet.beside.hub.hub.told(fleet.repo, "main")
    async with fleet.dashboard(size=(160, 40)) as seen:
        await seen.sees("sandbox", "live", within=GITHUB)
        await seen.goes(place_of_pull(1))
        async with time_passing(fleet):
            await seen.sees(f"Kustomization flux-system/clusters applied main@sha1:{later[:8]}", within=GITHUB)
        assert len([one for one in fleet.beside.hub.seen if one.path.endswith(f"...{later}")]) == 1


async def test_a_cluster_that_has_been_there_for_long_says_that_its_pull_request_is_not_known(fleet: Fleet) -> None:
    """And what can be told is told: how long it takes others, what runs on it."""
    async with fleet.dashboard(size=(160, 40), filter="name=storefront-eu") as seen:
        await seen.sees("storefront-eu", "live", within=GITHUB)
        await seen.press("J")
        await seen.sees(
            "none is known that made it so", "? unknown", "by Kustomization flux-system/clusters", within=GITHUB
        )
        await seen.sees("control plane 3/3, workers 5/5", "has applied main@sha1:", within=GITHUB)


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_a_journey_fits_a_small_terminal(fleet: Fleet, size: tuple[int, int]) -> None:
    """Where it is stands on top, in letters alone where there are no others."""
    await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    async with fleet.dashboard(size=size, ascii=True) as seen:
        await seen.sees("live", within=GITHUB)
        await seen.goes(place_of_pull(1))
        await eventually(lambda: is_read(seen), GITHUB)
        await seen.sees("create fleet-dev/kitchen", "checks: running", within=GITHUB)
        assert seen.text.isascii()
        await seen.press("G")
        await seen.sees("file 1", within=GITHUB)


async def test_a_pull_request_that_is_not_there_is_said_to_be_so(fleet: Fleet) -> None:
    """Or was settled too long ago to be found."""
    async with fleet.dashboard() as seen:
        await seen.sees("sandbox", "live", within=GITHUB)
        await seen.goes(place_of_pull(77))
        await seen.sees("there is no pull request #77", within=GITHUB)


async def test_a_proposed_cluster_cannot_be_changed_and_its_pull_request_is_found_by_name(fleet: Fleet) -> None:
    """There is nothing to describe, edit or delete yet; the palette leads to what there is."""
    await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    async with fleet.dashboard(size=(160, 40), filter="name=kitchen") as seen:
        await seen.sees("◇ proposed", within=GITHUB)
        await seen.settles()
        keys = {one.binding.id for one in seen.app.screen.active_bindings.values() if one.enabled}
        assert {"table.open", "journey", "copy"} <= keys
        assert not {"describe", "yaml", "events", "edit", "delete", "explain", "reconcile", "logs"} & keys
        await seen.press("colon")
        await seen.type("new kitchen")
        await seen.sees("#1 A new kitchen", "pull request")
        await seen.press("enter")
        await seen.sees("Pull requests › #1", within=GITHUB)


async def test_a_pull_request_that_github_does_not_show_hides_no_other(fleet: Fleet) -> None:
    """One that is too large, for instance: its files are not asked for again."""
    await proposed(fleet, {f"{FOLDER}/kitchen.yaml": KITCHEN})
    await proposed(fleet, {"huge.yaml": b"a: 1\n"}, "Too large", "huge")

    def too_large() -> web.Response:
        return web.json_response({"message": "Sorry, the diff exceeded the maximum number of files"}, status=422)

    fleet.beside.hub.faults.add(HubFault(path="/pulls/2/files", instead=too_large, times=9))
    async with fleet.dashboard(size=(160, 40), filter="name=kitchen") as seen:
        await seen.sees("◇ proposed", within=GITHUB)
        await seen.press("ctrl+r")
        await seen.settles()
        assert sum(one.path.endswith("/pulls/2/files") for one in fleet.beside.hub.seen) == 1


async def test_without_a_login_nothing_is_asked_for_the_list(server: DemoServer, tmp_path: Path) -> None:
    """Neither GitHub, nor the API server for the repository."""
    server.clusters["management"].put(gitops_cluster("prod"))
    async with dashboard(server, tmp_path) as seen:
        await seen.sees("prod", "live", within=GITHUB)
        assert seen.app.session is not None
        seen.app.session.pulls.look()
        await meanwhile()
        assert not [one for one in server.requests if "gitrepositories" in one.path]


async def test_a_github_that_cannot_be_asked_leaves_the_list_alone(fleet: Fleet, tmp_path: Path) -> None:
    """A journey says what is the matter."""
    async with fleet.dashboard(token_file=tmp_path / "none") as seen:
        await seen.sees("sandbox", "live", within=GITHUB)
        session = seen.app.session
        assert session is not None
        await eventually(lambda: session.pulls.error is not None)
        await seen.sees("sandbox", "live", within=GITHUB)
        await seen.goes(place_of_pull(1))
        await seen.sees("none cannot be read", "^r asks again", within=GITHUB)
        await seen.goes(Place("pulls"))
        await seen.sees("none cannot be read", within=GITHUB)
