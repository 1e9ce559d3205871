"""An application as text: how it is, where it comes from, what waits for what, and its inventory as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet.applications import Application, application_summary
from wgtui.fleet.dependencies import Dependency
from wgtui.fleet.inventory import Piece
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.fleet.tracing import Step
from wgtui.views.ages import age
from wgtui.views.aligned import aligned
from wgtui.views.inventory import part
from wgtui.views.safe import printable
from wgtui.views.trace import Line, dependency_lines

LONGEST = 160
"""Characters of a message."""

_BRANCH, _LAST, _TRUNK, _NOTHING = "├─", "└─", "│ ", "  "


@dataclass(frozen=True, slots=True)
class DescribedApplication:
    """`pieces` is None where there is no inventory; `note` says why, or what is left out."""

    application: Application
    steps: Sequence[Step]
    needs: Sequence[Dependency]
    needed_by: Sequence[Dependency]
    pieces: Sequence[Piece] | None
    note: str
    cluster: str = ""


def described_lines(described: DescribedApplication, now: datetime) -> list[str]:
    """Everything harmless for a terminal."""
    row = application_summary(described.application, described.cluster)
    told = [
        ("Application", f"{row.kind}/{row.ref}"),
        ("Cluster", described.cluster),
        ("Applied to", row.target),
        ("Status", f"{row.status.word}{f' ({row.reason})' if row.reason else ''}"),
        ("Message", row.message),
        ("Revision", row.revision),
        ("Suspended by", row.suspended_by),
    ]
    lines = aligned([(f"{name}:", printable(text, 4 * LONGEST)) for name, text in told if text])
    lines += _section("Where it comes from", [_step(step, now) for step in described.steps])
    lines += _section("Needs", _dependencies(described.needs))
    lines += _section("Needed by", _dependencies(described.needed_by))
    return [*lines, *_inventory(described, now)]


def _section(title: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in aligned(rows))] if rows else []


def _step(step: Step, now: datetime) -> tuple[str, ...]:
    name, status = f"{step.name}/{step.ref}", step.verdict.status.word
    since = age(step.changed, now) if step.changed else ""
    return (step.how, printable(name), status, printable(step.revision), since, _message(step.verdict.message))


def _dependencies(tree: Sequence[Dependency]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for prefix, one in dependency_lines(tree):
        status = Status.FAILED if one.circle else one.verdict.status
        rows.append((prefix + printable(str(one.ref)), status.word, _message(Line((0, ""), "", one).message)))
    return rows


def _inventory(described: DescribedApplication, now: datetime) -> Iterator[str]:
    if described.pieces is None:
        yield from ("", f"No inventory: {printable(described.note)}")
        return
    rows = [("NAME", "NAMESPACE", "STATUS", "AGE", "MESSAGE"), *_pieces(described.pieces, "", True, now)]
    yield from ("", *aligned(rows))
    if described.note:
        yield printable(described.note)


def _pieces(pieces: Sequence[Piece], before: str, top: bool, now: datetime) -> Iterator[tuple[str, ...]]:
    for piece in pieces:
        last = piece is pieces[-1]
        row, joint = part(piece), "" if top else _LAST if last else _BRANCH
        since = age(row.created, now) if row.created else ""
        yield (
            before + joint + printable(row.title),
            printable(row.key.ref.namespace),
            row.status.word,
            since,
            _message(row.message or row.reason),
        )
        below = before if top else before + (_NOTHING if last else _TRUNK)
        yield from _pieces(piece.children, below, False, now)


def _message(text: str) -> str:
    return printable(short(text), LONGEST)
