"""The embedded GitHub's repository, where the one who asks goes away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.eventually import eventually
from wgtui.demo.hub.git import BareRepository, GitRefused

AFTER = "294186e497a23bf3fbfde12aacc7f720f668fe9a"


@pytest.mark.parametrize("seconds", [0.0005, 0.002])
async def test_a_git_that_has_begun_ends_although_its_asker_is_gone(tmp_path: Path, seconds: float) -> None:
    """And no process stays behind, whose remains would be told of when they are collected."""
    repository = BareRepository(tmp_path / "fleet.git")
    await repository.create()
    asked = asyncio.ensure_future(repository.write_blob(b"after\n"))
    await asyncio.sleep(seconds)
    asked.cancel()

    async def there() -> bool:
        try:
            return await repository.read_blob(AFTER) == b"after\n"
        except GitRefused:
            return False

    assert await eventually(there)
