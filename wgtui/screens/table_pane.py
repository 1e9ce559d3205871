"""A followed table: the pane of every list."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from wgtui.fleet.causes import Cause
from wgtui.resources.changes import WatchKey
from wgtui.resources.kinds import Kind
from wgtui.screens.freshness import Known
from wgtui.screens.host import Host
from wgtui.screens.instead import instead_of_rows
from wgtui.screens.line import counted
from wgtui.screens.listing import Ageing, Leaf, Listing, Rows
from wgtui.screens.narrowed_pane import AGEING
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.notice import Notice
from wgtui.screens.pacing import rest, until_read
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.reaching import reach
from wgtui.screens.rows_pane import RowsPane
from wgtui.screens.session import Session
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Health, Store
from wgtui.widgets.folding import Folding
from wgtui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from wgtui.watching import Watching


class TablePane(RowsPane):
    """Rows of one listing, at one place."""

    def __init__(self, listing: Listing[Any], place: Place, host: Host, *, monitor: bool = False) -> None:
        super().__init__()
        ascii_only = host.config.ascii
        self.listing = listing
        self.narrowing = Narrowing(listing.fields, listing.status, host.clock)
        self.table = ResourceTable(
            listing.columns,
            is_stale=listing.stale,
            opens=lambda row: self._leads_to(row) is not None,
            clock=host.clock,
            ascii_only=ascii_only,
            cursor=not monitor,
            header=not monitor,
        )
        self._place = place
        self._host = host
        self._monitor = monitor
        self._session: Session | None = None
        self._shown = False
        self._leaf: Leaf | None = None
        self._rows: Rows[Any] | None = None
        self._rising: dict[Hashable, datetime] = {}
        self._risen: frozenset[Hashable] = frozenset()
        self._raising: Timer | None = None
        self._folding: Folding[Any] | None = None
        self._causes: Mapping[Hashable, Cause] = {}
        self._notice = Notice(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._notice

    def on_mount(self) -> None:
        if self.listing.sort:
            self.table.sort_by(self.listing.sort, self.listing.reverse)

    @property
    def keyboard(self) -> Widget:
        return self.table

    async def follow(self, session: Session) -> None:
        if self._session is None or self._session.fleet is not session.fleet:
            self._rows = self.listing.rows(session.fleet, self._place)
            if isinstance(self._rows, Ageing):
                self._rows.clock = self._host.clock
        self._session = session
        self._leaf = None
        with ExitStack() as leases:
            watching = await reach(session, self._place.cluster, leases, self._notice.say)
            self._hold(session, watching, leases)
            held: set[WatchKey] = set()
            kinds = (*self.listing.kinds, *self.listing.beside)
            await until_read(session.fleet.changes(*kinds), self._is_reading, self._tell)
            async for turn in self._turns(session.fleet.changes(*kinds, *self.listing.mentions)):
                began = time.monotonic()
                self._open_leaf(session, leases)
                self._hold_more(watching, leases, held)
                await self._take(turn)
                self.table.recheck()
                self._tell()
                await rest(began)

    async def _turns(self, changes: AsyncIterator[Mapping[str, Touched]]) -> AsyncIterator[Mapping[str, Touched]]:
        """What changes; and an empty turn where rows read differently although nothing happens."""
        while True:
            due = self._rows.due if isinstance(self._rows, Ageing) else None
            left = (due - self._host.clock()).total_seconds() if due is not None else None
            try:
                async with asyncio.timeout(None if left is None else max(left, 1.0)):
                    turn = await anext(changes)
            except TimeoutError:
                turn = {}
            yield turn

    def _is_reading(self) -> bool:
        return any(one.freshness.health in (Health.LOADING, Health.RELEASED) for one in self.known())

    def _tell(self) -> None:
        self._say_instead()
        self.post_message(self.Told(self))

    def _hold(self, session: Session, watching: Watching, leases: ExitStack) -> None:
        listing = self.listing
        everything = [WatchKey(kind) for kind in (*listing.kinds, *listing.beside)]
        for key in listing.watches(self._place) if listing.watches else everything:
            leases.enter_context(watching.hold(*key))
        if listing.leaves:
            leases.enter_context(session.leaves.everywhere(*listing.kinds))
        if listing.mentions and not self._monitor:
            leases.enter_context(session.pulls.hold(in_passing=True))

    def _hold_more(self, watching: Watching, leases: ExitStack, held: set[WatchKey]) -> None:
        """`held` are those that are watched already; what is not wanted any more goes with the page."""
        if self.listing.also is not None:
            more = set(self.listing.also(watching.store, self._place)) - held
            held |= more
            for key in more:
                leases.enter_context(watching.hold(*key))

    def _open_leaf(self, session: Session, leases: ExitStack) -> None:
        """As soon as it is known which Secrets may hold its kubeconfig."""
        if self.listing.leaf is None or self._leaf is not None:
            return
        self._leaf = self.listing.leaf(session.fleet.management, self._place)
        if self._leaf is not None:
            leases.enter_context(session.leaves.open(*self._leaf))

    async def _take(self, turn: Mapping[str, Touched]) -> None:
        """Rows are worked out in slices, so that keys are answered meanwhile, and shown at once."""
        assert self._rows is not None
        changed: list[Any] = []
        removed: list[Hashable] = []
        for more, fewer in self._rows.update(turn):
            changed += more
            removed += fewer
            await asyncio.sleep(0)
        if not self._shown:
            self._shown = True
            self.table.show((), self.listing.key)
        if changed or removed:
            self.table.update_rows(changed, removed)
            self._note_rising(changed, removed)
            self._regroup()

    @property
    def folds(self) -> bool:
        return self.listing.folds is not None

    @property
    def is_folded(self) -> bool:
        return self._folding is not None

    def fold(self) -> None:
        self._folding = Folding(self._stand) if self._folding is None else None
        self._regroup()
        self.table.fold(self._folding)
        self.post_message(self.Told(self))

    def _regroup(self) -> None:
        if self._folding is not None and self.listing.folds is not None:
            self._causes = self.listing.folds.causes(tuple(self.table.rows))
            self._folding.groups = {key: cause.key for key, cause in self._causes.items()}
            self.table.fold(self._folding)

    def _stand(self, _: Hashable, rows: Sequence[Any], is_open: bool) -> Any:
        assert self.listing.folds is not None
        title = f"[{'-' if is_open else '+'}] {counted(len(rows), self.listing.noun)}"
        return self.listing.folds.row(self._causes[self.listing.key(rows[0])], rows, title)

    def _note_rising(self, changed: Iterable[Any], removed: Iterable[Hashable]) -> None:
        rises, key = self.listing.rises, self.listing.key
        if rises is None:
            return
        for gone in removed:
            self._rising.pop(gone, None)
        for row in changed:
            moment = rises(row)
            if moment is not None:
                self._rising[key(row)] = moment
            elif self._rising:
                self._rising.pop(key(row), None)
        self._raise()

    def _raise(self) -> None:
        """What is overdue stands on top, also of a list in which nothing happens."""
        now = self._host.clock()
        risen = frozenset(key for key, moment in self._rising.items() if moment <= now)
        if risen != self._risen:
            self._risen = risen
            self.table.rise(risen)
        if self._rising and self._raising is None:
            self._raising = self.set_interval(AGEING, self._raise)

    def tick(self) -> None:
        self._say_instead()

    def _say_instead(self) -> None:
        """Where rows would be, when there are none: what is the matter, and what is done about it."""
        if self.table.row_count:
            self._notice.say()
        elif self.table.total_count:
            self._notice.say(f"no {self.listing.noun} match", self._filters(), "" if self._monitor else "Esc shows all")
        elif self._is_opening():
            self._notice.say("opening the leaf cluster…")
        else:
            namespace = self._host.session.namespace if self._host.session else ""
            self._notice.say(*instead_of_rows(self.listing, self.known(), time.monotonic(), namespace))

    def _filters(self) -> str:
        return " and ".join(filter(None, (self.narrowing.text, "not well" if self.narrowing.unwell else "")))

    def _is_opening(self) -> bool:
        """Until it answers or the attempt has failed, which its store tells as of any watch."""
        if self.listing.leaf is None or self._session is None:
            return False
        leaf = self._session.leaves.leaf(self._leaf.ref) if self._leaf else None
        return leaf is None or (leaf.error is None and self._session.leaves.watching(leaf.ref) is None)

    def known(self) -> Sequence[Known]:
        if self._session is None:
            return ()
        return [
            known
            for store in self._stores(self._session.fleet)
            for known in (_known(store, kind) for kind in (*self.listing.kinds, *self.listing.beside))
            if not (known.kind in self.listing.beside and known.freshness.health is Health.ABSENT)
        ]

    def _stores(self, fleet: Fleet) -> Iterable[Store]:
        if self.listing.leaf is not None:
            leaf = fleet.store(str(self._leaf.ref)) if self._leaf else None
            return [leaf] if leaf else []
        if self.listing.leaves:
            return fleet.stores()
        store = fleet.store(self._place.cluster)
        return [store] if store else []

    @property
    def noun(self) -> str:
        return self.listing.noun

    @property
    def is_read(self) -> bool:
        return any(one.freshness.since is not None for one in self.known())

    def subject(self) -> Subject | None:
        row = self.table.selected
        if row is None:
            return None
        if self.table.folded:
            return Subject(self.listing.name(row), None, (("message", row.message),))
        return Subject(self.listing.name(row), self._leads_to(row), self.listing.copies(row))

    def example(self) -> Place | None:
        return self._leads_to(self.table.folded[0]) if self.table.folded else None

    def marked(self) -> list[Place]:
        places = (self._leads_to(row) for row in self.table.marked or self.table.folded)
        return [place for place in places if place is not None]

    def _leads_to(self, row: Any) -> Place | None:
        """None where it is the page the row stands on."""
        place = self.listing.place(row, self._place)
        return None if place is None or place.same(self._place) else place

    @property
    def says(self) -> bool:
        return self.listing.message is not None

    def saying(self) -> str:
        row, message = self.table.selected, self.listing.message
        return message(row) if row is not None and message is not None else ""

    @on(ResourceTable.Selected)
    def _open(self, message: ResourceTable.Selected) -> None:
        message.stop()
        opens = self.listing.opens
        place = opens(message.row) if opens is not None else self._leads_to(message.row)
        if place is not None:
            self.post_message(self.Opened(place))

    @on(ResourceTable.Marked)
    @on(ResourceTable.Sorted)
    def _told(self) -> None:
        self.post_message(self.Told(self))


def _known(store: Store, kind: Kind[Any]) -> Known:
    return Known(kind, store.freshness(kind), len(store.objects(kind)), store.name)


def rows_of(listing: Listing[Any]) -> Callable[[Place, Host], TablePane]:
    """What makes the pane of a tab."""
    return lambda place, host: TablePane(listing, place, host)
