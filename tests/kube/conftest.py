"""Fixtures for tests of the client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from wgtui.demo.server import DemoServer


@pytest.fixture
async def tls_server() -> AsyncIterator[DemoServer]:
    """As `server`, but spoken to by https; its authority is in its kubeconfig."""
    server = DemoServer(tls=True)
    await server.start()
    yield server
    await server.stop()
