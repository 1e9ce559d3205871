"""A table of ten thousand rows that paints only the lines whose look changed, with the cursor on its object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from wgtui.views.columns import Column
from wgtui.widgets.table_ages import seconds_to_next_change
from wgtui.widgets.table_cache import LineCache
from wgtui.widgets.table_lines import GAP, GUTTER, Fitted, LinePainter, Look, fitted_from
from wgtui.widgets.table_model import Key, TableModel
from wgtui.widgets.tones import palette_of

R = TypeVar("R")

WHEEL_LINES = 3


def utc_now() -> datetime:
    """The clock of every table that is not given another."""
    return datetime.now(UTC)


class ResourceTable(ScrollView, Generic[R], can_focus=True):
    """Rows and columns come from outside; a row never shown is never turned into cells.

    Rows are immutable: a changed row is a new object with the same key.
    """

    DEFAULT_CSS = """
    ResourceTable { overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; }
    """
    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_by(1)", "Down", show=False, id="table.down"),
        Binding("up,k", "cursor_by(-1)", "Up", show=False, id="table.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("home,g", "cursor_to_end(-1)", "First", show=False, id="table.first"),
        Binding("end,G", "cursor_to_end(1)", "Last", show=False, id="table.last"),
        Binding("left", "columns_by(-1)", "Columns left", show=False, id="table.left"),
        Binding("right", "columns_by(1)", "Columns right", show=False, id="table.right"),
        Binding("space", "mark", "Mark", show=False, id="table.mark"),
        Binding("enter", "select", "Open", show=False, id="table.open"),
    ]

    class Selected(Message):
        """A row was opened by Enter or a second click."""

        def __init__(self, table: ResourceTable[Any], row: Any) -> None:
            super().__init__()
            self.table = table
            self.row = row

        @property
        def control(self) -> ResourceTable[Any]:
            return self.table

    class Highlighted(Selected):
        """The cursor came to another object; `row` is None when the table became empty."""

    class Marked(Message):
        """The set of marked rows changed."""

        def __init__(self, table: ResourceTable[Any]) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> ResourceTable[Any]:
            return self.table

    class Sorted(Message):
        """The order was changed, by a key or a click on a title."""

        def __init__(self, table: ResourceTable[Any], column_id: str, reverse: bool) -> None:
            super().__init__()
            self.table = table
            self.column_id = column_id
            self.reverse = reverse

        @property
        def control(self) -> ResourceTable[Any]:
            return self.table

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        is_stale: Callable[[R], bool] | None = None,
        clock: Callable[[], datetime] = utc_now,
        ascii_only: bool = False,
        cursor: bool = True,
        header: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._is_stale = is_stale
        self._clock = clock
        self._ascii_only = ascii_only
        self._has_cursor = cursor
        self._has_header = header
        self._placeholder = placeholder
        self._wide = False
        self._offset = 0
        self._sorted_by = ""
        self._reverse = False
        self._row_key: Callable[[R], Key] | None = None
        self._model: TableModel[R] = TableModel(self._columns[0].sort)
        self._cursor = -1
        self._touched = False
        self._told: R | None = None
        self._lines: LineCache[R] | None = None
        self._header_strip: Strip | None = None
        self._shown: list[Strip] = []
        self._changed_timer: Timer | None = None
        self._age_timer: Timer | None = None
        self._age_due = 0.0

    # What is shown

    def show(self, rows: Iterable[R], key: Callable[[R], Key]) -> None:
        """Show these rows and no others; until the user has moved, the cursor stays on the first line."""
        self._row_key = key
        before = self._model.order
        self._model.replace({key(row): row for row in rows})
        self._settle(before)

    def update_rows(self, changed: Iterable[R], removed: Iterable[Key] = ()) -> None:
        """Take changed and new rows, drop rows by key; nothing is written for what is out of sight."""
        key = self._row_key
        if key is None:
            raise RuntimeError("show() comes first: it says what a row's key is")
        before = self._model.order
        if self._model.update({key(row): row for row in changed}, removed):
            self._settle(before)
        else:
            self._repaint()

    def filter(self, predicate: Callable[[R], bool] | None) -> None:
        """Show only the rows for which `predicate` holds; None shows all."""
        before = self._model.order
        self._model.filter(predicate)
        self._settle(before)

    def sort_by(self, column_id: str, reverse: bool = False) -> None:
        """Order by a column; rows that are equal in it are ordered by the first column."""
        column = next((column for column in self._columns if column.id == column_id), None)
        if column is None:
            return
        before = self._model.order
        self._sorted_by, self._reverse = column_id, reverse
        self._model.sort(None if column is self._columns[0] else column.sort, reverse)
        self._header_strip = None
        self._settle(before)

    def set_columns(self, columns: Sequence[Column[R]], *, wide: bool = False) -> None:
        """Other columns, or the same with those that are shown only when asked for."""
        self._columns, self._wide, self._offset = tuple(columns), wide, 0
        self._new_look()

    def set_placeholder(self, text: str) -> None:
        """What stands where rows would be, when there are none."""
        self._placeholder = text
        self._repaint()

    def recheck(self) -> None:
        """Look again at what rows look like, after what makes them stale changed."""
        self._repaint()

    @property
    def columns(self) -> tuple[Column[R], ...]:
        return self._columns

    @property
    def selected(self) -> R | None:
        """The row the cursor is on."""
        key = self._key_at(self._cursor)
        return None if key is None else self._model.rows[key]

    @property
    def rows(self) -> list[R]:
        """All rows held, shown or not."""
        return list(self._model.rows.values())

    @property
    def marked(self) -> list[R]:
        """The marked rows in display order, shown or not."""
        model = self._model
        return [row for key, row in model.rows.items() if key in model.marked]

    @property
    def cursor_index(self) -> int:
        """The place of the cursor's row among the shown ones, from 0; -1 when there is none."""
        return self._cursor

    @property
    def row_count(self) -> int:
        """Rows shown, in sight or not."""
        return len(self._model.order)

    @property
    def total_count(self) -> int:
        """Rows held, whether the filter shows them or not."""
        return len(self._model.rows)

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The column's id, and whether reversed."""
        return self._sorted_by, self._reverse

    def move_to(self, key: Key) -> bool:
        """Put the cursor on a row; false when it is not shown."""
        if key not in self._model.rows or key not in self._model.order:
            return False
        self._move(self._model.order.index(key))
        return True

    def clear_marks(self) -> None:
        if self._model.marked:
            self._model.marked.clear()
            self.post_message(self.Marked(self))
            self._repaint()

    # Keys

    def action_cursor_by(self, lines: int) -> None:
        if self._has_cursor:
            self._move(self._cursor + lines)
        else:
            self._scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        lines = pages * max(1, self._height - 1)
        self._scroll_lines(lines)
        if self._has_cursor:
            self._move(self._cursor + lines)

    def action_cursor_to_end(self, end: int) -> None:
        last = self.row_count - 1
        self._move(last if end > 0 else 0)

    def action_columns_by(self, columns: int) -> None:
        if columns > 0 and not self._layout().more_right:
            return
        offset = max(0, self._offset + columns)
        if offset != self._offset:
            self._offset = offset
            self._new_look()

    def action_mark(self) -> None:
        key = self._key_at(self._cursor)
        if key is not None and self._has_cursor:
            self._model.marked ^= {key}
            self.post_message(self.Marked(self))
            self._move(self._cursor + 1)

    def action_select(self) -> None:
        row = self.selected
        if row is not None and self._has_cursor:
            self._touched = True
            self.post_message(self.Selected(self, row))

    def action_sort(self, column_id: str) -> None:
        """Sort by a column, or turn its order round."""
        self.sort_by(column_id, not self._reverse if self._sorted_by == column_id else False)
        self.post_message(self.Sorted(self, *self.sorted_by))

    # Textual

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._new_look())

    def on_resize(self) -> None:
        self._new_look()

    def on_focus(self) -> None:
        self._new_look()

    def on_blur(self) -> None:
        self._new_look()

    def on_show(self) -> None:
        self._repaint()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._scroll_lines(-WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        if self._has_header and event.y == 0:
            self._click_title(event.x)
            return
        index = self._top + event.y - self._header_height
        if not self._has_cursor or not 0 <= index < self.row_count:
            return
        again = index == self._cursor and event.chain > 1
        self._move(index)
        if again:
            self.action_select()

    def render_line(self, y: int) -> Strip:
        if self._lines is None:
            return Strip.blank(self.size.width, self.rich_style)
        if self._has_header and y == 0:
            if self._header_strip is None:
                self._header_strip = self._lines.painter.header(*self.sorted_by)
            return self._header_strip
        y -= self._header_height
        return self._shown[y] if y < len(self._shown) else self._lines.painter.blank

    # Cursor and scroll

    @property
    def _header_height(self) -> int:
        return 1 if self._has_header else 0

    @property
    def _height(self) -> int:
        """Lines for rows."""
        return max(0, self.size.height - self._header_height)

    @property
    def _top(self) -> int:
        """The index of the row on the first line."""
        return round(self.scroll_y)

    def _key_at(self, index: int) -> Key | None:
        order = self._model.order
        return order[index] if 0 <= index < len(order) else None

    def _set_top(self, top: int) -> None:
        top = max(0, min(top, self.row_count - self._height))
        if top != self._top:
            self.set_scroll(None, top)

    def _scroll_lines(self, lines: int) -> None:
        self._touched = True
        self._set_top(self._top + lines)
        self._repaint()

    def _move(self, index: int) -> None:
        """The user moves the cursor."""
        self._touched = True
        self._cursor = max(0, min(index, self.row_count - 1)) if self.row_count else -1
        self._bring_into_sight()
        self._repaint()
        self._tell()

    def _bring_into_sight(self) -> None:
        if not self._has_cursor or self._cursor < 0 or not self._height:
            return
        if self._cursor < self._top:
            self._set_top(self._cursor)
        elif self._cursor >= self._top + self._height:
            self._set_top(self._cursor - self._height + 1)

    def _settle(self, before: Sequence[Key]) -> None:
        """After the order changed: cursor and scroll stay on their objects, or go to a neighbour of what vanished."""
        # Without a layout pass: the space the table takes does not depend on its rows.
        self.set_reactive(Widget.virtual_size, Size(self.size.width, self.row_count + self._header_height))
        top, cursor = self._top, self._cursor
        if not self._touched or not 0 <= cursor < len(before):
            self._cursor = 0 if self.row_count else -1
            self._set_top(top if self._touched else 0)
        else:
            self._cursor = self._model.place(before[cursor], before)
            in_sight = self._has_cursor and top <= cursor < top + self._height
            if in_sight or top >= len(before):
                self._set_top(self._cursor - (cursor - top))
            else:
                self._set_top(max(0, self._model.place(before[top], before)))
        self._repaint()
        self._tell()

    def _tell(self) -> None:
        """Say which object the cursor is on, when it is another one or was changed."""
        row = self.selected
        if row is not self._told:
            self._told = row
            if self._has_cursor:
                self.post_message(self.Highlighted(self, row))

    def _click_title(self, x: int) -> None:
        start = GUTTER
        for column, width in self._layout().columns:
            if start <= x < start + width + GAP:
                self.action_sort(column.id)
                return
            start += width + GAP

    # Painting

    def _layout(self) -> Fitted:
        columns = [column for column in self._columns if self._wide or not column.wide_only]
        return fitted_from(columns, self._offset, max(1, self.size.width - GUTTER))

    def _new_painter(self) -> LinePainter:
        palette = palette_of(self.app, ascii_only=self._ascii_only)
        return LinePainter(self._layout(), self.size.width, palette, self.rich_style, focused=self.has_focus)

    def _new_look(self) -> None:
        """Width, columns, theme or focus changed: every line may look different."""
        if not self.is_attached or not self.size:
            return
        painter = self._new_painter()
        if self._lines is None:
            self._lines = LineCache(painter)
        else:
            self._lines.repaint(painter)
        self._header_strip = None
        self._set_top(self._top)
        self._bring_into_sight()
        self._repaint()

    def _strip(self, y: int, now: datetime, moment: float) -> Strip:
        """The line at `y` below the header; the same object as long as it looks the same."""
        assert self._lines is not None
        index = self._top + y
        key = self._key_at(index)
        if key is None:
            painter = self._lines.painter
            return painter.message(self._placeholder) if index == 0 and self._placeholder else painter.blank
        row = self._model.rows[key]
        look = Look(
            cursor=self._has_cursor and index == self._cursor,
            marked=key in self._model.marked,
            stale=self._is_stale is not None and self._is_stale(row),
        )
        return self._lines.strip(key, row, look, now, moment)

    def _repaint(self) -> None:
        """Write the lines whose look changed, and no others."""
        if self._lines is None:
            return
        now, moment, height = self._clock(), monotonic(), self._height
        shown = self._shown
        strips = [self._strip(y, now, moment) for y in range(height)]
        dirty = [y for y, strip in enumerate(strips) if y >= len(shown) or strip is not shown[y]]
        self._shown = strips
        self._refresh_lines(dirty)
        if dirty:
            self._lines.keep(self._keys_in_sight())
            self._watch_changed()
            self._watch_ages(1.0)

    def _refresh_lines(self, dirty: Sequence[int]) -> None:
        width, header = self.size.width, self._header_height
        regions = [Region(0, header + y, width, 1) for y in dirty]
        if len(dirty) > self._height // 2:
            regions = [Region(0, header + dirty[0], width, dirty[-1] - dirty[0] + 1)]
        if self._header_strip is None and header:
            regions.append(Region(0, 0, width, 1))
        if regions:
            self.refresh(*regions)

    def _keys_in_sight(self) -> set[Key]:
        return set(self._model.order[self._top : self._top + self._height])

    # Time

    def _watch_changed(self) -> None:
        """One timer while any cell in sight is marked as changed, none otherwise."""
        assert self._lines is not None
        left = self._lines.settle(monotonic())
        if left is not None and self._changed_timer is None:
            self._changed_timer = self.set_timer(left + 0.01, self._unmark_changed)

    def _unmark_changed(self) -> None:
        self._changed_timer = None
        self._watch_changed()
        self._repaint()

    def _watch_ages(self, seconds: float) -> None:
        """One timer, for the next moment at which an age in sight may read differently."""
        assert self._lines is not None
        due = monotonic() + seconds
        if self._age_timer is not None:
            if self._age_due <= due:
                return
            self._age_timer.stop()
        self._age_timer, self._age_due = self.set_timer(seconds, self._tell_ages), due

    def _tell_ages(self) -> None:
        assert self._lines is not None
        self._age_timer = None
        texts = self._lines.ages(self._keys_in_sight())
        if texts:
            self._repaint()
            if self._age_timer is not None:
                self._age_timer.stop()
                self._age_timer = None
            self._watch_ages(seconds_to_next_change(texts, self._clock()))
