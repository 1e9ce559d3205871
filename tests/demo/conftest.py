"""Fixtures for tests of the embedded server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.demo.served import asking
from tests.raw import Raw
from wgtui.demo.server import DemoServer


@pytest.fixture
async def admin(server: DemoServer) -> AsyncIterator[Raw]:
    """Who may do everything on the management cluster."""
    async with asking(server) as found:
        yield found
