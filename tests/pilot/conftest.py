"""The fleet with GitHub, for tests of what ends in a pull request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.pilot.gitops import Fleet, fleet_with_github


@pytest.fixture
async def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    """With a state of its own: drafts and journal."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with fleet_with_github(tmp_path) as made:
        yield made
