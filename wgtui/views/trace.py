"""Where an object comes from, what its source feeds besides, and what waits for what: as sections of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wgtui.fleet.dependencies import Dependency, blockers, circles, depth
from wgtui.fleet.status import Status, Tone
from wgtui.fleet.tracing import Step
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.views.cells import age_column, message_column, status_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table
from wgtui.views.safe import printable

Target = Callable[[Kind[Any], ObjectRef], Any]
"""What Enter opens for an object."""

MOST_FED = 500

_BRANCH, _LAST, _TRUNK = "├─ ", "└─ ", "│  "


STEPS: tuple[Column[Step], ...] = (
    Column("how", "", lambda row, _: Cell(row.how, Tone.MUTED), lambda row: row.how, 10, 3),
    text_column("object", "OBJECT", lambda row: f"{row.name}/{row.ref}", 24, 0, grow=3, max_width=64),
    status_column(lambda row: row.verdict.status, lambda row: row.stale, width=13, priority=1),
    text_column("revision", "REVISION", lambda row: row.revision, 18, 2),
    age_column(lambda row: row.changed, 4, title="CHANGED"),
    message_column(lambda row: row.verdict.message or row.verdict.reason, 5, width=14),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree of dependencies; `prefix` is what leads to it."""

    key: tuple[int, str]
    prefix: str
    dependency: Dependency

    @property
    def message(self) -> str:
        if self.dependency.circle:
            return "waits for itself: this never ends"
        if self.dependency.again:
            return "its own needs are shown above"
        return self.dependency.verdict.message or self.dependency.verdict.reason


LINES: tuple[Column[Line], ...] = (
    text_column("object", "APPLICATION", lambda row: f"{row.prefix}{row.dependency.ref}", 24, 0, grow=3, max_width=72),
    status_column(
        lambda row: Status.FAILED if row.dependency.circle else row.dependency.verdict.status,
        lambda row: row.dependency.stale,
        width=13,
        priority=1,
    ),
    message_column(lambda row: row.message, 2),
)


def chain_section(steps: Sequence[Step], target: Target) -> Section:
    return _steps("Where it comes from", steps, target, "nothing says that Flux has applied it")


def fed_section(source: str, readers: Sequence[Step], target: Target) -> Section:
    """What else reads a source."""
    more = f", the first {MOST_FED} of {len(readers):,}" if len(readers) > MOST_FED else ""
    return _steps(f"What else {printable(source)} feeds{more}", readers[:MOST_FED], target, "nothing")


def _steps(title: str, steps: Sequence[Step], target: Target, empty: str) -> Section:
    return Table(
        title,
        STEPS,
        tuple(steps),
        lambda row: (row.name, row.ref),
        target=lambda row: target(row.kind, row.ref) if row.kind is not None else None,
        empty=empty,
    )


def dependency_sections(
    needs: Sequence[Dependency], needed_by: Sequence[Dependency], target: Target
) -> Iterator[Section]:
    """Nothing of an application that neither needs nor is needed."""
    if needs:
        yield Facts("Order", tuple(_order(needs, target)))
        yield _tree("Needs", needs, target)
    if needed_by:
        yield _tree("Needed by", needed_by, target)


def _order(needs: Sequence[Dependency], target: Target) -> Iterator[Fact]:
    steps = depth(needs)
    yield Fact("applied after", text_cell(f"{steps} other, one after the other" if steps > 1 else "1 other"))
    for one in circles(needs):
        yield Fact("never ready", text_cell(f"{one} waits for itself", Status.FAILED.tone))
    for blocker in blockers(needs):
        if not blocker.circle:
            told = blocker.verdict.message or blocker.verdict.reason or blocker.verdict.status.word
            words = f"{blocker.ref}: {told}"
            yield Fact(
                "waits for", text_cell(words, blocker.verdict.status.tone), target=target(blocker.kind, blocker.ref)
            )


def _tree(title: str, tree: Sequence[Dependency], target: Target) -> Section:
    lines = tuple(
        Line((index, str(one.ref)), prefix, one) for index, (prefix, one) in enumerate(dependency_lines(tree))
    )
    return Table(title, LINES, lines, lambda row: row.key, lambda row: target(row.dependency.kind, row.dependency.ref))


def dependency_lines(
    tree: Sequence[Dependency], before: str = "", top: bool = True
) -> Iterator[tuple[str, Dependency]]:
    """Each with what is drawn before it."""
    for one in tree:
        last = one is tree[-1]
        joint = "" if top else _LAST if last else _BRANCH
        yield before + joint, one
        below = before if top else before + ("   " if last else _TRUNK)
        yield from dependency_lines(one.children, below, False)
