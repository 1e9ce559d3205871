"""A program on a terminal of its own: every byte it writes is counted, its processor time and memory are read."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

COLUMNS, LINES = 200, 50

QUIET = 0.08
"""Seconds without a byte after which a frame is finished: four times Textual's own."""

RESTING = 0.0015
"""Seconds of processor time that a dashboard spends in two of these although nobody asks for anything."""

_SYNCHRONIZED = b"\x1b[?2026$p"
_WE_DO = b"\x1b[?2026;2$y"
"""Asked for and told as terminals do that show a frame at once."""


class Unseen(Exception):
    """The terminal never showed what was waited for; what it did show."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """`at` in monotonic seconds."""

    at: float
    content: bytes


class Pty:
    """A child process that has this as its terminal."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self.began = time.monotonic()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            _become(command, environment or {}, columns, lines)
        self._is_over = False
        self._chunks: list[Chunk] = []
        self._drawn = self._forgotten = 0
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_over:
            os.kill(self.pid, signal.SIGKILL)
            self.ended()
        self._reader.join(2)
        os.close(self._master)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def ended(self) -> None:
        """Waits until it is over."""
        os.waitpid(self.pid, 0)
        self._is_over = True

    # What it wrote

    @property
    def written(self) -> int:
        """Bytes so far."""
        return self._forgotten + sum(len(chunk.content) for chunk in self._chunks)

    @property
    def content(self) -> bytes:
        return b"".join(chunk.content for chunk in self._chunks)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        self._draw(len(self._chunks))
        return [line.rstrip() for line in self._screen.display]

    def until(self, shows: Callable[[str], bool] | str, timeout: float = 120.0) -> float:
        """Monotonic seconds at which the terminal first showed it."""
        wanted = shows if callable(shows) else lambda text: shows in text
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            while self._drawn < len(self._chunks):
                self._draw(self._drawn + 1)
                if wanted("\n".join(self._screen.display)):
                    return self._chunks[self._drawn - 1].at
            if not self._reader.is_alive() and self._drawn == len(self._chunks):
                break
            time.sleep(0.002)
        raise Unseen("\n".join(filter(None, self.lines)))

    def settle(self, quiet: float = QUIET, timeout: float = 60.0) -> float:
        """Waits until nothing was written for a while; monotonic seconds of the last byte."""
        deadline = time.monotonic() + timeout
        began = time.monotonic()
        while time.monotonic() < deadline:
            last = self._chunks[-1].at if self._chunks else began
            left = max(last, began) + quiet - time.monotonic()
            if left <= 0:
                return last
            time.sleep(left)
        raise TimeoutError(f"never quiet: {self._chunks[-1].content!r}")

    def rest(self, timeout: float = 60.0) -> None:
        """Waits until nothing is written any more and nothing worked out: what a key brought is over."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            before = self.cpu
            self.settle()
            time.sleep(QUIET)
            if self.cpu - before < RESTING:
                return
        raise TimeoutError("never at rest")

    def _draw(self, up_to: int) -> None:
        for chunk in self._chunks[self._drawn : up_to]:
            self._stream.feed(chunk.content)
        self._drawn = up_to

    def forget(self) -> None:
        """Draws what was written so far, and keeps no more than the last of it."""
        self._draw(len(self._chunks))
        self._forgotten += sum(len(chunk.content) for chunk in self._chunks[:-1])
        del self._chunks[:-1]
        self._drawn = len(self._chunks)

    # What it costs

    @property
    def cpu(self) -> float:
        """Seconds of processor time of all its threads."""
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def resident(self) -> int:
        """Bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def _read(self) -> None:
        while True:
            try:
                content = os.read(self._master, 65536)
            except OSError:
                return
            if not content:
                return
            self._chunks.append(Chunk(time.monotonic(), content))
            if _SYNCHRONIZED in content:
                os.write(self._master, _WE_DO)


def _become(command: Sequence[str], environment: Mapping[str, str], columns: int, lines: int) -> None:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    os.execve(command[0], list(command), {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment})
