"""A pull request opened on the embedded GitHub: what is asked, what is in git afterwards."""

from __future__ import annotations

import pytest

from tests.github.repository import FILES, Fleet
from wgtui.github.changes import Based, Change, RemovedFolder, blob_sha
from wgtui.github.errors import (
    Archived,
    BadToken,
    BranchExists,
    BranchRefused,
    EmptyRepository,
    NeedsSso,
    NoPermission,
    NothingToChange,
    Refused,
    RepositoryMissing,
    Upstream,
)


async def test_a_change_of_many_files_is_seven_requests(fleet: Fleet) -> None:
    """Three to read, four to write, however many text files."""
    changes = [Change(f"clusters/many/{number}.yaml", b"n: %d\n" % number, Based.ABSENT) for number in range(150)]
    opened = await fleet.open(fleet.change_set(*changes))
    assert len(fleet.server.seen) == 7
    files = await fleet.files(opened.pull.branch)
    assert files == FILES | {f"clusters/many/{n}.yaml": b"n: %d\n" % n for n in range(150)}


async def test_the_base_branch_is_never_written_to(fleet: Fleet) -> None:
    """What is merged is somebody else's decision."""
    before = await fleet.repo.git.branch("main")
    await fleet.open()
    assert await fleet.repo.git.branch("main") == before


async def test_the_commit_names_its_operation(fleet: Fleet) -> None:
    """So that an earlier try is known again."""
    opened = await fleet.open()
    commit = await fleet.repo.git.read_commit(await fleet.repo.git.branch(opened.pull.branch))
    assert commit.message == "Create team-a/new\n\nWgtui-Operation: 0a1b2c3d"


async def test_a_folder_is_deleted_by_path_components(fleet: Fleet) -> None:
    """`dev` does not take `dev2` along."""
    opened = await fleet.open(fleet.change_set(RemovedFolder("./clusters/dev/")))
    files = await fleet.files(opened.pull.branch)
    assert "clusters/dev/app.yaml" not in files
    assert "clusters/dev2/app.yaml" in files


async def test_what_is_not_there_to_delete_is_a_warning(fleet: Fleet) -> None:
    """GitHub would refuse the whole tree."""
    change = Change("clusters/new.yaml", b"x: 1\n", Based.ABSENT)
    opened = await fleet.open(fleet.change_set(change, Change("nowhere.yaml", None), RemovedFolder("no/folder")))
    assert len(opened.warnings) == 2
    assert "nowhere.yaml" in opened.warnings[0]


@pytest.mark.parametrize(
    "content", [b"a\r\nb", b"\xef\xbb\xbfbom\n", b"no newline", b"\x00\xff\xfe", "ünïcode\n".encode()]
)
async def test_content_arrives_byte_for_byte(fleet: Fleet, content: bytes) -> None:
    """Line ends, marks, missing newlines and binary files are the user's business."""
    opened = await fleet.open(fleet.change_set(Change("a b/ü #?.yaml", content, Based.ABSENT)))
    assert (await fleet.files(opened.pull.branch))["a b/ü #?.yaml"] == content


async def test_the_mode_of_a_file_is_kept(fleet: Fleet) -> None:
    """An edited script can still be run."""
    opened = await fleet.open(fleet.change_set(Change("clusters/tools/run.sh", b"#!/bin/sh\nexit 0\n")))
    commit = await fleet.repo.git.read_commit(await fleet.repo.git.branch(opened.pull.branch))
    items = {item.path: item.mode for item in await fleet.repo.git.read_tree(commit.tree, recursive=True)}
    assert items["clusters/tools/run.sh"] == "100755"


async def test_nothing_to_change_sends_nothing(fleet: Fleet) -> None:
    """The repository already says so: three requests, none of them a write."""
    with pytest.raises(NothingToChange):
        await fleet.open(fleet.change_set(Change("README.md", FILES["README.md"])))
    assert [seen.method for seen in fleet.server.seen] == ["GET"] * 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("README.md", b"mine\n", blob_sha(b"older\n")), "changed by somebody else"),
        (Change("gone.yaml", b"mine\n", blob_sha(b"older\n")), "was deleted"),
        (Change("README.md", b"mine\n", Based.ABSENT), "exists already"),
    ],
)
async def test_a_file_changed_upstream_is_not_overwritten(fleet: Fleet, change: Change, words: str) -> None:
    """An edit is made on what was read, or not at all."""
    with pytest.raises(Upstream, match=words):
        await fleet.open(fleet.change_set(change))
    assert not fleet.pulls


@pytest.mark.parametrize("path", ["../etc/passwd", "a/../../b", ".git/config", "a/.GIT/hooks/x", "", "/"])
async def test_a_path_outside_the_repository_is_refused(fleet: Fleet, path: str) -> None:
    """Before anything is sent."""
    with pytest.raises(Refused, match="no path inside"):
        await fleet.open(fleet.change_set(Change(path, b"x")))


async def test_a_branch_of_the_same_name_with_other_content_is_kept(fleet: Fleet) -> None:
    """It is somebody's work."""
    change_set = fleet.change_set()
    other = await fleet.repo.git.branch("main")
    await fleet.repo.git.set_branch(change_set.branch, other, "0" * 40)
    with pytest.raises(BranchExists):
        await fleet.open(change_set)
    assert await fleet.repo.git.branch(change_set.branch) == other
    assert not fleet.journal.pending()


async def test_a_branch_that_is_a_prefix_is_told(fleet: Fleet) -> None:
    """`wgtui` and `wgtui/x` cannot both be branches."""
    await fleet.repo.git.set_branch("wgtui", await fleet.repo.git.branch("main"), "0" * 40)
    with pytest.raises(BranchRefused, match="wgtui"):
        await fleet.open()


async def test_a_ruleset_that_forbids_the_branch_is_told(fleet: Fleet) -> None:
    """With nothing left behind."""
    fleet.repo.rules.allowed_branch_prefix = "feature/"
    with pytest.raises(BranchRefused, match="ruleset"):
        await fleet.open()
    assert await fleet.branches() == []
    assert not fleet.journal.pending()


async def test_signed_commits_go_by_graphql(fleet: Fleet) -> None:
    """GitHub signs what it makes itself."""
    fleet.repo.rules.protected = fleet.repo.rules.required_signatures = True
    opened = await fleet.open()
    assert (await fleet.files(opened.pull.branch))["clusters/new.yaml"] == b"kind: New\n"
    assert "/api/v3/repos/acme/fleet/git/commits" not in [seen.path for seen in fleet.server.seen]


async def test_an_archived_repository_is_told_before_anything_is_written(fleet: Fleet) -> None:
    """From the first answer."""
    fleet.repo.archived = True
    with pytest.raises(Archived):
        await fleet.open()


async def test_an_empty_repository_is_told(fleet: Fleet) -> None:
    """There is nothing to branch from."""
    head = await fleet.repo.git.branch("main")
    await fleet.repo.git.set_branch("main", "0" * 40, head)
    with pytest.raises((EmptyRepository, Refused), match="main"):
        await fleet.open()


async def test_a_token_for_reading_is_told_with_what_it_lacks(fleet: Fleet) -> None:
    """Named by its source, never by its value."""
    fleet.server.hub.add_login("ghp_plantedplantedplantedplantedplantedpl", "founder", push=False)
    with pytest.raises(NoPermission, match="GH_TOKEN") as caught:
        await fleet.open()
    assert "contents=write" in str(caught.value)


async def test_a_workflow_needs_the_workflow_scope(fleet: Fleet) -> None:
    """GitHub says 404; we say what it means."""
    fleet.server.hub.add_login("ghp_plantedplantedplantedplantedplantedpl", "founder", workflow=False)
    with pytest.raises(NoPermission, match="workflow"):
        await fleet.open(fleet.change_set(Change(".github/workflows/ci.yaml", b"on: push\n")))


async def test_a_revoked_token_is_named_by_its_source(fleet: Fleet) -> None:
    """401."""
    fleet.server.hub.logins.clear()
    with pytest.raises(BadToken, match="GH_TOKEN"):
        await fleet.open()


async def test_sso_shows_only_a_url_of_github(fleet: Fleet) -> None:
    """The header is data from the network."""
    fleet.server.hub.add_login("ghp_plantedplantedplantedplantedplantedpl", "founder", sso="https://evil.example/x")
    with pytest.raises(NeedsSso) as caught:
        await fleet.open()
    assert "evil" not in str(caught.value)
    fleet.server.hub.add_login(
        "ghp_plantedplantedplantedplantedplantedpl", "founder", sso="https://github.com/orgs/acme/sso"
    )
    with pytest.raises(NeedsSso, match=r"https://github\.com/orgs/acme/sso"):
        await fleet.open()


async def test_a_renamed_repository_is_followed(fleet: Fleet) -> None:
    """301 for what reads; the rest is sent to the new name."""
    change_set = fleet.change_set()
    del fleet.server.hub.repos["acme/fleet"]
    fleet.repo.name, fleet.repo.formerly = "armada", ("acme/fleet",)
    fleet.server.hub.repos["acme/armada"] = fleet.repo
    opened = await fleet.open(change_set)
    assert opened.pull.repository.full_name == "acme/armada"


async def test_a_repository_that_is_not_there_is_told(fleet: Fleet) -> None:
    """Or that this token may not see: GitHub does not tell which."""
    fleet.server.hub.repos.clear()
    with pytest.raises(RepositoryMissing, match="GH_TOKEN"):
        await fleet.open()


async def test_a_tree_too_large_for_one_answer_is_walked(fleet: Fleet) -> None:
    """Only the folders that are touched."""
    fleet.repo.truncate_trees_over = 2
    opened = await fleet.open(
        fleet.change_set(RemovedFolder("clusters/dev"), Change("README.md", b"new\n", blob_sha(FILES["README.md"])))
    )
    files = await fleet.files(opened.pull.branch)
    assert files == {path: data for path, data in FILES.items() if path != "clusters/dev/app.yaml"} | {
        "README.md": b"new\n"
    }


async def test_a_base_branch_that_is_not_there_is_told(fleet: Fleet) -> None:
    """By its name."""
    with pytest.raises(Refused, match="no branch nowhere"):
        await fleet.open(fleet.change_set(base="nowhere"))


async def test_wishes_that_cannot_be_are_warnings(fleet: Fleet) -> None:
    """A draft, a reviewer who is the author or unknown, auto-merge: the pull request is there all the same."""
    fleet.repo.rules.drafts = fleet.repo.rules.auto_merge = False
    opened = await fleet.open(
        fleet.change_set(draft=True, labels=("fleet",), reviewers=("founder", "nobody"), auto_merge=True)
    )
    assert len(fleet.pulls) == 1
    assert fleet.pulls[0].labels == ["fleet"]
    assert ["no draft" in w or "no review" in w or "no auto-merge" in w for w in opened.warnings] == [True] * 3
