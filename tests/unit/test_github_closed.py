"""GitHub where it is not to be asked: while a recording is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.github.errors import Refused
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal
from wgtui.github.tokens import HostSettings


async def test_nothing_is_asked_of_a_host_that_is_closed(tmp_path: Path) -> None:
    """Whatever token there would be; the reason is told."""
    settings = {"github.acme.example": HostSettings(token_file=str(tmp_path / "token"))}
    hosts = Hosts(Journal(tmp_path), settings, closed="a recording is played")
    repository = hosts.repository("https://github.acme.example/acme/fleet")
    assert not hosts.has_login()
    with pytest.raises(Refused, match="a recording is played"):
        await hosts.open_pulls(repository)
