"""What was begun is on disk before it is visible on GitHub."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from wgtui.github.journal import Journal, Pending, journal_path

ONE = Pending("1a", "github.com", "acme", "fleet", "wgtui/x-1a", "main", "c0ffee", "Create x")
TWO = Pending("2b", "github.com", "acme", "fleet", "wgtui/y-2b", "main", "c0ffee", "Create y")


def test_what_was_added_is_pending_until_it_is_removed(tmp_path: Path) -> None:
    """Also for the next process."""
    Journal(tmp_path / "state" / "pending.jsonl").add(ONE)
    journal = Journal(tmp_path / "state" / "pending.jsonl")
    journal.add(TWO)
    assert journal.pending() == [ONE, TWO]
    journal.remove("1a")
    assert journal.pending() == [TWO]


def test_the_same_operation_is_one_line(tmp_path: Path) -> None:
    """When it is tried again."""
    journal = Journal(tmp_path / "pending.jsonl")
    journal.add(ONE)
    journal.add(ONE)
    assert journal.pending() == [ONE]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Whatever the umask."""
    before = os.umask(0)
    try:
        journal = Journal(tmp_path / "state" / "pending.jsonl")
        journal.add(ONE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700


def test_a_line_torn_by_a_crash_is_left_out(tmp_path: Path) -> None:
    """And so is junk."""
    journal = Journal(tmp_path / "pending.jsonl")
    journal.add(ONE)
    with journal.path.open("ab") as file:
        file.write(b'\xff{"operation": "3c", "host"')
    assert journal.pending() == [ONE]
    journal.add(TWO)
    assert journal.pending() == [ONE, TWO]


def test_it_is_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under the state folder of the user."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert journal_path() == tmp_path / "wgtui" / "pending-prs.jsonl"
