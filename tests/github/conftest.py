"""An embedded GitHub with one repository, and a way to open pull requests on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.github.contract import FOLDER, contract
from tests.github.repository import Fleet, new_fleet
from wgtui.demo.hub.server import HubServer


@pytest.fixture
async def hub() -> AsyncIterator[HubServer]:
    """Everything it was asked and answered is held against GitHub's description, where that is at hand."""
    server = HubServer()
    await server.start()
    yield server
    await server.stop()
    if (FOLDER / "openapi-subset.json").exists():
        faults = [fault for seen in server.seen for fault in contract().faults(seen)]
        assert not faults, "\n".join(faults)


@pytest.fixture
async def fleet(hub: HubServer, tmp_path: Path) -> AsyncIterator[Fleet]:
    """acme/fleet with a few files, and the journal of a user who may push."""
    yield await new_fleet(hub, tmp_path)
