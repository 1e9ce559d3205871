"""Fixtures for everybody: the embedded API server, kubeconfig files, and a real cluster with --kubeconfig."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from wgtui.demo.server import DemoServer

# The same cases in every run, however slow the machine: what fails, fails for everybody.
settings.register_profile("wgtui", derandomize=True, deadline=None)
settings.load_profile("wgtui")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kubeconfig", default="", help="run tests/conformance against this real cluster as well")


@pytest.fixture(autouse=True)
def no_token_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be logged in somewhere."""
    for name in ("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GH_CONFIG_DIR", "/nonexistent")


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    """The embedded API servers, empty but for the system namespaces; `admin` may do everything."""
    demo = DemoServer()
    await demo.start()
    yield demo
    await demo.stop()


@pytest.fixture
def write_kubeconfig(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Write a kubeconfig (`server.kubeconfig(cluster, token)`) to a file of its own."""

    def write(config: dict[str, Any], name: str = "kubeconfig") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(config), encoding="utf-8")
        return path

    return write
