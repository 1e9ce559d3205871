"""What an earlier wgtui began and did not finish, against the embedded GitHub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.eventually import eventually
from tests.pilot.gitops import Fleet
from tests.pilot.test_screens_forms import EKS, WIDE, opens
from wgtui.demo.hub.faults import HubFault
from wgtui.github.journal import Journal, Pending, journal_path
from wgtui.screens.forms.drafts import Draft, Kept


def ended_process() -> int:
    """The number of one that is gone."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.fixture
async def left(fleet: Fleet) -> Pending:
    """A branch that is there, and no pull request from it."""
    git = fleet.repo.git
    head = await git.branch("main")
    commit = await git.write_commit((await git.read_commit(head)).tree, (head,), "ours", "me", "me@acme.example")
    await git.set_branch("wgtui/create-kitchen-0a1b2c3d", commit, "0" * 40)
    pending = Pending(
        "0a1b2c3d",
        fleet.beside.host,
        "acme",
        "fleet",
        "wgtui/create-kitchen-0a1b2c3d",
        "main",
        commit,
        "Create fleet-dev/kitchen",
        process=ended_process(),
    )
    Journal(journal_path()).add(pending)
    return pending


def journal() -> list[Pending]:
    return Journal(journal_path()).pending()


@pytest.mark.parametrize(("answer", "pulls", "lines"), [("finish", [1], 0), ("discard", [], 0), ("later", [], 1)])
async def test_what_was_begun_is_asked_about(
    fleet: Fleet,
    left: Pending,
    answer: str,
    pulls: list[int],
    lines: int,
) -> None:
    """Finished, discarded, or kept for the next start."""
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("Begun and not finished: Create fleet-dev/kitchen", "later", "finish it", "discard it")
        await seen.type(answer)
        await seen.press("enter")
        await seen.sees_no("Begun and not finished")
        await eventually(lambda: list(fleet.repo.pulls) == pulls and len(journal()) == lines)
        there = await fleet.repo.git.branches("wgtui/")
        assert bool(there) == (answer != "discard"), left


async def test_what_was_finished_leaves_no_draft(fleet: Fleet, left: Pending, tmp_path: Path) -> None:
    """Its form is empty again; what was typed for another stays."""
    folder = tmp_path / "state" / "wgtui" / "drafts"
    drafts = {name: Kept(folder / f"{name}.json", Draft) for name in (left.operation, "other")}
    for operation, draft in drafts.items():
        draft.write(Draft({"CLUSTER_NAME": "kitchen"}, operation))
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("Begun and not finished")
        await seen.type("finish")
        await seen.press("enter")
        await eventually(lambda: [path.stem for path in folder.glob("*")] == ["other"])


async def test_read_only_asks_about_nothing(fleet: Fleet, left: Pending) -> None:
    """Nor is anything asked about that its process is still at work on."""
    async with fleet.dashboard(read_only=True, size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.sees_no("Begun and not finished")
    Journal(journal_path()).add(msgspec.structs.replace(left, process=1))
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.sees_no("Begun and not finished")


async def test_what_an_embedded_github_took_with_it_is_dropped(fleet: Fleet, left: Pending) -> None:
    """It was on a loopback address that nobody listens to any more."""
    Journal(journal_path()).add(msgspec.structs.replace(left, host="127.0.0.1:1"))
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        await eventually(lambda: not journal())
        await seen.sees_no("Begun and not finished")


async def test_leaving_in_the_middle_tells_what_is_left(fleet: Fleet) -> None:
    """It is in the journal, and asked about at the next start."""
    async with fleet.dashboard(screen="templates", size=WIDE) as seen:
        await opens(seen, EKS, "CLUSTER_NAME")
        await seen.type("kitchen")
        await seen.press("ctrl+s")
        await seen.sees("+++ b/")
        assert not seen.app.unfinished
        fleet.beside.hub.faults.add(HubFault(method="POST", path="/pulls", delay=3))
        await seen.press("ctrl+o")
        await eventually(lambda: seen.app.unfinished == ["Create fleet-dev/kitchen"])
        await seen.press("ctrl+c")
