"""A few words in the middle of an empty pane: what is the matter, and what is done about it."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from wgtui.screens.line import in_ascii
from wgtui.views.safe import printable


class Notice(Static):
    """Lies over what is empty, which keeps the keyboard, while it has something to say.

    The words may come from a server: they are never markup.
    """

    DEFAULT_CSS = """
    Notice { layer: notice; width: 1fr; height: 1fr; content-align: center middle; text-align: center; display: none; }
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__(markup=False)
        self._ascii_only = ascii_only
        self._words = ""

    def say(self, title: str = "", *details: str) -> None:
        words = "\n".join(printable(line, 400) for line in (title, *details) if line)
        if self._ascii_only:
            words = in_ascii(words)
        if words != self._words:
            self._words = words
            first, _, rest = words.partition("\n")
            self.update(Text.assemble((first, "bold"), "\n" if rest else "", rest))
        self.display = bool(words)
