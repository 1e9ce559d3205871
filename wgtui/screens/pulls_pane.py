"""The open pull requests of the fleet's repository, followed while they are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from wgtui.errors import WgtuiError
from wgtui.fleet.pulls import PULL_REQUEST
from wgtui.fleet.status import Tone
from wgtui.github.pulls import PullRequest
from wgtui.screens.host import Host
from wgtui.screens.line import Part
from wgtui.screens.merging import MergingPane
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.notice import Notice
from wgtui.screens.object_place import place_of_pull
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.rows_pane import RowsPane
from wgtui.screens.session import Session
from wgtui.views import pulls
from wgtui.widgets.resource_table import ResourceTable


class PullsPane(RowsPane, MergingPane):
    """What is merged or closed meanwhile stays in sight, as such."""

    def __init__(self, place: Place, host: Host) -> None:  # noqa: ARG002
        super().__init__()
        self._host = host
        self._pulls: list[PullRequest] = []
        self._error: WgtuiError | None = None
        self._asked = False
        self.narrowing = Narrowing(pulls.FIELDS, None, host.clock)
        self.table: ResourceTable[PullRequest] = ResourceTable(
            pulls.COLUMNS,
            is_stale=lambda _: self._error is not None,
            clock=host.clock,
            ascii_only=host.config.ascii,
        )
        self._notice = Notice(ascii_only=host.config.ascii)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._notice

    @property
    def keyboard(self) -> Widget:
        return self.table

    async def follow(self, session: Session) -> None:
        self._tell()
        with session.pulls.hold():
            async for _ in session.fleet.management.changes(PULL_REQUEST):
                self._error, self._asked = session.pulls.error, session.pulls.asked
                known = session.fleet.management.objects(PULL_REQUEST).values()
                self._pulls = [one.pull for one in known if not one.earlier]
                self._show()

    def _show(self) -> None:
        self.table.show(self._pulls, lambda pull: pull.key)
        self.narrow()
        self._tell()

    def _tell(self) -> None:
        self._say_instead()
        self.post_message(self.Told(self))

    def tick(self) -> None:
        self._say_instead()

    def _say_instead(self) -> None:
        if self.table.row_count:
            self._notice.say()
        elif self.table.total_count:
            self._notice.say(f"no pull requests match {self.found}", "Esc shows all")
        elif self._error is not None:
            self._notice.say(self._error.title, self._error.detail, "^r asks again")
        elif self._asked:
            self._notice.say("there are no open pull requests")
        else:
            self._notice.say("asking GitHub…")

    # What the frame shows

    @property
    def noun(self) -> str:
        return "pull requests"

    @property
    def is_read(self) -> bool:
        return self._asked

    def facts(self) -> Sequence[Part]:
        trouble = self._error if self._pulls else None
        return [*super().facts(), Part(f"not read again: {trouble.title}" if trouble else "", Tone.WARN, 1)]

    @property
    def says(self) -> bool:
        return True

    def saying(self) -> str:
        pull = self.table.selected
        return f"{pull.title}  {pull.url}" if pull is not None else ""

    def subject(self) -> Subject | None:
        pull = self.table.selected
        return Subject(f"#{pull.number}", None, (("address", pull.url), ("branch", pull.branch))) if pull else None

    @property
    def host(self) -> Host:
        return self._host

    @property
    def pull(self) -> PullRequest | None:
        return self.table.selected

    # Keys

    @on(ResourceTable.Selected)
    def _open(self, message: ResourceTable.Selected) -> None:
        message.stop()
        self.post_message(self.Opened(place_of_pull(message.row.number)))
