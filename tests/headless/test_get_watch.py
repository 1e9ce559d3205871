"""`wgtui get --watch`: what there is, then what changes, whatever happens to the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.headless.commands import Commands, Said
from tests.pilot.objects import KUSTOMIZATIONS, kustomization
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]


def lines(said: Said) -> list[str]:
    return said.out.splitlines()


async def test_a_row_that_changes_is_printed_again(wgtui: Commands, server: DemoServer, put: Put) -> None:
    """Below the others, in the same columns; one that is deleted says so."""
    put(kustomization("apps"))
    async with wgtui.going_on("get", "applications", "--watch") as said:
        await said.says(lambda said: len(lines(said)) == 2)
        put(kustomization("apps", ready=False, message="build failed"))
        await said.says(lambda said: "build failed" in lines(said)[-1])
        put(kustomization("web"))
        await said.says(lambda said: lines(said)[-1].startswith("web "))
        server.clusters["management"].remove(KUSTOMIZATIONS, "flux-system", "web")
        await said.says(lambda said: "deleted" in lines(said)[-1])
    assert len(lines(said)) == 5
    column = lines(said)[0].index("STATUS")
    assert [line[column:].split()[0] for line in lines(said)[1:]] == ["ready", "failed", "ready", "deleted"]


async def test_a_first_row_brings_the_titles(wgtui: Commands, put: Put) -> None:
    """Where there was nothing to begin with."""
    async with wgtui.going_on("get", "applications", "-w") as said:
        await said.says(lambda said: said.err == "wgtui: no applications\n")
        put(kustomization("a-name-longer-than-its-title"))
        await said.says(lambda said: len(lines(said)) == 2)
    assert lines(said)[1].startswith("a-name-longer-than-its-title ")


async def test_json_is_a_document_a_line(wgtui: Commands, server: DemoServer, put: Put) -> None:
    """What there is as added, a line when that was all, then each change."""
    put(kustomization("apps"))
    async with wgtui.going_on("get", "applications", "--watch", "-o", "json") as said:
        await said.says(lambda said: len(said.documents) == 2)
        put(kustomization("apps", ready=False))
        await said.says(lambda said: len(said.documents) == 3)
        server.clusters["management"].remove(KUSTOMIZATIONS, "flux-system", "apps")
        await said.says(lambda said: len(said.documents) == 4)
    added, state, changed, deleted = said.documents
    assert (state["kind"], state["incomplete"]) == ("WatchState", [])
    for document, happened, status in (
        (added, "added", "ready"),
        (changed, "changed", "failed"),
        (deleted, "deleted", "failed"),
    ):
        assert (document["apiVersion"], document["kind"]) == ("wgtui/v1", "ApplicationChange")
        assert (document["type"], document["item"]["status"]) == (happened, status)


async def test_yaml_is_a_stream_of_documents(wgtui: Commands, put: Put) -> None:
    """Three dashes before each."""
    put(kustomization("apps"))
    async with wgtui.going_on("get", "applications", "--watch", "-o", "yaml") as said:
        await said.says(lambda said: said.out.count("---\n") == 2)
    assert "kind: ApplicationChange" in said.out


async def test_names_are_printed_at_each_change(wgtui: Commands, put: Put) -> None:
    """For a loop that does something about them."""
    async with wgtui.going_on("get", "applications", "--watch", "-o", "name") as said:
        await said.says(lambda said: said.words)
        put(kustomization("apps"))
        await said.says(lambda said: said.out == "kustomization/flux-system/apps\n")


async def test_what_no_longer_matches_is_deleted_from_the_answer(wgtui: Commands, put: Put) -> None:
    """As a server does with a selector."""
    put(kustomization("apps"))
    async with wgtui.going_on("get", "applications", "-w", "-o", "json", "--filter", "status=ready") as said:
        await said.says(lambda said: len(said.documents) == 2)
        put(kustomization("apps", ready=False))
        await said.says(lambda said: said.documents[-1].get("type") == "deleted")
        put(kustomization("apps"))
        await said.says(lambda said: said.documents[-1].get("type") == "added")


async def test_a_server_that_goes_away_and_comes_back_is_told_and_survived(
    wgtui: Commands, server: DemoServer, put: Put
) -> None:
    """Nothing is printed twice, what happened meanwhile is."""
    put(kustomization("apps"))
    async with wgtui.going_on("get", "applications", "--watch", "-o", "json") as said:
        await said.says(lambda said: len(said.documents) == 2)
        port = server.port
        await server.stop()
        await said.says(lambda said: "trying again" in said.err)
        put(kustomization("web"))
        await server.start(port)
        await said.says(lambda said: "reading live again" in said.err)
        await said.says(lambda said: [one.get("type") for one in said.documents].count("added") == 2)
    states = [one["incomplete"] for one in said.documents if one["kind"] == "WatchState"]
    assert {gap["state"] for gap in states[1]} == {"unreachable"}
    assert states[-1] == []
    assert [one.get("type") for one in said.documents if one["kind"] != "WatchState"] == ["added", "added"]


async def test_a_watch_that_has_nothing_to_read_ends(wgtui: Commands, server: DemoServer) -> None:
    """With the exit code of any answer that could not be had."""
    server.faults.add(Refuse(403))
    said = await wgtui("get", "applications", "--watch")
    assert (said.code, said.out) == (3, "")


async def test_a_watch_for_a_name_that_is_not_there_ends(wgtui: Commands) -> None:
    """As kubectl does."""
    assert (await wgtui("get", "applications", "apps", "--watch")).code == 1
