"""A text to be edited here, for those who have no editor of their own."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from wgtui.errors import ConfigError
from wgtui.keys import Where, bindings
from wgtui.screens.confirm import Confirm
from wgtui.screens.frame import crumb_parts, hint_parts
from wgtui.screens.host import Host, Keep
from wgtui.screens.line import Line
from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

PAUSE = 0.5
"""Seconds without a key after which what is written is kept."""


def check(text: str) -> None:
    """Raises ConfigError for what would reach the terminal as more than letters."""
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.removesuffix("\r").expandtabs()
        if bare != printable(bare, len(bare) + 1):
            raise ConfigError(f"line {number} has characters that cannot be shown", "set EDITOR to edit it")


class TextEditor(Screen[str | None]):
    """Dismissed with the text as it became, None where it is given up."""

    CSS_PATH = str(stylesheet("text_editor"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.EDITOR)]

    def __init__(self, text: str, name: str, host: Host, keep: Keep) -> None:
        super().__init__()
        self._before = text
        self._keep = keep
        self._pause: Timer | None = None
        self._host = host
        self._title = name
        self._where = Line(gap=" ", ascii_only=host.config.ascii)
        self._area = TextArea(text, compact=True, show_line_numbers=True, soft_wrap=False, tab_behavior="indent")
        self._area.indent_width = 2
        self._hints = Line(ascii_only=host.config.ascii)

    def compose(self) -> ComposeResult:
        yield from (self._where, self._area, self._hints)

    def on_mount(self) -> None:
        self._where.show(crumb_parts(("Edit", self._title)))
        self.set_focus(self._area)

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        own = [key for key in self._host.keys if key.where is Where.EDITOR]
        self._hints.show(hint_parts(own, self.active_bindings.values()))

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self._keep(self._area.text))

    def action_done(self) -> None:
        self.dismiss(self._area.text)

    def action_close(self) -> None:
        if self._area.text == self._before:
            self.dismiss(None)
            return
        question = Confirm("Give up what you have written?")

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(question, answered)
