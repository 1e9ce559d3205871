"""A question before something is suspended: what it means, why, and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wgtui.errors import ConfigError
from wgtui.fleet.suspension import expiry
from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

LONGEST = 200
"""Characters of one line of consequences."""

KEYS = "Enter does it   Tab next   Esc does nothing"


class Reasoned(NamedTuple):
    reason: str
    until: datetime | None


class Reasoning(ModalScreen[Reasoned | None]):
    """The reason and the end that were typed, maybe none; None where the user thinks better of it."""

    CSS_PATH = str(stylesheet("reasoning"))
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "no", priority=True),
        # At once: what is typed next is meant for the other field already.
        Binding("tab,shift+tab", "turn", "next", priority=True),
        Binding("pagedown,down", "roll(1)", show=False),
        Binding("pageup,up", "roll(-1)", show=False),
    ]

    def __init__(self, question: str, consequences: Sequence[str], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._question = question
        self._consequences = consequences
        self._clock = clock

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(printable(self._question, LONGEST), id="question", markup=False)
            if self._consequences:
                with VerticalScroll(id="consequences", can_focus=False):
                    yield Static("\n".join(printable(line, LONGEST) for line in self._consequences), markup=False)
            yield Input(placeholder="why, for whoever finds it suspended", id="reason", compact=True)
            yield Input(placeholder="until when, as 2h, 3d or 2026-12-01; empty: open end", id="until", compact=True)
            yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#reason", Input).focus()

    def action_turn(self) -> None:
        before = self.focused
        other = next((field for field in self.query(Input) if field is not before), None)
        self.set_focus(other)

    def action_roll(self, lines: int) -> None:
        """Through the consequences, where they do not fit."""
        for consequences in self.query("#consequences"):
            consequences.scroll_relative(y=lines, animate=False)

    @on(Input.Changed, "#until")
    def _changed(self) -> None:
        self.query_one("#keys", Static).update(KEYS)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """As soon as the field that was typed into first has taken all of it."""
        self.query_one("#reason").call_later(self._finish)

    def _finish(self) -> None:
        until = self.query_one("#until", Input)
        try:
            end = expiry(until.value, self._clock())
        except ConfigError as error:
            self.query_one("#keys", Static).update(f"{error.title} {error.detail}")
            until.focus()
            return
        self.dismiss(Reasoned(self.query_one("#reason", Input).value.strip(), end))
