"""What an application has put on its cluster, down to the pods: how each object is, opened on what is broken."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from textual import on

from wgtui.errors import KubeError
from wgtui.fleet import inventory as fleet_inventory
from wgtui.fleet.applications import opened_by, target
from wgtui.fleet.inventory import Piece, inventory_tree
from wgtui.fleet.status import Status, Tone
from wgtui.screens import line
from wgtui.screens.host import Host
from wgtui.screens.narrowed_pane import NarrowedPane
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.object_place import kind_of, place_of_named
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.reaching import reach
from wgtui.screens.reading_pane import Behind, Objects, ReadingPane, Watches
from wgtui.screens.session import Session
from wgtui.store.store import Health
from wgtui.views import inventory
from wgtui.views.inventory import Part
from wgtui.views.page import Node
from wgtui.watching.inventory import Inventoried, read_inventory
from wgtui.widgets.line_view import LineView
from wgtui.widgets.tree_view import TreeView

if TYPE_CHECKING:
    from wgtui.kube.client import Client

AGAIN = 5.0
"""Seconds between two readings while something is on its way; longer where one takes more than so many requests."""


class InventoryPane(NarrowedPane, ReadingPane):
    """Read again whenever the application changes, and every few seconds while its objects are on their way."""

    def __init__(self, place: Place, watches: Watches, behind: Behind, host: Host) -> None:
        super().__init__(place, watches, behind, host)
        self._view: TreeView[Part] = TreeView(
            inventory.COLUMNS,
            enter_folds=False,
            is_stale=lambda row: row.stale,
            opens=lambda row: self._place_of(row) is not None,
            clock=host.clock,
            ascii_only=host.config.ascii,
        )
        self.narrowing = Narrowing(inventory.FIELDS, lambda row: row.status, host.clock)
        self._session: Session | None = None
        self._leases = ExitStack()
        self._cluster = place.cluster
        """Where its objects are."""
        self._read_last: tuple[Client, dict[str, Any]] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._inventory: Inventoried | None = None
        self._pieces: tuple[Piece, ...] = ()
        self._tree: tuple[Node[Part], ...] = ()
        self._parts: tuple[Part, ...] = ()
        self._counts: dict[Status, int] = {}
        self._gaps: list[str] = []
        self._first_folded: dict[object, bool] = {}
        self._shown = 0
        self._shown_stale = False

    # Reading

    async def follow(self, session: Session) -> None:
        self._session = session
        with ExitStack() as self._leases:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(super().follow(session))
                tasks.create_task(self._look_again())

    async def _look_again(self) -> None:
        """An object says that it is on its way; nothing tells when it has arrived."""
        while True:
            await asyncio.sleep(max(AGAIN, float(self._inventory.lists)) if self._inventory else AGAIN)
            if self._read_last is not None and not all(piece.settled for piece in self._pieces):
                self._trouble = await self._take(*self._read_last)
                self._lay_out()
                self._tell()

    async def _read(self, client: Client, behind: Objects) -> list[dict[str, Any]]:
        found = await super()._read(client, behind)
        if found:
            self._trouble = await self._take(client, found[0])
        return found if self._trouble is None else []

    async def _take(self, home: Client, whole: dict[str, Any]) -> KubeError | None:
        """Why it could not be read; what was read before stays."""
        async with self._one_at_a_time:
            self._read_last = (home, whole)
            try:
                read = await read_inventory(home, kind_of(self.place), whole, await self._target())
            except KubeError as error:
                return error
            self._inventory = read
            self._pieces = await asyncio.to_thread(inventory_tree, read.entries or (), read.found)
            self._counts = fleet_inventory.counted(self._pieces)
            self._gaps = inventory.gaps(read.found)
        return None

    async def _target(self) -> Client | None:
        """Of the cluster it is applied to, where that is not its own."""
        store, ref = self._store, self.place.ref
        application = store.get(kind_of(self.place), ref) if store is not None and ref is not None else None
        opened = opened_by(application) if application is not None else None
        if application is None or opened is None or opened.kind != "Secret" or self._session is None:
            return None
        self._cluster = target(application)
        secrets = (opened.ref.name,)
        return (await reach(self._session, self._cluster, self._leases, self.notice.say, secrets)).client

    # What is shown

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        if not found:
            self._inventory, self._pieces, self._counts, self._gaps = None, (), {}, []
        self._lay_out()

    def _tell(self) -> None:
        if self._is_stale() != self._shown_stale:
            self._lay_out()
        super()._tell()

    def _is_stale(self) -> bool:
        """What could not be read again, or may have changed unseen, is not shown as it was."""
        return self._trouble is not None or any(one.freshness.health is Health.STALE for one in self.known())

    def _lay_out(self) -> None:
        self._shown_stale = self._is_stale()
        self._tree = inventory.nodes(self._pieces, self._is_folded, self._shown_stale)
        self._parts = tuple(inventory.parts(self._tree))
        self.show_narrowed()

    def _is_folded(self, piece: Piece) -> bool:
        """As it was when it was first seen: what becomes well does not fold under the eyes of its reader."""
        return self._first_folded.setdefault(piece.key, piece.worst.well)

    def show_narrowed(self) -> None:
        kept = self.narrowing.kept(self._parts)
        tree = self._tree if kept is None else inventory.narrowed(self._tree, kept.keeps)
        self._shown = len(self._parts) if kept is None else len(kept.rows)
        before = self._view.selected_key
        self._view.show(tree)
        if self._view.selected_key != before:
            self._view.cursor_moved()

    @property
    def shown_and_total(self) -> tuple[int, int]:
        return self._shown, len(self._parts)

    @property
    def noun(self) -> str:
        return "objects"

    @property
    def is_read(self) -> bool:
        return self._inventory is not None

    @property
    def is_empty(self) -> bool:
        return self._inventory is None

    def instead(self) -> tuple[str, ...]:
        read = self._inventory
        if read is None or read.entries is None:
            return "no inventory", read.note if read is not None else ""
        if not self._parts:
            return ("the inventory is empty",)
        return () if self._shown else (f"no objects match {self._filters()}", "Esc shows all")

    def _filters(self) -> str:
        return " and ".join(filter(None, (self.narrowing.text, "not well" if self.narrowing.unwell else "")))

    def facts(self) -> Sequence[line.Part]:
        read = self._inventory
        counts = self._counts
        unwell = [status for status in Status if counts.get(status) and not status.well]
        return [
            *(line.Part(gap, Tone.WARN, 4) for gap in self._gaps),
            line.Part(read.note if read is not None and read.entries is not None else "", Tone.WARN, 4),
            *(line.Part(f"{counts[status]:,} {status.word}", status.tone, 2) for status in unwell),
            *super().facts(),
        ]

    @property
    def says(self) -> bool:
        return True

    def saying(self) -> str:
        row = self._view.selected
        return "" if row is None else ": ".join(filter(None, (row.reason, row.message)))

    # What is under the cursor

    def subject(self) -> Subject | None:
        row = self._view.selected
        if row is None:
            return None
        copies = (("namespace", row.key.ref.namespace), ("kind", row.key.kind), ("message", row.message))
        return Subject(row.key.ref.name, self._place_of(row), copies)

    def _place_of(self, row: Part) -> Place | None:
        read, key = self._inventory, row.key
        kind = read.found.kinds.get((key.group, key.kind)) if read is not None else None
        version = row.version or (kind.versions[0] if kind is not None else "v1")
        api_version = f"{key.group}/{version}" if key.group else version
        return place_of_named(api_version, key.kind, key.ref, self._cluster)

    @on(TreeView.Selected)
    def _open(self, message: TreeView.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))

    @on(LineView.CursorMoved)
    def _moved(self) -> None:
        self.post_message(self.Told(self))
