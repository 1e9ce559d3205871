"""What is logged about an object: by its own pods, or by the controller of Flux that looks after it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from wgtui.errors import KubeError
from wgtui.fleet.logging import Writers, Written, mentions, writers_at_once, writers_of
from wgtui.fleet.status import Tone
from wgtui.keys import binding
from wgtui.kube.client import Client
from wgtui.screens.host import Host
from wgtui.screens.instead import Words
from wgtui.screens.line import Part, counted
from wgtui.screens.notice import Notice
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.reaching import reach
from wgtui.screens.searched_pane import SearchedPane
from wgtui.screens.session import Session
from wgtui.views.log_text import log_line, short_names
from wgtui.watching.pod_logs import PodLogs
from wgtui.widgets import highlight
from wgtui.widgets.line_view import LineView
from wgtui.widgets.text_view import TextView

KEPT = 20_000
"""Lines that can be shown the other way, as they were written or in words."""

TAIL = 500
"""Lines of each container to begin with."""

CONTROLLER_TAIL = 5_000
"""The same of a controller, which writes about all objects."""

LOOK = 1.0
"""Seconds between two looks at what is the matter, while nothing is written."""


class LogPane(SearchedPane):
    """Follows while the cursor is on the last line."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("log.previous"), binding("log.plain")]

    def __init__(self, place: Place, host: Host) -> None:
        super().__init__()
        self._place = place
        self._view = TextView(ascii_only=host.config.ascii)
        self.notice = Notice(ascii_only=host.config.ascii)
        self._lines: deque[Written] = deque(maxlen=KEPT)
        self._logs: PodLogs | None = None
        self._writers: Writers | None = None
        self._previous = False
        self._plain = False
        self._anew = asyncio.Event()

    async def follow(self, session: Session) -> None:
        with ExitStack() as leases:
            watching = await reach(session, self._place.cluster, leases, self.notice.say)
            while True:
                self._anew.clear()
                self._lines.clear()
                self._view.show_text((), highlight.log)
                await self._read(watching.client)

    async def _read(self, client: Client) -> None:
        """Until something else is to be read."""
        try:
            writers = await self._find_writers(client)
        except KubeError as error:
            self.notice.say(error.title, error.detail)
            await self._anew.wait()
            return
        if writers is None:
            self.notice.say("it selects no pods whose logs could be read")
            await self._anew.wait()
            return
        self._writers = writers
        tail = CONTROLLER_TAIL if writers.controller else TAIL
        self._logs = PodLogs(client, writers, tail=tail, previous=self._previous)
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(self._logs.run()),
                tasks.create_task(self._take(self._logs)),
                tasks.create_task(self._look()),
            ]
            await self._anew.wait()
            for task in running:
                task.cancel()

    async def _find_writers(self, client: Client) -> Writers | None:
        kind, ref = kind_of(self._place), self._place.ref
        assert ref is not None
        return writers_at_once(kind, ref) or writers_of(await client.get_raw(kind, ref))

    async def _take(self, logs: PodLogs) -> None:
        while True:
            lines = [line for line in await logs.lines() if self._is_wanted(line)]
            self._lines.extend(lines)
            self._view.append(self._shown(lines))
            self._tell()

    def _is_wanted(self, line: Written) -> bool:
        if self._writers is None or not self._writers.controller:
            return True
        assert self._place.ref is not None
        return mentions(line.text, kind_of(self._place).kind, self._place.ref)

    def _shown(self, lines: Iterable[Written]) -> list[str]:
        names = self._logs.names if self._logs is not None else []
        short = short_names(names) if len(names) > 1 else {}
        return [log_line(line, who=short.get(line.container, ""), plain=self._plain, clock=_clock) for line in lines]

    async def _look(self) -> None:
        while True:
            self._tell()
            await asyncio.sleep(LOOK)

    def _tell(self) -> None:
        self.notice.say(*(() if self._lines else self._instead()))
        self.post_message(self.Told(self))

    def _instead(self) -> Words:
        """Why there is nothing to read."""
        logs, writers = self._logs, self._writers
        if logs is None or writers is None or not logs.looked:
            return ("reading…",)
        trouble = logs.trouble or next(iter(logs.troubles.values()), None)
        if trouble is not None:
            return trouble.title, trouble.detail
        if not logs.names:
            return (f"{writers.controller} has no pods here" if writers.controller else "no container has started yet",)
        if writers.controller:
            return (
                f"nothing about it in the last {CONTROLLER_TAIL:,} lines of {writers.controller}",
                "what it writes from now on appears here",
            )
        return ("nothing is written yet",)

    def action_before_restart(self) -> None:
        """The containers that ran before the ones that run now, and back."""
        self._previous = not self._previous
        self._anew.set()

    def action_as_written(self) -> None:
        """As it was written, or structured lines in words."""
        self._plain = not self._plain
        self._view.show_text(self._shown(self._lines), highlight.log)
        self._view.action_cursor_to_end(1)
        self._tell()

    def facts(self) -> Sequence[Part]:
        logs = self._logs
        troubled = len(logs.troubles) if logs and self._lines else 0
        return [
            *super().facts(),
            Part("before the last restart" if self._previous else "", Tone.WARN, 1),
            Part("as written" if self._plain else "", Tone.MUTED, 4),
            Part(f"{counted(troubled, 'logs')} not readable" if troubled else "", Tone.WARN, 2),
            Part(f"{logs.left_out} more not read" if logs and logs.left_out else "", Tone.WARN, 2),
            Part(self._writers.controller if self._writers else "", Tone.MUTED, 3),
            Part(counted(len(logs.names), "containers") if logs and len(logs.names) > 1 else "", Tone.MUTED, 3),
            Part("" if self._previous else "following" if self._is_following else "G follows", Tone.MUTED, 2),
        ]

    @property
    def _is_following(self) -> bool:
        return self._view.cursor_index >= self._view.line_count - 1

    def copies(self) -> tuple[tuple[str, str], ...]:
        return (("line", self._view.current_line), ("log", "\n".join(self._view.lines)))

    @on(LineView.CursorMoved)
    def _moved(self) -> None:
        self.post_message(self.Told(self))


def _clock(at: datetime) -> str:
    """In the time of this machine, as the clock on the wall."""
    return f"{at.astimezone():%H:%M:%S}"
