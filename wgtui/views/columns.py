"""A table as data: columns that turn a row into cells, fit a width and sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from wgtui.fleet.status import Status, Tone

R = TypeVar("R")


class Cell(NamedTuple):
    """One cell's text and how it is meant. The text may come from a cluster: it is never markup."""

    text: str
    tone: Tone = Tone.PLAIN
    status: Status | None = None
    """Set where the cell is a status: the table puts the glyph before the word."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """`cell` is called for visible rows only; `sort` for all of them when this column sorts.

    `priority`: 0 stays to the last, higher numbers leave first when the terminal is narrow.
    `width` is the least useful width in cells; `grow` columns share what is left over, up to `max_width`.
    """

    id: str
    title: str
    cell: Callable[[R, datetime], Cell]
    sort: Callable[[R], Any]
    width: int
    priority: int = 1
    grow: int = 0
    max_width: int = 0
    right: bool = False
    ages: bool = False
    """The text depends on the time: looked at again as time passes, written only when it changed."""
    wide_only: bool = False
    """Shown only with `^w`, and by `-o wide`."""


def fit(columns: Sequence[Column[R]], width: int, gap: int = 2) -> list[tuple[Column[R], int]]:
    """The columns that fit into `width` cells, in order, each with its width.

    The highest `priority` numbers leave first (the rightmost of equals); what is left over goes to growing columns.
    Where those that stay to the last do not fit either, the widest are cut; by up to a half before the second leaves.
    """
    chosen = list(columns)
    while len(chosen) > 1 and sum(c.width for c in chosen) + gap * (len(chosen) - 1) > width:
        worst = max(c.priority for c in chosen)
        over = sum(c.width for c in chosen) + gap * (len(chosen) - 1) - width
        if worst == 0 or (worst == 1 and over <= max(c.width for c in chosen) // 2):
            break
        index = max(i for i, c in enumerate(chosen) if c.priority == worst)
        del chosen[index]
    spare = width - sum(c.width for c in chosen) - gap * (len(chosen) - 1)
    widths = [c.width for c in chosen]
    while spare < 0 and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
        spare += 1
    growing = [i for i, c in enumerate(chosen) if c.grow]
    while spare > 0 and growing:
        share = sum(chosen[i].grow for i in growing)
        given = 0
        for i in list(growing):
            column = chosen[i]
            extra = max(1, spare * column.grow // share)
            if column.max_width:
                extra = min(extra, column.max_width - widths[i])
            extra = min(extra, spare - given)
            if extra <= 0:
                growing.remove(i)
                continue
            widths[i] += extra
            given += extra
        spare -= given
        if not given:
            break
    return list(zip(chosen, widths, strict=True))
