"""A question before something changes: what it means, and where it helps others, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

LONGEST = 200
"""Characters of one line of consequences."""


class Reasoning(ModalScreen[str | None]):
    """The reason that was typed, maybe empty; None where the user thinks better of it."""

    CSS_PATH = str(stylesheet("reasoning"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "no", priority=True)]

    def __init__(self, question: str, consequences: Sequence[str], placeholder: str) -> None:
        super().__init__()
        self._question = question
        self._consequences = consequences
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(printable(self._question, LONGEST), id="question", markup=False)
            if self._consequences:
                with VerticalScroll(id="consequences", can_focus=False):
                    yield Static("\n".join(printable(line, LONGEST) for line in self._consequences), markup=False)
            yield Input(placeholder=self._placeholder, id="reason", compact=True)
            yield Static("Enter does it   Esc does nothing", id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())
