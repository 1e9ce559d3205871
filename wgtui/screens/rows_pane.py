"""What every pane of rows has in common: a table that is filtered and sorted, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.fleet.status import Tone
from wgtui.screens.line import Part
from wgtui.screens.narrowed_pane import NarrowedPane
from wgtui.widgets.resource_table import ResourceTable


class RowsPane(NarrowedPane):
    """Subclasses make the table and its narrowing, and say when their rows are read."""

    table: ResourceTable[Any]
    _wide = False

    @property
    def shown_and_total(self) -> tuple[int, int]:
        return self.table.row_count, self.table.total_count

    def show_narrowed(self) -> None:
        self.table.filter(self.narrowing.kept(self.table.rows))

    @property
    def folds(self) -> bool:
        """Whether its rows can be folded under what they have in common."""
        return False

    @property
    def is_folded(self) -> bool:
        return False

    def fold(self) -> None:
        """Folds rows of the same cause under one, or shows each again."""

    @property
    def has_more_columns(self) -> bool:
        return any(column.wide_only for column in self.table.columns)

    def widen(self) -> None:
        self._wide = not self._wide
        self.table.set_columns(self.table.columns, wide=self._wide)

    def sorts_by(self, column: str) -> bool:
        return any(one.id == column for one in self.table.columns)

    def facts(self) -> Sequence[Part]:
        marked = len(self.table.marked)
        return [
            Part(f"{marked} marked" if marked else "", Tone.ACCENT, 2),
            Part("by cause" if self.is_folded else "", Tone.ACCENT, 2),
            *super().facts(),
        ]
