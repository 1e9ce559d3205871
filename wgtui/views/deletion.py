"""A deletion as a section: what is left, since when, and whom each waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from wgtui.fleet.deletion import Remaining, blocker
from wgtui.fleet.status import Tone
from wgtui.views.cells import age_column, text_cell, text_column
from wgtui.views.columns import Column
from wgtui.views.page import Fact, Facts, Section, Table

SHOWN = 50
"""Objects that are listed."""

COLUMNS: tuple[Column[Remaining], ...] = (
    text_column("object", "OBJECT", lambda row: f"{row.kind.kind}/{row.ref.name}", 24, 0, grow=1, max_width=48),
    age_column(lambda row: row.since, 1, title="DELETED"),
    text_column("says", "SAYS", lambda row: row.says, 16, 2, grow=1, max_width=40),
    text_column("waits", "WAITS FOR", lambda row: row.waits or "nothing: goes with its owner", 24, 0, grow=3),
)


def deletion_sections(left: Sequence[Remaining], target: Any = None, *, stale: bool = False) -> list[Section]:
    """None where nothing is being deleted. `target` is what Enter opens for a row."""
    if not left:
        return []
    counts = Counter(row.kind.kind for row in left)
    summed = ", ".join(f"{amount} {kind}" for kind, amount in counts.items())
    facts = [Fact("left", text_cell(summed))]
    holding = blocker(left)
    if holding is not None:
        facts.append(Fact("held up by", text_cell(f"{holding.kind.kind} {holding.ref}", Tone.WARN)))
        facts.append(Fact("waits for", text_cell(holding.waits)))
        facts += [Fact("which says", text_cell(holding.says))] if holding.says else []
    if len(left) > SHOWN:
        facts.append(Fact("listed", text_cell(f"the first {SHOWN}")))
    table = Table("What is left", COLUMNS, tuple(left[:SHOWN]), lambda row: (row.kind, row.ref), target, stale=stale)
    return [Facts("Deletion", tuple(facts), stale), table]
