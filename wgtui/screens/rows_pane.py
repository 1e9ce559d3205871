"""What every pane of rows has in common: filtering, sorting, columns, and what is said of the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.timer import Timer

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.screens.line import Part, counted
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.panes import Pane
from wgtui.widgets.resource_table import ResourceTable

AGEING = 20.0
"""Seconds between two looks at a filter by age."""


class RowsPane(Pane):
    """Subclasses make the table and its narrowing, and say when their rows are read."""

    table: ResourceTable[Any]
    narrowing: Narrowing[Any]
    _wide = False
    _ageing: Timer | None = None

    @property
    def noun(self) -> str:
        """What the rows are called, in the plural."""
        raise NotImplementedError

    @property
    def is_read(self) -> bool:
        """Whether a server has told how many there are: until then none is not zero."""
        raise NotImplementedError

    def narrow(self) -> None:
        """Filters all rows anew."""
        self.table.filter(self.narrowing.predicate(tuple(self.table.rows)))
        self.tick()
        self.post_message(self.Told(self))
        self._let_rows_age()

    def _let_rows_age(self) -> None:
        """Under `age<2h` rows come and go although nothing happens."""
        if self._ageing is not None:
            self._ageing.stop()
        self._ageing = self.set_timer(AGEING, self.narrow) if self.narrowing.ages else None

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:
        self.narrowing.type(text, finished=finished)
        if self.narrowing.problem is None or not finished:
            self.narrow()
        return self.narrowing.problem

    @property
    def findable(self) -> bool:
        return self.narrowing.can_type

    @property
    def found(self) -> str:
        return self.narrowing.text

    @property
    def judged(self) -> bool:
        """Whether its rows are well or not."""
        return self.narrowing.can_judge

    def only_unwell(self) -> None:
        """Hides what is well, or shows it again."""
        self.narrowing.unwell = not self.narrowing.unwell
        self.narrow()

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
            *super().facts(),
            Part(f"{marked} marked" if marked else "", Tone.ACCENT, 2),
            Part("not well" if self.narrowing.unwell else "", Tone.WARN, 1),
            Part(f"/{self.found}" if self.found else "", Tone.ACCENT, 1),
            Part(self.amount, Tone.MUTED, 3),
        ]

    @property
    def amount(self) -> str:
        """`3 of 16 clusters`; empty while nobody knows how many there are."""
        shown, total = self.table.row_count, self.table.total_count
        if not (total or self.is_read):
            return ""
        return counted(total, self.noun) if shown == total else f"{shown:,} of {counted(total, self.noun)}"
