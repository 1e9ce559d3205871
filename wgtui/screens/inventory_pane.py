"""What an application has put on its cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from wgtui.screens.host import Host
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.object_place import place_of_named
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Behind, ReadingPane, Watches
from wgtui.screens.rows_pane import RowsPane
from wgtui.views import inventory
from wgtui.views.inventory import Entry
from wgtui.widgets.resource_table import ResourceTable


class InventoryPane(RowsPane, ReadingPane):
    def __init__(self, place: Place, watches: Watches, behind: Behind, host: Host) -> None:
        super().__init__(place, watches, behind, host)
        self.table = ResourceTable(
            inventory.COLUMNS, opens=lambda row: self._place_of(row) is not None, ascii_only=host.config.ascii
        )
        self.narrowing = Narrowing(inventory.FIELDS, None, host.clock)
        self._entries: list[Entry] | None = None
        self._is_read = False

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.notice

    @property
    def keyboard(self) -> Widget:
        return self.table

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        self._is_read = bool(found)
        self._entries = inventory.entries(found[0]) if found else None
        self.table.show(self._entries or (), lambda row: row)
        self.table.filter(self.narrowing.predicate(self._entries or ()))

    @property
    def is_empty(self) -> bool:
        return not self._is_read

    def instead(self) -> tuple[str, ...]:
        if self._entries is None:
            return "no inventory", "its controller has not published one"
        if not self._entries:
            return ("the inventory is empty",)
        return () if self.table.row_count else (f"no objects match {self.found}", "Esc shows all")

    @property
    def noun(self) -> str:
        return "objects"

    @property
    def is_read(self) -> bool:
        return self._is_read

    def subject(self) -> Subject | None:
        row = self.table.selected
        if row is None:
            return None
        return Subject(row.ref.name, self._place_of(row), (("namespace", row.ref.namespace), ("kind", row.kind)))

    def _place_of(self, row: Entry) -> Place | None:
        at = self.place
        return place_of_named(f"{row.group}/{row.version}", row.kind, row.ref, at.cluster)

    @on(ResourceTable.Selected)
    def _open(self, message: ResourceTable.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))
