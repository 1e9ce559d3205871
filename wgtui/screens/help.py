"""Every key that works where the user is, made from the live bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wgtui.keys import Group, Key
from wgtui.screens.line import in_ascii
from wgtui.screens.rolling import RollingDialog
from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

FILTERS: tuple[tuple[str, str], ...] = (
    ("prod eu", "Both words, anywhere in the row"),
    ("!dev", "Not this word"),
    ("status=failed,degraded", "One of these; != none of them"),
    ("ns=team-* name~^a", "A pattern; a regular expression"),
    ("age<2h cp<all version<1.30", "Times, counts, versions"),
    ("-l env=prod,tier!=dev", "Labels"),
)
_WIDEST = 26

LONGEST_REASON = 200
"""Characters of what a server says."""

WhyNot = Callable[[str], str]
"""Why the key of this id does nothing here; empty where it does."""


def help_text(
    registry: Sequence[Key], active: Iterable[ActiveBinding], why_not: WhyNot, *, ascii_only: bool = False
) -> Text:
    """One line per key, under the groups of the registry; why a key does nothing stands below it."""
    alive = {one.binding.id for one in active}
    text = Text()
    for group in Group:
        keys = [key for key in registry if key.group is group and key.id in alive]
        lines = [(key.shown, key.about, printable(why_not(key.id), LONGEST_REASON)) for key in keys]
        _section(text, group.value, [tuple(map(in_ascii, line)) for line in lines] if ascii_only else lines)
    if "filter" in alive:
        _section(text, "Filters", [(shown, about, "") for shown, about in FILTERS])
    return text


def _section(text: Text, title: str, lines: Sequence[tuple[str, ...]]) -> None:
    if not lines:
        return
    width = min(_WIDEST, max(len(shown) for shown, *_ in lines))
    text.append(f"{title}\n", "bold")
    for shown, about, reason in lines:
        text.append(f"  {shown.ljust(width)}", "dim" if reason else "bold")
        text.append(f"  {about}\n", "dim" if reason else "")
        if reason:
            text.append(f"  {' ' * width}  {reason}\n", "dim")
    text.append("\n")


class HelpScreen(RollingDialog):
    CSS_PATH = str(stylesheet("help"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1", "dismiss", "close", show=False)]

    def __init__(
        self, registry: Sequence[Key], active: Iterable[ActiveBinding], why_not: WhyNot, *, ascii_only: bool = False
    ) -> None:
        super().__init__()
        self._text = help_text(registry, active, why_not, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box") as box:
            box.border_subtitle = "j k  Esc closes"
            yield Static(self._text, markup=False)
