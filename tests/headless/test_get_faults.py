"""`wgtui get` where something is the matter: what could be read is printed, what could not is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.headless.commands import Commands
from tests.pilot.objects import gitops_cluster, kustomization
from wgtui.demo.access import Rule
from wgtui.demo.faults import Delay, Effect, HangUp, Malformed, Refuse, Silence
from wgtui.demo.kinds import LEAF_KINDS
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]
As = Callable[[str], Commands]

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"
HELM_RELEASES = "helmreleases.helm.toolkit.fluxcd.io"


async def test_a_server_that_is_not_there_is_told_at_once(wgtui: Commands, server: DemoServer) -> None:
    """Exit code 3 and one line with the address."""
    await server.stop()
    said = await wgtui("get", "clusters")
    assert (said.code, said.out, len(said.words)) == (3, "", 1)
    assert "cannot be reached" in said.err
    assert "127.0.0.1" in said.err


async def test_a_server_that_never_answers_is_given_up(wgtui: Commands, server: DemoServer) -> None:
    """After the request timeout."""
    server.faults.add(Silence())
    said = await wgtui("get", "clusters", "--request-timeout", "100ms")
    assert said.code == 3
    assert "does not answer" in said.err


async def test_a_list_that_never_comes_is_given_up(wgtui: Commands, server: DemoServer) -> None:
    """Also where only the lists are silent."""
    server.faults.add(Silence(), verb="watch")
    server.faults.add(Silence(), verb="list")
    said = await wgtui("get", "sources", "--request-timeout", "100ms")
    assert said.code == 3
    assert "does not answer" in said.err or "no answer" in said.err


async def test_a_token_that_is_refused_is_told(wgtui_as: As, server: DemoServer) -> None:
    """Exit code 3, and what to do."""
    said = await wgtui_as("stranger")("get", "clusters")
    assert (said.code, said.out) == (3, "")
    assert "log in again" in said.err
    assert len(server.requests) < 10


async def test_what_may_not_be_read_is_missing_and_told(wgtui_as: As, server: DemoServer, put: Put) -> None:
    """The answer says what it lacks, in words and in JSON; the exit code is that of an answer."""
    server.rules.add("half", Rule(("list", "watch"), ("kustomizations",)), Rule(("get",), ("*",)))
    put(kustomization("apps"))
    said = await wgtui_as("half")("get", "applications", "-o", "json")
    assert said.code == 0
    assert [item["name"] for item in said.json["items"]] == ["apps"]
    (gap,) = said.json["incomplete"]
    assert (gap["resource"], gap["state"], gap["cluster"]) == (HELM_RELEASES, "denied", "")
    assert "forbidden" in gap["message"]
    assert "incomplete: " in said.err


async def test_who_may_read_nothing_gets_no_answer(wgtui_as: As, server: DemoServer) -> None:
    """Exit code 3 and nothing on stdout, so that no script takes it for an empty fleet."""
    server.rules.add("nobody")
    said = await wgtui_as("nobody")("get", "applications", "-o", "json")
    assert (said.code, said.out) == (3, "")
    assert said.err == f"wgtui: not allowed: {KUSTOMIZATIONS}, {HELM_RELEASES}: ask for list and watch of them\n"


async def test_a_user_bound_to_namespaces_gets_those_and_is_told(wgtui_as: As, server: DemoServer, put: Put) -> None:
    """Without naming any of them."""
    own = Rule(("list", "watch"), ("kustomizations", "helmreleases"), namespaces=("team-a",))
    server.rules.add("team-a", own, Rule(("list",), ("namespaces",)))
    server.clusters["management"].put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a"}})
    put(kustomization("mine", "team-a"))
    put(kustomization("theirs", "team-b"))
    said = await wgtui_as("team-a")("get", "applications", "-o", "json")
    assert said.code == 0
    assert [item["name"] for item in said.json["items"]] == ["mine"]
    assert {gap["resource"]: gap["namespaces"] for gap in said.json["incomplete"]} == {
        KUSTOMIZATIONS: ["team-a"],
        HELM_RELEASES: ["team-a"],
    }
    assert said.err == f"wgtui: incomplete: read in team-a only: {KUSTOMIZATIONS}, {HELM_RELEASES}\n"


async def test_a_name_with_its_namespace_needs_rights_there_alone(wgtui_as: As, server: DemoServer, put: Put) -> None:
    """Even where namespaces may not be listed."""
    server.rules.add("team-a", Rule(("list", "watch"), ("kustomizations", "helmreleases"), namespaces=("team-a",)))
    put(kustomization("mine", "team-a"))
    said = await wgtui_as("team-a")("get", "applications", "team-a/mine", "-o", "json")
    assert (said.code, said.err) == (0, "")
    assert said.json["incomplete"] == []


async def test_a_name_that_may_be_where_nobody_looks_is_no_no(wgtui_as: As, server: DemoServer) -> None:
    """Not found is exit code 1 only where everything could be read."""
    server.rules.add("half", Rule(("list", "watch"), ("kustomizations",)))
    assert (await wgtui_as("half")("get", "applications", "apps")).code == 3


async def test_kinds_that_are_not_served_are_told(server: DemoServer, wgtui: Commands, put: Put) -> None:
    """In one line, however many."""
    put(gitops_cluster("prod"))
    kept = [kind for kind in server.clusters["management"].kinds if kind.group != "cluster.x-k8s.io"]
    server.add_cluster("management", kept).put(gitops_cluster("prod"))
    said = await wgtui("get", "clusters", "-o", "json")
    assert said.code == 0
    assert [item["name"] for item in said.json["items"]][-1] == "prod"
    assert [gap["state"] for gap in said.json["incomplete"]] == ["absent"]
    assert said.err == "wgtui: incomplete: not served: clusters.cluster.x-k8s.io\n"


async def test_a_cluster_without_any_of_it_is_no_empty_answer(server: DemoServer, wgtui: Commands) -> None:
    """Where no kind of the list is served there is nothing to print."""
    server.add_cluster("management", [kind for kind in LEAF_KINDS if kind.group == ""])
    said = await wgtui("get", "applications", "-o", "json")
    assert (said.code, said.out) == (3, "")
    assert said.err == f"wgtui: not served: {KUSTOMIZATIONS}, {HELM_RELEASES}\n"


@pytest.mark.parametrize(
    ("verb", "effect"),
    [
        ("watch", Refuse(429, retry_after=1)),
        ("watch", Refuse(503)),
        ("watch", HangUp()),
        ("watch", HangUp(after_headers=True)),
        ("watch", Delay(0.05)),
        ("discover", Refuse(503)),
        ("discover", Delay(0.05)),
    ],
    ids=str,
)
async def test_a_fault_that_passes_is_waited_for(
    wgtui: Commands, server: DemoServer, put: Put, verb: str, effect: Effect
) -> None:
    """The answer is whole and nothing is said."""
    put(kustomization("apps"))
    server.faults.add(effect, verb=verb, times=1)
    said = await wgtui("get", "applications", "-o", "json")
    assert (said.code, said.err) == (0, "")
    assert len(said.json["items"]) == 1


async def test_an_object_that_cannot_be_understood_is_missing_and_told(
    wgtui: Commands, server: DemoServer, put: Put
) -> None:
    """The others are printed."""
    put(kustomization("apps"))
    server.faults.add(Malformed(), verb="watch", resource=KUSTOMIZATIONS)
    said = await wgtui("get", "applications", "-o", "json")
    assert said.code == 0
    assert [item["name"] for item in said.json["items"]] == ["apps"]
    assert [(gap["resource"], gap["state"]) for gap in said.json["incomplete"]] == [(KUSTOMIZATIONS, "unreadable")]


async def test_a_kind_that_keeps_failing_is_missing_and_told(
    wgtui: Commands, server: DemoServer, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some patience."""
    monkeypatch.setattr("wgtui.headless.reading.GRACE", 0.3)
    put(kustomization("apps"))
    server.faults.add(Refuse(500), resource=HELM_RELEASES)
    said = await wgtui("get", "applications", "-o", "json")
    assert said.code == 0
    assert [(gap["resource"], gap["state"]) for gap in said.json["incomplete"]] == [(HELM_RELEASES, "unreachable")]
