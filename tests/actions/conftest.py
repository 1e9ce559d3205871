"""A client of the embedded management cluster, which is empty."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.kube.watched import connected
from wgtui.demo.server import DemoServer
from wgtui.kube.client import Client


@pytest.fixture
async def client(server: DemoServer) -> AsyncIterator[Client]:
    async with connected(server) as opened:
        yield opened
