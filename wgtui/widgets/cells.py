"""Text cut and padded to terminal cells; wide characters count two, combining marks none."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from wgtui.views.safe import printable

_LONGEST_CLUSTER = 8
"""Characters that may share one cell: a cell's worth of text is never cut shorter than this before it is measured."""


def fitted(text: str, width: int, *, right: bool = False, ellipsis: str = "…") -> str:
    """`text` made harmless and exactly `width` cells wide, with an ellipsis where something was left out."""
    if text.isascii() and text.isprintable():
        if len(text) > width:
            text = clipped(text, width, ellipsis)
        return text.rjust(width) if right else text.ljust(width)
    return _measured(text[: width * _LONGEST_CLUSTER + 1], width, right, ellipsis)


@lru_cache(maxsize=4096)
def _measured(text: str, width: int, right: bool, ellipsis: str) -> str:
    # The same few words and signs again and again, ten times as slow to fit as ASCII.
    text = clipped(text, width, ellipsis)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def clipped(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` made harmless and at most `width` cells wide."""
    if width <= 0:
        return ""
    # Cut first: a message of a megabyte costs no more than one of a line.
    longest = width * _LONGEST_CLUSTER
    cut = len(text) > longest
    text = printable(text[:longest] if cut else text)
    if text.isascii():
        return text if len(text) <= width and not cut else text[: width - 1] + ellipsis
    if cell_len(text) <= width and not cut:
        return text
    return set_cell_size(text, width - 1) + ellipsis
