"""One bare repository through git's own plumbing: what is a legal path, name or merge is git's verdict, not ours."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NOBODY = "0" * 40


class GitRefused(Exception):
    """git said no; its words."""


@dataclass(frozen=True, slots=True)
class TreeItem:
    path: str
    mode: str
    kind: str
    """`blob`, `tree` or `commit`."""
    sha: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str
    author: str
    email: str
    date: str
    """As git's %aI."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a new tree; without `sha` the path goes."""

    path: str
    mode: str
    sha: str | None


@dataclass(frozen=True, slots=True)
class FilePatch:
    """`status` is git's letter: A added, D deleted, M changed."""

    path: str
    status: str
    sha: str
    text: str

    def count(self, sign: str) -> int:
        return sum(line.startswith(sign) for line in self.text.splitlines())


class BareRepository:
    """Every call is a git process; nothing is cached, so that whoever pushes to the folder is seen at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def create(self, branch: str = "main") -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        await self._git("init", "--quiet", "--bare", f"--initial-branch={branch}", ".")

    async def import_files(self, files: Mapping[str, bytes], branch: str, message: str, at: datetime) -> str:
        """A commit of exactly these files on the branch, in one process however many they are; its sha."""
        stamp, before = f"{int(at.timestamp())} +0000", await self.branch(branch)
        parts = [
            b"commit refs/heads/%s\ncommitter wgtui <wgtui@localhost> %s\n" % (branch.encode(), stamp.encode()),
            b"data %d\n%s\n" % (len(message.encode()), message.encode()),
            b"from %s\n" % before.encode() if before else b"",
            b"deleteall\n",
        ]
        for path, content in files.items():
            parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
        await self._git("fast-import", "--quiet", given=b"".join(parts))
        return await self.branch(branch)

    async def write_blob(self, content: bytes) -> str:
        return (await self._git("hash-object", "-w", "--stdin", given=content)).decode().strip()

    async def read_blob(self, sha: str) -> bytes:
        return await self._git("cat-file", "blob", sha)

    async def write_tree(self, base: str, edits: Iterable[Edit]) -> str:
        """On top of `base`, empty for none. Raises GitRefused for a path no tree can have, or none there to delete."""
        edits = list(edits)
        with tempfile.TemporaryDirectory() as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            if base:
                await self._git("read-tree", base, environment=index)
            there = set((await self._git("ls-files", "-z", environment=index)).decode().split("\0"))
            for edit in edits:
                if edit.sha is None and edit.path not in there:
                    raise GitRefused("GitRPC::BadObjectState")
            lines = "".join(f"{edit.mode if edit.sha else '0'} {edit.sha or NOBODY}\t{edit.path}\0" for edit in edits)
            await self._git("update-index", "-z", "--index-info", given=lines.encode(), environment=index)
            return (await self._git("write-tree", environment=index)).decode().strip()

    async def read_tree(self, sha: str, recursive: bool = False) -> list[TreeItem]:
        flags = ("-r", "-t") if recursive else ()
        out = (await self._git("ls-tree", "-z", "--long", *flags, sha)).decode()
        return [_tree_item(line) for line in out.split("\0") if line]

    async def write_commit(self, tree: str, parents: Iterable[str], message: str, author: str, email: str) -> str:
        flags = [flag for parent in parents for flag in ("-p", parent)]
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", author), ("EMAIL", email))
        }
        out = await self._git("commit-tree", tree, *flags, given=message.encode(), environment=who)
        return out.decode().strip()

    async def read_commit(self, sha: str) -> Commit:
        form = "%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%B"
        out = (await self._git("show", "--no-patch", f"--format={form}", f"{sha}^{{commit}}")).decode()
        found, tree, parents, author, email, date, message = out.split("\0", 6)
        return Commit(found, tree, tuple(parents.split()), message.rstrip("\n"), author, email, date)

    async def log(self, start: str, path: str = "", most: int = 30) -> list[str]:
        """Shas from the newest on, of those that touched `path` where it is given."""
        only = ("--", path) if path else ()
        return (await self._git("rev-list", f"--max-count={most}", start, *only)).decode().split()

    async def resolve(self, name: str) -> str:
        """The sha of a branch or commit, empty where there is none."""
        try:
            return (await self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")).decode().strip()
        except GitRefused:
            return ""

    async def branch(self, name: str) -> str:
        return await self.resolve(f"refs/heads/{name}")

    async def branches(self, prefix: str = "") -> dict[str, str]:
        out = await self._git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads/")
        lines = (line.split(" ", 1) for line in out.decode().splitlines())
        return {name: sha for name, sha in lines if name.startswith(prefix)}

    async def set_branch(self, name: str, now: str, before: str) -> None:
        """Compares and sets; `before` NOBODY for a new one, `now` NOBODY to delete. Raises GitRefused."""
        await self._git("update-ref", "--create-reflog", f"refs/heads/{name}", now, before)

    async def fetch(self, other: BareRepository, branch: str, ref: str) -> None:
        """A branch of another repository with all it needs, kept under a name of ours. Raises GitRefused."""
        source = f"+refs/heads/{branch}:{ref}"
        await self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(other.path), source)

    async def check_name(self, ref: str) -> bool:
        try:
            await self._git("check-ref-format", ref)
        except GitRefused:
            return False
        return True

    async def merge(self, ours: str, theirs: str) -> str | None:
        """The tree of a merge; None where they conflict."""
        try:
            out = await self._git("merge-tree", "--write-tree", "--no-messages", ours, theirs)
        except GitRefused:
            return None
        return out.decode().split()[0]

    async def contains(self, commit: str, ancestor: str) -> bool:
        try:
            await self._git("merge-base", "--is-ancestor", ancestor, commit)
        except GitRefused:
            return False
        return True

    async def changed(self, before: str, after: str) -> list[tuple[int, int, str]]:
        """Lines added, lines removed and path of each file that differs."""
        out = (await self._git("diff", "--numstat", "-z", "--no-renames", before, after)).decode()
        rows = [line.split("\t") for line in out.split("\0") if line]
        return [(_lines(added), _lines(gone), path) for added, gone, path in rows]

    async def patches(self, before: str, after: str) -> list[FilePatch]:
        """What differs of each file, in the lines of a unified diff."""
        merge_base = (await self._git("merge-base", before, after)).decode().strip()
        out = (await self._git("diff", "--name-status", "-z", "--no-renames", merge_base, after)).decode()
        words = iter(out.split("\0"))
        named = [(status, path) for status, path in zip(words, words, strict=False) if path]
        return [await self._patch(merge_base, after, status, path) for status, path in named]

    async def _patch(self, before: str, after: str, status: str, path: str) -> FilePatch:
        out = (await self._git("diff", "--no-renames", before, after, "--", path)).decode(errors="replace")
        _, at, body = out.partition("@@ ")
        sha = await self._git("rev-parse", f"{before if status == 'D' else after}:{path}")
        return FilePatch(path, status, sha.decode().strip(), f"{at}{body}".rstrip("\n"))

    async def apart(self, base: str, head: str) -> tuple[int, int]:
        """How many commits `head` has that `base` has not, and the other way round."""
        out = (await self._git("rev-list", "--left-right", "--count", f"{base}...{head}")).decode().split()
        return int(out[1]), int(out[0])

    async def _git(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Runs to its end even where the one who asked goes away: a git stopped half way leaves its locks behind."""
        done = await asyncio.to_thread(
            subprocess.run,
            ("git", *arguments),
            input=given,
            cwd=self.path,
            capture_output=True,
            check=False,
            env={**os.environ, **_PLAIN, **(environment or {}), "GIT_DIR": str(self.path)},
        )
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip()
            raise GitRefused(words or f"git {arguments[0]}: {done.returncode}")
        return done.stdout


_PLAIN = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "wgtui",
    "GIT_AUTHOR_EMAIL": "wgtui@localhost",
    "GIT_COMMITTER_NAME": "wgtui",
    "GIT_COMMITTER_EMAIL": "wgtui@localhost",
}
"""What the person at this machine has configured for git is no matter here."""


def _tree_item(line: str) -> TreeItem:
    about, path = line.split("\t", 1)
    mode, kind, sha, size = about.split()
    return TreeItem(path, mode, kind, sha, int(size) if size.isdigit() else None)


def _lines(number: str) -> int:
    """`-` for a binary file."""
    return int(number) if number.isdigit() else 0
