"""A window of lines that are read and rolled, and closed again."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen


class RollingDialog(ModalScreen[None]):
    """Subclasses compose a VerticalScroll of the id `box`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "close", key_display="Esc"),
        Binding("j,down", "roll(1)", show=False),
        Binding("k,up", "roll(-1)", show=False),
        Binding("pagedown,ctrl+f", "roll_pages(1)", show=False),
        Binding("pageup,ctrl+b", "roll_pages(-1)", show=False),
        Binding("g,home", "roll_to_end(-1)", show=False),
        Binding("G,end", "roll_to_end(1)", show=False),
    ]

    @property
    def _box(self) -> VerticalScroll:
        return self.query_one("#box", VerticalScroll)

    def on_mount(self) -> None:
        self._box.can_focus = False

    def action_roll(self, lines: int) -> None:
        self._box.scroll_relative(y=lines, animate=False)

    def action_roll_pages(self, pages: int) -> None:
        self._box.scroll_relative(y=pages * self._box.size.height, animate=False)

    def action_roll_to_end(self, direction: int) -> None:
        self._box.scroll_to(y=0 if direction < 0 else self._box.max_scroll_y, animate=False)
