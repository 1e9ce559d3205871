"""The ground of every widget that shows lines: a cursor, scrolling, and only lines that look different are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from wgtui.widgets.ages import seconds_to_next_change
from wgtui.widgets.tones import Palette, palette_of

WHEEL_LINES = 3
SOON = 1.0
"""Seconds after which ages are looked at when what is in sight changed; no text changes faster."""


def utc_now() -> datetime:
    """The clock of every widget that is not given another."""
    return datetime.now(UTC)


class LineView(ScrollView, can_focus=True):
    """Subclasses say how many lines there are and paint one: the same Strip for as long as it looks the same."""

    DEFAULT_CSS = """
    LineView { overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; }
    """
    ALLOW_SELECT = False

    class CursorMoved(Message):
        """The cursor stands on another line."""

        def __init__(self, view: LineView) -> None:
            super().__init__()
            self.view = view

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_by(1)", "Down", show=False, id="lines.down"),
        Binding("up,k", "cursor_by(-1)", "Up", show=False, id="lines.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="lines.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="lines.page_up"),
        Binding("home,g", "cursor_to_end(-1)", "First", show=False, id="lines.first"),
        Binding("end,G", "cursor_to_end(1)", "Last", show=False, id="lines.last"),
    ]

    def __init__(
        self,
        *,
        cursor: bool = True,
        header_height: int = 0,
        ascii_only: bool = False,
        clock: Callable[[], datetime] = utc_now,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.has_cursor = cursor
        self.header_height = header_height
        self.clock = clock
        self.touched = False
        """Whether the user has moved the cursor or scrolled."""
        self._ascii_only = ascii_only
        self._at = -1
        self._in_sight: list[Strip] = []
        self._header: list[Strip] = []
        self._styled = False
        self._age_timer: Timer | None = None
        self._age_due = 0.0

    # What a subclass says

    @property
    def line_count(self) -> int:
        """Lines in all, in sight or not."""
        raise NotImplementedError

    def paint(self, index: int) -> Strip:
        """The line at `index`, which may lie behind the last one."""
        raise NotImplementedError

    def paint_header(self) -> list[Strip]:
        """The lines that stay on top."""
        return []

    def restyle(self, palette: Palette) -> None:
        """Width, theme or focus changed: every line may look different."""
        raise NotImplementedError

    def telling_time(self) -> Sequence[Callable[[datetime], object]]:
        """The texts in sight that depend on the time, as functions of it."""
        return ()

    def painted(self) -> None:
        """Some lines in sight were painted anew."""

    def cursor_moved(self) -> None:
        """The cursor stands on another line."""
        self.post_message(self.CursorMoved(self))

    def can_open(self) -> bool:
        """Whether Enter leads anywhere from the line under the cursor."""
        return True

    # Where the cursor and the first line in sight are

    @property
    def cursor_index(self) -> int:
        """The line the cursor is on, from 0; -1 when there is none."""
        return self._at

    @property
    def top(self) -> int:
        """The first line in sight."""
        return round(self.scroll_y)

    @property
    def page_height(self) -> int:
        """Lines in sight, without the header."""
        return max(0, self.size.height - self.header_height)

    def stand_at(self, index: int) -> None:
        """Place the cursor without scrolling or painting."""
        self._at = max(0, min(index, self.line_count - 1)) if self.line_count else -1

    def set_top(self, top: int) -> None:
        """Scroll without painting."""
        # Without a layout pass: the space this takes does not depend on the lines in it.
        self.set_reactive(Widget.virtual_size, Size(self.size.width, self.line_count + self.header_height))
        top = max(0, min(top, self.line_count - self.page_height))
        if top != self.top:
            self.set_scroll(None, top)

    def move_cursor(self, index: int) -> None:
        """The user moves the cursor to a line."""
        self.touched = True
        self.stand_at(index)
        self.bring_into_sight()
        self.repaint()
        self.cursor_moved()

    def scroll_lines(self, lines: int) -> None:
        """The user scrolls; the cursor stays where it is."""
        self.touched = True
        self.set_top(self.top + lines)
        self.repaint()

    def bring_into_sight(self) -> None:
        """Scroll as little as needed to see the cursor."""
        if not self.has_cursor or self._at < 0 or not self.page_height:
            return
        if self._at < self.top:
            self.set_top(self._at)
        elif self._at >= self.top + self.page_height:
            self.set_top(self._at - self.page_height + 1)

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "select" or self.can_open()

    def action_cursor_by(self, lines: int) -> None:
        if self.has_cursor:
            self.move_cursor(self._at + lines)
        else:
            self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        lines = pages * max(1, self.page_height - 1)
        if self.has_cursor:
            self.set_top(self.top + lines)
            self.move_cursor(self._at + lines)
        else:
            self.scroll_lines(lines)

    def action_cursor_to_end(self, end: int) -> None:
        if self.has_cursor:
            self.move_cursor(self.line_count if end > 0 else 0)
        else:
            self.scroll_lines(end * self.line_count)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(-WHEEL_LINES)

    # Painting

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.new_look())

    def on_unmount(self) -> None:
        # What is subscribed holds us, and the signal lives as long as the application.
        self.app.theme_changed_signal.unsubscribe(self)

    def on_resize(self) -> None:
        self.new_look()

    def on_focus(self) -> None:
        # After the handler of Widget, which runs behind this one, has set has_focus.
        self.call_next(self.new_look)

    def on_blur(self) -> None:
        self.call_next(self.new_look)

    def new_look(self) -> None:
        """Paint everything anew; what comes out the same is still not written."""
        if not self.is_attached or not self.size:
            return
        self.restyle(palette_of(self.app, ascii_only=self._ascii_only))
        self._styled = True
        self.set_top(self.top)
        self.bring_into_sight()
        self.repaint()

    def render_line(self, y: int) -> Strip:
        lines = self._header + self._in_sight
        return lines[y] if y < len(lines) else Strip.blank(self.size.width, self.rich_style)

    def repaint(self) -> None:
        """Write the lines in sight that look different, and no others."""
        if not self._styled:
            return
        top = self.top
        lines = [self.paint(index) for index in range(top, top + self.page_height)]
        header = self.paint_header()[: self.size.height]
        before = self._header + self._in_sight
        self._header, self._in_sight = header, lines
        dirty = [y for y, line in enumerate(header + lines) if y >= len(before) or line is not before[y]]
        if dirty:
            self.refresh(*self._regions(dirty))
            self.painted()
            self._look_at_ages_in(SOON)

    def _regions(self, dirty: Sequence[int]) -> list[Region]:
        width = self.size.width
        if 2 * len(dirty) > self.size.height:
            return [Region(0, dirty[0], width, dirty[-1] - dirty[0] + 1)]
        return [Region(0, y, width, 1) for y in dirty]

    # Time

    def _look_at_ages_in(self, seconds: float) -> None:
        """One timer, for the next moment at which a text in sight may read differently; none where none does."""
        due = monotonic() + seconds
        if self._age_timer is not None:
            if self._age_due <= due:
                return
            self._age_timer.stop()
        self._age_timer, self._age_due = self.set_timer(seconds, self._look_at_ages), due

    def _look_at_ages(self) -> None:
        self._age_timer = None
        texts = self.telling_time()
        if not texts:
            return
        wait = seconds_to_next_change(texts, self.clock())
        self._look_at_ages_in(wait)
        self.repaint()
