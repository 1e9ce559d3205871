"""One pull request: what it is, how large, and each of its checks."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from wgtui.fleet.status import Tone
from wgtui.github.errors import GitHubError
from wgtui.github.pulls import PullRequest
from wgtui.screens.asking import Copy
from wgtui.screens.host import Host
from wgtui.stylesheets import stylesheet
from wgtui.views.pulls import described
from wgtui.views.safe import printable
from wgtui.widgets.tones import palette_of

LONGEST = 300
"""Characters of a line."""


class PullDetails(ModalScreen[None]):
    CSS_PATH = str(stylesheet("pull"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "close", key_display="Esc"),
        Binding("c", "copy", "copy address"),
    ]

    def __init__(self, pull: PullRequest, host: Host) -> None:
        super().__init__()
        self._pull = pull
        self._host = host
        self._lines = Static(markup=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box") as box:
            box.border_subtitle = "c copies the address  Esc closes"
            yield self._lines

    def on_mount(self) -> None:
        self._say([(f"#{self._pull.number} {self._pull.title}", Tone.ACCENT), ("asking GitHub…", Tone.BUSY)])
        self._ask()

    @work(group="details", exclusive=True)
    async def _ask(self) -> None:
        session = await self._host.opened()
        try:
            size = await session.hosts.size(self._pull)
            checks = await session.hosts.checks(self._pull)
        except GitHubError as error:
            self._say([(error.title, Tone.BAD), (error.detail, Tone.WARN)])
        else:
            self._say(list(described(self._pull, size, checks)))

    def _say(self, lines: list[tuple[str, Tone]]) -> None:
        palette = palette_of(self.app, ascii_only=self._host.config.ascii)
        text = Text()
        for words, tone in lines:
            text.append(f"{palette.words(printable(words, LONGEST))}\n", palette.tones[tone])
        self._lines.update(text)

    def action_copy(self) -> None:
        self.post_message(Copy(self._pull.url, "address"))
