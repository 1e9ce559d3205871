"""A pull request to be: what it says, what it changes, and the mark by which it is known again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wgtui.actions.origin import Checkout, Origin
from wgtui.github.changes import Base, Based, Change, ChangeSet, RemovedFolder, blob_sha, branch_name
from wgtui.github.marks import Subject, Verb, read_mark, written_mark
from wgtui.templates.files import RenderedFile

__all__ = ["Proposal", "Subject", "Verb", "Wishes", "change_set", "mark", "read_mark", "written"]


@dataclass(frozen=True, slots=True)
class Proposal:
    verb: Verb
    subjects: tuple[Subject, ...]
    title: str
    description: str
    changes: tuple[Change | RemovedFolder, ...]
    message: str = ""
    """Of the commit; empty is the title."""
    origin: Origin | None = None
    """Where the file of its one object was found; None for files that go where the fleet's are."""

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
    fork: bool = False
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
        wishes.fork,
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


def mark(proposal: Proposal, operation: str) -> str:
    return written_mark(proposal.verb, proposal.subjects, operation)
