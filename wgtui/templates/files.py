"""Rendered files, and which of them a change leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Group(Enum):
    """What a file is about, as a preview shows it."""

    RESOURCES = "Resources"
    PROFILES = "Profiles"
    KUSTOMIZATIONS = "Kustomizations"


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """`path` is from the root of the repository."""

    path: str
    text: str
    group: Group = Group.RESOURCES


def united(files: Iterable[RenderedFile], separator: str) -> list[RenderedFile]:
    """Files of one path become one, in the order they came."""
    found: dict[str, RenderedFile] = {}
    for file in files:
        known = found.get(file.path)
        text = file.text if known is None else known.text + separator + file.text
        found[file.path] = RenderedFile(file.path, text, known.group if known else file.group)
    return list(found.values())


def left_behind(before: Iterable[str], after: Iterable[RenderedFile]) -> list[str]:
    """Paths that were made before and are not made any more, to be deleted."""
    kept = {file.path for file in after}
    return sorted({path for path in before if path not in kept})
