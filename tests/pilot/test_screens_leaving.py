"""`^c` ends the program whatever hangs, and gives the terminal back."""

from __future__ import annotations

import os
import pty
import select
import sys
import termios
import time
from pathlib import Path


def read_until(terminal: int, wanted: bytes, seconds: float = 20.0) -> bytes:
    """What came until `wanted` was in it, or until the other side closed."""
    seen, deadline = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
    return seen


def test_the_terminal_is_given_back_although_the_loop_hangs() -> None:
    """Modes as before, the normal screen, exit code 0: an orderly end, seen from outside."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, str(Path(__file__).with_name("hanging.py"))], {**os.environ})
    before = termios.tcgetattr(terminal)
    read_until(terminal, b"hanging")
    os.write(terminal, b"\x03")
    after = read_until(terminal, b"\x1b[?1049l")
    assert b"\x1b[?1049l" in after
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert termios.tcgetattr(terminal)[3] == before[3]
    os.close(terminal)
