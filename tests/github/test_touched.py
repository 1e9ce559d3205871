"""What a pull request touches, what was settled lately, and which commits hold it."""

from __future__ import annotations

from pathlib import Path

from tests.github.repository import FILES, Fleet
from wgtui.demo.hub import pulling
from wgtui.demo.hub.state import User
from wgtui.github.changes import Based, Change, blob_sha
from wgtui.github.repository import PUBLIC
from wgtui.github.tokens import HostSettings, Surroundings, is_logged_in
from wgtui.github.touched import Touch, TouchedFile, holds, settled_lately, touched_by


async def test_every_file_of_a_pull_request_is_told_with_what_is_new_or_gone(fleet: Fleet) -> None:
    """Of a changed one the diff is not the whole, so its text is not told."""
    changes = (
        Change("clusters/new.yaml", b"kind: New\nname: x\n", Based.ABSENT),
        Change("clusters/prod.yaml", None),
        Change("clusters/dev/app.yaml", b"a: 9\n", blob_sha(FILES["clusters/dev/app.yaml"])),
    )
    pull = (await fleet.open(fleet.change_set(*changes))).pull
    await fleet.push({"clusters/dev2/app.yaml": b"a: 7\n"})
    found = await fleet.lane.do(lambda api, _: touched_by(api, pull))
    assert set(found) == {
        TouchedFile("clusters/new.yaml", Touch.ADDED, "kind: New\nname: x\n", 2),
        TouchedFile("clusters/prod.yaml", Touch.REMOVED, "kind: Cluster\n", 0, 1),
        TouchedFile("clusters/dev/app.yaml", Touch.CHANGED, "", 1, 1),
    }


async def test_a_commit_is_held_by_itself_and_by_what_came_after_it(fleet: Fleet) -> None:
    """And by nothing else."""
    before = await fleet.repo.git.branch("main")
    commit = await fleet.push({"a.yaml": b"a: 1\n"})
    after = await fleet.push({"b.yaml": b"b: 1\n"})

    async def is_in(revision: str) -> bool:
        return await fleet.lane.do(lambda api, _: holds(api, fleet.repository, revision, commit))

    assert [await is_in(revision) for revision in (before, commit, after)] == [False, True, True]


async def test_what_was_merged_or_closed_is_still_found(fleet: Fleet) -> None:
    """An open one is not among them."""
    pull = (await fleet.open()).pull
    assert await fleet.lane.do(lambda api, _: settled_lately(api, fleet.repository)) == ()
    await pulling.merge_pull(fleet.server.hub, fleet.repo, fleet.repo.pulls[pull.number], reviewer(fleet))
    (found,) = await fleet.lane.do(lambda api, _: settled_lately(api, fleet.repository))
    assert (found.number, found.is_open, found.merged is not None) == (pull.number, False, True)


def reviewer(fleet: Fleet) -> User:
    return fleet.server.hub.add_user("ada")


def test_a_login_is_noticed_without_asking_anybody(tmp_path: Path) -> None:
    """By the configuration, the environment, or what gh has written down."""
    nobody = {"GH_CONFIG_DIR": str(tmp_path)}
    assert not is_logged_in(PUBLIC, Surroundings(nobody))
    assert is_logged_in(PUBLIC, Surroundings({**nobody, "GH_TOKEN": "x"}))
    assert is_logged_in("ghe.acme.io", Surroundings(nobody, {"ghe.acme.io": HostSettings(token_file="x")}))
    (tmp_path / "hosts.yml").write_text("github.com:\n    user: ada\n")
    assert is_logged_in(PUBLIC, Surroundings(nobody))
    assert not is_logged_in("ghe.acme.io", Surroundings(nobody))
