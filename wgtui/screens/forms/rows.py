"""Things of which there may be any number: each that is named brings room for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wgtui.screens.forms.form import Entry, Values

MOST = 50


def numbered(word: str, before: int, typed: Values, entries: Callable[[str, int], Iterator[Entry]]) -> Iterator[Entry]:
    """`entries` makes those of the row with this id and number, from 1; the first of them names it.

    Rows that were there `before` stay, empty ones too: what is named behind them keeps its number.
    """
    touched = (int(id.split("/")[1]) for id in typed if id.startswith(f"{word}/"))
    last = max(before, *touched, 0)
    for at in range(1, min(last, MOST) + 1):
        yield from entries(f"{word}/{at}", at)
    free = f"{word}/{last + 1}"
    if last < MOST:
        yield from entries(free, last + 1)
