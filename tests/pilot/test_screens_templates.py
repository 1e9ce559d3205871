"""From a template to a pull request, through keys, against the embedded fleet and its GitHub."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.pilot.gitops import Fleet, fleet_with_github


@pytest.fixture
async def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with fleet_with_github(tmp_path) as made:
        yield made


async def test_templates_are_listed_and_filtered(fleet: Fleet) -> None:
    """By what they make, and for which provider."""
    async with fleet.dashboard(screen="templates") as seen:
        await seen.sees("aws-kubeadm", "aws", "cluster", "tenant")
        await seen.type("/type=tenant")
        await seen.sees_no("aws-kubeadm")
