"""What Flux applies is edited by a pull request, against the embedded fleet and its GitHub."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from textual import events

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard
from tests.pilot.gitops import Fleet

PODINFO = "clusters/management/shop/helmrelease-podinfo.yaml"


def podinfo(fleet: Fleet) -> AbstractAsyncContextManager[Dashboard]:
    """A dashboard with the cursor on a HelmRelease."""
    return fleet.dashboard(screen="applications", filter="name=podinfo kind=HelmRelease", size=(140, 40))


async def begins_to_edit(seen: Dashboard, name: str = "podinfo") -> None:
    await seen.sees(name, "1 of ")
    await seen.settles()
    await seen.press("e")
    await seen.sees("Edit ›")


async def test_the_file_of_an_application_is_edited_and_proposed(fleet: Fleet) -> None:
    """Found by its Kustomization; what is not touched stays as it is."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.sees("helmrelease-podinfo.yaml", "kind: HelmRelease")
        await seen.type("# ours")
        await seen.press("enter", "ctrl+s")
        await seen.sees("Edit HelmRelease shop/podinfo", "0 files added, 1 changed, 0 deleted", "+# ours")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        pull = fleet.repo.pulls[1]
        files = await fleet.files(pull.head)
        before = await fleet.files("main")
        assert files == before | {PODINFO: "# ours\n" + before[PODINFO]}


async def test_what_nobody_manages_is_told(fleet: Fleet) -> None:
    """Where it was looked for."""
    async with fleet.dashboard(screen="sources", filter="kind=HelmChart", size=(140, 40)) as seen:
        await seen.sees("ingress-cert-manager")
        await seen.settles()
        await seen.press("e")
        await seen.sees("this is not managed by git", "no Kustomization of Flux applies it", "Esc closes")
        await seen.press("escape")
        await seen.sees_no("this is not managed by git")


async def test_what_is_no_yaml_is_edited_again(fleet: Fleet) -> None:
    """With the line, and nothing lost."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.type("a: [")
        await seen.press("enter", "ctrl+s")
        await seen.sees("the file is no YAML", "line 3", "y yes")
        await seen.press("y")
        await seen.sees("Edit ›", "a: [")
        await seen.press("ctrl+s")
        await seen.sees("the file is no YAML")
        await seen.press("n")
        await seen.sees("what you wrote is kept")
        await seen.press("e")
        await seen.sees("your edit, as you left it", "a: [")


async def test_an_edit_that_was_not_opened_outlives_the_program(fleet: Fleet, tmp_path: Path) -> None:
    """And is gone when its pull request is there."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.type("# mine")
        await seen.press("enter", "ctrl+s")
        await seen.sees("+# mine")
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.sees("your edit, as you left it", "# mine")
        await seen.press("ctrl+s")
        await seen.sees("+# mine")
        await seen.press("ctrl+o")
        await seen.sees("#1 is open")
        await eventually(lambda: not list((tmp_path / "state" / "wgtui" / "drafts").glob("*.json")))


async def test_a_file_that_changed_meanwhile_is_not_undone_unasked(fleet: Fleet) -> None:
    """What was written before is offered, and no more."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.type("# mine")
        await seen.press("enter", "ctrl+s")
        await seen.sees("+# mine")
        await seen.press("escape")
        before = await fleet.files("main")
        await fleet.push({PODINFO: "# theirs\n" + before[PODINFO]})
        await seen.press("e")
        await seen.sees("has changed since you edited it")
        await seen.press("n")
        await seen.sees("Edit ›", "# theirs")
        await seen.sees_no("# mine")


async def test_giving_up_asks_first(fleet: Fleet) -> None:
    """A text that was not touched is left at once."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.press("escape")
        await seen.sees("nothing was changed")
        await seen.press("e")
        await seen.sees("Edit ›")
        await seen.type(":?q")
        await seen.press("escape")
        await seen.sees("Give up what you have written?")
        await seen.press("n")
        await seen.sees(":?q")


async def test_the_file_of_a_cluster(fleet: Fleet) -> None:
    """It holds all of its parts; nothing is edited in read-only."""
    async with fleet.dashboard(filter="sandbox", size=(140, 40)) as seen:
        await begins_to_edit(seen, "sandbox")
        await seen.sees("sandbox.yaml", "kind: GitopsCluster")
    async with fleet.dashboard(filter="sandbox", read_only=True, size=(140, 40)) as seen:
        await seen.sees("sandbox", "1 of ")
        await seen.settles()
        await seen.press("e")
        await seen.sees("read-only: no pull request is opened")


async def test_what_is_being_written_outlives_the_program(fleet: Fleet, tmp_path: Path) -> None:
    """Whoever falls out of the program in the middle of a line goes on there."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.type("# half a li")
        folder = tmp_path / "state" / "wgtui" / "drafts"
        await eventually(lambda: any("half a li" in draft.read_text() for draft in folder.glob("*.json")))
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        await seen.sees("your edit, as you left it", "# half a li")


async def test_a_file_that_would_reach_the_terminal_is_not_shown(fleet: Fleet) -> None:
    """The user's own editor may: ours draws letters only."""
    before = await fleet.files()
    await fleet.push({PODINFO: before[PODINFO] + "# \u202egnp.\n"})
    async with podinfo(fleet) as seen:
        await seen.sees("podinfo", "1 of ")
        await seen.settles()
        await seen.press("e")
        await seen.sees("has characters that cannot be shown", "set EDITOR to edit it")
        assert "\u202e" not in seen.text


async def test_what_is_typed_fast_is_taken_before_the_key_that_ends_it(fleet: Fleet) -> None:
    """As a paste, or a script, types it."""
    async with podinfo(fleet) as seen:
        await begins_to_edit(seen)
        for key, letter in (("number_sign", "#"), ("x", "x"), ("enter", "\r"), ("ctrl+s", "\x13")):
            seen.app.post_message(events.Key(key, letter))
        await seen.sees("+#x")
