"""What `--watch` tells after the first answer: rows that changed, and what the matter is with the server."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from wgtui.headless.gaps import Gap, State, told
from wgtui.headless.printing import Happened
from wgtui.headless.question import Question

R = TypeVar("R")


class Shown(Generic[R]):
    """The rows that were told of, to tell what differs from them."""

    def __init__(self, question: Question[R], rows: Iterable[R]) -> None:
        self._question = question
        self._rows = {question.answer.key(row): row for row in rows}

    def update(
        self, rows: Mapping[Hashable, R], keys: Collection[Hashable], now: datetime
    ) -> Iterator[tuple[Happened, R]]:
        """What has happened to these keys, `rows` being all there are now."""
        there = [rows[key] for key in keys if key in rows]
        wanted = {self._question.answer.key(row): row for row in self._question.wanted(there, now)}
        for key in keys:
            before, after = self._rows.pop(key, None), wanted.get(key)
            if after is not None:
                self._rows[key] = after
                if before is None or _differ(before, after):
                    yield ("added" if before is None else "changed"), after
            elif before is not None:
                yield "deleted", rows.get(key, before)

    @property
    def keys(self) -> frozenset[Hashable]:
        return frozenset(self._rows)


def _differ(before: Any, after: Any) -> bool:
    """Whether more than its staleness: that a server is out of reach is told once, not for every row."""
    if before == after:
        return False
    return not hasattr(after, "stale") or before != replace(after, stale=before.stale)


class Troubles:
    """What could not be read, told when it becomes so, and once more when everything is well again."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self._gaps = frozenset(gaps)
        self._told = set(told(gaps))
        self._lost = False

    def changed(self, gaps: Sequence[Gap]) -> bool:
        return frozenset(gaps) != self._gaps

    def update(self, gaps: Sequence[Gap]) -> Iterator[str]:
        """The lines to tell."""
        self._gaps = frozenset(gaps)
        lost = [gap for gap in gaps if gap.state is State.UNREACHABLE]
        for line in told(gaps):
            if line not in self._told:
                self._told.add(line)
                yield line
        if lost and not self._lost:
            yield "what was printed is from before; trying again"
        if self._lost and not lost:
            yield "reading live again"
            self._told = set(told(gaps))
        self._lost = bool(lost)
