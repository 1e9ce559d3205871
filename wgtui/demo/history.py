"""The last changes of one resource, so that a watch can go on from a version and a page can show the past."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wgtui.demo.stored import Stored


@dataclass(frozen=True, slots=True)
class Change:
    """`now` is None for a deletion, `before` for a creation."""

    version: int
    before: Stored | None
    now: Stored | None


class History:
    """Bounded: `floor` is the newest version forgotten; a watch must begin at it or later."""

    def __init__(self, floor: int, window: int) -> None:
        self.floor = floor
        self._window = window
        self._versions: list[int] = []
        self._changes: list[Change] = []

    def append(self, change: Change) -> None:
        self._versions.append(change.version)
        self._changes.append(change)
        if len(self._changes) >= 2 * self._window:
            self.forget(self._versions[-self._window - 1])

    def since(self, version: int) -> Sequence[Change]:
        """Changes after this version, oldest first."""
        return self._changes[bisect_right(self._versions, version) :]

    def forget(self, floor: int) -> None:
        """Compaction: changes up to and including `floor` can no longer be asked for."""
        kept = bisect_right(self._versions, floor)
        del self._versions[:kept]
        del self._changes[:kept]
        self.floor = max(self.floor, floor)

    def rewind(self, objects: Iterable[Stored], version: int) -> dict[str, Stored]:
        """The objects by key as they were at an older version."""
        past = {stored.key: stored for stored in objects}
        for change in reversed(self.since(version)):
            if change.before is not None:
                past[change.before.key] = change.before
            elif change.now is not None:
                del past[change.now.key]
        return past
