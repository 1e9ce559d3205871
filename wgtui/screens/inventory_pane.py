"""What an application has put on its cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.resources.kinds import Kind
from wgtui.screens.host import Host
from wgtui.screens.line import Part, counted
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.panes import Subject
from wgtui.screens.reading_pane import Behind, ReadingPane
from wgtui.views import inventory
from wgtui.views.inventory import Entry
from wgtui.widgets.resource_table import ResourceTable


class InventoryPane(ReadingPane):
    def __init__(self, kinds: tuple[Kind[Any], ...], behind: Behind, cluster: str, host: Host) -> None:
        super().__init__(kinds, behind, cluster, ascii_only=host.config.ascii)
        self._table: ResourceTable[Entry] = ResourceTable(inventory.COLUMNS, ascii_only=host.config.ascii)
        self._narrowing: Narrowing[Entry] = Narrowing(inventory.FIELDS, None, host.clock)

    def compose(self) -> ComposeResult:
        yield self._table
        yield self.notice

    def take_focus(self) -> None:
        self._table.focus()

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        entries = inventory.entries(found[0])
        self._table.show(entries or (), lambda row: row)
        self._narrow()
        if entries is None:
            self.notice.say("no inventory", "its controller has not published one")
        elif not entries:
            self.notice.say("the inventory is empty")

    def _narrow(self) -> None:
        self._table.filter(self._narrowing.predicate(tuple(self._table.rows)))

    def facts(self) -> Sequence[Part]:
        shown, total = self._table.row_count, self._table.total_count
        amount = counted(total, "objects") if shown == total else f"{shown:,} of {counted(total, 'objects')}"
        return [Part(f"/{self.found}" if self.found else "", Tone.ACCENT, 1), Part(amount, Tone.MUTED, 3)]

    def subject(self) -> Subject | None:
        row = self._table.selected
        if row is None:
            return None
        return Subject(row.ref.name, None, (("namespace", row.ref.namespace), ("kind", row.kind)))

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:
        self._narrowing.type(text, finished=finished)
        self._narrow()
        return self._narrowing.problem

    @property
    def findable(self) -> bool:
        return True

    @property
    def found(self) -> str:
        return self._narrowing.text
