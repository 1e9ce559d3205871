"""The monitoring pane: rows, the worst first, and one line that sums up; no key is taken, nothing is asked."""

from __future__ import annotations

from collections import Counter

from textual.app import ComposeResult

from wgtui.fleet.status import Status, Tone
from wgtui.screens.following import FollowingScreen
from wgtui.screens.freshness import freshness_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line, Part
from wgtui.screens.panes import Pane
from wgtui.screens.table_pane import TablePane
from wgtui.stylesheets import stylesheet


class MonitorScreen(FollowingScreen):
    CSS_PATH = str(stylesheet("monitor"))

    def __init__(self, pane: TablePane, typed: str, host: Host) -> None:
        super().__init__(host)
        self._pane = pane
        self._typed = typed
        self._summary = Line(gap=" ", ascii_only=host.config.ascii, id="summary")

    @property
    def pane(self) -> Pane:
        return self._pane

    def compose(self) -> ComposeResult:
        yield self._pane
        yield self._summary

    def on_mount(self) -> None:
        self._pane.table.can_focus = False
        self._pane.table.sort_by("status")
        if self._typed:
            self._pane.find(self._typed, finished=True)

    def say(self, now: float) -> None:
        table, status = self._pane.table, self._pane.listing.status
        counts = Counter(status(row) for row in table.shown) if status else Counter[Status]()
        fresh = freshness_parts(self._pane.known(), now) if self.host.session else [Part("starting", Tone.BUSY, 0)]
        head = Part(f"{self._pane.amount}:" if counts else self._pane.amount, Tone.PLAIN, 1)
        self._summary.show([head, *count_parts(counts)], fresh[:1])


def count_parts(counts: Counter[Status]) -> list[Part]:
    """`2 failed 9 ready`, the worst first; when the line is narrow the mildest leave first, but never what is bad."""
    worst_first = sorted(counts, key=lambda status: status.rank)
    return [
        Part(f"{counts[status]} {status.word}", status.tone, 0 if status.tone is Tone.BAD else 1 + status.rank)
        for status in worst_first
    ]
