"""A pane that shows a text in which is searched."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.screens.line import Part
from wgtui.screens.panes import ViewPane
from wgtui.widgets.text_view import TextView


class SearchedPane(ViewPane):
    """Subclasses make the view."""

    _view: TextView
    _searched = ""

    def facts(self) -> Sequence[Part]:
        at, count = self._view.match_position
        searched = f"/{self._searched} {at} of {count}" if self._searched else ""
        return [*super().facts(), Part(searched, Tone.ACCENT, 1)]

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:  # noqa: ARG002
        self._searched = text
        self._view.search(text)
        return None

    @property
    def findable(self) -> bool:
        return True

    @property
    def found(self) -> str:
        return self._searched

    @on(TextView.Moved)
    def _searched_on(self) -> None:
        self.post_message(self.Told(self))
