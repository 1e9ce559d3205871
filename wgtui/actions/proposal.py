"""A pull request to be: what it says, what it changes, and the mark by which it is known again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from wgtui.actions.origin import Checkout
from wgtui.github.changes import Base, Based, Change, ChangeSet, RemovedFolder, blob_sha, branch_name
from wgtui.templates.files import RenderedFile


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


@dataclass(frozen=True, slots=True)
class Proposal:
    verb: Verb
    subjects: tuple[Subject, ...]
    title: str
    description: str
    changes: tuple[Change | RemovedFolder, ...]
    message: str = ""
    """Of the commit; empty is the title."""

    @property
    def name(self) -> str:
        """For the branch: `fleet-dev-sandbox`, or `3-clusters`."""
        if len(self.subjects) == 1:
            return f"{self.subjects[0].namespace}-{self.subjects[0].name}"
        return f"{len(self.subjects)}-{self.subjects[0].kind}s" if self.subjects else "files"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What else a pull request is to have; what cannot be becomes a warning."""

    draft: bool = False
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    auto_merge: bool = False
    operation: str = field(default_factory=lambda: secrets.token_hex(4))
    """Kept from the moment a form is opened until its pull request is there, so that there is only one."""


def change_set(proposal: Proposal, checkout: Checkout, wishes: Wishes) -> ChangeSet:
    return ChangeSet(
        checkout.repository,
        checkout.branch,
        branch_name(proposal.verb.value, proposal.name, wishes.operation),
        proposal.title,
        f"{proposal.description}\n\n{mark(proposal, wishes.operation)}\n",
        proposal.changes,
        proposal.message,
        wishes.draft,
        wishes.labels,
        wishes.reviewers,
        wishes.auto_merge,
        wishes.operation,
    )


def written(
    files: Iterable[RenderedFile], before: Mapping[str, bytes] | None = None, base: Base = Based.ABSENT
) -> tuple[Change, ...]:
    """Files to write, on top of what was read of them in `before`; `base` is for those that were not."""
    known = before or {}
    return tuple(
        Change(file.path, file.text.encode(), blob_sha(known[file.path]) if file.path in known else base)
        for file in files
    )


_MARK = re.compile(r"<!-- wgtui (?P<verb>\w+) (?P<subjects>\S*) (?P<operation>[0-9a-f]+) -->")


def mark(proposal: Proposal, operation: str) -> str:
    """A comment that no reader of the pull request sees."""
    return f"<!-- wgtui {proposal.verb.value} {','.join(map(str, proposal.subjects))} {operation} -->"


def read_mark(body: str) -> tuple[Verb, tuple[Subject, ...]] | None:
    """What a pull request is about, where wgtui opened it. The body is text from anybody."""
    found = _MARK.search(body)
    if found is None or found["verb"] not in {verb.value for verb in Verb}:
        return None
    parts = [text.split("/") for text in found["subjects"].split(",") if text.count("/") == 2]
    return Verb(found["verb"]), tuple(Subject(*part) for part in parts)
