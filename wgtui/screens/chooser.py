"""One of many, by typing a few letters: the palette, and every smaller choice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wgtui.fleet.status import Tone
from wgtui.screens.fuzzy import Names
from wgtui.stylesheets import stylesheet
from wgtui.views.columns import Cell, Column
from wgtui.widgets.resource_table import ResourceTable

T = TypeVar("T")

SLICE = 2000
"""Choices that are taken between two turns of the loop."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """`group` says what it is; `denied` why it cannot be chosen now. `words` are found besides the text."""

    text: str
    value: T
    group: str = ""
    detail: str = ""
    denied: str = ""
    words: str = ""

    @property
    def identity(self) -> Hashable:
        return (self.group, self.text, self.detail)

    @property
    def searched(self) -> str:
        return f"{self.text} {self.group} {self.words}"


@dataclass(frozen=True, slots=True)
class _Ranked(Generic[T]):
    rank: int
    choice: Choice[T]


def _text(row: _Ranked[T], _now: datetime) -> Cell:
    return Cell(row.choice.text, Tone.MUTED if row.choice.denied else Tone.PLAIN)


def _detail(row: _Ranked[T], _now: datetime) -> Cell:
    return Cell(row.choice.denied or row.choice.detail, Tone.WARN if row.choice.denied else Tone.MUTED)


def _columns(choices: Sequence[Choice[T]], all_of_them: bool) -> tuple[Column[_Ranked[T]], ...]:
    def rank(row: _Ranked[T]) -> int:
        return row.rank

    columns: list[Column[_Ranked[T]]] = [Column("text", "", _text, rank, 16, 0, 3)]
    if all_of_them or any(choice.group for choice in choices):
        columns.append(Column("group", "", lambda row, _: Cell(row.choice.group, Tone.MUTED), rank, 14, 1))
    if all_of_them or any(choice.detail or choice.denied for choice in choices):
        columns.append(Column("detail", "", _detail, rank, 12, 2, 2))
    return tuple(columns)


class Chooser(ModalScreen[T | None], Generic[T]):
    """Dismissed with the value chosen, or None. `later` brings choices that have to be asked for."""

    CSS_PATH = str(stylesheet("chooser"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "close", key_display="Esc"),
        Binding("down,ctrl+n", "move(1)", "down", show=False),
        Binding("up,ctrl+p", "move(-1)", "up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
    ]

    def __init__(
        self,
        title: str,
        choices: Iterable[Choice[T]],
        *,
        later: Callable[[], AsyncGenerator[Sequence[Choice[T]], None]] | None = None,
        at: int = 0,
        ascii_only: bool = False,
    ) -> None:
        """`at` is the choice that the cursor begins on."""
        super().__init__()
        self._title = title
        self._at = at
        self._choices: list[Choice[T]] = []
        self._places: dict[Hashable, int] = {}
        self._names = Names()
        self._take(choices)
        self._later = later
        self._input = Input(compact=True, select_on_focus=False, placeholder="type to find")
        self._table: ResourceTable[_Ranked[T]] = ResourceTable(
            _columns(self._choices, later is not None),
            header=False,
            ascii_only=ascii_only,
            placeholder="nothing is called that",
        )
        self._table.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(self._title, id="title", markup=False)
            yield self._input
            yield self._table

    def on_mount(self) -> None:
        # At once, not when the loop gets to it: what is typed next is meant for it already.
        self.set_focus(self._input)
        self._find("")
        self._table.action_cursor_by(self._at)
        self._table.touched = False
        if self._later is not None:
            self._add(self._later())

    @work(group="choices")
    async def _add(self, later: AsyncGenerator[Sequence[Choice[T]], None]) -> None:
        async with aclosing(later):
            async for more in later:
                for start in range(0, len(more), SLICE):
                    self._take(more[start : start + SLICE])
                    await asyncio.sleep(0)
                self._find(self._input.value, moved=False)

    def _take(self, more: Iterable[Choice[T]]) -> None:
        """What is there already is replaced: it may be known by now that it cannot be chosen."""
        choices, places, known = self._choices, self._places, len(self._choices)
        for choice in more:
            place = places.setdefault(choice.identity, len(choices))
            if place < len(choices):
                choices[place] = choice
            else:
                choices.append(choice)
        self._names.add(choice.searched for choice in choices[known:])

    @on(Input.Changed)
    def _typed_more(self, message: Input.Changed) -> None:
        self._find(message.value)

    def _find(self, typed: str, *, moved: bool = True) -> None:
        """What was typed puts the cursor on the likeliest; what merely arrives leaves it where it is."""
        found = [self._choices[place] for place in self._names.best(typed)]
        self._table.show([_Ranked(rank, choice) for rank, choice in enumerate(found)], lambda row: row.choice.identity)
        if moved:
            self._table.touched = False
            self._table.action_cursor_to_end(-1)
            self._table.touched = False

    @on(Input.Submitted)
    @on(ResourceTable.Selected)
    def _choose(self, message: Input.Submitted | ResourceTable.Selected) -> None:
        message.stop()
        row = self._table.selected
        if row is None:
            return
        if row.choice.denied:
            self.app.bell()
            return
        self.dismiss(row.choice.value)

    def action_move(self, lines: int) -> None:
        self._table.action_cursor_by(lines)

    def action_page(self, pages: int) -> None:
        self._table.action_page(pages)
