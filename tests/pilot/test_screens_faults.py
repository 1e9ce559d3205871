"""Misfortune as it is seen on screen: never an exit, a ghost or a lie, always what is the matter and what is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import KUSTOMIZATIONS, capi_cluster, gitops_cluster, kubeconfig_secret, kustomization
from wgtui.demo.access import Identity, Rule
from wgtui.demo.faults import Refuse, Silence
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place

ALPHA = Place("application", ObjectRef("flux-system", "alpha"), "Kustomization")


@pytest.fixture
def apps(server: DemoServer) -> DemoServer:
    storage = server.clusters["management"]
    storage.put(kustomization("alpha"))
    storage.put(kustomization("beta", ready=False, message="build failed"))
    return server


def greens(seen: Dashboard) -> list[str]:
    """What is shown in green."""
    return [
        segment.text
        for strip in seen.strips
        for segment in strip
        if segment.style and segment.style.color and segment.style.color.name == "green"
    ]


async def test_rows_of_a_server_that_is_gone_stay_greyed_and_come_back_to_life(
    apps: DemoServer, tmp_path: Path
) -> None:
    """With their age, the reason and the next try; nothing of it green, in words and sign neither."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("● ready", "live")
        await seen.press("G")
        await apps.stop()
        await seen.sees("s old: reconnecting", "the server cannot be reached", "? ready", "? failed")
        assert not [text for text in greens(seen) if text.strip()]
        await apps.start(apps.port)
        await seen.press("ctrl+r")
        await seen.sees("● ready", "✗ failed", "live")
        await seen.sees_no("reconnecting", "? ready")


async def test_what_was_deleted_while_the_server_was_gone_is_no_ghost(apps: DemoServer, tmp_path: Path) -> None:
    """And what came meanwhile is there."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "beta", "live")
        await apps.stop()
        await seen.sees("reconnecting")
        apps.clusters["management"].remove(KUSTOMIZATIONS, "flux-system", "alpha")
        apps.clusters["management"].put(kustomization("gamma"))
        await apps.start(apps.port)
        await seen.press("ctrl+r")
        await seen.sees("gamma", "beta", "live")
        await seen.sees_no("alpha")


@pytest.mark.parametrize("tab", ["overview", "inventory", "events", "yaml", "trace"])
async def test_a_page_of_one_object_says_how_old_it_is(apps: DemoServer, tmp_path: Path, tab: str) -> None:
    """On every tab, and nothing on it stays green."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        await seen.goes(Place(ALPHA.page, ALPHA.ref, ALPHA.kind, tab=tab))
        await seen.sees("live")
        await seen.sees_no("loading")
        await apps.stop()
        await seen.sees("s old: reconnecting")
        await eventually(lambda: not [text for text in greens(seen) if text.strip()])
        await apps.start(apps.port)
        await seen.press("ctrl+r")
        await seen.sees("live")


async def test_a_server_that_is_gone_at_start_is_tried_until_it_is_there(apps: DemoServer, tmp_path: Path) -> None:
    """Nothing has to be pressed for it."""
    port = apps.port
    await apps.stop()
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("the server cannot be reached", "trying again", "no answer: reconnecting")
        assert "0 applications" not in seen.text
        await apps.start(port)
        await eventually(lambda: "2 applications" in seen.text, timeout=20)
        await seen.sees("alpha", "live")


async def test_a_server_that_says_nothing_is_loading_and_every_key_answers(apps: DemoServer, tmp_path: Path) -> None:
    """It is told what is being read."""
    silence = apps.faults.add(Silence())
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("loading applications…", "reading helmreleases, kustomizations")
        await seen.press("question_mark")
        await seen.sees("Every key that works here")
        await seen.press("escape", "colon")
        await seen.type("sources")
        await seen.press("enter")
        await seen.sees("Sources", "loading sources…")
        apps.faults.clear(silence)


async def test_a_token_that_is_refused_is_told_and_a_renewed_one_taken(apps: DemoServer, tmp_path: Path) -> None:
    """In mid-session; the file with the token is read again."""
    token = tmp_path / "token"
    token.write_text("first")
    admins = Identity("admin", ("system:masters",))
    apps.rules.tokens |= {"first": admins}
    async with dashboard(apps, tmp_path, screen="applications", token_file=token) as seen:
        await seen.sees("alpha", "live")
        del apps.rules.tokens["first"]
        apps.hang_up()
        await seen.sees("reconnecting", "? ready", "Unauthorized")
        apps.rules.tokens |= {"second": admins}
        token.write_text("second")
        await eventually(lambda: "live" in seen.text, timeout=20)
        await seen.sees("● ready")


async def test_denied_and_absent_kinds_are_named_beside_what_is_live(server: DemoServer, tmp_path: Path) -> None:
    """What may be read is shown all the same."""
    server.rules.add("reader", Rule(("get", "list", "watch"), ("gitrepositories", "namespaces")))
    async with dashboard(server, tmp_path, token="reader", screen="sources", size=(160, 24)) as seen:
        await seen.sees("live", "denied: buckets, externalartifacts, helmcharts and 2 more")


async def test_a_user_of_one_namespace_sees_it_and_is_told(apps: DemoServer, tmp_path: Path) -> None:
    """Only that."""
    apps.clusters["management"].put(kustomization("mine", "team-a"))
    own = Rule(("get", "list", "watch"), namespaces=("team-a",))
    apps.rules.add("tenant", own, Rule(("list",), ("namespaces",)))
    async with dashboard(apps, tmp_path, token="tenant", screen="applications") as seen:
        await seen.sees("mine", "1 application", "only team-a", "live")
        assert "alpha" not in seen.text


async def test_a_dead_leaf_is_told_and_delays_nobody(server: DemoServer, tmp_path: Path) -> None:
    """Its page says why; the list of all applications stays live and names it."""
    storage = server.clusters["management"]
    storage.put(gitops_cluster("dead"))
    storage.put(capi_cluster("dead"))
    storage.put(kustomization("alpha"))
    nowhere = json.dumps(server.kubeconfig("management")).replace(str(server.port), "9")
    storage.put(kubeconfig_secret("dead", nowhere))
    async with dashboard(server, tmp_path) as seen:
        await seen.sees("dead", "live")
        await seen.goes(Place("cluster", ObjectRef("team-a", "dead"), tab="applications"))
        await seen.sees("the server cannot be reached", "trying again")
        await seen.goes(Place("applications"))
        await seen.sees("alpha", "live", "team-a/dead: no answer")


async def test_a_secret_that_may_not_be_read_is_told_where_a_leaf_would_be(server: DemoServer, tmp_path: Path) -> None:
    """A viewer of everything but Secrets cannot look into leaves."""
    storage = server.clusters["management"]
    storage.put(gitops_cluster("prod"))
    storage.put(capi_cluster("prod"))
    storage.put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    async with dashboard(server, tmp_path, token="viewer") as seen:
        await seen.sees("prod", "live")
        await seen.goes(Place("cluster", ObjectRef("team-a", "prod"), tab="applications"))
        await seen.sees("forbidden", "secrets")


async def test_an_object_that_cannot_be_read_whole_is_tried_again(apps: DemoServer, tmp_path: Path) -> None:
    """Its page says meanwhile why."""
    broken = apps.faults.add(Refuse(500), verb="get", resource=KUSTOMIZATIONS, times=1)
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        await seen.press("y")
        await seen.sees("an error on the server")
        await eventually(lambda: "kind: Kustomization" in seen.text, timeout=15)
        assert broken.met == 1


async def test_a_throttled_server_is_told(apps: DemoServer, tmp_path: Path) -> None:
    """With its own words, and the rows stay."""
    async with dashboard(apps, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        limit = apps.faults.add(Refuse(429, retry_after=1), verb="watch")
        apps.hang_up()
        await seen.sees("reconnecting", "alpha", "? ready")
        apps.faults.clear(limit)
        await eventually(lambda: "live" in seen.text, timeout=20)
