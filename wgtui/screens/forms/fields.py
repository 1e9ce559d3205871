"""The fields of a form: what an entry is and what is wrong with it, above what it is typed on; sections that fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from wgtui.fleet.status import Tone
from wgtui.screens.forms.controls import Changed, control_of, harmless
from wgtui.screens.forms.form import Entry, Section
from wgtui.views.safe import printable
from wgtui.widgets.tones import palette_of


class Field(Vertical):
    """One entry and its value."""

    DEFAULT_CSS = "Field { height: auto; padding: 0 1; } Field Input { height: 1; border: none; padding: 0; }"

    class Edited(Message):
        """The value is another one."""

    def __init__(self, entry: Entry, value: str, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.entry = entry
        self._ascii_only = ascii_only
        self._head = Static(markup=False)
        self._said = Text()
        self.control = control_of(entry, value, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.control

    def on_mount(self) -> None:
        self.judge(strictly=bool(self.value))

    @property
    def value(self) -> str:
        return self.control.value

    @property
    def is_touched(self) -> bool:
        return self.value not in (self.entry.first, harmless(self.entry.first))

    def become(self, entry: Entry) -> None:
        """The same entry, of which something else is true now."""
        self.entry = entry
        self.control.become(entry)
        self.judge(strictly=bool(self.value))

    def judge(self, *, strictly: bool = True) -> None:
        """Says what is wrong with the value; while nobody has typed, only what it is."""
        entry = self.entry
        found = entry.wrong(self.value) if strictly else None
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        text = Text(palette.words(printable(entry.label, 100)), palette.tones[Tone.PLAIN] + palette.header)
        text.append(" *" if entry.required else "", palette.tones[Tone.ACCENT])
        words, tone = (str(found), Tone.BAD) if found else (self._about, Tone.MUTED)
        text.append(f"  {palette.words(printable(words, 300))}" if words else "", palette.tones[tone])
        # Every field is asked at every key: only what reads differently is laid out anew.
        if text != self._said:
            self._said = text
            self._head.update(text)

    @property
    def _about(self) -> str:
        known = f"^t shows {len(self.entry.known)}" if self.entry.known else ""
        return "; ".join(filter(None, (self.entry.about, known)))

    @on(Input.Changed)
    @on(Changed)
    def _changed(self, message: Message) -> None:
        message.stop()
        if self.is_mounted:
            self.judge()
            self.post_message(self.Edited())


class Fold(Widget, can_focus=True):
    """The head of a section: what is in it is shown or not."""

    DEFAULT_CSS = "Fold { height: 1; width: 1fr; padding: 0 1; } Fold:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "fold", "fold", show=False),
        Binding("right", "open(True)", "unfold", show=False),
        Binding("left", "open(False)", "fold", show=False),
    ]

    class Toggled(Message):
        """Show it, or do not."""

    def __init__(self, title: str, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._title = title
        self._ascii_only = ascii_only
        self._summary = ""
        self.is_open = False

    def sum_up(self, words: str) -> None:
        if words != self._summary:
            self._summary = words
            self.refresh()

    def render(self) -> Text:
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        sign = ("-" if self.is_open else "+") if self._ascii_only else ("▾" if self.is_open else "▸")
        text = Text(f"{sign} {self._title}", palette.tones[Tone.PLAIN] + palette.header, no_wrap=True)
        words = palette.words(printable(self._summary, 200))
        text.append(f"  {words}" if words else "", palette.tones[Tone.MUTED])
        return text

    def action_fold(self) -> None:
        self.action_open(not self.is_open)

    def action_open(self, is_open: bool) -> None:
        if is_open != self.is_open:
            self.is_open = is_open
            self.refresh()
            self.post_message(self.Toggled())

    def on_click(self) -> None:
        self.action_fold()


class SectionBox(Vertical):
    """The fields of one section by id, which come and go with what is typed; the values of those that stay are kept."""

    DEFAULT_CSS = "SectionBox { height: auto; } SectionBox > Vertical { height: auto; }"

    def __init__(self, section: Section, values: Mapping[str, str], *, ascii_only: bool = False) -> None:
        super().__init__()
        self.title = section.title
        self._ascii_only = ascii_only
        self._fold = Fold(section.title, ascii_only=ascii_only) if section.title else None
        self.fields = {entry.id: self._field(entry, values) for entry in section.entries}
        self._inside = Vertical(*self.fields.values())
        self._sum_up(section)

    def _field(self, entry: Entry, values: Mapping[str, str]) -> Field:
        return Field(entry, values[entry.id], ascii_only=self._ascii_only)

    def compose(self) -> ComposeResult:
        if self._fold is not None:
            yield self._fold
        yield self._inside

    async def show(self, section: Section, values: Mapping[str, str]) -> None:
        for id in self.fields.keys() - {entry.id for entry in section.entries}:
            await self.fields.pop(id).remove()
        before: Field | None = None
        for entry in section.entries:
            known = self.fields.get(entry.id)
            field = self.fields[entry.id] = known or self._field(entry, values)
            if known is None:
                await self._inside.mount(field, after=before)
            else:
                known.become(entry)
            before = field
        self._sum_up(section)

    def _sum_up(self, section: Section) -> None:
        if self._fold is not None:
            self._inside.display = self._fold.is_open
            self._fold.sum_up(section.summary)

    def unfold(self) -> None:
        if self._fold is not None:
            self._fold.action_open(True)
            self._inside.display = True

    @on(Fold.Toggled)
    def _toggled(self, message: Fold.Toggled) -> None:
        message.stop()
        assert self._fold is not None
        self._inside.display = self._fold.is_open
