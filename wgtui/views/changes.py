"""What a pull request changes, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff

from wgtui.github.changes import TreeEntry


def diff(entries: Iterable[TreeEntry], before: Mapping[str, bytes]) -> Iterator[str]:
    """Lines without line breaks, as git prints them; `before` is the content of the files that are there."""
    for entry in entries:
        yield from _diff(entry, before.get(entry.path))


def summary(entries: Iterable[TreeEntry], before: Mapping[str, bytes]) -> tuple[int, int, int]:
    """Files that are added, changed and deleted."""
    kinds = [_kind(entry, before) for entry in entries]
    return kinds.count("added"), kinds.count("changed"), kinds.count("deleted")


def _kind(entry: TreeEntry, before: Mapping[str, bytes]) -> str:
    if entry.content is None:
        return "deleted"
    return "changed" if entry.path in before else "added"


def _diff(entry: TreeEntry, before: bytes | None) -> Iterator[str]:
    old, new = _text(before), _text(entry.content)
    if old is None or new is None:
        yield f"Binary file {entry.path} differs"
        return
    source = f"a/{entry.path}" if before is not None else "/dev/null"
    target = f"b/{entry.path}" if entry.content is not None else "/dev/null"
    for line in unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), source, target):
        yield line.removesuffix("\n")
        if not line.endswith("\n") and line[:1] in "+- ":
            yield "\\ No newline at end of file"


def _text(content: bytes | None) -> str | None:
    """None for what is no text."""
    try:
        return "" if content is None else content.decode()
    except UnicodeDecodeError:
        return None
