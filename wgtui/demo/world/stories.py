"""What scripts are made of: steps, and stories that go round for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TAKE = object()
"""As the commit of an application: the one its source has now."""

NEXT = object()
"""As a change of a number: one more."""

KEEP = object()
"""In a track: nothing changes here in this step."""


@dataclass(frozen=True, slots=True)
class Step:
    """`wait` seconds after the step before, the fields of the state that change."""

    wait: float
    changes: Mapping[str, object]
    who: str = ""
    """The actor, where it is not the one that the story is about."""


@dataclass(frozen=True, slots=True)
class Story:
    """`before` is played once, then `steps` for ever; without `steps` it ends."""

    about: str
    steps: tuple[Step, ...] = ()
    before: tuple[Step, ...] = ()

    def step(self, index: int) -> Step:
        return self.before[index] if index < len(self.before) else self.steps[index - len(self.before)]

    def after(self, index: int) -> int | None:
        """The index of the step that follows; None after the end."""
        if index + 1 < len(self.before) + len(self.steps):
            return index + 1
        return len(self.before) if self.steps else None


def then(wait: float, who: str = "", **changes: object) -> Step:
    return Step(wait, changes, who)


def together(wait: float, **tracks: Sequence[object]) -> Iterator[Step]:
    """A step for each position of the longest track, `wait` seconds apart."""
    for index in range(max(map(len, tracks.values()))):
        values = {field: track[index] for field, track in tracks.items() if index < len(track)}
        changes = {field: value for field, value in values.items() if value is not KEEP}
        if changes:
            yield Step(wait, changes)
