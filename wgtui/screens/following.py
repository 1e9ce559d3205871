"""A screen that follows the session with one pane at a time, for as long as it is on top."""

from __future__ import annotations

import time

from textual import on, work
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from wgtui.screens.host import Host
from wgtui.screens.panes import Pane
from wgtui.screens.status_line import next_look


class FollowingScreen(Screen[None]):
    """Subclasses name the pane on screen and say in their frame what is so."""

    AUTO_FOCUS = ""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self._clock: Timer | None = None

    @property
    def pane(self) -> Pane:
        raise NotImplementedError

    def say(self, now: float) -> None:
        """Says anew what is so; a line that reads the same writes nothing."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        self.follow()
        self.frame()

    def on_screen_suspend(self) -> None:
        # Under a dialog the page is still seen.
        if not isinstance(self.app.screen, ModalScreen):
            self.workers.cancel_node(self)

    def follow(self, *, anew: bool = False) -> None:
        """Begins to follow, unless it does; what was followed before is let go."""
        following = [worker for worker in self.workers if worker.node is self and worker.group == "follow"]
        if anew or all(worker.is_finished for worker in following):
            self._following()

    @work(group="follow", exclusive=True)
    async def _following(self) -> None:
        pane = self.pane
        await pane.follow(await self.host.opened())

    @on(Pane.Told)
    def _told(self, message: Pane.Told) -> None:
        message.stop()
        if message.pane is self.pane:
            self.frame()

    def frame(self) -> None:
        self.say(time.monotonic())
        if self._clock is not None:
            self._clock.stop()
        seconds = next_look(self.host.session, self.pane.known())
        if self.host.playback is not None and self.host.playback.playing:
            seconds = min(1.0, seconds or 1.0)
        self._clock = self.set_timer(seconds, self._tick) if seconds is not None else None

    def _tick(self) -> None:
        self.pane.tick()
        self.frame()
