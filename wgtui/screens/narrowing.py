"""The rows a filter keeps, worked out for all of them at once and for changed ones as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from wgtui.errors import FilterError
from wgtui.fleet.status import Status
from wgtui.views.fields import Fields
from wgtui.views.filter import Filter, Texts, parse
from wgtui.widgets.table_model import Kept

R = TypeVar("R")


class Narrowing(Generic[R]):
    """A typed filter and `only what is not well`, together what a table keeps."""

    def __init__(
        self, fields: Fields[R] | None, status: Callable[[R], Status] | None, clock: Callable[[], datetime]
    ) -> None:
        self._clock = clock
        self._fields = fields
        self._status = status
        self._texts: Texts[R] | None = Texts(fields) if fields else None
        self._filter: Filter[R] | None = None
        self.text = ""
        self.unwell = False
        self.problem: FilterError | None = None

    @property
    def can_type(self) -> bool:
        """Whether there is anything to filter by."""
        return self._fields is not None

    @property
    def can_judge(self) -> bool:
        """Whether there is anything well or not."""
        return self._status is not None

    def type(self, text: str, *, finished: bool = False) -> None:
        """Takes what was typed so far, leniently; `finished` takes it as it stands. `problem` tells what is wrong."""
        self.text = text.strip()
        self.problem = None
        if self._fields is None:
            return
        try:
            self._filter = parse(text, self._fields, lenient=not finished, texts=self._texts)
        except FilterError as error:
            self.problem = error
            return
        self.problem = self._filter.problem

    @property
    def ages(self) -> bool:
        """Whether rows come and go as time passes."""
        return bool(self._filter and self._filter.ages)

    def kept(self, rows: Sequence[R]) -> Kept[R] | None:
        """None keeps all. `rows` are looked at together, which is ten times faster than one by one."""
        found = self._filter or None
        if found is None and not self.unwell:
            return None
        try:
            kept = found.select(rows, self._clock()) if found else rows
        except FilterError as error:
            self.problem = error
            return None

        def keeps(row: R) -> bool:
            return self._may_be_shown(row) and (found is None or found.matches(row, self._clock()))

        return Kept([row for row in kept if self._may_be_shown(row)] if self.unwell else kept, keeps)

    def _may_be_shown(self, row: R) -> bool:
        return not (self.unwell and self._status is not None and self._status(row).well)
