"""What is said of why something is not well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.resources.meta import Condition, ObjectRef


@dataclass(frozen=True, slots=True)
class Link:
    """One object on the way to the cause: which condition says so, since when. `condition` may be a field."""

    kind: str
    ref: ObjectRef
    condition: str = ""
    reason: str = ""
    message: str = ""
    since: datetime | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`chain` leads from the subject to the cause; of a single link the subject is its own cause."""

    is_well: bool
    chain: tuple[Link, ...]
    consequences: tuple[Link, ...] = ()

    @property
    def subject(self) -> Link:
        return self.chain[0]

    @property
    def cause(self) -> Link:
        return self.chain[-1]


def link(kind: str, found: Any, condition: Condition | None) -> Link:
    if condition is None:
        return Link(kind, found.metadata.ref)
    message = conditions.flattened(condition.message)
    return Link(kind, found.metadata.ref, condition.type, condition.reason, message, condition.last_transition_time)


def field(kind: str, found: Any, name: str, reason: str, message: str, since: datetime | None = None) -> Link:
    """Of something that no condition tells."""
    return Link(kind, found.metadata.ref, name, reason, message, since)


def missing(kind: str, ref: ObjectRef, message: str = "it is not there") -> Link:
    return Link(kind, ref, "", "Missing", message)
