"""Files a person looks through one after the other, highlighted, with what is wrong with them above."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from wgtui.errors import WgtuiError
from wgtui.fleet.status import Tone
from wgtui.screens.line import Line, Part
from wgtui.templates.files import RenderedFile
from wgtui.views.safe import printable
from wgtui.widgets import highlight
from wgtui.widgets.text_view import TextView
from wgtui.widgets.tones import palette_of


class FilesPane(Vertical):
    """The file that was looked at stays in sight while what is in it changes."""

    DEFAULT_CSS = "FilesPane #wrong { height: auto; max-height: 4; padding: 0 1; }"

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ascii_only = ascii_only
        self._title = Line(ascii_only=ascii_only)
        self._wrong = Static(markup=False, id="wrong")
        self._view = TextView(ascii_only=ascii_only)
        self._files: Sequence[RenderedFile] = ()
        self._path = ""
        self._complaint = ""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._wrong
        yield self._view

    def on_mount(self) -> None:
        self._wrong.display = False
        self._show()

    def show(self, files: Sequence[RenderedFile]) -> None:
        self._files = files
        self._show()

    def complain(self, error: WgtuiError | None) -> None:
        """What was rendered last stays: it is what the words are about."""
        words = printable(str(error), 500) if error is not None else ""
        if words == self._complaint:
            return
        self._complaint = words
        self._wrong.display = bool(words)
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        self._wrong.update(Text(palette.words(words), palette.tones[Tone.WARN]))

    def turn(self, files: int) -> None:
        if self._files:
            self._path = self._files[(self._at + files) % len(self._files)].path
            self._view.stand_at(0)
            self._view.set_top(0)
            self._show()

    def page(self, pages: int) -> None:
        self._view.action_page(pages)

    @property
    def _at(self) -> int:
        return next((at for at, file in enumerate(self._files) if file.path == self._path), 0)

    def _show(self) -> None:
        if not self._files:
            self._title.show([Part("no files yet", Tone.MUTED)])
            return
        file = self._files[self._at]
        count = f"{self._at + 1} of {len(self._files)}"
        self._title.show([Part(file.path, Tone.ACCENT, 0)], [Part(count, Tone.MUTED, 1)])
        self._view.show_text(file.text, highlight.yaml)
