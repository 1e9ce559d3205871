"""The painted lines of a table: each is painted again only when its row, its look or the time it tells changed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from textual.strip import Strip

from wgtui.views.columns import Cell
from wgtui.widgets.table_lines import LinePainter, Look
from wgtui.widgets.table_model import Key

R = TypeVar("R")

CHANGED_FOR = 1.5
"""Seconds a changed cell stays marked."""

_NOTHING: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Line(Generic[R]):
    row: R
    cells: tuple[Cell, ...]
    second: int
    look: Look | None = None
    strip: Strip | None = None
    changed: frozenset[int] = _NOTHING
    changed_until: float = 0.0


class LineCache(Generic[R]):
    """Lines by row key. A line asked for twice is the same object as long as it looks the same."""

    def __init__(self, painter: LinePainter) -> None:
        self._painter = painter
        self._lines: dict[Key, _Line[R]] = {}

    @property
    def painter(self) -> LinePainter:
        return self._painter

    def repaint(self, painter: LinePainter) -> None:
        """Paint in another way from now on: other columns, colours or width."""
        if [column.id for column, _ in painter.layout.columns] != [c.id for c, _ in self._painter.layout.columns]:
            self._lines.clear()
        at_cursor_only = painter.differs_at_cursor_only(self._painter)
        self._painter = painter
        for line in self._lines.values():
            if not at_cursor_only or line.look is None or line.look.cursor:
                line.look = None

    def strip(self, key: Key, row: R, look: Look, now: datetime, moment: float) -> Strip:
        """The line of a row; `moment` is monotonic seconds, for how long changed cells stay marked."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line(row, self._cells(row, now), _second(now))
        elif line.row is not row:
            self._take(line, row, now, moment)
        elif line.second != _second(now):
            self._tell_the_time(line, now)
        look = look._replace(changed=line.changed)
        if line.strip is None or line.look != look:
            line.look, line.strip = look, self._painter.line(line.cells, look)
        return line.strip

    def keep(self, keys: Collection[Key]) -> None:
        """Forget the lines of all other rows."""
        if len(self._lines) > 2 * len(keys):
            self._lines = {key: line for key, line in self._lines.items() if key in keys}

    def clear(self) -> None:
        self._lines.clear()

    def settle(self, moment: float) -> float | None:
        """Unmark the cells whose time is over; seconds until the next are, or None when no cell is marked."""
        waiting = None
        for line in self._lines.values():
            if not line.changed:
                continue
            left = line.changed_until - moment
            if left <= 0:
                line.changed = _NOTHING
            else:
                waiting = left if waiting is None else min(waiting, left)
        return waiting

    def ages(self, keys: Collection[Key]) -> list[Callable[[datetime], Cell]]:
        """The texts of these rows that depend on the time, as functions of it."""
        columns = [column for column, _ in self._painter.layout.columns if column.ages]
        rows = [self._lines[key].row for key in keys if key in self._lines]
        return [partial(column.cell, row) for column in columns for row in rows]

    def _cells(self, row: R, now: datetime) -> tuple[Cell, ...]:
        return tuple(column.cell(row, now) for column, _ in self._painter.layout.columns)

    def _take(self, line: _Line[R], row: R, now: datetime, moment: float) -> None:
        """A changed row: mark the cells that read differently, unless only time did it."""
        cells = self._cells(row, now)
        columns = self._painter.layout.columns
        changed = {
            index
            for index, (old, new) in enumerate(zip(line.cells, cells, strict=True))
            if old.text != new.text and not columns[index][0].ages
        }
        if changed:
            line.changed |= changed
            line.changed_until = moment + CHANGED_FOR
        if cells != line.cells:
            line.look = None
        line.row, line.cells, line.second = row, cells, _second(now)

    def _tell_the_time(self, line: _Line[R], now: datetime) -> None:
        line.second = _second(now)
        cells = tuple(
            column.cell(line.row, now) if column.ages else cell
            for (column, _), cell in zip(self._painter.layout.columns, line.cells, strict=True)
        )
        if cells != line.cells:
            line.cells, line.look = cells, None


def _second(now: datetime) -> int:
    return int(now.timestamp())
