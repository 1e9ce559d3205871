"""What the application says: toasts, what goes to the clipboard, and its last words."""

from __future__ import annotations

import os

from rich.segment import Segments
from textual import on
from textual.notifications import SeverityLevel

from wgtui.config import Config
from wgtui.environment import LONGEST_COPY, clipboard_sequence
from wgtui.leaving import LeavingDriver
from wgtui.screens.asking import Copy
from wgtui.screens.line import in_ascii
from wgtui.terminal.drawing import CellApp
from wgtui.views.safe import printable, printable_lines

LONGEST_TOLD = 300
"""Characters of a toast."""


class SpeakingApp(CellApp[None]):
    """Words may come from a cluster: they are never markup, never long, and as harmless in a shell as on the screen."""

    def __init__(self, config: Config) -> None:
        super().__init__(driver_class=LeavingDriver, ansi_color=True, repaint=config.repaint)
        self.config = config

    @on(Copy)
    def _copy(self, message: Copy) -> None:
        # What is pasted into a shell must be as harmless as what is shown.
        text = "\n".join(printable_lines(message.text, LONGEST_COPY))
        if len(text.encode()) > LONGEST_COPY:
            self.tell(f"{message.what} not copied", "it is more than a terminal takes", severity="warning")
            return
        self.copy_to_clipboard(text)
        self.tell(f"{message.what} copied", text, timeout=2)

    def copy_to_clipboard(self, text: str) -> None:
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard_sequence(text, os.environ))

    def tell(self, title: str, detail: str = "", severity: SeverityLevel = "information", timeout: float = 5) -> None:
        """A toast. Its words may come from a cluster: never markup, never long."""
        words = (printable(text, LONGEST_TOLD) for text in (title, detail))
        title, detail = map(in_ascii, words) if self.config.ascii else words
        self.notify(detail, title=title, severity=severity, timeout=timeout, markup=False)

    def _fatal_error(self) -> None:
        """Without the values of local variables, which Textual would print: they may hold what is secret."""
        from rich.traceback import Traceback

        self.bell()
        trace = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(trace, self.console.options)))
        self._close_messages_no_wait()
