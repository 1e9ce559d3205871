"""`wgtui get` on a server that is well: what it prints, and which rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.headless.commands import Commands
from tests.pilot.objects import capi_cluster, event, gitops_cluster, kustomization
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]


@pytest.fixture
def fleet(put: Put) -> None:
    """prod-eu and prod-us of team-a, dev of team-b; prod-us is degraded."""
    for name, namespace in (("prod-eu", "team-a"), ("prod-us", "team-a"), ("dev", "team-b")):
        put(gitops_cluster(name, namespace))
        put(capi_cluster(name, namespace, ready=name != "prod-us", message="2 of 5 workers"))


@pytest.mark.usefixtures("fleet")
async def test_a_table_has_a_line_for_each_cluster(wgtui: Commands) -> None:
    """Titles first, rows by namespace and name, the management cluster on top."""
    said = await wgtui("get", "clusters")
    assert said.code == 0
    assert said.out.startswith("NAME ")
    assert [row[0] for row in said.rows()] == ["management", "prod-eu", "prod-us", "dev"]
    assert [row[2] for row in said.rows()[1:]] == ["ready", "degraded", "ready"]


@pytest.mark.usefixtures("fleet")
async def test_titles_can_be_left_away(wgtui: Commands) -> None:
    """For scripts that cut columns."""
    said = await wgtui("get", "clusters", "--no-headers")
    assert "NAME" not in said.out
    assert len(said.out.splitlines()) == 4


@pytest.mark.usefixtures("fleet")
async def test_wide_has_more_columns(wgtui: Commands, put: Put) -> None:
    """Those that the dashboard shows only when asked."""
    put(kustomization("apps"))
    narrow, wide = await wgtui("get", "apps"), await wgtui("get", "apps", "-o", "wide")
    assert "TARGET" not in narrow.out
    assert "TARGET" in wide.out


@pytest.mark.usefixtures("fleet")
async def test_names_are_taken_as_names_again(wgtui: Commands) -> None:
    """What `-o name` prints can be given back."""
    printed = (await wgtui("get", "clusters", "-o", "name", "--filter", "prod")).out.splitlines()
    assert printed == ["cluster/team-a/prod-eu", "cluster/team-a/prod-us"]
    assert (await wgtui("get", "clusters", *printed, "-o", "name")).out.splitlines() == printed


@pytest.mark.usefixtures("fleet")
async def test_json_is_the_documented_list(wgtui: Commands) -> None:
    """Version, kind, context, items; nothing incomplete."""
    found = (await wgtui("get", "cluster", "prod-us", "-o", "json")).json
    assert found["apiVersion"] == "wgtui/v1"
    assert found["kind"] == "ClusterList"
    assert found["context"] == "management"
    assert found["incomplete"] == []
    (item,) = found["items"]
    assert (item["name"], item["namespace"], item["status"]) == ("prod-us", "team-a", "degraded")
    assert "2 of 5 workers" in item["message"]
    assert item["age_seconds"] >= 0
    assert item["labels"] == {"bootstrap": "flux"}


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize("kind", ["clusters", "applications", "sources", "events"])
async def test_yaml_says_what_json_says(wgtui: Commands, put: Put, kind: str) -> None:
    """The same content in another form, ages apart."""
    put(kustomization("apps", message="hör auf: »\x1b[31m«"))
    put(event(kustomization("apps"), "Failed", "no: a\nb"))
    as_json = json.loads((await wgtui("get", kind, "-o", "json")).out)
    as_yaml = yaml.safe_load((await wgtui("get", kind, "-o", "yaml")).out)
    for document in (as_json, as_yaml):
        for item in document["items"]:
            del item["age_seconds"]
    assert as_yaml == as_json


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (["-l", "bootstrap=flux"], ["prod-eu", "prod-us", "dev"]),
        (["-l", "bootstrap!=flux"], ["management"]),
        (["--filter", "status=degraded"], ["prod-us"]),
        (["--filter", "!ready"], ["prod-us"]),
        (["--filter", "prod -l bootstrap=flux"], ["prod-eu", "prod-us"]),
        (["-n", "team-b"], ["dev"]),
        (["team-a/prod-eu"], ["prod-eu"]),
        (["Cluster/team-a/prod-eu", "dev"], ["prod-eu", "dev"]),
        (["cluster/dev"], ["dev"]),
        (["-A"], ["management", "prod-eu", "prod-us", "dev"]),
    ],
    ids=" ".join,
)
async def test_rows_are_chosen_by_name_label_namespace_and_filter(
    wgtui: Commands, typed: list[str], names: list[str]
) -> None:
    """All of them narrow."""
    said = await wgtui("get", "clusters", *typed)
    assert said.code == 0
    assert [row[0] for row in said.rows()] == names


async def test_applications_and_sources_and_events(wgtui: Commands, put: Put) -> None:
    """Each under its own kind."""
    put(kustomization("apps", ready=False, message="kustomize build failed"))
    put(event(kustomization("apps"), "BuildFailed", "kustomize build failed"))
    put(
        {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "GitRepository",
            "metadata": {"name": "fleet", "namespace": "flux-system"},
            "spec": {"url": "https://github.com/acme/fleet", "interval": "1m"},
        }
    )
    assert (await wgtui("get", "app", "-o", "name")).out == "kustomization/flux-system/apps\n"
    assert (await wgtui("get", "src", "-o", "name")).out == "gitrepository/flux-system/fleet\n"
    assert (await wgtui("get", "ev", "-o", "name")).out == "event/flux-system/apps.buildfailed\n"
    application = (await wgtui("get", "applications", "-o", "json")).json
    assert application["kind"] == "ApplicationList"
    assert application["items"][0]["status"] == "failed"
    assert application["items"][0]["kind"] == "Kustomization"
    found = (await wgtui("get", "events", "Kustomization/flux-system/apps", "-o", "json")).json
    assert found["kind"] == "EventList"
    assert found["items"][0]["object"] == {"kind": "Kustomization", "namespace": "flux-system", "name": "apps"}


@pytest.mark.usefixtures("fleet")
async def test_a_name_that_is_not_there_is_a_no(wgtui: Commands) -> None:
    """Exit code 1, what was probably meant, and the others printed."""
    said = await wgtui("get", "clusters", "prod-eu1", "dev")
    assert said.code == 1
    assert [row[0] for row in said.rows()] == ["dev"]
    assert said.err == "wgtui: clusters: no 'prod-eu1', did you mean team-a/prod-eu?\n"


async def test_nothing_is_said_in_words(wgtui: Commands) -> None:
    """An empty answer is an answer: nothing on stdout, exit code 0."""
    said = await wgtui("get", "applications", "-n", "team-a", "--filter", "nope")
    assert (said.code, said.out) == (0, "")
    assert said.err == "wgtui: no applications in namespace team-a that match\n"


async def test_json_of_nothing_is_an_empty_list(wgtui: Commands) -> None:
    """For programs there is always a document."""
    assert (await wgtui("get", "sources", "-o", "json")).json["items"] == []


async def test_text_from_a_cluster_is_harmless_in_a_table_and_as_it_is_in_json(wgtui: Commands, put: Put) -> None:
    """No escape reaches the terminal; a program gets the text as the cluster holds it."""
    hostile = "\x1b]0;owned\x07\x1b[2J[/red]\u202egpj.exe\u200b" + "x" * 2_000
    put(kustomization("apps", ready=False, message=hostile))
    table = (await wgtui("get", "applications")).out
    assert len(table.splitlines()) == 2
    assert all(letter.isprintable() or letter == "\n" for letter in table)
    assert "[/red]" in table
    document = await wgtui("get", "applications", "-o", "json")
    assert document.json["items"][0]["message"] == hostile
    assert document.out.isascii()


async def test_events_come_with_the_newest_last(wgtui: Commands, put: Put) -> None:
    """Next to the prompt."""
    for minute in (30, 10, 20):
        put({**event(kustomization(f"a{minute}"), "Ran", "x"), "lastTimestamp": f"2026-11-24T05:{minute}:00Z"})
    names = (await wgtui("get", "events", "-o", "name")).out.splitlines()
    assert names == [f"event/flux-system/a{minute}.ran" for minute in (10, 20, 30)]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        (["clusters", "--filter", "statsu=failed"], "there is no field 'statsu'"),
        (["clusters", "--filter", "status=fialed"], "'fialed' is not a status"),
        (["clusters", "--filter", "age<2parsecs"], "'2parsecs' is not a time"),
        (["clusters", "-l", "a=b=c"], "label selector: unexpected '=c'"),
        (["events", "-l", "a=b"], "events have no labels"),
        (["clusters", "a/b/c/d"], "'a/b/c/d' is not a name"),
        (["clusters", "team-a/"], "'team-a/' is not a name"),
        (["clusters", "--clusters", "all"], "--clusters does not go with clusters"),
        (["applications", "--clusters", "a,,b"], "--clusters 'a,,b' lacks a name"),
        (["clusters", "--context", "prod"], "no context 'prod'"),
    ],
)
async def test_bad_input_is_one_line_and_exit_code_2(
    wgtui: Commands, server: DemoServer, typed: list[str], complaint: str
) -> None:
    """Before the server is asked anything."""
    said = await wgtui("get", *typed)
    assert (said.code, said.out, len(said.words)) == (2, "", 1)
    assert said.err.startswith(f"wgtui: {complaint}")
    assert not len(server.requests)
