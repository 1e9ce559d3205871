"""The folder of an embedded server, which is gone after it, even where the server was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "wgtui-demo-"
_LOCK = "lock"

YOUNG = 60.0
"""Seconds in which a folder may be there whose owner has not locked it yet."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """Private, and locked for as long as we live: however we end, the system lets go of the lock."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with (folder / _LOCK).open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder


def remove_what_was_left(now: float | None = None) -> None:
    """Takes away the folders of our own whose owners live no more."""
    oldest = (time.time() if now is None else now) - YOUNG
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = folder.lstat()
            if found.st_uid == os.getuid() and found.st_mtime < oldest and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    with (folder / _LOCK).open("r+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
