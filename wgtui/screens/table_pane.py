"""A followed table: the pane of every list."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable, Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.screens.freshness import Known, is_live, seconds
from wgtui.screens.line import Part
from wgtui.screens.listing import Listing
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.notice import Notice
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place
from wgtui.store.store import Health
from wgtui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from wgtui.screens.session import Session

FRAME = 0.1
"""Seconds between two looks at what changed."""


class TablePane(Pane):
    """Rows of one listing, at one place."""

    def __init__(self, listing: Listing[Any], place: Place, *, ascii_only: bool = False, monitor: bool = False) -> None:
        super().__init__()
        self.listing = listing
        self.narrowing: Narrowing[Any] = Narrowing(listing.fields, listing.status)
        self.table: ResourceTable[Any] = ResourceTable(
            listing.columns,
            is_stale=listing.stale,
            ascii_only=ascii_only,
            cursor=not monitor,
            placeholder="starting…",
        )
        self._place = place
        self._session: Session | None = None
        self._shown = False
        self._wide = False
        self._notice = Notice()

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._notice

    def on_mount(self) -> None:
        if self.listing.sort:
            self.table.sort_by(self.listing.sort, self.listing.reverse)

    def take_focus(self) -> None:
        self.table.focus()

    async def follow(self, session: Session) -> None:
        self._session = session
        rows = self.listing.rows(session.fleet, self._place)
        self._shown = False
        with self._leases(session):
            async for turn in session.fleet.changes(*self.listing.kinds):
                for changed, removed in rows.update(turn):
                    self._take(changed, removed)
                    await asyncio.sleep(0)
                self.table.set_placeholder(self._instead())
                self.table.recheck()
                self.post_message(self.Told())
                await asyncio.sleep(FRAME)

    def _leases(self, session: Session) -> ExitStack:
        leases = ExitStack()
        namespace, labels, fields = self.listing.selector(self._place)
        for kind in self.listing.kinds:
            leases.enter_context(session.watching.hold(kind, namespace, labels, fields))
        if self.listing.leaves:
            leases.enter_context(session.leaves.everywhere(*self.listing.kinds))
        return leases

    def _take(self, changed: Sequence[Any], removed: Iterable[Hashable]) -> None:
        if self._shown:
            self.table.update_rows(changed, removed)
        else:
            self._shown = True
            self.table.show(changed, self.listing.key)
        if len(changed) > 1000:
            self.narrow()

    def narrow(self) -> None:
        """Filters all rows anew."""
        self.table.filter(self.narrowing.predicate(self.table.rows))
        self.table.set_placeholder(self._instead())
        self.post_message(self.Told())

    def _instead(self) -> str:
        """What stands where the rows would be when there are none: what is the matter, and what is done about it."""
        if self.table.total_count:
            return f"no {self.listing.noun} match {self.narrowing.text or 'that'}: Esc shows all"
        known = self.known()
        stale = [one for one in known if one.freshness.health is Health.STALE]
        if stale and stale[0].freshness.error is not None:
            return _trouble(stale[0], time.monotonic())
        if any(one.freshness.health in (Health.LOADING, Health.RELEASED) for one in known):
            return f"loading {self.listing.noun}…"
        denied = [one.freshness.error for one in known if one.freshness.health is Health.DENIED]
        if known and denied and len(denied) == len(known) and denied[0]:
            return f"{denied[0].title}. {denied[0].detail}"
        if known and all(one.freshness.health is Health.ABSENT for one in known):
            return f"this cluster does not serve {', '.join(sorted(one.kind.plural for one in known)[:4])}"
        return self.listing.empty or f"there are no {self.listing.noun}"

    def known(self) -> Sequence[Known]:
        if self._session is None:
            return ()
        fleet = self._session.fleet
        stores = fleet.stores() if self.listing.leaves else (fleet.management,)
        return [
            Known(kind, store.freshness(kind), len(store.objects(kind)), store.name)
            for store in stores
            for kind in self.listing.kinds
        ]

    def facts(self) -> Sequence[Part]:
        table = self.table
        shown, total, marked = table.row_count, table.total_count, len(table.marked)
        counted = f"{total:,} {self.listing.noun}" if shown == total else f"{shown:,} of {total:,} {self.listing.noun}"
        return [
            Part(f"{marked} marked" if marked else "", Tone.ACCENT, 2),
            Part("not well" if self.narrowing.unwell else "", Tone.WARN, 1),
            Part(f"/{self.narrowing.text}" if self.narrowing.text else "", Tone.ACCENT, 1),
            Part(counted if self._shown else "", Tone.MUTED, 3),
        ]

    def subject(self) -> Subject | None:
        row = self.table.selected
        if row is None:
            return None
        return Subject(self.listing.name(row), self.listing.place(row), self.listing.copies(row))

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:
        self.narrowing.type(text, finished=finished)
        if self.narrowing.problem is None or not finished:
            self.narrow()
        return self.narrowing.problem

    def only_unwell(self) -> None:
        """Hides what is well, or shows it again."""
        self.narrowing.unwell = not self.narrowing.unwell
        self.narrow()

    def widen(self) -> None:
        self._wide = not self._wide
        self.table.set_columns(self.listing.columns, wide=self._wide)

    def sort(self, column: str) -> None:
        """Sorts by the column of this id; a list without names, such as events, takes the first column instead."""
        if any(one.id == column for one in self.listing.columns):
            self.table.action_sort(column)

    @property
    def findable(self) -> bool:
        return self.listing.fields is not None

    @property
    def found(self) -> str:
        return self.narrowing.text

    @property
    def live(self) -> bool:
        return is_live(self.known())

    @on(ResourceTable.Selected)
    def _open(self, message: ResourceTable.Selected) -> None:
        message.stop()
        place = self.listing.place(message.row)
        if type(message) is ResourceTable.Selected and place is not None:
            self.post_message(self.Opened(place))

    @on(ResourceTable.Marked)
    @on(ResourceTable.Sorted)
    def _told(self) -> None:
        self.post_message(self.Told())


def _trouble(one: Known, now: float) -> str:
    error, wait = one.freshness.error, one.freshness.retry_at - now
    assert error is not None
    again = f"trying again in {seconds(wait)}" if wait >= 0.5 else "trying again"
    return f"{error.title}\n{error.detail}\n{again}".replace("\n\n", "\n")
