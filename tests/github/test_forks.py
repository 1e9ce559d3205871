"""A pull request by somebody who may not push: from a fork, if that is wished for, and never unasked."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.eventually import eventually
from tests.github.repository import FILES, TOKEN, Fleet
from tests.github.test_faults import Killed, KilledAfter
from wgtui.demo.hub.faults import HubFault, When, reply
from wgtui.demo.hub.pulling import merge_pull
from wgtui.demo.hub.state import Repo
from wgtui.github import forking
from wgtui.github.changes import Based, Change
from wgtui.github.errors import Ambiguous, Cancelled, GitHubError, NoPermission, Refused
from wgtui.github.lane import Lane, Ticket
from wgtui.github.resuming import discard, finish
from wgtui.github.secret import Secret
from wgtui.github.tokens import Credential

BRANCH = "wgtui/create-team-a-new-0a1b2c3d"


@pytest.fixture
def outside(fleet: Fleet) -> Fleet:
    """Of a user who may read acme/fleet, and push to what is their own."""
    fleet.server.hub.add_login(TOKEN, "mallory", outsider=True)
    return fleet


def fork_of(fleet: Fleet) -> Repo:
    found = fleet.server.hub.fork_of(fleet.repo, "mallory")
    assert found is not None
    return found


async def test_a_fork_is_never_made_unasked(outside: Fleet) -> None:
    """What may not be pushed to is told, with the way out."""
    with pytest.raises(NoPermission, match=r"contents=write.*or a fork of yours, if you wish for one \(--fork\)"):
        await outside.open()
    assert outside.server.hub.fork_of(outside.repo, "mallory") is None
    assert not outside.journal.pending()


async def test_a_pull_request_comes_from_a_fork(outside: Fleet) -> None:
    """The branch is in the fork, nothing is in the repository, and it can be merged."""
    opened = await outside.open(outside.change_set(fork=True))
    (pull,) = outside.pulls
    assert (pull.number, pull.home, pull.author.login) == (opened.pull.number, fork_of(outside), "mallory")
    assert await outside.branches() == []
    assert await fork_of(outside).git.branch(BRANCH)
    assert not outside.journal.pending()
    hub = outside.server.hub
    await merge_pull(hub, outside.repo, pull, hub.add_user("founder"))
    assert await outside.files() == FILES | {"clusters/new.yaml": b"kind: New\n"}


async def test_whoever_may_push_needs_no_fork(fleet: Fleet) -> None:
    """The wish is for those who may not."""
    await fleet.open(fleet.change_set(fork=True))
    assert fleet.server.hub.fork_of(fleet.repo, "founder") is None
    assert await fleet.branches() == [BRANCH]


async def test_a_fork_that_is_there_is_brought_up_to_date_and_used(outside: Fleet) -> None:
    """Whatever was merged upstream since."""
    await outside.open(outside.change_set(fork=True))
    await outside.push({"clusters/more.yaml": b"kind: More\n"})
    change = Change("clusters/other.yaml", b"kind: Other\n", Based.ABSENT)
    await outside.open(outside.change_set(change, fork=True, operation="ffffffff"))
    fork = fork_of(outside)
    assert await fork.git.branch("main") == await outside.repo.git.branch("main")
    assert len(outside.pulls) == 2
    assert len([one for one in outside.server.hub.repos.values() if one.parent]) == 1


async def test_a_fork_that_takes_its_time_is_waited_for(outside: Fleet) -> None:
    """GitHub answers 202 and makes it later."""
    outside.repo.forks_appear_after = 4
    await outside.open(outside.change_set(fork=True))
    looks = [seen.status for seen in outside.server.seen if seen.path.endswith("mallory/fleet/branches/main")]
    assert looks == [404] * 4 + [200]


async def test_a_fork_that_never_comes_is_told(outside: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was written yet."""
    monkeypatch.setattr(forking, "PATIENCE", 0.05)
    outside.repo.forks_appear_after = 1000
    with pytest.raises(GitHubError, match="mallory/fleet is not there yet"):
        await outside.open(outside.change_set(fork=True))
    assert not outside.pulls
    assert not outside.journal.pending()


async def test_waiting_for_a_fork_can_be_cancelled(outside: Fleet) -> None:
    """Five minutes are too long for anybody who changed their mind."""
    outside.repo.forks_appear_after = 1000
    ticket = Ticket()
    opening = asyncio.create_task(outside.open(outside.change_set(fork=True), ticket))
    await eventually(lambda: any("mallory/fleet/branches" in seen.path for seen in outside.server.seen))
    ticket.cancel()
    with pytest.raises(Cancelled):
        await opening


async def test_a_fork_with_commits_of_its_own_is_left_alone(outside: Fleet) -> None:
    """409: it is somebody's work, and they are told what to do."""
    await outside.open(outside.change_set(fork=True))
    fork = fork_of(outside)
    await replace(outside, repo=fork).push({"mine.yaml": b"x: 1\n"})
    before = await fork.git.branch("main")
    await outside.push({"clusters/more.yaml": b"kind: More\n"})
    with pytest.raises(Refused, match=r"main of your fork .*mallory/fleet has commits of its own"):
        await outside.open(outside.change_set(fork=True, operation="ffffffff"))
    assert await fork.git.branch("main") == before
    assert len(outside.pulls) == 1


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("path", ["/forks", "/merge-upstream", "/git/trees", "/git/refs", "/pulls"])
async def test_one_fault_at_any_step_ends_in_one_pull_request(outside: Fleet, path: str, when: When) -> None:
    """And in one fork."""
    outside.server.faults.add(HubFault("POST", path, drop=True, when=when))
    await outside.open(outside.change_set(fork=True))
    assert len(outside.pulls) == 1
    assert len([one for one in outside.server.hub.repos.values() if one.parent]) == 1
    assert set(await fork_of(outside).git.branches()) == {"main", BRANCH}
    assert not outside.journal.pending()


@pytest.mark.parametrize("path", ["/forks", "/git/commits", "/git/refs", "/pulls"])
async def test_a_process_killed_after_any_step_is_resumed(outside: Fleet, path: str) -> None:
    """The journal knows the fork."""
    doomed = KilledAfter(outside.server.host, Credential(Secret(TOKEN), "GH_TOKEN"))
    doomed.step = ("POST", path)
    with pytest.raises(Killed):
        await replace(outside, lane=Lane(outside.server.host, lambda: doomed)).open(outside.change_set(fork=True))
    for pending in outside.journal.pending():
        assert pending.fork == "mallory/fleet"
        await outside.lane.do(lambda api, ticket, one=pending: finish(api, one, outside.journal, ticket))  # type: ignore[misc]
    if not outside.pulls:
        await outside.open(outside.change_set(fork=True))
    assert len(outside.pulls) == 1
    assert not outside.journal.pending()


async def test_what_was_begun_in_a_fork_can_be_discarded(outside: Fleet) -> None:
    """Its branch goes there."""
    outside.server.faults.add(HubFault("POST", "/pulls", times=99, drop=True))
    with pytest.raises(Ambiguous):
        await outside.open(outside.change_set(fork=True))
    (pending,) = outside.journal.pending()
    await outside.lane.do(lambda api, _: discard(api, pending, outside.journal))
    assert set(await fork_of(outside).git.branches()) == {"main"}


async def test_a_refused_pull_request_takes_its_branch_back(outside: Fleet) -> None:
    """From the fork; labels that outsiders may not set are a warning."""
    opened = await outside.open(outside.change_set(fork=True, labels=("fleet",)))
    assert [warning.partition(":")[0] for warning in opened.warnings] == ["no labels"]
    refused = reply(422, "Validation Failed")
    outside.server.faults.add(HubFault("POST", "/repos/acme/fleet/pulls", instead=refused))
    with pytest.raises(Refused, match="Validation"):
        await outside.open(outside.change_set(fork=True, operation="ffffffff"))
    assert set(await fork_of(outside).git.branches()) == {"main", BRANCH}


async def test_a_fork_without_the_base_branch_is_told(outside: Fleet) -> None:
    """It was made with the default branch alone."""
    await outside.open(outside.change_set(fork=True))
    await outside.repo.git.set_branch("release", await outside.repo.git.branch("main"), "0" * 40)
    with pytest.raises(Refused, match="mallory/fleet has no branch release"):
        await outside.open(outside.change_set(fork=True, operation="ffffffff", base="release"))


async def test_a_fork_for_another_base_has_all_branches(outside: Fleet) -> None:
    """Made so when it is needed first."""
    await outside.repo.git.set_branch("release", await outside.repo.git.branch("main"), "0" * 40)
    await outside.open(outside.change_set(fork=True, base="release"))
    assert [pull.base for pull in outside.pulls] == ["release"]
