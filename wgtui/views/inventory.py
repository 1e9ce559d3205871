"""What an application has put on its cluster, as the rows of a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet.inventory import Found, Key, Piece, Unread
from wgtui.fleet.status import Status
from wgtui.views.cells import age_column, message_column, status_column, text_column
from wgtui.views.columns import Column
from wgtui.views.fields import AgeField, Fields, Match, StatusField, TextField
from wgtui.views.page import Node


@dataclass(frozen=True, slots=True)
class Part:
    """One object. `version` is empty where only an owner led to it; `stale`: nobody knows whether it is still so."""

    key: Key
    version: str
    status: Status
    reason: str
    message: str
    created: datetime | None
    stale: bool = False

    @property
    def title(self) -> str:
        return f"{self.key.kind}/{self.key.ref.name}"


COLUMNS: tuple[Column[Part], ...] = (
    text_column("name", "NAME", lambda row: row.title, 20, 0, grow=8, max_width=90),
    text_column("namespace", "NAMESPACE", lambda row: row.key.ref.namespace, 12, 4, grow=1, max_width=32),
    status_column(lambda row: row.status, lambda row: row.stale, width=13, priority=1),
    age_column(lambda row: row.created, 3),
    message_column(lambda row: row.message or row.reason, 2),
)

FIELDS: Fields[Part] = Fields(
    (
        TextField("kind", lambda row: row.key.kind),
        TextField("name", lambda row: row.key.ref.name),
        TextField("namespace", lambda row: row.key.ref.namespace, ("ns",)),
        TextField("group", lambda row: row.key.group),
        StatusField("status", lambda row: row.status),
        TextField("reason", lambda row: row.reason),
        TextField("message", lambda row: row.message, match=Match.INSIDE),
        AgeField("age", lambda row: row.created),
    ),
    lambda row: (row.title, str(row.key.ref), row.key.group, row.status.word, row.reason, row.message),
)


def part(piece: Piece, stale: bool = False) -> Part:
    verdict = piece.verdict
    return Part(piece.key, piece.version, verdict.status, verdict.reason, verdict.message, piece.created, stale)


def nodes(pieces: Sequence[Piece], is_folded: Callable[[Piece], bool], stale: bool = False) -> tuple[Node[Part], ...]:
    return tuple(
        Node(piece.key, part(piece, stale), nodes(piece.children, is_folded, stale), folded=is_folded(piece))
        for piece in pieces
    )


def parts(tree: Iterable[Node[Part]]) -> Iterator[Part]:
    """All rows, folded ones too."""
    waiting = list(tree)
    while waiting:
        node = waiting.pop()
        yield node.row
        waiting += node.children


def narrowed(tree: Sequence[Node[Part]], keep: Callable[[Part], bool]) -> tuple[Node[Part], ...]:
    """The rows that are kept, with all that lead to them, unfolded."""
    found = []
    for node in tree:
        below = narrowed(node.children, keep)
        if below or keep(node.row):
            found.append(Node(node.key, node.row, below))
    return tuple(found)


def gaps(found: Found) -> list[str]:
    """Kinds that could not be read, and why, in one line each reason: what is below their owners may be missing."""
    by_reason: dict[Unread, set[str]] = {}
    for (group, kind, _), (why, _) in found.unread.items():
        by_reason.setdefault(why, set()).add(f"{kind}.{group}" if group else kind)
    return [f"{why.value}: {', '.join(sorted(kinds))}" for why, kinds in by_reason.items()]
