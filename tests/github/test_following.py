"""Pull requests followed: what is seen of them, how little it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.github.repository import TOKEN, Fleet
from wgtui.demo.hub import pulling
from wgtui.github.following import Cadence, PullList, checks_of, refreshed
from wgtui.github.pulls import Checks, Mergeable, PullState, Review, read_pull
from wgtui.github.repository import Repository

ACME = Repository("github.com", "acme", "fleet")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def test_an_open_pull_request_is_seen_through_to_its_merge(fleet: Fleet) -> None:
    """Checks, review, mergeable, and the commit that it became."""
    fleet.repo.rules.checks, fleet.repo.rules.approvals = ("validate",), 1
    pull = (await fleet.open()).pull
    (seen,) = (await fleet.lane.do(lambda api, _: refreshed(api, [pull]))).values()
    assert seen is not None
    assert (seen.state, seen.checks, seen.review) == (PullState.OPEN, Checks.PENDING, Review.REQUIRED)
    assert seen.mergeable is Mergeable.BLOCKED
    kept = fleet.repo.pulls[pull.number]
    kept.checks = {"validate": "SUCCESS"}
    pulling.approve(fleet.server.hub, kept, fleet.server.hub.add_user("reviewer"))
    commit = await pulling.merge_pull(fleet.server.hub, fleet.repo, kept, fleet.server.hub.add_user("reviewer"))
    (merged,) = (await fleet.lane.do(lambda api, _: refreshed(api, [pull]))).values()
    assert merged is not None
    assert (merged.state, merged.merge_commit, merged.checks) == (PullState.MERGED, commit, Checks.PASSED)


async def test_conflicts_are_told(fleet: Fleet) -> None:
    """Somebody else changed the same lines."""
    pull = (await fleet.open()).pull
    await fleet.push({"clusters/new.yaml": b"kind: Other\n"})
    (seen,) = (await fleet.lane.do(lambda api, _: refreshed(api, [pull]))).values()
    assert seen is not None and seen.mergeable is Mergeable.CONFLICTS


async def test_a_pull_request_that_is_gone_is_none(fleet: Fleet) -> None:
    """Or no longer for this token; the others are still told."""
    first = (await fleet.open()).pull
    gone = replace(first, node="PR_9_9", number=9)
    found = await fleet.lane.do(lambda api, _: refreshed(api, [gone, first]))
    assert found[gone.key] is None
    assert found[first.key] is not None


async def test_checks_a_token_may_not_read_are_not_called_none(fleet: Fleet) -> None:
    """Fine-grained tokens cannot read check runs."""
    pull = (await fleet.open()).pull
    fleet.server.hub.add_login(TOKEN, "founder", checks=False)
    (seen,) = (await fleet.lane.do(lambda api, _: refreshed(api, [pull]))).values()
    assert seen is not None and seen.checks is Checks.UNREADABLE
    assert await fleet.lane.do(lambda api, _: checks_of(api, pull)) is None


async def test_each_check_is_listed_when_asked_for(fleet: Fleet) -> None:
    """With its state."""
    fleet.repo.rules.checks = ("validate", "policy")
    pull = (await fleet.open()).pull
    fleet.repo.pulls[pull.number].checks["validate"] = "FAILURE"
    checks = await fleet.lane.do(lambda api, _: checks_of(api, pull))
    assert checks is not None
    assert {check.name: check.state for check in checks} == {"validate": Checks.FAILED, "policy": Checks.PENDING}


async def test_an_unchanged_list_is_a_304(fleet: Fleet) -> None:
    """Free of the hour's limit."""
    pull = (await fleet.open()).pull
    pulls = PullList(fleet.repository)
    first = await fleet.lane.do(lambda api, _: pulls.read(api))
    again = await fleet.lane.do(lambda api, _: pulls.read(api))
    assert [one.number for one in first] == [pull.number]
    assert again is first
    left = (await fleet.lane.do(lambda api, _: api)).rate
    assert left.remaining is not None


def test_a_deleted_fork_has_no_head() -> None:
    """GitHub says null where its description says object."""
    found = {"number": 1, "head": {"ref": "x", "repo": None, "user": None}, "base": None, "user": None, "state": "open"}
    pull = read_pull(ACME, found)
    assert (pull.branch, pull.base, pull.author) == ("x", "", "")


def test_the_pace_follows_what_is_awaited() -> None:
    """Quick after opening, slow when nothing is open, slower when the hour's requests run out."""
    pull = replace(read_pull(ACME, {"number": 1, "state": "open"}), created=NOW, mergeable=Mergeable.YES)
    pace = Cadence()
    assert pace.next([pull], NOW + timedelta(seconds=10)) == timedelta(seconds=5)
    assert pace.next([pull], NOW + timedelta(minutes=5)) == timedelta(seconds=30)
    assert pace.next([], NOW) == timedelta(seconds=120)
    assert pace.next([pull], NOW + timedelta(minutes=5), remaining=0.05) == timedelta(seconds=120)
    assert pace.next([replace(pull, mergeable=Mergeable.UNKNOWN)], NOW) == timedelta(seconds=3)
