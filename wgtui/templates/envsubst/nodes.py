"""The parts of an envsubst text; `position` is an offset into it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """`${name}`, `${name/a/b}`, `${#name}`: `operator` is what stands beside the name."""

    position: int
    name: str
    operator: str = ""
    arguments: tuple[Node, ...] = ()


Node = Text | Substitution
