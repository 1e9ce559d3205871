"""GitHub failing at each step in each way: it ends in exactly one pull request, or in none and no branch."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from tests.eventually import eventually
from tests.github.repository import TOKEN, Fleet
from wgtui.demo.hub.faults import HubFault, When, reply
from wgtui.github.answers import Answer
from wgtui.github.api import Api
from wgtui.github.changes import Based, Change
from wgtui.github.errors import Ambiguous, Cancelled, GitHubError, RateLimited, Refused
from wgtui.github.lane import Lane, Ticket
from wgtui.github.opening import Opened, Step
from wgtui.github.resuming import discard, finish
from wgtui.github.secret import Secret
from wgtui.github.tokens import Credential

STEPS = {
    "blob": ("POST", "/git/blobs"),
    "tree": ("POST", "/git/trees"),
    "commit": ("POST", "/git/commits"),
    "branch": ("POST", "/git/refs"),
    "pull": ("POST", "/pulls"),
}

FAULTS: dict[str, Callable[[str, str], HubFault]] = {
    "dropped before": lambda method, path: HubFault(method, path, drop=True),
    "dropped after": lambda method, path: HubFault(method, path, drop=True, when=When.AFTER),
    "502 before": lambda method, path: HubFault(method, path, instead=reply(502, "Server Error")),
    "502 after": lambda method, path: HubFault(method, path, instead=reply(502, "Server Error"), when=When.AFTER),
    "limited": lambda method, path: HubFault(
        method, path, instead=reply(403, "You have exceeded a secondary rate limit", {"Retry-After": "0"})
    ),
}

BINARY = Change("clusters/new.bin", b"\x00\xff", Based.ABSENT)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", STEPS)
async def test_one_fault_at_any_step_ends_in_one_pull_request(fleet: Fleet, step: str, fault: str) -> None:
    """What is not answered is asked for before it is sent again."""
    fleet.server.faults.add(FAULTS[fault](*STEPS[step]))
    change_set = fleet.change_set(BINARY)
    opened = await fleet.open(change_set)
    assert [pull.number for pull in fleet.pulls] == [opened.pull.number]
    assert await fleet.branches() == [change_set.branch]
    assert (await fleet.files(change_set.branch))["clusters/new.bin"] == b"\x00\xff"
    assert not fleet.journal.pending()


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("step", ["branch", "pull"])
async def test_a_write_that_times_out_ends_in_one_pull_request(fleet: Fleet, step: str, when: When) -> None:
    """Whether it was done or not."""
    method, path = STEPS[step]
    fleet.server.faults.add(HubFault(method, path, delay=1.2, drop=True, when=when))
    await fleet.open()
    assert len(fleet.pulls) == 1
    assert len(await fleet.branches()) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_definite_no_at_any_step_leaves_nothing(fleet: Fleet, step: str) -> None:
    """No branch, no pull request, no line in the journal."""
    method, path = STEPS[step]
    fleet.server.faults.add(HubFault(method, path, times=9, instead=reply(422, "Validation Failed")))
    with pytest.raises(Refused):
        await fleet.open(fleet.change_set(BINARY))
    assert not fleet.pulls
    assert await fleet.branches() == []
    assert not fleet.journal.pending()


async def test_a_token_that_expires_half_way_leaves_nothing(fleet: Fleet) -> None:
    """401 at the pull request: the branch is taken back as soon as that is possible, else the journal knows."""
    fleet.server.faults.add(HubFault("POST", "/pulls", instead=reply(401, "Bad credentials")))
    with pytest.raises(GitHubError):
        await fleet.open()
    assert await fleet.branches() == []


@pytest.mark.parametrize("step", STEPS)
async def test_a_github_that_stays_silent_is_ambiguous_and_not_failed(fleet: Fleet, step: str) -> None:
    """The same operation tried again later ends in one pull request."""
    method, path = STEPS[step]
    fault = fleet.server.faults.add(HubFault(method, path, times=99, drop=True, when=When.AFTER))
    change_set = fleet.change_set(BINARY)
    if step in ("branch", "pull"):
        await fleet.open(change_set)
    else:
        with pytest.raises(Ambiguous):
            await fleet.open(change_set)
        assert await fleet.branches() == []
        fault.times = 0
        await fleet.open(change_set)
    assert len(fleet.pulls) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_github_that_keeps_us_waiting_is_not_taken_for_done(fleet: Fleet, step: str) -> None:
    """Nothing after the step was sent, and it goes on from there once GitHub takes it."""
    fault = fleet.server.faults.add(FAULTS["limited"](*STEPS[step]))
    fault.times = 99
    change_set = fleet.change_set(BINARY)
    with pytest.raises(Ambiguous, match="keeps us waiting"):
        await fleet.open(change_set)
    fault.times = 0
    await fleet.open(change_set)
    assert len(fleet.pulls) == 1
    assert await fleet.branches() == [change_set.branch]


class Killed(BaseException): ...


class KilledAfter(Api):
    """Ends the process, as far as a test can, as soon as one write was answered."""

    step: tuple[str, str] = ("", "")

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        answer = super().send(method, path, body)
        if method == self.step[0] and path.endswith(self.step[1]):
            raise Killed
        return answer


@pytest.mark.parametrize("step", STEPS)
async def test_a_process_killed_after_any_step_is_resumed(fleet: Fleet, step: str) -> None:
    """What the journal holds becomes the pull request; before that nothing is visible."""
    doomed = KilledAfter(fleet.server.host, Credential(Secret(TOKEN), "GH_TOKEN"))
    doomed.step = STEPS[step]
    change_set = fleet.change_set(BINARY)
    with pytest.raises(Killed):
        await replace(fleet, lane=Lane(fleet.server.host, lambda: doomed)).open(change_set)
    for pending in fleet.journal.pending():
        await fleet.lane.do(lambda api, ticket, one=pending: finish(api, one, fleet.journal, ticket))  # type: ignore[misc]
    if not fleet.pulls:
        assert await fleet.branches() == []
        await fleet.open(change_set)
    assert len(fleet.pulls) == 1
    assert await fleet.branches() == [change_set.branch]
    assert not fleet.journal.pending()


async def test_what_was_begun_can_be_discarded(fleet: Fleet) -> None:
    """The branch goes if it is still ours and no pull request stands on it."""
    fleet.server.faults.add(HubFault("POST", "/pulls", times=99, drop=True))
    with pytest.raises(Ambiguous):
        await fleet.open()
    assert len(await fleet.branches()) == 1
    (pending,) = fleet.journal.pending()
    await fleet.lane.do(lambda api, _: discard(api, pending, fleet.journal))
    assert await fleet.branches() == []
    assert not fleet.journal.pending()


async def test_a_branch_pushed_to_by_others_is_not_discarded(fleet: Fleet) -> None:
    """It is theirs now too."""
    fleet.server.faults.add(HubFault("POST", "/pulls", times=99, drop=True))
    change_set = fleet.change_set()
    with pytest.raises(Ambiguous):
        await fleet.open(change_set)
    await fleet.push({"more.yaml": b"x"}, change_set.branch)
    (pending,) = fleet.journal.pending()
    await fleet.lane.do(lambda api, _: discard(api, pending, fleet.journal))
    assert await fleet.branches() == [change_set.branch]


async def test_a_tree_too_slow_to_build_is_sent_in_pieces(fleet: Fleet) -> None:
    """GitHub gives up after ten seconds; smaller pieces on top of each other do it."""
    words = "Sorry, your request timed out. It's likely that your input was too large to process."
    fleet.server.faults.add(HubFault("POST", "/git/trees", instead=reply(422, words)))
    changes = [Change(f"many/{number}.yaml", b"x: 1\n", Based.ABSENT) for number in range(120)]
    opened = await fleet.open(fleet.change_set(*changes))
    assert len(await fleet.files(opened.pull.branch)) == 120 + 5
    assert len([seen for seen in fleet.server.seen if seen.path.endswith("/git/trees")]) == 1 + 3


async def test_waiting_for_a_limit_can_be_cancelled(fleet: Fleet) -> None:
    """An hour is too long for anybody who changed their mind."""
    headers = {"Retry-After": "3600"}
    fleet.server.faults.add(HubFault("POST", "/git/trees", instead=reply(403, "secondary rate limit", headers)))
    ticket, waits = Ticket(), []

    def progress(_: Step, words: str) -> None:
        if "wait 3600 s" in words:
            waits.append(words)
            ticket.cancel()

    with pytest.raises(Cancelled):
        await fleet.open(ticket=ticket, progress=progress)
    assert waits
    assert await fleet.branches() == []


async def test_a_caller_that_leaves_ends_the_work_before_anything_is_visible(fleet: Fleet) -> None:
    """Between two steps."""
    fleet.server.faults.add(HubFault("POST", "/git/commits", delay=0.3))
    task = asyncio.create_task(fleet.open())
    await eventually(lambda: any(seen.path.endswith("/git/commits") for seen in fleet.server.seen))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await fleet.lane.do(lambda _api, _ticket: None)
    assert await fleet.branches() == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: web.Response(text="<html>log in</html>", content_type="text/html"), "web page"),
        (lambda: web.Response(text='{"full_name": "acme/fl', content_type="application/json"), "no JSON"),
        (lambda: web.json_response([1, 2]), "not GitHub's"),
        (reply(302, "", {"Location": "http://evil.example/repos/acme/fleet"}), "another host"),
    ],
    ids=["login page", "cut off", "list", "elsewhere"],
)
async def test_an_answer_that_is_not_githubs_is_told(
    fleet: Fleet, answer: Callable[[], web.Response], words: str
) -> None:
    """Not taken for a success."""
    fleet.server.faults.add(HubFault("GET", "/repos/acme/fleet", times=5, instead=answer))
    with pytest.raises(Refused, match=words):
        await fleet.open()


async def test_a_limit_names_how_long(fleet: Fleet) -> None:
    """Reading does not wait by itself."""
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}
    fleet.server.faults.add(HubFault("GET", "", instead=reply(403, "API rate limit exceeded", headers)))
    with pytest.raises(RateLimited) as caught:
        await fleet.open()
    assert caught.value.wait > 1000


async def test_the_token_is_found_nowhere(
    fleet: Fleet, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """In no error, log, journal, repr, trace or output, however it fails."""
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    for step in STEPS.values():
        for fault in FAULTS.values():
            broken = fault(*step)
            broken.times, broken.delay = 99, 0.0
            fleet.server.faults.waiting = [broken]
            try:
                opened: Opened | None = await fleet.open(fleet.change_set(BINARY))
            except GitHubError as error:
                told += ["".join(traceback.format_exception(error)), repr(error), str(error)]
                assert error.__cause__ is None
            else:
                told.append(repr(opened))
    captured = capfd.readouterr()
    told += [caplog.text, captured.out, captured.err, json.dumps([str(one) for one in fleet.journal.pending()])]
    told.append(fleet.journal.path.read_text())
    api = await fleet.lane.do(lambda api, _: api)
    told += [repr(api), repr(api.credential), str(api.credential.secret)]
    assert not [text for text in told if TOKEN in text]
    with pytest.raises(TypeError):
        pickle.dumps(api.credential.secret)
