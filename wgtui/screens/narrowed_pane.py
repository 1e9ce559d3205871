"""A pane whose rows a filter narrows, and the key that hides what is well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.timer import Timer

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.screens.line import Part, counted
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.panes import Pane

AGEING = 20.0
"""Seconds between two looks at a filter by age."""


class NarrowedPane(Pane):
    """Subclasses make the narrowing, show what it keeps, and say how many rows there are."""

    narrowing: Narrowing[Any]
    _ageing: Timer | None = None

    @property
    def noun(self) -> str:
        """What the rows are called, in the plural."""
        raise NotImplementedError

    @property
    def is_read(self) -> bool:
        """Whether a server has told how many there are: until then none is not zero."""
        raise NotImplementedError

    @property
    def shown_and_total(self) -> tuple[int, int]:
        """Rows."""
        raise NotImplementedError

    def show_narrowed(self) -> None:
        """Filters all rows anew."""
        raise NotImplementedError

    def narrow(self) -> None:
        self.show_narrowed()
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

    def facts(self) -> Sequence[Part]:
        return [
            *super().facts(),
            Part("not well" if self.narrowing.unwell else "", Tone.WARN, 1),
            Part(f"/{self.found}" if self.found else "", Tone.ACCENT, 1),
            Part(self.amount, Tone.MUTED, 3),
        ]

    @property
    def amount(self) -> str:
        """`3 of 16 clusters`; empty while nobody knows how many there are."""
        shown, total = self.shown_and_total
        if not (total or self.is_read):
            return ""
        return counted(total, self.noun) if shown == total else f"{shown:,} of {counted(total, self.noun)}"
