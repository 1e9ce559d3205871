"""Something that takes a moment and can be stopped: what is waited for, then its result, or why there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wgtui.errors import WgtuiError
from wgtui.screens.line import in_ascii
from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable

T = TypeVar("T")

LONGEST = 500
"""Characters of what is said."""


class Waiting(ModalScreen[T | None], Generic[T]):
    """Dismissed with the result; None where the user stops waiting, or has read why there is none."""

    CSS_PATH = str(stylesheet("waiting"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss(None)", "close")]

    def __init__(self, words: str, work: Callable[[], Awaitable[T]], *, ascii_only: bool = False) -> None:
        super().__init__()
        self._words = words
        self._work = work
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._shown(self._words), id="words", markup=False)
            yield Static(id="detail", markup=False)
            yield Static("Esc stops", id="keys", markup=False)

    def on_mount(self) -> None:
        self._wait()

    @work(group="waiting")
    async def _wait(self) -> None:
        try:
            result = await self._work()
        except WgtuiError as error:
            self.query_one("#words", Static).update(self._shown(error.title))
            self.query_one("#detail", Static).update(self._shown(error.detail))
            self.query_one("#keys", Static).update("Esc closes")
            return
        self.dismiss(result)

    def _shown(self, text: str) -> str:
        words = printable(text, LONGEST)
        return in_ascii(words) if self._ascii else words
