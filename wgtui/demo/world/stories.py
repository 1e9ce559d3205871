"""The script of the demo: what changes, after how many seconds. Each story goes round for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TAKE = object()
"""As the commit of an application: the one its source has now."""


@dataclass(frozen=True, slots=True)
class Step:
    """`wait` seconds after the step before, the fields of the state that change."""

    wait: float
    changes: Mapping[str, object]
    who: str = ""
    """The actor, where it is not the one that the story is about."""


@dataclass(frozen=True, slots=True)
class Story:
    about: str
    steps: tuple[Step, ...]
    after: float = 0.0


def then(wait: float, who: str = "", **changes: object) -> Step:
    return Step(wait, MappingProxyType(changes), who)


STORIES: tuple[Story, ...] = ()
