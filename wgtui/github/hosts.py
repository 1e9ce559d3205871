"""All the GitHub hosts of a session: what the rest of the program asks, awaited on the loop, done on lanes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgtui.github.changes import ChangeSet, Plan, Snapshot, plan
from wgtui.github.errors import Refused
from wgtui.github.journal import Journal, Pending
from wgtui.github.lane import Lane, Ticket
from wgtui.github.pulls import PullRequest
from wgtui.github.repository import PUBLIC, Repository, is_loopback, parse_repository
from wgtui.github.tokens import HostSettings, Surroundings, find_token, is_logged_in

if TYPE_CHECKING:  # They import PyGithub: a third of a second, spent on a lane's thread.
    from wgtui.github.api import Api
    from wgtui.github.following import Check, PullList
    from wgtui.github.opening import Opened, Progress, Step
    from wgtui.github.reading import Preflight
    from wgtui.github.touched import TouchedFile


BLOBS_KEPT = 500

MOST_READ = 200
"""Files looked through for one that holds an object."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pull request that could be opened: nothing was written yet. `token_source` tells whose name it will bear."""

    change_set: ChangeSet
    preflight: Preflight
    plan: Plan
    before: Mapping[str, bytes]
    """Content at the base commit of each file that changes, for the diff."""
    token_source: str


class Hosts:
    """`settings` are those of the configuration, by host; a token goes to no host but github.com and these."""

    def __init__(
        self,
        journal: Journal,
        settings: Mapping[str, HostSettings] | None = None,
        around: Surroundings | None = None,
        closed: str = "",
    ) -> None:
        """`closed`: why no host is asked anything; empty where they are."""
        self._closed = closed
        self._journal = journal
        self._around = around or Surroundings(hosts=settings or {})
        self._lanes: dict[str, Lane] = {}
        self._lists: dict[Repository, PullList] = {}
        self._blobs: dict[str, bytes] = {}

    @property
    def busy(self) -> bool:
        """Whether a host is being asked: leaving now may leave an operation in the journal."""
        return any(lane.busy for lane in self._lanes.values())

    def has_login(self, host: str = "") -> bool:
        """Whether a token is known without asking any program: of this host, or of one at all."""
        if self._closed:
            return False
        known = (host,) if host else (PUBLIC, *self._around.hosts)
        return not self._closed and any(is_logged_in(each, self._around) for each in known)

    def repository(self, url: str, override: str = "") -> Repository:
        """Raises NotGitHub."""
        return parse_repository(url, self._around.hosts, override)

    async def prepare(self, change_set: ChangeSet) -> Prepared:
        """Reads the repository and works out what is to change. Raises GitHubError."""

        def work(api: Api, _: Ticket) -> Prepared:
            from wgtui.github.reading import preflight

            ready = preflight(api, change_set)
            wanted = plan(change_set, ready.snapshot)
            paths = [entry.path for entry in wanted.entries]
            before = self._contents(api, ready.repository, ready.snapshot, paths)
            return Prepared(change_set, ready, wanted, before, api.credential.source)

        return await self._lane(change_set.repository.host).do(work)

    async def open(self, prepared: Prepared, progress: Progress | None = None, ticket: Ticket | None = None) -> Opened:
        """Opens the pull request; `progress` is called on the loop. Raises GitHubError."""
        loop = asyncio.get_running_loop()

        def told(step: Step, words: str) -> None:
            if progress is not None:
                loop.call_soon_threadsafe(progress, step, words)

        def work(api: Api, ticket: Ticket) -> Opened:
            from wgtui.github.opening import Opening

            opening = Opening(api, prepared.change_set, prepared.preflight, self._journal, ticket, told)
            return opening.open(prepared.plan)

        return await self._lane(prepared.preflight.repository.host).do(work, ticket)

    async def files(self, repository: Repository, branch: str, folders: Sequence[str]) -> dict[str, bytes]:
        """Every file below these folders at the head of a branch, empty for the default one."""

        def work(api: Api, _: Ticket) -> dict[str, bytes]:
            from wgtui.github.reading import read_branch

            found, snapshot = read_branch(api, repository, branch, folders)
            paths = [path for path in snapshot.entries if any(_is_below(path, folder) for folder in folders)]
            if len(paths) > MOST_READ:
                raise Refused(f"{len(paths)} files are too many to look through", f"at most {MOST_READ}")
            return self._contents(api, found, snapshot, paths)

        return await self._lane(repository.host).do(work)

    async def open_pulls(self, repository: Repository) -> tuple[PullRequest, ...]:
        """All that are open; a list that has not changed since costs nothing."""

        def work(api: Api, _: Ticket) -> tuple[PullRequest, ...]:
            from wgtui.github.following import PullList

            return self._lists.setdefault(repository, PullList(repository)).read(api)

        return await self._lane(repository.host).do(work)

    async def refreshed(self, host: str, pulls: Sequence[PullRequest]) -> dict[str, PullRequest | None]:
        """As they are now, by key; None for one that is gone."""

        def work(api: Api, _: Ticket) -> dict[str, PullRequest | None]:
            from wgtui.github.following import refreshed

            return refreshed(api, pulls)

        return await self._lane(host).do(work)

    async def checks(self, pull: PullRequest) -> tuple[Check, ...] | None:
        """None where the token may not read them."""

        def work(api: Api, _: Ticket) -> tuple[Check, ...] | None:
            from wgtui.github.following import checks_of

            return checks_of(api, pull)

        return await self._lane(pull.repository.host).do(work)

    async def touched(self, pull: PullRequest) -> tuple[TouchedFile, ...]:
        def work(api: Api, _: Ticket) -> tuple[TouchedFile, ...]:
            from wgtui.github.touched import touched_by

            return touched_by(api, pull)

        return await self._lane(pull.repository.host).do(work)

    async def settled_pulls(self, repository: Repository) -> tuple[PullRequest, ...]:
        """Those that were merged or closed last."""

        def work(api: Api, _: Ticket) -> tuple[PullRequest, ...]:
            from wgtui.github.touched import settled_lately

            return settled_lately(api, repository)

        return await self._lane(repository.host).do(work)

    async def holds(self, repository: Repository, revision: str, commit: str) -> bool:
        """Whether a commit is in the history of another."""

        def work(api: Api, _: Ticket) -> bool:
            from wgtui.github.touched import holds

            return holds(api, repository, revision, commit)

        return await self._lane(repository.host).do(work)

    async def merge(self, pull: PullRequest) -> None:
        """On the embedded GitHub; raises Refused for any other."""

        def work(api: Api, _: Ticket) -> None:
            from wgtui.github.merging import merge

            merge(api, pull)

        await self._lane(pull.repository.host).do(work)

    def pending(self) -> list[Pending]:
        """What earlier processes began and nobody finished; what an embedded GitHub took with it is crossed out."""
        left = [one for one in self._journal.pending() if one.is_left]
        gone = [one for one in left if is_loopback(one.host) and one.host not in self._around.hosts]
        for one in gone:
            self._journal.remove(one.operation)
        return [one for one in left if one not in gone]

    def unfinished(self) -> list[Pending]:
        """What this process began and has not finished."""
        return [one for one in self._journal.pending() if one.is_ours]

    async def finish(self, pending: Pending) -> Opened | None:
        """None where there was nothing to finish."""

        def work(api: Api, ticket: Ticket) -> Opened | None:
            from wgtui.github.resuming import finish

            return finish(api, pending, self._journal, ticket)

        return await self._lane(pending.host).do(work)

    async def discard(self, pending: Pending) -> None:
        def work(api: Api, _: Ticket) -> None:
            from wgtui.github.resuming import discard

            discard(api, pending, self._journal)

        await self._lane(pending.host).do(work)

    def _lane(self, host: str) -> Lane:
        """Raises Refused where none is to be asked."""
        if self._closed:
            raise Refused(self._closed)
        if host not in self._lanes:
            self._lanes[host] = Lane(host, lambda: self._open_api(host))
        return self._lanes[host]

    def _contents(self, api: Api, repository: Repository, snapshot: Snapshot, paths: Sequence[str]) -> dict[str, bytes]:
        """Of those that are there. What a sha names never changes: it is read once."""
        from wgtui.github.reading import read_file

        found: dict[str, bytes] = {}
        for path in paths:
            entry = snapshot.entries.get(path)
            if entry is None:
                continue
            if entry.sha not in self._blobs:
                self._blobs[entry.sha] = read_file(api, repository, entry.sha)
            found[path] = self._blobs[entry.sha]
        while len(self._blobs) > BLOBS_KEPT:
            del self._blobs[next(iter(self._blobs))]
        return found

    def _open_api(self, host: str) -> Api:
        # Whoever has no token need not wait for the import.
        credential = find_token(host, self._around)
        from wgtui.github.api import Api

        return Api(host, credential)


def _is_below(path: str, folder: str) -> bool:
    below = folder.strip("/").removeprefix("./")
    return not below or path == below or path.startswith(f"{below}/")
