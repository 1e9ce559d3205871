"""Where a headless command says things: data for programs, words for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wgtui.headless.table import Look
from wgtui.views.safe import printable

LONGEST_WORDS = 1000
"""Characters of one line on stderr."""


@dataclass(frozen=True, slots=True)
class Output:
    """`data` takes a whole text for stdout, `words` a line for stderr."""

    data: Callable[[str], None]
    words: Callable[[str], None]
    look: Look

    def warn(self, text: str) -> None:
        self.words(f"wgtui: {printable(text, LONGEST_WORDS)}")
