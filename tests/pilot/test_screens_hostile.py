"""Text from a cluster is shown harmless and never obeyed, wherever it stands; Secrets' data is shown nowhere."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import capi_cluster, event, gitops_cluster, inventory_of, kustomization, machine
from wgtui.demo.server import DemoServer
from wgtui.resources.meta import ObjectRef
from wgtui.screens.asking import Copy, SwitchContext
from wgtui.screens.place import Place

EVIL = "[/red] [bold]x[/] \x1b[31mred\x1b]0;title\x07 \x9b2J \u202e gnp\u202c \u200b\u2066 \x08\x00 \r\nsecond line"
URL = "https://example.com/\x1b\\\x1b]52;c;ZXZpbA==\x07"
SECRET = "correct-horse-battery-staple"
APPLICATION = Place("application", ObjectRef("flux-system", "alpha"), "Kustomization")
CLUSTER = Place("cluster", ObjectRef("team-a", "prod"))


def noted(body: dict[str, Any], **annotations: str) -> dict[str, Any]:
    body["metadata"] |= {
        "annotations": {f"metadata.weave.works/{name}": text for name, text in annotations.items()},
        "labels": {"team": EVIL},
    }
    return body


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    """Every text that a controller or a person can write says something evil."""
    storage = server.clusters["management"]
    alpha = noted(kustomization("alpha", ready=False, message=EVIL), suspended=EVIL, dashboard=URL)
    alpha["status"] |= inventory_of(f"flux-system_{EVIL}__ConfigMap", "flux-system_token__Secret")["status"] | {
        "conditions": alpha["status"]["conditions"]
    }
    alpha["spec"] |= {"path": EVIL, "sourceRef": {"kind": "GitRepository", "name": EVIL}}
    storage.put(alpha)
    storage.put(kustomization("huge", ready=False, message="x" * 1_000_000 + EVIL))
    storage.put(noted(gitops_cluster("prod"), dashboard=URL))
    storage.put(capi_cluster("prod", ready=False, message=EVIL))
    storage.put(machine("prod-1", "prod", phase=EVIL))
    storage.put(event(alpha, EVIL, EVIL))
    storage.put(event(machine("prod-1", "prod"), EVIL, EVIL))
    storage.put(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "token", "namespace": "flux-system"},
            "data": {"password": b64encode(SECRET.encode()).decode()},
        }
    )
    return server


def assert_harmless(seen: Dashboard) -> None:
    for strip in seen.strips:
        for segment in strip:
            bad = [character for character in segment.text if not (character.isprintable() or character == "\ufffd")]
            assert not bad, (bad, segment)
            link = segment.style.link if segment.style else None
            assert link is None or link.isprintable(), segment


def tabs(place: Place, *ids: str) -> list[Place]:
    return [Place(place.page, place.ref, place.kind, tab=id) for id in ids]


PLACES = [
    *tabs(CLUSTER, "overview", "tree", "machines", "bootstrap", "events", "yaml"),
    *tabs(APPLICATION, "overview", "inventory", "events", "yaml", "trace", "logs", "history", "values"),
    Place("clusters"),
    Place("applications"),
    Place("applications", filter="alpha"),
    Place("object", ObjectRef("flux-system", "token"), "Secret.v1.", tab="yaml"),
]


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_nothing_that_is_shown_can_be_obeyed(fleet: DemoServer, tmp_path: Path, ascii_only: bool) -> None:
    """No control character, no bidi override, no broken link on any page; with --ascii nothing but ASCII."""
    async with dashboard(fleet, tmp_path, size=(160, 60), ascii=ascii_only) as seen:
        await seen.sees("prod", "live")
        for place in PLACES:
            await seen.goes(place)
            await seen.sees_no("loading", "starting")
            assert_harmless(seen)
            assert not ascii_only or seen.text.isascii(), seen.text


async def test_markup_in_a_message_is_shown_as_it_stands(fleet: DemoServer, tmp_path: Path) -> None:
    """Brackets are letters."""
    async with dashboard(fleet, tmp_path, screen="applications", size=(160, 24)) as seen:
        await seen.sees("[/red] [bold]x[/]", "live")


async def test_a_message_of_a_megabyte_is_cut(fleet: DemoServer, tmp_path: Path) -> None:
    """In the list, below it, on the page and in YAML; keys are answered all the time."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("huge", "xxxxxxxxxx…")
        await seen.press("G", "enter")
        await seen.sees("Applications › flux-system/huge", "xxxx…")
        await seen.press("y")
        await seen.sees("kind: Kustomization")
        await seen.press("G", "w")
        assert_harmless(seen)


async def test_toasts_titles_and_the_palette_are_harmless(fleet: DemoServer, tmp_path: Path) -> None:
    """A context may be called anything; what is copied is told in a toast."""
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        config = json.loads((tmp_path / "kubeconfig").read_text())
        config["contexts"].append({"name": EVIL, "context": {"cluster": "nowhere", "user": "admin"}})
        (tmp_path / "kubeconfig").write_text(json.dumps(config), encoding="utf-8")
        seen.app.screen.post_message(SwitchContext(EVIL))
        await seen.sees("[bold]x[/]", "nowhere")
        assert_harmless(seen)
        await seen.press("colon")
        await seen.type("bold")
        await seen.sees("context")
        assert_harmless(seen)


async def test_what_is_copied_is_harmless_where_it_is_pasted(
    fleet: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line break runs a command, no escape reaches the next terminal; tmux hands it on."""
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    async with dashboard(fleet, tmp_path, screen="applications") as seen:
        await seen.sees("alpha", "live")
        written: list[str] = []
        assert seen.app._driver is not None
        monkeypatch.setattr(seen.app._driver, "write", written.append)
        seen.app.screen.post_message(Copy(f"rm -rf /\r{EVIL}", "message"))
        await eventually(lambda: bool(written))
        plain, _, wrapped = written[0].partition("\x1bPtmux;")
        assert wrapped
        encoded = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", plain)
        assert encoded
        pasted = b64decode(encoded[1]).decode()
        assert all(character.isprintable() or character in "\n\ufffd" for character in pasted)
        await seen.sees("message copied")
        assert_harmless(seen)


async def test_the_data_of_a_secret_is_nowhere(fleet: DemoServer, tmp_path: Path) -> None:
    """Neither as it is nor encoded, on no tab of it, and not to be copied either."""
    encoded = b64encode(SECRET.encode()).decode()
    place = Place("object", ObjectRef("flux-system", "token"), "Secret.v1.")
    async with dashboard(fleet, tmp_path, size=(120, 60)) as seen:
        await seen.sees("live")
        for tab in tabs(place, "overview", "events", "yaml"):
            await seen.goes(tab)
            await seen.sees_no("loading")
            assert SECRET not in seen.text
            assert encoded not in seen.text
        await seen.sees("password: ", "<hidden: 40 characters>")
        await seen.press("Y")
        await seen.type("YAML")
        await seen.press("enter")
        await eventually(lambda: "password" in seen.app.clipboard)
        assert SECRET not in seen.app.clipboard
        assert encoded not in seen.app.clipboard
