"""What else goes wrong between a form and its pull request: each told for what it is, with nothing left behind."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from tests.eventually import eventually
from tests.github.repository import FILES, TOKEN, Fleet, push
from tests.github.test_faults import STEPS
from wgtui.demo.hub import pulling
from wgtui.demo.hub.faults import HubFault, When, reply
from wgtui.demo.hub.git import NOBODY
from wgtui.github.api import Api
from wgtui.github.changes import Based, Change, RemovedFolder
from wgtui.github.errors import (
    Ambiguous,
    BadToken,
    BranchRefused,
    GitHubError,
    NeedsSso,
    NothingToChange,
    RateLimited,
    Refused,
    Unreachable,
)
from wgtui.github.following import refreshed
from wgtui.github.hosts import Hosts
from wgtui.github.lane import Lane, Ticket
from wgtui.github.opening import Step
from wgtui.github.pulls import PullState
from wgtui.github.repository import Repository
from wgtui.github.resuming import finish
from wgtui.github.secret import Secret
from wgtui.github.tokens import Credential, HostSettings, Surroundings, find_token

BINARY = Change("clusters/new.bin", b"\x00\xff", Based.ABSENT)


async def nothing_is_left(fleet: Fleet) -> None:
    """No branch, no pull request, no line in the journal."""
    assert await fleet.branches() == []
    assert not fleet.pulls
    assert not fleet.journal.pending()


def graphql_error(kind: str, message: str = "no", **extensions: object) -> Callable[[], web.Response]:
    error = {"type": kind, "message": message, **({"extensions": extensions} if extensions else {})}
    return lambda: web.json_response({"data": None, "errors": [error]})


# The journal


async def test_a_journal_that_cannot_be_written_is_a_warning(fleet: Fleet) -> None:
    """The pull request is wanted all the same; that nobody could finish it is said."""
    fleet.journal.path.parent.write_text("a file where a folder should be")
    opened = await fleet.open()
    assert len(fleet.pulls) == 1
    assert any("nobody could finish this for us" in warning for warning in opened.warnings)


# Branches and pull requests that are there


async def test_a_branch_of_an_earlier_try_with_the_same_content_is_used(fleet: Fleet) -> None:
    """Another commit of the same files on the same parent is ours."""
    change_set = fleet.change_set()
    head = await fleet.repo.git.branch("main")
    await fleet.repo.git.set_branch(change_set.branch, head, NOBODY)
    earlier = await push(fleet.repo.git, {"clusters/new.yaml": b"kind: New\n"}, change_set.branch)
    opened = await fleet.open(change_set)
    assert [pull.number for pull in fleet.pulls] == [opened.pull.number]
    assert await fleet.repo.git.branch(change_set.branch) == earlier
    assert not fleet.journal.pending()


async def test_a_pull_request_that_is_open_already_is_the_one(fleet: Fleet) -> None:
    """Opened by the same operation, as by another process."""
    first = await fleet.open()
    again = await fleet.open()
    assert again.pull.number == first.pull.number
    assert len(fleet.pulls) == 1
    assert not fleet.journal.pending()


async def test_a_pull_request_that_was_closed_does_not_count(fleet: Fleet) -> None:
    """Its branch is still there: a new one is opened from it."""
    first = await fleet.open()
    await pulling.close_pull(fleet.server.hub, fleet.repo.pulls[first.pull.number])
    again = await fleet.open()
    assert again.pull.number != first.pull.number
    assert [pull.number for pull in fleet.pulls] == [again.pull.number]


async def test_a_pull_request_of_the_same_branch_to_another_base_does_not_count(fleet: Fleet) -> None:
    """Both are open then."""
    await fleet.repo.git.set_branch("release", await fleet.repo.git.branch("main"), NOBODY)
    first = await fleet.open()
    again = await fleet.open(fleet.change_set(base="release"))
    assert (first.pull.base, again.pull.base) == ("main", "release")
    assert len(fleet.pulls) == 2


# The base


async def test_a_base_that_moves_meanwhile_is_no_failure(fleet: Fleet) -> None:
    """The pull request is against what it is then, and can be merged."""

    def progress(step: Step, _: str) -> None:
        if step is Step.BRANCH:
            asyncio.run_coroutine_threadsafe(fleet.push({"else.yaml": b"x: 1\n"}), loop).result()

    loop = asyncio.get_running_loop()
    await fleet.open(progress=progress)
    (pull,) = fleet.pulls
    await pulling.merge_pull(fleet.server.hub, fleet.repo, pull, fleet.server.hub.add_user("ada"))
    assert set(await fleet.files()) == {*FILES, "else.yaml", "clusters/new.yaml"}


async def test_a_base_that_is_deleted_meanwhile_takes_the_branch_back(fleet: Fleet) -> None:
    """GitHub says that the base is invalid."""
    error = {"resource": "PullRequest", "field": "base", "code": "invalid"}
    fleet.server.faults.add(HubFault("POST", "/pulls", instead=reply(422, "Validation Failed", errors=[error])))
    with pytest.raises(Refused, match="base"):
        await fleet.open()
    await nothing_is_left(fleet)


async def test_a_base_that_was_renamed_is_followed(fleet: Fleet) -> None:
    """301 on branches, as GitHub answers for years."""
    url = f"http://{fleet.server.host}/api/v3/repos/acme/fleet/branches/main"
    renamed = reply(301, "Moved Permanently", {"Location": url})
    fleet.server.faults.add(HubFault("GET", "/branches/master", instead=renamed))
    opened = await fleet.open(fleet.change_set(base="master"))
    assert opened.pull.base == "main"


async def test_a_repository_that_is_renamed_half_way_is_followed(fleet: Fleet) -> None:
    """307 for what writes: it is sent to the new name, once."""
    url = f"http://{fleet.server.host}/api/v3/repos/acme/armada"

    def rename(step: Step, _: str) -> None:
        if step is Step.COMMIT:
            del fleet.server.hub.repos["acme/fleet"]
            fleet.repo.name, fleet.repo.formerly = "armada", ("acme/fleet",)
            fleet.server.hub.repos["acme/armada"] = fleet.repo

    await fleet.open(progress=rename)
    assert [pull.head for pull in fleet.pulls] == await fleet.branches()
    assert [seen.status for seen in fleet.server.seen if seen.path.endswith("/pulls")] == [307, 201], url
    assert not fleet.journal.pending()


# Tokens and limits


@pytest.mark.parametrize("step", [step for step in STEPS if step != "pull"])
async def test_a_token_that_expires_at_any_step_leaves_nothing(fleet: Fleet, step: str) -> None:
    """Nobody has seen anything yet."""
    fleet.server.faults.add(HubFault(*STEPS[step], instead=reply(401, "Bad credentials")))
    with pytest.raises(BadToken):
        await fleet.open(fleet.change_set(BINARY))
    assert await fleet.branches() == []
    assert not fleet.journal.pending()


async def test_graphql_tells_of_sso_in_its_own_way(fleet: Fleet) -> None:
    """200, FORBIDDEN, and what failed in the extensions."""
    pull = (await fleet.open()).pull
    fleet.server.faults.add(HubFault("POST", "/graphql", instead=graphql_error("FORBIDDEN", saml_failure=True)))
    with pytest.raises(NeedsSso, match="authorised for this organisation"):
        await fleet.lane.do(lambda api, _: refreshed(api, [pull]))


async def test_graphql_tells_of_limits_in_its_own_way(fleet: Fleet) -> None:
    """200 and RATE_LIMITED; the header says until when."""
    pull = (await fleet.open()).pull
    fleet.server.faults.add(HubFault("POST", "/graphql", instead=graphql_error("RATE_LIMITED", "API rate limit")))
    with pytest.raises(RateLimited) as caught:
        await fleet.lane.do(lambda api, _: refreshed(api, [pull]))
    assert caught.value.wait > 0


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (403, {"Retry-After": "7"}, 7),
        (403, {}, 60),
        (429, {"Retry-After": "9"}, 9),
        (429, {}, 60),
    ],
)
async def test_every_form_of_a_limit_says_how_long(
    fleet: Fleet, status: int, headers: dict[str, str], wait: float
) -> None:
    """A minute where GitHub names no time."""
    answer = reply(status, "You have exceeded a secondary rate limit", headers)
    fleet.server.faults.add(HubFault("GET", "/repos/acme/fleet", instead=answer))
    with pytest.raises(RateLimited) as caught:
        await fleet.open()
    assert caught.value.wait == wait
    await nothing_is_left(fleet)


# Signed commits


@pytest.fixture
def signed(fleet: Fleet) -> Fleet:
    fleet.repo.rules.protected = fleet.repo.rules.required_signatures = True
    return fleet


def on_commit(fleet: Fleet, answer: Callable[[], web.Response] | None, **options: object) -> HubFault:
    """The repository's id, then the branch, then the commit."""
    return fleet.server.faults.add(HubFault("POST", "/graphql", skip=2, instead=answer, **options))  # type: ignore[arg-type]


async def test_a_branch_that_is_not_everywhere_yet_is_waited_for(signed: Fleet) -> None:
    """STALE_DATA right after it was made."""
    on_commit(signed, graphql_error("STALE_DATA", "Expected branch to point to x but it did not. Pull and try again."))
    opened = await signed.open()
    assert len(signed.pulls) == 1
    assert (await signed.files(opened.pull.branch))["clusters/new.yaml"] == b"kind: New\n"
    assert not signed.journal.pending()


async def test_a_commit_that_github_does_not_make_takes_the_branch_back(signed: Fleet) -> None:
    """It had to be there first."""
    on_commit(signed, graphql_error("UNPROCESSABLE", "A path is invalid"))
    with pytest.raises(Refused, match="A path is invalid"):
        await signed.open()
    await nothing_is_left(signed)


async def test_a_branch_that_others_pushed_to_meanwhile_is_kept(signed: Fleet) -> None:
    """It is deleted only where it still stands where we left it."""
    change_set = signed.change_set()
    on_commit(signed, graphql_error("UNPROCESSABLE", "A path is invalid"), delay=0.3)
    opening = asyncio.create_task(signed.open(change_set))
    await eventually(lambda: sum(seen.path.endswith("/graphql") for seen in signed.server.seen) == 3)
    theirs = await push(signed.repo.git, {"theirs.yaml": b"x: 1\n"}, change_set.branch)
    with pytest.raises(Refused):
        await opening
    assert await signed.repo.git.branch(change_set.branch) == theirs


async def test_a_signed_commit_whose_answer_is_lost_is_found(signed: Fleet) -> None:
    """It is the head of the branch."""
    on_commit(signed, None, drop=True, when=When.AFTER)
    await signed.open()
    assert len(signed.pulls) == 1
    assert not signed.journal.pending()


@pytest.mark.parametrize("message", ["Reference update failed", "Repository rule violations found: name pattern"])
async def test_a_name_that_a_rule_forbids_is_told(fleet: Fleet, message: str) -> None:
    """With both that may be meant."""
    fleet.server.faults.add(HubFault("POST", "/git/refs", instead=reply(422, message)))
    with pytest.raises(BranchRefused, match="ruleset"):
        await fleet.open()
    await nothing_is_left(fleet)


async def test_a_branch_whose_commit_was_never_made_is_taken_back_when_resumed(signed: Fleet) -> None:
    """Killed in between: it stands at the base, and nobody misses it."""
    on_commit(signed, None, times=99, drop=True)
    signed.server.faults.add(HubFault("POST", "/graphql", skip=3, times=99, drop=True))
    with pytest.raises(Ambiguous):
        await signed.open()
    signed.server.faults.waiting.clear()
    (pending,) = signed.journal.pending()
    assert len(await signed.branches()) == 1
    with pytest.raises(NothingToChange):
        await signed.lane.do(lambda api, ticket: finish(api, pending, signed.journal, ticket))
    await nothing_is_left(signed)


async def test_cancelling_waits_until_it_is_known_what_was_done(fleet: Fleet) -> None:
    """A branch that may be there is not forgotten: it becomes the pull request, or the journal keeps it."""
    fleet.server.faults.add(HubFault("POST", "/git/refs", drop=True, when=When.AFTER))
    ticket = Ticket()

    def cancel(step: Step, _: str) -> None:
        if step is Step.BRANCH:
            asyncio.run_coroutine_threadsafe(_cancel_later(ticket), loop)

    loop = asyncio.get_running_loop()
    await replace(fleet, pause=0.2).open(ticket=ticket, progress=cancel)
    assert len(fleet.pulls) == len(await fleet.branches()) == 1
    assert not fleet.journal.pending()


async def _cancel_later(ticket: Ticket) -> None:
    await asyncio.sleep(0.05)
    ticket.cancel()


async def test_a_github_that_goes_away_when_it_is_asked_leaves_a_line(fleet: Fleet) -> None:
    """Sent, not answered, and not to be asked: the next start finishes it."""
    fleet.server.faults.add(HubFault("POST", "/git/refs", times=9, drop=True, when=When.AFTER))
    fleet.server.faults.add(HubFault("GET", "/git/ref/", times=99, instead=reply(401, "Bad credentials")))
    with pytest.raises(Ambiguous, match="cannot be asked"):
        await fleet.open()
    assert len(fleet.journal.pending()) == len(await fleet.branches()) == 1
    fleet.server.faults.waiting.clear()
    (pending,) = fleet.journal.pending()
    await fleet.lane.do(lambda api, ticket: finish(api, pending, fleet.journal, ticket))
    assert len(fleet.pulls) == 1


# Files


async def test_the_last_file_of_a_folder_goes_with_the_folder(fleet: Fleet) -> None:
    """git keeps no empty ones."""
    opened = await fleet.open(fleet.change_set(RemovedFolder("clusters/dev")))
    assert not [path for path in await fleet.files(opened.pull.branch) if path.startswith("clusters/dev/")]


async def test_a_link_stays_a_link(fleet: Fleet) -> None:
    """Also when where it points to is changed."""
    await push(fleet.repo.git, {"current": b"clusters/dev"}, mode="120000")
    opened = await fleet.open(fleet.change_set(Change("current", b"clusters/dev2")))
    commit = await fleet.repo.git.read_commit(await fleet.repo.git.branch(opened.pull.branch))
    assert {item.path: item.mode for item in await fleet.repo.git.read_tree(commit.tree)}["current"] == "120000"


async def test_a_branch_may_be_called_in_any_letters(fleet: Fleet) -> None:
    """Encoded wherever it stands in a path."""
    change_set = fleet.change_set(branch="wgtui/größe-#1")
    fleet.server.faults.add(HubFault("POST", "/git/refs", drop=True, when=When.AFTER))
    await fleet.open(change_set)
    assert [pull.head for pull in fleet.pulls] == ["wgtui/größe-#1"]


# Wishes


@pytest.mark.parametrize(
    ("wish", "fault", "warning"),
    [
        (
            {"reviewers": ("acme/nobody",)},
            ("/requested_reviewers", reply(422, "Could not resolve to a team")),
            "review",
        ),
        ({"labels": ("fleet",)}, ("/labels", reply(403, "Resource not accessible by integration")), "no labels"),
    ],
)
async def test_a_wish_that_is_refused_is_a_warning(
    fleet: Fleet, wish: dict[str, object], fault: tuple[str, Callable[[], web.Response]], warning: str
) -> None:
    """The pull request is there."""
    fleet.server.faults.add(HubFault("POST", fault[0], times=9, instead=fault[1]))
    opened = await fleet.open(fleet.change_set(**wish))
    assert len(fleet.pulls) == 1
    assert [warning in said for said in opened.warnings] == [True]
    assert not fleet.journal.pending()


async def test_what_can_be_merged_already_is_not_merged_by_itself(fleet: Fleet) -> None:
    """Auto-merge is for what waits; merging now is somebody's decision."""
    opened = await fleet.open(fleet.change_set(auto_merge=True))
    assert opened.warnings == ("no auto-merge: it can be merged already",)
    assert [pull.merged for pull in fleet.pulls] == [None]


# The network


async def test_an_empty_answer_is_not_taken_for_a_repository(fleet: Fleet) -> None:
    """204 where an object should be."""
    fleet.server.faults.add(HubFault("GET", "/repos/acme/fleet", instead=lambda: web.Response(status=204)))
    with pytest.raises(Refused, match="not GitHub's"):
        await fleet.open()
    await nothing_is_left(fleet)


def _api(host: str, timeout: int = 1) -> Api:
    return Api(host, Credential(Secret(TOKEN), "GH_TOKEN"), timeout)


async def _reading(api: Api) -> object:
    return await Lane(api.host, lambda: api).do(lambda api, _: api.get("/user"))


async def test_a_dead_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variables that lead to it."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setattr("wgtui.github.api._retry", lambda: False)
    with pytest.raises(Unreachable, match="HTTPS_PROXY"):
        await _reading(_api("github.invalid"))


async def test_a_host_that_has_no_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything was sent."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("wgtui.github.api._retry", lambda: False)
    with pytest.raises(Unreachable, match=r"github\.invalid"):
        await _reading(_api("github.invalid"))


async def test_a_server_that_is_no_github_is_told(fleet: Fleet) -> None:
    """The path of its API is another: 404 as a page."""
    page = lambda: web.Response(status=404, text="<h1>nginx</h1>", content_type="text/html")  # noqa: E731
    fleet.server.faults.add(HubFault("GET", "", times=9, instead=page))
    with pytest.raises(GitHubError):
        await fleet.open()
    await nothing_is_left(fleet)


async def test_the_version_of_the_api_is_pinned(fleet: Fleet) -> None:
    """A newer one takes fields away."""
    await fleet.open()
    assert {seen.version for seen in fleet.server.seen} == {"2022-11-28"}


async def test_a_server_that_knows_no_versions_is_asked_without(fleet: Fleet) -> None:
    """An older GitHub Enterprise Server answers 400 to the header."""
    words = "X-GitHub-Api-Version: 2022-11-28 is not a supported version"
    fleet.server.faults.add(HubFault("GET", "/repos/acme/fleet", instead=reply(400, words)))
    await fleet.open()
    assert len(fleet.pulls) == 1
    assert [seen.version for seen in fleet.server.seen][:3] == ["2022-11-28", "", ""]


# Following


async def test_what_becomes_of_a_pull_request_is_seen(fleet: Fleet) -> None:
    """Closed, opened again, its branch pushed to by others."""
    pull = (await fleet.open()).pull
    kept, hub = fleet.repo.pulls[pull.number], fleet.server.hub

    async def seen() -> tuple[PullState, str]:
        (found,) = (await fleet.lane.do(lambda api, _: refreshed(api, [pull]))).values()
        assert found is not None
        return found.state, found.head_sha

    await pulling.close_pull(hub, kept)
    assert (await seen())[0] is PullState.CLOSED
    await pulling.close_pull(hub, kept, open_again=True)
    assert (await seen())[0] is PullState.OPEN
    theirs = await push(fleet.repo.git, {"theirs.yaml": b"x: 1\n"}, pull.branch)
    assert await seen() == (PullState.OPEN, theirs)


# Lanes


async def test_a_slow_host_holds_up_no_other(fleet: Fleet, tmp_path: Path) -> None:
    """And what is asked of one host is done one after the other."""
    fleet.server.faults.add(HubFault("GET", "/repos/acme/fleet", delay=0.5))
    slow = asyncio.create_task(fleet.open())
    await eventually(lambda: fleet.server.seen)
    token = tmp_path / "token"
    token.write_text(TOKEN)
    os.chmod(token, 0o600)  # noqa: PTH101
    other = Lane("elsewhere", lambda: _api(fleet.server.host))
    assert await other.do(lambda api, _: api.get("/user").status) == 200
    assert not slow.done()
    second = asyncio.create_task(fleet.open(fleet.change_set(BINARY, operation="ffffffff")))
    await asyncio.gather(slow, second)
    pulls = [seen.body["head"] for seen in fleet.server.seen if (seen.method, seen.path[-6:]) == ("POST", "/pulls")]
    assert len(fleet.pulls) == len(pulls) == 2
    first_done = next(i for i, seen in enumerate(fleet.server.seen) if seen.body.get("head") == pulls[0])
    assert not any(seen.method == "POST" and "ffffffff" in str(seen.body) for seen in fleet.server.seen[:first_done])


async def test_an_unknown_host_is_never_sent_a_token(fleet: Fleet) -> None:
    """A url in a cluster may name anybody's server."""
    hosts = Hosts(fleet.journal, {}, Surroundings({"GH_TOKEN": TOKEN}))
    with pytest.raises(GitHubError, match="not a GitHub that wgtui knows"):
        hosts.repository(f"http://{fleet.server.host}/acme/fleet")
    with pytest.raises(GitHubError, match="not encrypted"):
        hosts.repository("http://github.com/acme/fleet")
    assert fleet.server.seen == []
    assert hosts.repository("https://github.com/acme/fleet") == Repository("github.com", "acme", "fleet")


def test_a_gh_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next place is looked at."""
    monkeypatch.setattr("wgtui.github.tokens.PATIENCE", 0.1)
    (tmp_path / "gh").write_text("#!/bin/sh\nsleep 30\n")
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "git").write_text('#!/bin/sh\nprintf "username=me\\npassword=ghp_git\\n"\n')
    (tmp_path / "git").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    assert find_token("github.com", Surroundings(environment, {"x": HostSettings()})).source == "git credential"
