"""A figure that was measured, beside its floor and its bound, and its line in the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TITLES = ("figure", "measured", "floor", "ratio", "bound", "")
WIDTHS = (42, -17, -17, -6, 17, 13)
"""Of the columns; the negative ones stand to the right."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`floor` was measured in the same run. `bound` is of the ratio where there is one, otherwise of `measured`."""

    name: str
    measured: float
    unit: str
    bound: float | None = None
    floor: float | None = None
    of_ratio: bool = True

    @property
    def ratio(self) -> float | None:
        return self.measured / self.floor if self.floor else None

    @property
    def holds(self) -> bool | None:
        """None where nothing is promised."""
        if self.bound is None:
            return None
        return (self.ratio if self.ratio is not None and self.of_ratio else self.measured) <= self.bound

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = self.ratio
        bounded = ratio is not None and self.of_ratio
        return (
            self.name,
            f"{_number(self.measured)} {self.unit}",
            "" if self.floor is None else f"{_number(self.floor)} {self.unit}",
            "" if ratio is None else f"{ratio:.2f}",
            "" if self.bound is None else f"≤ {_number(self.bound)}{' ×' if bounded else f' {self.unit}'}",
            {True: "holds", False: "DOES NOT HOLD", None: ""}[self.holds],
        )


def line(cells: Sequence[str]) -> str:
    """One line of the table."""
    padded = (cell.ljust(width) if width > 0 else cell.rjust(-width) for cell, width in zip(cells, WIDTHS, strict=True))
    return "  ".join(padded).rstrip()


def _number(value: float) -> str:
    if value >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
