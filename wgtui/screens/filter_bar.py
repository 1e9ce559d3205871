"""The line a filter or search is typed on, with what is wrong with it beside it."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from wgtui.errors import FilterError
from wgtui.keys import binding
from wgtui.views.safe import as_ascii, printable


class Field(Input):
    """What to do with what was typed is the screen's to know."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("field.keep"), binding("field.clear")]


class FilterBar(Vertical):
    """Enter keeps the filter, Esc clears it; either gives the keyboard back."""

    class Typed(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii_only = ascii_only
        self._input = Field(
            compact=True, select_on_focus=False, placeholder="words  !not  status=failed  age<2h  -l env=prod"
        )
        self._problem = Static(markup=False, id="problem")
        self._complaint = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", id="slash", markup=False)
            yield self._input
        yield self._problem

    @property
    def text(self) -> str:
        return self._input.value

    def begin(self, text: str) -> None:
        """Opens with the filter that is on."""
        self.display = True
        self.complain(None)
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(text)
        # At once, not when the loop gets to it: what is typed next is meant for it already.
        self.screen.set_focus(self._input)

    def complain(self, problem: FilterError | None) -> None:
        words = printable(str(problem)) if problem else ""
        if words == self._complaint:
            return
        before, self._complaint = self._complaint, words
        # Only where it takes more room: each letter would lay out the whole screen anew.
        grows = self._lines_of(words) != self._lines_of(before)
        self._problem.update(as_ascii(words) if self._ascii_only else words, layout=grows)

    def _lines_of(self, words: str) -> int:
        return max(1, len(wrap(words, max(1, self.content_size.width))))

    def close(self) -> None:
        self.display = False

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(self.Typed(message.value))
