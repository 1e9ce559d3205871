"""Every key that works where the user is, made from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from wgtui.keys import KEYS, Group
from wgtui.screens.line import in_ascii
from wgtui.stylesheets import stylesheet

FILTERS: tuple[tuple[str, str], ...] = (
    ("prod eu", "Both words, anywhere in the row"),
    ("!dev", "Not this word"),
    ("status=failed,degraded", "One of these; != none of them"),
    ("ns=team-* name~^a", "A pattern; a regular expression"),
    ("age<2h cp<all version<1.30", "Times, counts, versions"),
    ("-l env=prod,tier!=dev", "Labels"),
)
_WIDEST = 26


def help_text(active: Iterable[ActiveBinding], *, ascii_only: bool = False) -> Text:
    """One line per key, under the groups of the registry."""
    alive = {one.binding.id for one in active if one.enabled}
    text = Text()
    for group in Group:
        lines = [
            (in_ascii(key.shown) if ascii_only else key.shown, key.about)
            for key in KEYS
            if key.group is group and key.id in alive
        ]
        _section(text, group.value, lines)
    _section(text, "Filters", FILTERS)
    return text


def _section(text: Text, title: str, lines: Iterable[tuple[str, str]]) -> None:
    lines = list(lines)
    if not lines:
        return
    width = min(_WIDEST, max(len(shown) for shown, _ in lines))
    text.append(f"{title}\n", "bold")
    for shown, about in lines:
        text.append(f"  {shown.ljust(width)}", "bold" if len(shown) > width else "").append(f"  {about}\n")
    text.append("\n")


class HelpScreen(ModalScreen[None]):
    CSS_PATH = str(stylesheet("help"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "close", key_display="Esc"),
        Binding("j", "roll(1)", show=False),
        Binding("k", "roll(-1)", show=False),
    ]

    def __init__(self, active: Iterable[ActiveBinding], *, ascii_only: bool = False) -> None:
        super().__init__()
        self._text = help_text(active, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box"):
            yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        self.query_one("#box").focus()

    def action_roll(self, lines: int) -> None:
        self.query_one("#box").scroll_relative(y=lines, animate=False)
