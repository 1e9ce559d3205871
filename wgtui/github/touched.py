"""Which files a pull request touches, what was settled lately, and whether a commit holds another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from wgtui.github.pulls import PullRequest, read_pull
from wgtui.github.reading import quoted, repository_path
from wgtui.github.repository import Repository

if TYPE_CHECKING:
    from wgtui.github.api import Api

LATELY = 30
"""Pull requests that were settled last: as many as are looked through for one that is not open any more."""

MOST = 100
"""Files of one pull request that are looked at."""


class Touch(Enum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class TouchedFile:
    """`text` is the whole content of one that is added or removed, empty where GitHub does not show it.

    `added` and `deleted` count lines.
    """

    path: str
    touch: Touch
    text: str = ""
    added: int = 0
    deleted: int = 0


_TOUCHES = {"added": Touch.ADDED, "copied": Touch.ADDED, "removed": Touch.REMOVED}


def touched_by(api: Api, pull: PullRequest) -> tuple[TouchedFile, ...]:
    path = repository_path(pull.repository, "pulls", str(pull.number), "files")
    return tuple(file for found in api.get(path, {"per_page": str(MOST)}).list for file in _files(found))


def _files(found: dict[str, Any]) -> Iterator[TouchedFile]:
    """A renamed file is gone from one place and new at another."""
    path, before = str(found.get("filename") or ""), str(found.get("previous_filename") or "")
    touch = _TOUCHES.get(str(found.get("status")), Touch.CHANGED)
    if before and found.get("status") == "renamed":
        yield TouchedFile(before, Touch.REMOVED)
        touch = Touch.ADDED
    added, deleted = (int(found.get(key) or 0) for key in ("additions", "deletions"))
    yield TouchedFile(path, touch, _text(str(found.get("patch") or ""), touch), added, deleted)


def _text(patch: str, touch: Touch) -> str:
    """Of a file that is wholly new or wholly gone the patch holds every line."""
    if touch is Touch.CHANGED:
        return ""
    sign = "+" if touch is Touch.ADDED else "-"
    return "".join(f"{line[1:]}\n" for line in patch.splitlines() if line.startswith(sign))


def settled_lately(api: Api, repository: Repository) -> tuple[PullRequest, ...]:
    """Merged or closed, the last one first."""
    wanted = {"state": "closed", "sort": "updated", "direction": "desc", "per_page": str(LATELY)}
    answer = api.get(repository_path(repository, "pulls"), wanted)
    return tuple(read_pull(repository, found) for found in answer.list)


def holds(api: Api, repository: Repository, revision: str, commit: str) -> bool:
    """Whether `commit` is `revision` or comes before it in its history."""
    between = f"{quoted(commit)}...{quoted(revision)}"
    found = api.get(repository_path(repository, "compare", between), {"per_page": "1"}).object
    return found.get("status") in ("ahead", "identical")
