"""A detail page that follows what it is about: what the store knows at once, and what only the whole object tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import on

from wgtui.screens.host import Host
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Also, Behind, Objects, ReadingPane, Watches, nothing_also
from wgtui.screens.session import Session
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Health, Store
from wgtui.views.page import Section
from wgtui.widgets.sections_view import SectionsView

Sections = Callable[[Fleet, Place], Sequence[Section]]
"""What is so now; empty where the object is not there."""

Whole = Callable[[Place, dict[str, Any], bool], Sequence[Section]]
"""What a whole object tells besides, and whether that is stale."""


def nothing_known(_: Fleet, __: Place) -> Sequence[Section]:
    return ()


def nothing_behind(_: Store, __: Place) -> Objects:
    return ()


def nothing_more(_: Place, __: dict[str, Any], ___: bool) -> Sequence[Section]:
    return ()


class SectionsPane(ReadingPane):
    _view: SectionsView

    def __init__(
        self,
        place: Place,
        host: Host,
        watches: Watches,
        *,
        sections: Sections = nothing_known,
        behind: Behind = nothing_behind,
        whole: Whole = nothing_more,
        also: Also = nothing_also,
        by_line: bool = False,
    ) -> None:
        """`by_line`: keys act on the object that the line under the cursor is about, not on that of the page."""
        super().__init__(place, watches, behind, host, also)
        self._by_line = by_line
        self._sections = sections
        self._whole = whole
        self._view = SectionsView(ascii_only=host.config.ascii, clock=host.clock)
        self._known: Sequence[Section] = ()
        self._wholes: Sequence[dict[str, Any]] = ()

    def known_anew(self, session: Session) -> None:
        self._known = self._sections(session.fleet, self.place)
        self._lay_out()

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        self._wholes = found
        self._lay_out()

    def _lay_out(self) -> None:
        stale = any(one.freshness.health is Health.STALE for one in self.known())
        more = [section for one in self._wholes for section in self._whole(self.place, one, stale)]
        # Notes and links are what is looked for most, so they come right behind the verdict.
        self._view.show([*self._known[:1], *more, *self._known[1:]])

    @property
    def is_empty(self) -> bool:
        return not (self._known or self._wholes)

    @on(SectionsView.Selected)
    def _selected(self, message: SectionsView.Selected) -> None:
        message.stop()
        if isinstance(message.target, Place):
            self.post_message(self.Opened(message.target))

    def subject(self) -> Subject | None:
        target = self._view.target if self._by_line else None
        if not isinstance(target, Place) or target.ref is None:
            return None
        return Subject(target.ref.name, target, (("namespace", target.ref.namespace),))

    def copies(self) -> tuple[tuple[str, str], ...]:
        return (("line", self._view.current_text),)
