"""Where Textual's frames become bytes: the same screen, written as what differs from what the terminal shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.screen import Screen

from wgtui.terminal.cells import NotCells
from wgtui.terminal.shown import Placed, Shown

R = TypeVar("R")


class CellApp(App[R]):
    """Writes to the terminal the cells that differ; with `repaint` all that Textual redraws, as it does alone."""

    def __init__(self, *, driver_class: type[Driver] | None = None, ansi_color: bool = False, repaint: bool = False):
        super().__init__(driver_class=driver_class, ansi_color=ansi_color)
        self._repaint = repaint
        self._is_away = False
        self._shown = Shown()

    def on_resize(self) -> None:
        # Also when the terminal was given back to us: whatever it shows now, it is not ours.
        self.draw_anew()

    def action_redraw(self) -> None:
        self.draw_anew()

    def draw_anew(self) -> None:
        """Everything, in case somebody else wrote to the terminal."""
        self._shown.forget()
        self.refresh()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Another program has the terminal. Everything goes on meanwhile, but nothing is drawn and no key is read."""
        assert self._driver is not None
        self._driver.suspend_application_mode()
        self._is_away = True
        try:
            with self._driver.no_automatic_restart():
                yield
        finally:
            self._is_away = False
            # Textual's own way does not come back from an error; that it is back it tells by a resize.
            self._driver.resume_application_mode()

    def pop_screen(self) -> AwaitComplete:
        # Textual keeps the last thousand widgets it drew, with all their lines: a page that is gone shall be gone.
        StylesCache.get_inner_outer.cache_clear()
        return super().pop_screen()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if self._is_away:
            self._shown.forget()
        elif isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._repaint:
            super()._display(screen, Frame(renderable, self._shown, lambda: self.call_later(self.refresh)))
        else:
            super()._display(screen, renderable)


class Frame(CompositorUpdate):
    """Takes the place of an update; what it is written as is decided when Textual really writes it."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, shown: Shown, draw_all: Callable[[], object]) -> None:
        self._update = update
        self._shown = shown
        self._draw_all = draw_all

    def __rich__(self) -> RenderableType:
        return self._update

    def render_segments(self, console: Console) -> str:
        """As Textual would write it where it holds more than text."""
        colours = COLOR_SYSTEMS[console.color_system] if console.color_system else ColorSystem.TRUECOLOR
        if not self._shown.is_known and isinstance(self._update, ChopsUpdate):
            self._draw_all()
        try:
            return self._shown.frame(_placed(self._update), *_size(self._update), colours)
        except NotCells:
            self._shown.forget()
            return self._update.render_segments(console)


def _size(update: LayoutUpdate | ChopsUpdate) -> tuple[int, int]:
    if isinstance(update, LayoutUpdate):
        return update.region.width, update.region.height
    return update.chop_ends[0][-1], len(update.chop_ends)


def _placed(update: LayoutUpdate | ChopsUpdate) -> Iterator[Placed]:
    return _whole(update) if isinstance(update, LayoutUpdate) else _parts(update)


def _whole(update: LayoutUpdate) -> Iterator[Placed]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield x, y, strip
            x += strip.cell_length


def _parts(update: ChopsUpdate) -> Iterator[Placed]:
    """Cut as Textual cuts them."""
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > stop or end <= start:
                continue
            inside = start <= x < stop and end <= stop
            yield x, y, strip if inside else strip.crop(0, min(end, stop) - x)
