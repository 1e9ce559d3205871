"""What values are typed on or taken from: a line, one of several words, a text with lines of its own."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from wgtui.screens.chooser import Choice, Chooser
from wgtui.screens.forms.form import Entry
from wgtui.screens.line import counted, in_ascii
from wgtui.views.safe import printable

SHOWN = 200
"""Characters of a value."""


LONGEST = 10_000


def harmless(value: str) -> str:
    """What stands on a line goes to the terminal as it is: values may be a cluster's, names those of a repository."""
    return printable(value, LONGEST)


class Changed(Message):
    """Another value was taken."""


class TypedLine(Input):
    """Anything; what is known to be likely can be taken from a list."""

    # Textual would lay the whole form out anew at every key, for a line that stays a line.
    virtual_size = reactive(Size(0, 0))

    def __init__(self, entry: Entry, value: str, *, ascii_only: bool = False) -> None:
        super().__init__(harmless(value), compact=True, select_on_focus=False)
        self._ascii_only = ascii_only
        self.entry = entry
        self.become(entry)

    def become(self, entry: Entry) -> None:
        self.entry = entry
        words = printable(entry.placeholder, SHOWN)
        self.placeholder = in_ascii(words) if self._ascii_only else words

    @property
    def choices(self) -> tuple[str, ...]:
        return self.entry.known

    def take(self, value: str) -> None:
        self.value = harmless(value)
        self.cursor_position = len(self.value)


class Shown(Widget, can_focus=True):
    """A value on one line that is not typed there."""

    def __init__(self, entry: Entry, value: str, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.entry = entry
        self._ascii_only = ascii_only
        self.value = value

    def take(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(Changed())

    @property
    def words(self) -> str:
        raise NotImplementedError

    def render(self) -> Text:
        return Text(in_ascii(self.words) if self._ascii_only else self.words, no_wrap=True)


class OneOf(Shown):
    """A word of several: arrows take the next, Enter shows them all."""

    DEFAULT_CSS = "OneOf { height: 1; width: 1fr; } OneOf:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", "next", show=False),
        Binding("left", "turn(-1)", "previous", show=False),
        Binding("enter", "screen.choose", "choose", show=False),
    ]

    @property
    def choices(self) -> tuple[str, ...]:
        return self.entry.options

    def become(self, entry: Entry) -> None:
        self.entry = entry
        if self.value not in entry.options:
            self.take(entry.first)

    @property
    def words(self) -> str:
        return f"‹ {printable(self.value, SHOWN) or '(none)'} ›"

    def action_turn(self, steps: int) -> None:
        options = self.choices
        at = options.index(self.value) if self.value in options else -1 if steps > 0 else 0
        self.take(options[(at + steps) % len(options)])


class WrittenText(Shown):
    """A text of several lines: the first of them is shown, Enter opens it in the editor."""

    DEFAULT_CSS = "WrittenText { height: 1; width: 1fr; } WrittenText:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.write", "edit", show=False)]

    @property
    def choices(self) -> tuple[str, ...]:
        return ()

    def become(self, entry: Entry) -> None:
        self.entry = entry

    @property
    def words(self) -> str:
        lines = [line for line in self.value.splitlines() if line.strip()]
        first = printable(lines[0], SHOWN) if lines else self.entry.placeholder or "(none)"
        return f"{first}  … {counted(len(lines), 'lines')}" if len(lines) > 1 else first


Control = TypedLine | OneOf | WrittenText


def control_of(entry: Entry, value: str, *, ascii_only: bool) -> Control:
    if entry.options:
        return OneOf(entry, value, ascii_only=ascii_only)
    return (WrittenText if entry.is_text else TypedLine)(entry, value, ascii_only=ascii_only)


def chooser(control: Control, *, ascii_only: bool) -> Chooser[str]:
    """All that can be taken, to find one by a few letters."""
    choices = [Choice(option or "(none)", option) for option in control.choices]
    at = control.choices.index(control.value) if control.value in control.choices else 0
    return Chooser(control.entry.label, choices, at=at, ascii_only=ascii_only)
