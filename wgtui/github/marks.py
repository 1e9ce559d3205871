"""The mark by which a pull request that wgtui opened is known again: what it does, and to what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Verb(Enum):
    """What a pull request does to its subjects."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    ADD = "add"
    SUSPEND = "suspend"
    CONNECT = "connect"


@dataclass(frozen=True, slots=True)
class Subject:
    """An object that a pull request is about; `kind` as in the manifest."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.namespace}/{self.name}"


_MARK = re.compile(r"<!-- wgtui (?P<verb>\w+) (?P<subjects>\S*) (?P<operation>[0-9a-f]+) -->")


def written_mark(verb: Verb, subjects: Iterable[Subject], operation: str) -> str:
    """A comment that no reader of the pull request sees."""
    return f"<!-- wgtui {verb.value} {','.join(map(str, subjects))} {operation} -->"


def read_mark(body: str) -> tuple[Verb, tuple[Subject, ...]] | None:
    """What a pull request is about, where wgtui opened it. The body is text from anybody."""
    found = _MARK.search(body)
    if found is None or found["verb"] not in {verb.value for verb in Verb}:
        return None
    parts = [text.split("/") for text in found["subjects"].split(",") if text.count("/") == 2]
    return Verb(found["verb"]), tuple(Subject(*part) for part in parts)
