"""`wgtui version`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.headless.commands import Commands
from wgtui import __version__
from wgtui.arguments import Version, parse
from wgtui.connecting import Connector
from wgtui.demo.server import DemoServer
from wgtui.headless.commands import perform
from wgtui.headless.output import Output
from wgtui.headless.table import Look


async def test_it_tells_wgtui_and_the_server(wgtui: Commands) -> None:
    """A line each."""
    said = await wgtui("version")
    assert said.code == 0
    own, server = said.out.splitlines()
    assert own.startswith(f"wgtui   {__version__} on Python 3.")
    assert server.startswith("server  v1.")
    assert server.endswith(", context management")


async def test_json_has_both(wgtui: Commands, server: DemoServer) -> None:
    """As documented."""
    found = (await wgtui("version", "-o", "json")).json
    assert (found["apiVersion"], found["kind"]) == ("wgtui/v1", "VersionReport")
    assert found["client"]["version"] == __version__
    assert found["server"]["server"] == server.url()
    assert found["server"]["version"].startswith("v1.")


async def test_the_client_alone_asks_nobody(wgtui: Commands, server: DemoServer) -> None:
    """For scripts and reports."""
    said = await wgtui("version", "--client", "-o", "json")
    assert said.json["server"] is None
    assert not len(server.requests)


async def test_a_server_out_of_reach_does_not_hide_the_client(wgtui: Commands, server: DemoServer) -> None:
    """Exit code 3 after what is known was told."""
    await server.stop()
    said = await wgtui("version")
    assert (said.code, len(said.data)) == (3, 1)
    assert "cannot be reached" in said.err
    as_json = await wgtui("version", "-o", "json")
    assert (as_json.code, as_json.json["server"]) == (3, None)


async def test_where_no_server_was_ever_named_none_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh machine without any kubeconfig."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST"):
        monkeypatch.delenv(name, raising=False)
    command = parse(["version"])
    assert isinstance(command, Version)
    data: list[str] = []
    words: list[str] = []
    assert await perform(command, Connector(), Output(data.append, words.append, Look())) == 0
    assert (len(data), words) == (1, [])
