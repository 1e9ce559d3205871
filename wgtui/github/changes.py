"""What a pull request is to change, worked out against one commit: pure, nothing is sent from here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from wgtui.github.errors import NothingToChange, Refused, Upstream
from wgtui.github.repository import Repository

REGULAR = "100644"
EXECUTABLE = "100755"
SYMLINK = "120000"

MOST_FILES = 300
MOST_BYTES = 5 * 1024 * 1024
BYTES_PER_TREE = 1024 * 1024
ENTRIES_PER_SMALL_TREE = 50
BYTES_PER_SMALL_TREE = 256 * 1024
"""After GitHub could not build a tree within its ten seconds."""


class Based(Enum):
    """What a change was based on, where that is not the sha of a blob."""

    ABSENT = "the file must not exist yet"
    ANYTHING = "whatever is there is replaced"


Base = Based | str
"""The sha of the blob that was edited, or one of Based."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file to write, or with `content` None to delete."""

    path: str
    content: bytes | None
    base: Base = Based.ANYTHING
    mode: str = ""
    """Empty keeps the mode of the file that is there."""


@dataclass(frozen=True, slots=True)
class RemovedFolder:
    """Every file below `path`, by path components: `dev` does not touch `dev2`; those in `but` stay."""

    path: str
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One pull request to be. `operation` is kept when it is tried again, so that it ends in one pull request."""

    repository: Repository
    base: str
    branch: str
    title: str
    body: str
    changes: tuple[Change | RemovedFolder, ...]
    message: str = ""
    """Of the commit; empty is the title."""
    draft: bool = False
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    auto_merge: bool = False
    fork: bool = False
    """Whether it may come from a fork of ours, where we may not push."""
    operation: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def commit_message(self) -> str:
        return f"{self.message or self.title}\n\nWgtui-Operation: {self.operation}\n"


def branch_name(verb: str, what: str, operation: str) -> str:
    """`wgtui/create-team-a-prod-1a2b3c4d`: its own for every operation, readable, legal for git."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in f"{verb}-{what}")
    return f"wgtui/{'-'.join(part for part in words.lower().split('-') if part)[:80]}-{operation}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a tree of git."""

    sha: str
    mode: str = REGULAR
    size: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The base branch at one commit: everything is read from it and committed on it."""

    commit: str
    tree: str
    entries: Mapping[str, Entry]
    """By path; files only."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One line of a new tree; `content` None deletes."""

    path: str
    mode: str
    content: bytes | None

    @property
    def is_text(self) -> bool:
        """Whether it can be sent inside the tree; anything else is sent as a blob first."""
        if self.content is None:
            return True
        try:
            self.content.decode()
        except UnicodeDecodeError:
            return False
        return b"\0" not in self.content

    @property
    def size(self) -> int:
        return len(self.content or b"")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left to send. `warnings` tell what was dropped and why."""

    entries: tuple[TreeEntry, ...]
    warnings: tuple[str, ...] = ()

    def trees(self, small: bool = False) -> Iterator[tuple[TreeEntry, ...]]:
        """In pieces that GitHub can build within its time limit, each on top of the one before."""
        most_entries = ENTRIES_PER_SMALL_TREE if small else MOST_FILES
        most_bytes = BYTES_PER_SMALL_TREE if small else BYTES_PER_TREE
        piece: list[TreeEntry] = []
        size = 0
        for entry in self.entries:
            if piece and (len(piece) == most_entries or size + entry.size > most_bytes):
                yield tuple(piece)
                piece, size = [], 0
            piece.append(entry)
            size += entry.size
        if piece:
            yield tuple(piece)


EMPTY: Final = Snapshot("", "", {})


def plan(change_set: ChangeSet, snapshot: Snapshot) -> Plan:
    """Raises Upstream where a file is not what a change was based on, NothingToChange, Refused for too much."""
    if change_set.branch == change_set.base:
        raise Refused("a pull request needs a branch of its own", f"{change_set.base} is the base branch")
    entries: dict[str, TreeEntry] = {}
    warnings: list[str] = []
    for change in _each(change_set.changes, snapshot, warnings):
        entry = _entry(change, snapshot, warnings)
        if entry is not None:
            entries[entry.path] = entry
    _check_size(entries.values())
    if not entries:
        raise NothingToChange("nothing to change", f"{change_set.base} says so already")
    return Plan(tuple(entries[path] for path in sorted(entries)), tuple(warnings))


def blob_sha(content: bytes) -> str:
    """As git names the content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _each(changes: Sequence[Change | RemovedFolder], snapshot: Snapshot, warnings: list[str]) -> Iterator[Change]:
    for change in changes:
        if isinstance(change, Change):
            yield change
            continue
        below = f"{clean(change.path)}/"
        found = [path for path in snapshot.entries if path.startswith(below) and path not in change.but]
        if not found:
            warnings.append(f"{below} is not there: nothing to delete")
        yield from (Change(path, None) for path in found)


def _entry(change: Change, snapshot: Snapshot, warnings: list[str]) -> TreeEntry | None:
    path = clean(change.path)
    there = snapshot.entries.get(path)
    _check_base(path, change.base, there)
    if change.content is None:
        if there is None:
            warnings.append(f"{path} is not there: nothing to delete")
            return None
        return TreeEntry(path, there.mode, None)
    mode = change.mode or (there.mode if there else REGULAR)
    if there is not None and there.sha == blob_sha(change.content) and there.mode == mode:
        return None
    return TreeEntry(path, mode, change.content)


def _check_base(path: str, base: Base, there: Entry | None) -> None:
    if base is Based.ABSENT and there is not None:
        raise Upstream(f"{path} exists already", "choose another name, or edit that file")
    if isinstance(base, str) and (there is None or there.sha != base):
        how = "was deleted" if there is None else "was changed by somebody else"
        raise Upstream(f"{path} {how} since it was read", "look at the new state and make the change again")


def _check_size(entries: Iterable[TreeEntry]) -> None:
    sizes = [entry.size for entry in entries]
    if len(sizes) > MOST_FILES:
        raise Refused(f"{len(sizes)} files are too many for one pull request", f"at most {MOST_FILES}")
    if sum(sizes) > MOST_BYTES:
        raise Refused("the change is too large for one pull request", f"at most {MOST_BYTES // 1024 // 1024} MB")


def clean(path: str) -> str:
    """A path inside the repository, without `./` and doubled slashes; raises Refused for what would leave it."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or any(part == ".." or part.casefold() == ".git" or "\0" in part for part in parts):
        raise Refused(f"{path!r} is no path inside a repository", "use a path such as clusters/team/name.yaml")
    return "/".join(parts)
