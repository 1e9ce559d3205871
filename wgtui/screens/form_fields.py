"""The fields of a form: a line to type on or one of several words; above it what it is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from wgtui.errors import WgtuiError
from wgtui.fleet.status import Tone
from wgtui.screens.chooser import Choice, Chooser
from wgtui.screens.line import in_ascii
from wgtui.views.safe import printable
from wgtui.widgets.tones import palette_of

Problem = Callable[[str], WgtuiError | None]
"""What is wrong with a value."""


class OneOf(Widget, can_focus=True):
    """A word of several: arrows take the next, Enter shows them all."""

    DEFAULT_CSS = "OneOf { height: 1; width: 1fr; } OneOf:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", "next", show=False),
        Binding("left", "turn(-1)", "previous", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]

    class Changed(Message):
        """Another word was taken."""

    def __init__(self, title: str, options: tuple[str, ...], value: str, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._ascii_only = ascii_only
        self.value = value

    def render(self) -> Text:
        words = f"‹ {printable(self.value, 200) or '(none)'} ›"
        return Text(in_ascii(words) if self._ascii_only else words, no_wrap=True)

    def action_turn(self, steps: int) -> None:
        at = self._options.index(self.value) if self.value in self._options else -1 if steps > 0 else 0
        self._take(self._options[(at + steps) % len(self._options)])

    async def action_choose(self) -> None:
        choices = [Choice(option or "(none)", option) for option in self._options]
        await self.app.push_screen(Chooser(self._title, choices, ascii_only=self._ascii_only), self._take)

    def _take(self, value: str | None) -> None:
        if value is not None and value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed())


class Field(Vertical):
    """One value of the form, by name; with `options` it is one of these."""

    DEFAULT_CSS = "Field { height: auto; padding: 0 1; } Field Input { height: 1; border: none; padding: 0; }"

    class Edited(Message):
        """The value is another one."""

    def __init__(
        self,
        name: str,
        about: str,
        value: str,
        *,
        options: tuple[str, ...] = (),
        placeholder: str = "",
        required: bool = False,
        problem: Problem = lambda _: None,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
        self.of = name
        self._about = about
        self._required = required
        self._problem = problem
        self._ascii_only = ascii_only
        self._head = Static(markup=False)
        self.control: Input | OneOf = (
            OneOf(name, options, value, ascii_only=ascii_only)
            if options
            else Input(value, placeholder=printable(placeholder, 200), compact=True, select_on_focus=False)
        )

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.control

    def on_mount(self) -> None:
        self.judge(strictly=bool(self.value))

    @property
    def value(self) -> str:
        return self.control.value

    def judge(self, *, strictly: bool = True) -> None:
        """Says what is wrong with the value; while nobody has typed, only what it is."""
        found = self._problem(self.value) if strictly else None
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        text = Text(palette.words(printable(self.of, 100)), palette.tones[Tone.PLAIN] + palette.header)
        text.append(" *" if self._required else "", palette.tones[Tone.ACCENT])
        words, tone = (str(found), Tone.BAD) if found else (self._about, Tone.MUTED)
        text.append(f"  {palette.words(printable(words, 300))}" if words else "", palette.tones[tone])
        self._head.update(text)

    @on(Input.Changed)
    @on(OneOf.Changed)
    def _changed(self, message: Message) -> None:
        message.stop()
        if self.is_mounted:
            self.judge()
            self.post_message(self.Edited())
