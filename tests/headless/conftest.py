"""The headless commands, as users with different rights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.headless.commands import Commands
from wgtui.demo.server import DemoServer

WriteKubeconfig = Callable[..., Path]


@pytest.fixture
def wgtui(server: DemoServer, write_kubeconfig: WriteKubeconfig) -> Commands:
    """As the administrator of the management cluster."""
    return Commands(str(write_kubeconfig(server.kubeconfig())))


@pytest.fixture
def wgtui_as(server: DemoServer, write_kubeconfig: WriteKubeconfig) -> Callable[[str], Commands]:
    """As the user with this token."""

    def commands(token: str) -> Commands:
        return Commands(str(write_kubeconfig(server.kubeconfig(token=token), token)))

    return commands


@pytest.fixture
def put(server: DemoServer) -> Callable[[dict[str, Any]], object]:
    """Puts an object on the management cluster."""
    return server.clusters["management"].put
