"""A tree whose rows have columns: prefixes are drawn from data, branches fold, the cursor stays on its object."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from wgtui.views.columns import Cell, Column
from wgtui.views.page import Node
from wgtui.widgets.line_view import LineView, utc_now
from wgtui.widgets.table_cache import LineCache
from wgtui.widgets.table_lines import LinePainter, Look, fitted_from
from wgtui.widgets.table_model import Key, nearest
from wgtui.widgets.tones import UNICODE, Glyphs, Palette

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Twig(Generic[R]):
    """One line of the tree: its row with everything that stands before the name."""

    key: Key
    row: R
    prefix: str
    depth: int
    branches: bool
    folded: bool


class TreeView(LineView, Generic[R]):
    """`columns` are a table's; the first one carries the tree."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "fold", "Fold", show=False, id="tree.fold"),
        Binding("right", "unfold", "Unfold", show=False, id="tree.unfold"),
        Binding("enter", "select", "Open or fold", show=False, id="tree.open"),
    ]

    class Selected(Message):
        """A row without branches was opened by Enter or a second click."""

        def __init__(self, view: TreeView[Any], row: Any) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> TreeView[Any]:
            return self.view

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        enter_folds: bool = True,
        is_stale: Callable[[R], bool] | None = None,
        opens: Callable[[R], bool] = lambda _: True,
        clock: Callable[[], datetime] = utc_now,
        ascii_only: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(header_height=1, ascii_only=ascii_only, clock=clock, id=id, classes=classes)
        self._columns = tuple(_for_twigs(column, first=index == 0) for index, column in enumerate(columns))
        self._enter_folds = enter_folds
        self._is_stale = is_stale
        self._opens = opens
        self._roots: Sequence[Node[R]] = ()
        self._begin: Key | None = None
        self._toggled: set[Key] = set()
        self._twigs: list[_Twig[R]] = []
        self._glyphs: Glyphs = UNICODE
        self._cache: LineCache[_Twig[R]] | None = None
        self._titles: list[Strip] = []

    def show(self, roots: Sequence[Node[R]], begin: Key | None = None) -> None:
        """Show another tree; what was folded stays folded, the cursor stays on its object or goes to a neighbour.

        Until the user has moved, it stands on the row of the key `begin`, and what is around that is unfolded.
        """
        self._roots = roots
        if not self.touched:
            self._begin = begin
            self._toggled = {node.key for node in _path_to(roots, begin) if node.folded}
        self._grow()

    @property
    def selected(self) -> R | None:
        """The row the cursor is on."""
        twig = self._twig()
        return None if twig is None else twig.row

    @property
    def selected_key(self) -> Key | None:
        twig = self._twig()
        return None if twig is None else twig.key

    @property
    def line_count(self) -> int:
        return len(self._twigs)

    def can_open(self) -> bool:
        twig = self._twig()
        return twig is not None and ((twig.branches and self._enter_folds) or self._opens(twig.row))

    # Keys and mouse

    def action_fold(self) -> None:
        """Fold the branch, or go to the one that holds this row."""
        twig = self._twig()
        if twig is None:
            return
        if twig.branches and not twig.folded:
            self._toggle(twig)
            return
        self.move_to_parent()

    def move_to_parent(self) -> None:
        """To the row that holds the one under the cursor."""
        twig = self._twig()
        above = range(self.cursor_index - 1, -1, -1) if twig is not None else ()
        parent = next((index for index in above if twig and self._twigs[index].depth < twig.depth), None)
        if parent is not None:
            self.move_cursor(parent)

    def action_unfold(self) -> None:
        """Unfold the branch, or go to the first row in it."""
        twig = self._twig()
        if twig is not None and twig.folded:
            self._toggle(twig)
        elif twig is not None and twig.branches:
            self.move_cursor(self.cursor_index + 1)

    def action_select(self) -> None:
        twig = self._twig()
        if twig is None:
            return
        if twig.branches and self._enter_folds:
            self._toggle(twig)
        else:
            self.post_message(self.Selected(self, twig.row))

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y - self.header_height
        if event.y >= self.header_height and index < self.line_count:
            self.move_cursor(index)
            if event.chain == 2:
                self.action_select()

    def _toggle(self, twig: _Twig[R]) -> None:
        self.touched = True
        self._toggled ^= {twig.key}
        self._grow()

    # Growing

    def _twig(self) -> _Twig[R] | None:
        return self._twigs[self.cursor_index] if 0 <= self.cursor_index < len(self._twigs) else None

    def _grow(self) -> None:
        before = self._twigs
        known = {twig.key: twig for twig in before}
        self._twigs = [
            known[twig.key] if known.get(twig.key) == twig else twig for twig in self._branches(self._roots, "", 0)
        ]
        self._keep_place([twig.key for twig in before])
        self.repaint()

    def _keep_place(self, before: Sequence[Key]) -> None:
        top, cursor = self.top, self.cursor_index
        if not self.touched or not 0 <= cursor < len(before):
            self.set_top(0)
            self.stand_at(next((at for at, twig in enumerate(self._twigs) if twig.key == self._begin), 0))
            self.bring_into_sight()
            return
        self.stand_at(nearest(before[cursor], before, [twig.key for twig in self._twigs]))
        self.set_top(self.cursor_index - (cursor - top))

    def _branches(self, nodes: Sequence[Node[R]], before: str, depth: int) -> Iterator[_Twig[R]]:
        glyphs = self._glyphs
        for node in nodes:
            last = node is nodes[-1]
            joint = "" if depth == 0 else glyphs.last_branch if last else glyphs.branch
            folded = bool(node.children) and node.folded != (node.key in self._toggled)
            sign = (glyphs.folded if folded else glyphs.unfolded) if node.children else ""
            yield _Twig(node.key, node.row, before + joint + sign, depth, bool(node.children), folded)
            if not folded:
                below = before if depth == 0 else before + ("   " if last else glyphs.trunk)
                yield from self._branches(node.children, below, depth + 1)

    # Painting

    def restyle(self, palette: Palette) -> None:
        layout = fitted_from(self._columns, 0, self.size.width)
        painter = LinePainter(layout, self.size.width, palette, self.rich_style, focused=self.has_focus)
        self._titles = [painter.header("", False)]
        if self._cache is None:
            self._cache = LineCache(painter)
        self._cache.repaint(painter)
        if palette.glyphs is not self._glyphs:
            self._glyphs = palette.glyphs
            self._grow()

    def paint_header(self) -> list[Strip]:
        return self._titles

    def paint(self, index: int) -> Strip:
        assert self._cache is not None
        painter = self._cache.painter
        if index >= len(self._twigs):
            return painter.blank
        twig = self._twigs[index]
        look = Look(cursor=index == self.cursor_index, stale=self._is_stale is not None and self._is_stale(twig.row))
        return self._cache.strip(twig.key, twig, look, self.clock(), monotonic())

    def painted(self) -> None:
        if self._cache is not None:
            self._cache.keep(self._keys_in_sight())
            self._cache.settle(float("inf"))

    def telling_time(self) -> Sequence[Callable[[datetime], object]]:
        return () if self._cache is None else self._cache.ages(self._keys_in_sight())

    def _keys_in_sight(self) -> Collection[Key]:
        return {twig.key for twig in self._twigs[self.top : self.top + self.page_height]}


def _path_to(nodes: Sequence[Node[R]], key: Key | None) -> list[Node[R]]:
    """From a root to the parent of the node that has the key; empty where none has it."""
    for node in nodes:
        if any(child.key == key for child in node.children):
            return [node]
        if found := _path_to(node.children, key):
            return [node, *found]
    return []


def _for_twigs(column: Column[R], *, first: bool) -> Column[_Twig[R]]:
    def cell(twig: _Twig[R], now: datetime) -> Cell:
        plain = column.cell(twig.row, now)
        return plain._replace(text=twig.prefix + plain.text) if first else plain

    untyped: Column[Any] = column
    return replace(untyped, cell=cell, sort=lambda twig: column.sort(twig.row))
