"""Flags, width and precision of one printf directive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """`precision` is -1 where none was given."""

    sharp: bool = False
    zero: bool = False
    plus: bool = False
    minus: bool = False
    space: bool = False
    width: int = 0
    has_width: bool = False
    precision: int = -1

    def pad(self, text: str) -> str:
        """To the width; zeros only from the left, and never when aligned left."""
        if len(text) >= self.width:
            return text
        if self.minus:
            return text.ljust(self.width)
        return text.rjust(self.width, "0" if self.zero else " ")

    def pad_spaces(self, text: str) -> str:
        return text.ljust(self.width) if self.minus else text.rjust(self.width)
