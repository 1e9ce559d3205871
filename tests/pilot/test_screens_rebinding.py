"""Keys of the user's own choice, pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pilot.dashboard import dashboard
from tests.pilot.objects import gitops_cluster
from wgtui.app import WgtuiApp
from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError


async def test_another_key_does_it_and_the_old_one_nothing(server: DemoServer, tmp_path: Path) -> None:
    """Footer and help tell the new one."""
    server.clusters["management"].put(gitops_cluster("prod"))
    keys = {"palette": ("ctrl+g",), "help": ("f2",), "lines.down": ("h",)}
    async with dashboard(server, tmp_path, keys=keys) as seen:
        await seen.sees("prod", "live", "^g go to", "F2 help")
        await seen.press("colon")
        await seen.sees_no("Go to")
        await seen.press("ctrl+g")
        await seen.sees("Go to")
        await seen.press("escape", "f2")
        await seen.sees("^g ", "Go to anything by name", "F2 ", "h ")


async def test_a_binding_without_a_key_is_not_told(server: DemoServer, tmp_path: Path) -> None:
    """Neither in the footer nor in the help, and its key does nothing."""
    server.clusters["management"].put(gitops_cluster("prod"))
    async with dashboard(server, tmp_path, keys={"filter": (), "unwell": ()}) as seen:
        await seen.sees("prod", "live", "? help")
        await seen.sees_no("/ filter", "not well")
        await seen.press("slash", "z", "z")
        await seen.sees("prod")
        await seen.press("question_mark")
        await seen.sees("Every key that works here")
        await seen.sees_no("Filter as you type")


async def test_a_wrong_key_is_told_before_the_screen_opens() -> None:
    """As any wrong configuration."""
    with pytest.raises(ConfigError, match=r"keys.palete is not a binding"):
        WgtuiApp(Config(keys={"palete": ("x",)}), Connector())
