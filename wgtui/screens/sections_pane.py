"""A detail page that follows what it is about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from textual import on
from textual.app import ComposeResult

from wgtui.resources.changes import WatchKey
from wgtui.screens.freshness import Known
from wgtui.screens.host import Host
from wgtui.screens.notice import Notice
from wgtui.screens.panes import Pane
from wgtui.screens.place import Place
from wgtui.screens.reaching import reach
from wgtui.screens.session import Session
from wgtui.screens.table_pane import FRAME
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Health, Store
from wgtui.views.page import Section
from wgtui.widgets.sections_view import SectionsView

Sections = Callable[[Fleet, Place], Sequence[Section]]
"""What is so now; empty where the object is not there."""


class SectionsPane(Pane):
    def __init__(
        self,
        place: Place,
        sections: Sections,
        watches: Callable[[Place], tuple[WatchKey, ...]],
        host: Host,
    ) -> None:
        super().__init__()
        ascii_only = host.config.ascii
        self._place = place
        self._sections = sections
        self._watches = watches(place)
        self._view = SectionsView(ascii_only=ascii_only, clock=host.clock)
        self._notice = Notice(ascii_only=ascii_only)
        self._store: Store | None = None

    def compose(self) -> ComposeResult:
        yield self._view
        yield self._notice

    def take_focus(self) -> None:
        self._view.focus()

    async def follow(self, session: Session) -> None:
        kinds = tuple(dict.fromkeys(key.kind for key in self._watches))
        with ExitStack() as leases:
            watching = await reach(session, self._place.cluster, leases, self._notice.say)
            self._store = watching.store
            for key in self._watches:
                leases.enter_context(watching.hold(*key))
            async for _ in watching.store.changes(*kinds):
                self._show(self._sections(session.fleet, self._place))
                self.post_message(self.Told(self))
                await asyncio.sleep(FRAME)

    def _show(self, sections: Sequence[Section]) -> None:
        loading = any(one.freshness.health in (Health.LOADING, Health.RELEASED) for one in self.known())
        self._view.show(sections)
        self._notice.say(*(() if sections else ("loading…",) if loading else ("it is not there any more",)))

    def known(self) -> Sequence[Known]:
        store = self._store
        if store is None:
            return ()
        return [Known(key.kind, store.freshness(key.kind), 0, store.name) for key in self._watches]

    @on(SectionsView.Selected)
    def _selected(self, message: SectionsView.Selected) -> None:
        message.stop()
        if isinstance(message.target, Place):
            self.post_message(self.Opened(message.target))
