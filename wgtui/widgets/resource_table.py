"""A table of ten thousand rows that paints only the lines whose look changed, with the cursor on its object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from wgtui.views.columns import Column
from wgtui.widgets.folding import Folding, FoldKey
from wgtui.widgets.line_view import LineView, utc_now
from wgtui.widgets.table_cache import LineCache
from wgtui.widgets.table_lines import GAP, GUTTER, Fitted, LinePainter, Look, fitted_from
from wgtui.widgets.table_model import Kept, Key, TableModel
from wgtui.widgets.tones import Palette

R = TypeVar("R")


class TableMessage(Message):
    """Something happened in a table."""

    def __init__(self, table: ResourceTable[Any]) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> ResourceTable[Any]:
        return self.table


class ResourceTable(LineView, Generic[R]):
    """Rows and columns come from outside; a row never in sight is never turned into cells.

    Rows are immutable: a changed row is a new object with the same key. The first column's order is the order of
    rows that are equal in the sorted one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "columns_by(-1)", "Columns left", show=False, id="table.left"),
        Binding("right", "columns_by(1)", "Columns right", show=False, id="table.right"),
        Binding("space", "mark", "Mark", show=False, id="table.mark"),
        Binding("enter", "select", "Open", show=False, id="table.open"),
    ]

    class Selected(TableMessage):
        """A row was opened, by Enter or a second click."""

        def __init__(self, table: ResourceTable[Any], row: Any) -> None:
            super().__init__(table)
            self.row = row

    class Highlighted(TableMessage):
        """The cursor's row is another one or has changed; None when no row is shown."""

        def __init__(self, table: ResourceTable[Any], row: Any) -> None:
            super().__init__(table)
            self.row = row

    class Marked(TableMessage):
        """The set of marked rows changed."""

    class Sorted(TableMessage):
        """The user changed the order; `table.sorted_by` tells it."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        is_stale: Callable[[R], bool] | None = None,
        opens: Callable[[R], bool] = lambda _: True,
        clock: Callable[[], datetime] = utc_now,
        ascii_only: bool = False,
        cursor: bool = True,
        header: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            cursor=cursor, header_height=int(header), ascii_only=ascii_only, clock=clock, id=id, classes=classes
        )
        self._columns = tuple(columns)
        self._is_stale = is_stale
        self._opens = opens
        self._placeholder = placeholder
        self._wide = False
        self._scrolled_columns = 0
        self._sorted_by = ""
        self._reverse = False
        self._row_key: Callable[[R], Key] | None = None
        self._model: TableModel[R] = TableModel(self._columns[0].sort)
        self._told: R | None = None
        self._cache: LineCache[R] | None = None
        self._titles: list[Strip] = []
        self._changed_timer: Timer | None = None

    # What is shown

    def show(self, rows: Iterable[R], key: Callable[[R], Key]) -> None:
        """Show these rows and no others; until the user has moved, the cursor stays on the first line."""
        self._row_key = key
        with_keys = {key(row): row for row in rows}
        self._rearrange(lambda: self._model.replace(with_keys))

    def update_rows(self, changed: Iterable[R], removed: Iterable[Key] = ()) -> None:
        """Take changed and new rows, drop rows by key; nothing is written for what is out of sight."""
        key = self._row_key
        if key is None:
            raise RuntimeError("show() comes first: it says what a row's key is")
        with_keys = {key(row): row for row in changed}
        self._rearrange(lambda: self._model.update(with_keys, removed))

    def filter(self, kept: Kept[R] | None) -> None:
        """Show only what is kept; None shows all."""
        self._rearrange(lambda: self._model.filter(kept))

    def sort_by(self, column_id: str, reverse: bool = False) -> None:
        """Order by a column; an id that no column has changes nothing."""
        column = next((column for column in self._columns if column.id == column_id), None)
        if column is not None:
            self._sorted_by, self._reverse, self._titles = column_id, reverse, []
            value = None if column is self._columns[0] else column.sort
            self._rearrange(lambda: self._model.sort(value, reverse))

    def rise(self, keys: Iterable[Key]) -> None:
        """Show these rows above all others, whatever the order."""
        risen = frozenset(keys)
        self._rearrange(lambda: self._model.rise(risen))

    def fold(self, folding: Folding[R] | None) -> None:
        """Show groups of rows as one each; the cursor goes with its row, or to the one that stands for it."""
        self._rearrange(lambda: self._model.fold(folding))

    def set_columns(self, columns: Sequence[Column[R]], *, wide: bool = False) -> None:
        """Other columns, or the same with those that are shown only when asked for."""
        self._columns, self._wide, self._scrolled_columns = tuple(columns), wide, 0
        self.new_look()

    def recheck(self) -> None:
        """Look again at what rows look like, after what makes them stale changed."""
        self.repaint()

    # What can be asked

    @property
    def columns(self) -> tuple[Column[R], ...]:
        return self._columns

    @property
    def rows(self) -> tuple[R, ...]:
        """All rows, shown or not, in no order; the same object until one changes."""
        return self._model.all

    @property
    def shown(self) -> Iterator[R]:
        """The rows the filter shows, in sight or not, in order."""
        return (self._model.row(key) for key in self._model.order)

    @property
    def selected(self) -> R | None:
        """The row the cursor is on."""
        return self._row_at(self.cursor_index)

    @property
    def marked(self) -> list[R]:
        """The marked rows, shown or not, in the order they came."""
        marked = self._model.marked
        return [row for key, row in self._model.rows.items() if key in marked] if marked else []

    @property
    def folded(self) -> list[R]:
        """The rows that the one under the cursor stands for."""
        return [self._model.rows[key] for key in self._model.members(self._key_at(self.cursor_index))]

    @property
    def row_count(self) -> int:
        """Rows shown, in sight or not, or folded under one that is."""
        return self._model.matching_count

    @property
    def total_count(self) -> int:
        """Rows held, whether the filter shows them or not."""
        return len(self._model.rows)

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The column's id, and whether reversed."""
        return self._sorted_by, self._reverse

    # Keys and mouse

    def action_columns_by(self, columns: int) -> None:
        scrolled = max(0, self._scrolled_columns + columns)
        if scrolled != self._scrolled_columns and (columns < 0 or self._layout().more_right):
            self._scrolled_columns = scrolled
            self.new_look()

    def action_mark(self) -> None:
        key = self._key_at(self.cursor_index)
        if key is not None and self.has_cursor:
            self._mark(key)
            self.post_message(self.Marked(self))
            self.move_cursor(self.cursor_index + 1)

    def _mark(self, key: Key) -> None:
        """Of a row that stands for others all of these, unless they are marked already."""
        marked = self._model.marked
        members = set(self._model.members(key))
        if not members:
            marked ^= {key}
        elif members <= marked:
            marked -= members
        else:
            marked |= members

    def action_select(self) -> None:
        key, row = self._key_at(self.cursor_index), self.selected
        if isinstance(key, FoldKey) and self._model.folding is not None:
            self.touched = True
            self._model.folding.turn(key)
            self.fold(self._model.folding)
        elif row is not None and self.has_cursor:
            self.touched = True
            self.post_message(self.Selected(self, row))

    def action_sort(self, column_id: str) -> None:
        """Sort by a column, or turn its order round."""
        self.sort_by(column_id, not self._reverse if self._sorted_by == column_id else False)
        self.post_message(self.Sorted(self))

    def on_click(self, event: events.Click) -> None:
        if event.y < self.header_height:
            self._click_title(event.x)
            return
        index = self.top + event.y - self.header_height
        if self.has_cursor and index < self.line_count:
            self.move_cursor(index)
            if event.chain == 2:
                self.action_select()

    def _click_title(self, x: int) -> None:
        start = GUTTER
        for column, width in self._layout().columns:
            if start <= x < start + width + GAP:
                self.action_sort(column.id)
                return
            start += width + GAP

    # Keeping the place

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Cursor and scroll stay on their objects through a change, or go to a neighbour of what vanished."""
        before, model = self._model.order, self._model
        change()
        if model.order is not before:
            top, cursor = self.top, self.cursor_index
            if not self.touched or not 0 <= cursor < len(before):
                self.stand_at(0)
                self.set_top(0)
            else:
                self.stand_at(model.place(before[cursor], before))
                in_sight = self.has_cursor and top <= cursor < top + self.page_height
                kept = self.cursor_index - (cursor - top) if in_sight else model.place(before[top], before)
                self.set_top(kept)
        self.repaint()
        self.cursor_moved()

    def can_open(self) -> bool:
        row = self.selected
        return row is not None and (bool(self.folded) or self._opens(row))

    def cursor_moved(self) -> None:
        row = self.selected
        if row is not self._told:
            self._told = row
            if self.has_cursor:
                self.post_message(self.Highlighted(self, row))

    def _key_at(self, index: int) -> Key | None:
        order = self._model.order
        return order[index] if 0 <= index < len(order) else None

    def _row_at(self, index: int) -> R | None:
        key = self._key_at(index)
        return None if key is None else self._model.row(key)

    # Painting

    @property
    def line_count(self) -> int:
        return len(self._model.order)

    def _layout(self) -> Fitted:
        columns = [column for column in self._columns if self._wide or not column.wide_only]
        return fitted_from(columns, self._scrolled_columns, self.size.width)

    def restyle(self, palette: Palette) -> None:
        painter = LinePainter(self._layout(), self.size.width, palette, self.rich_style, focused=self.has_focus)
        self._titles = []
        if self._cache is None:
            self._cache = LineCache(painter)
        else:
            self._cache.repaint(painter)

    def paint_header(self) -> list[Strip]:
        if self._cache is not None and self.header_height and not self._titles:
            self._titles = [self._cache.painter.header(*self.sorted_by)]
        return self._titles

    def paint(self, index: int) -> Strip:
        assert self._cache is not None
        key = self._key_at(index)
        if key is None:
            return self._instead_of_a_row(index)
        row = self._model.row(key)
        members = self._model.members(key)
        look = Look(
            cursor=self.has_cursor and index == self.cursor_index,
            marked=key in self._model.marked or (bool(members) and self._model.marked.issuperset(members)),
            stale=self._is_stale is not None and self._is_stale(row),
        )
        return self._cache.strip(key, row, look, self.clock(), monotonic())

    def _instead_of_a_row(self, index: int) -> Strip:
        assert self._cache is not None
        painter = self._cache.painter
        words = [] if self.row_count or not self._placeholder else self._placeholder.split("\n")
        return painter.message(words[index]) if index < len(words) else painter.blank

    def painted(self) -> None:
        assert self._cache is not None
        self._cache.keep(self._keys_in_sight())
        self._watch_changed()

    def telling_time(self) -> Sequence[Callable[[datetime], object]]:
        return () if self._cache is None else self._cache.ages(self._keys_in_sight())

    def _keys_in_sight(self) -> set[Key]:
        return set(self._model.order[self.top : self.top + self.page_height])

    def _watch_changed(self) -> None:
        """One timer while any cell in sight is marked as changed, none otherwise."""
        assert self._cache is not None
        left = self._cache.settle(monotonic())
        if left is not None and self._changed_timer is None:
            self._changed_timer = self.set_timer(left + 0.01, self._unmark_changed)

    def _unmark_changed(self) -> None:
        self._changed_timer = None
        self._watch_changed()
        self.repaint()
