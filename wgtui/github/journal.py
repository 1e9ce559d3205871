"""Pull requests that were begun: written down before the branch exists, crossed out when the pull request does.

A process that is killed in between leaves its line, and the next one finishes or discards it. No token, no content.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wgtui.github.repository import Repository


class Pending(msgspec.Struct, frozen=True):
    """Everything needed to ask GitHub what became of it."""

    operation: str
    host: str
    owner: str
    name: str
    branch: str
    base: str
    commit: str
    title: str
    body: str = ""
    draft: bool = False
    fork: str = ""
    """`owner/name` of the repository that has the branch, where it is not the one of the pull request."""
    signed: bool = False
    """The branch is made before its commit, which GitHub signs: `commit` is then where it begins."""
    process: int = msgspec.field(default_factory=os.getpid)
    """Which began it. One that is at work still needs nobody to finish it."""

    @property
    def repository(self) -> Repository:
        return Repository(self.host, self.owner, self.name)

    @property
    def home(self) -> Repository:
        """Where the branch is."""
        owner, slash, name = self.fork.partition("/")
        return Repository(self.host, owner, name) if slash else self.repository

    @property
    def is_ours(self) -> bool:
        return self.process == os.getpid()

    @property
    def is_left(self) -> bool:
        """Whether the process that began it is gone."""
        return not self.is_ours and not _is_running(self.process)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


class Journal:
    """One line a pending pull request, in a file that only its owner reads; several processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pending(self) -> list[Pending]:
        """What is not finished; a line torn by a crash is left out."""
        try:
            text = self.path.read_bytes()
        except OSError:
            return []
        return list({one.operation: one for one in _read(text)}.values())

    def add(self, pending: Pending) -> None:
        """Returns when it is on the disk. Raises OSError where it cannot be written."""
        self._replace(pending.operation, pending)

    def remove(self, operation: str) -> None:
        self._replace(operation)

    def _replace(self, operation: str, *now: Pending) -> None:
        with self._locked():
            lines = [*(one for one in self.pending() if one.operation != operation), *now]
            scratch = self.path.with_suffix(".new")
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.Encoder().encode_lines(lines))
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _read(text: bytes) -> Iterator[Pending]:
    for line in text.splitlines():
        try:
            yield msgspec.json.decode(line, type=Pending)
        except msgspec.MsgspecError:
            continue


def journal_path() -> Path:
    """Under $XDG_STATE_HOME, as the XDG base directories say."""
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "wgtui" / "pending-prs.jsonl"
