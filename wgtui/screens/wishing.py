"""A question before something is reconciled, with what may be wished for besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

WISHES = {
    "source": "its source first",
    "force": "force: install or upgrade once more",
    "reset": "reset: forget its failures",
}
"""What can be wished for, in the order it is shown; each by its own key."""

_KEYS = {"source": "s", "force": "f", "reset": "r"}


class Wishing(ModalScreen[frozenset[str] | None]):
    """What is wished for, of what is `offered`; None where the user thinks better of it."""

    CSS_PATH = str(stylesheet("wishing"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "agree", "yes"),
        Binding("n,escape", "dismiss(None)", "no"),
        *(Binding(key, f"wish({wish!r})", WISHES[wish]) for wish, key in _KEYS.items()),
    ]

    def __init__(self, question: str, offered: Sequence[str], wished: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._question = question
        self._offered = offered
        self._wished = wished & set(offered)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(printable(self._question, 200), id="question", markup=False)
            yield Static(self._offers(), id="wishes", markup=False)
            yield Static("y yes   n no", markup=False)

    def _offers(self) -> str:
        return "\n".join(
            f"{_KEYS[wish]} [{'x' if wish in self._wished else ' '}] {WISHES[wish]}" for wish in self._offered
        )

    def action_wish(self, wish: str) -> None:
        if wish in self._offered:
            self._wished ^= {wish}
            self.query_one("#wishes", Static).update(self._offers())

    def action_agree(self) -> None:
        self.dismiss(self._wished)
