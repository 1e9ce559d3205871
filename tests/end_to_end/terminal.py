"""A real terminal: the installed command in tmux, seen and used from outside."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.eventually import eventually

PATIENCE = 40.0
"""Seconds for a thing to happen on a slow machine that is busy with other tests."""

WGTUI = Path(sys.executable).with_name("wgtui")


class Terminal:
    """One shell in a tmux server of its own, without anybody's configuration."""

    def __init__(self, columns: int, rows: int) -> None:
        self._socket = f"wgtui-test-{uuid4().hex[:8]}"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), "env PS1='$ ' sh")

    def tmux(self, *arguments: str) -> str:
        """What a command of tmux prints."""
        command = ["tmux", "-u", "-L", self._socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout

    def run(self, *arguments: str, words: Path | None = None, **environment: str) -> None:
        """Starts wgtui in the shell, which tells its exit code when it has ended. `words`: where its errors go."""
        variables = (f"{name}={shlex.quote(text)}" for name, text in environment.items())
        command = " ".join(["env", *variables, shlex.quote(str(WGTUI)), *map(shlex.quote, arguments)])
        self.type(f"{command}{f' 2>{shlex.quote(str(words))}' if words else ''}; echo exit code $?")
        self.press("Enter")

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        """By tmux's names: Enter, Escape, C-c, j."""
        self.tmux("send-keys", *keys)

    def resize(self, columns: int, rows: int) -> None:
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def line(self, number: int) -> str:
        """From 0; empty where there is none."""
        return dict(enumerate(self.screen.split("\n"))).get(number, "")

    @property
    def local_modes(self) -> int:
        """Echo, signals and line editing, as flags of termios."""
        tty = os.open(self.asks("pane_tty"), os.O_RDONLY | os.O_NOCTTY)
        try:
            return int(termios.tcgetattr(tty)[3])
        finally:
            os.close(tty)

    @property
    def painted(self) -> str:
        """With the escape sequences that paint it."""
        return self.tmux("capture-pane", "-p", "-e")

    def asks(self, flag: str) -> str:
        """A variable of the pane, such as mouse_any_flag."""
        return self.tmux("display-message", "-p", f"#{{{flag}}}").strip()

    @property
    def processes(self) -> list[int]:
        """What the shell runs, and what that runs."""
        found: list[int] = []
        parents = [self.asks("pane_pid")]
        while parents:
            told = subprocess.run(
                ["pgrep", "-P", ",".join(parents)], capture_output=True, text=True, check=False
            ).stdout
            parents = told.split()
            found += map(int, parents)
        return found

    def process(self, word: str) -> int:
        """The one whose command line has this word."""
        return next(one for one in self.processes if word.encode() in Path(f"/proc/{one}/cmdline").read_bytes())

    async def sees(self, *wanted: str) -> None:
        def check() -> bool:
            screen = self.screen
            missing = [one for one in wanted if one not in screen]
            assert not missing, f"{missing} not in\n{screen}"
            return True

        await eventually(check, PATIENCE)

    async def sees_no(self, *unwanted: str) -> None:
        def check() -> bool:
            screen = self.screen
            there = [one for one in unwanted if one in screen]
            assert not there, f"{there} in\n{screen}"
            return True

        await eventually(check, PATIENCE)

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)


@contextmanager
def terminal(columns: int, rows: int) -> Iterator[Terminal]:
    opened = Terminal(columns, rows)
    try:
        yield opened
    finally:
        opened.close()
