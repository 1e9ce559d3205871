"""`^c` leaves, whatever hangs: the key is seen in the input thread, before the loop gets it. So does a hang-up."""

from __future__ import annotations

import os
import sys
import termios
from threading import Timer
from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

PATIENCE = 0.8
"""Seconds that an orderly end may take."""

LAST_WORDS = 5.0
"""The same once the terminal or the system wants us gone."""

_AS_IT_WAS = b"\x1b[0m\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h\r\n"
"""No mouse, no bracketed paste, no focus reports, no kitty keys, the normal screen, a cursor."""


class LeavingDriver(LinuxDriver):
    """A terminal that is given back within a second of `^c` even if the loop, a thread or the terminal is stuck."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Textual draws on standard error, which may be on its way to a file: `wgtui 2>log` would show nothing.
        self._file = sys.__stdout__ or self._file

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own, which changes; COLUMNS and LINES are what a shell once exported, and stay."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()
        return width or 80, height or 24

    def process_message(self, message: Message) -> None:
        if isinstance(message, Key) and message.key == "ctrl+c":
            self.end_within(PATIENCE)
        super().process_message(message)

    def end_within(self, seconds: float) -> None:
        """The process ends by then, in order or not."""
        timer = Timer(seconds, self._give_back_and_end)
        timer.daemon = True
        timer.start()

    def _sigcont_application(self, *signalled: object) -> None:
        if not os.isatty(self.fileno):
            # Of a terminal that has gone: there is nothing to be begun again.
            self.end_within(LAST_WORDS)
            return
        if self._auto_restart and not self._must_signal_resume:
            # Stopped from outside: what was begun before goes on, and must not be begun once more.
            self.suspend_application_mode()
        super()._sigcont_application(*signalled)

    def _give_back_and_end(self) -> None:
        try:
            # A terminal nobody reads from any more must not hold us.
            os.set_blocking(self.fileno, False)
            os.write(self.fileno, _AS_IT_WAS)
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            os.set_blocking(self.fileno, True)
        except (OSError, termios.error):
            pass
        finally:
            os._exit(0)
