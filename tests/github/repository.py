"""acme/fleet on the embedded GitHub, seen from both sides: what the client does, and what is in git afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wgtui.demo.hub.git import NOBODY, BareRepository, Edit
from wgtui.demo.hub.server import HubServer
from wgtui.demo.hub.state import Pull, Repo
from wgtui.github.changes import Based, Change, ChangeSet, RemovedFolder, branch_name, plan
from wgtui.github.journal import Journal
from wgtui.github.lane import Lane, Ticket
from wgtui.github.repository import Repository
from wgtui.github.secret import Secret
from wgtui.github.tokens import Credential

if TYPE_CHECKING:
    from wgtui.github.api import Api
    from wgtui.github.opening import Opened, Step

TOKEN = "ghp_plantedplantedplantedplantedplantedpl"

FILES = {
    "README.md": b"the fleet\n",
    "clusters/dev/app.yaml": b"a: 1\n",
    "clusters/dev2/app.yaml": b"a: 2\n",
    "clusters/tools/run.sh": b"#!/bin/sh\n",
    "clusters/prod.yaml": b"kind: Cluster\n",
}


@dataclass(slots=True)
class Fleet:
    server: HubServer
    repo: Repo
    journal: Journal
    lane: Lane
    pause: float = 0.01

    @property
    def repository(self) -> Repository:
        return Repository(self.server.host, self.repo.owner, self.repo.name)

    def change_set(self, *changes: Change | RemovedFolder, **options: object) -> ChangeSet:
        """One new file, unless other changes are named."""
        operation = str(options.get("operation", "0a1b2c3d"))
        made = ChangeSet(
            self.repository,
            "main",
            branch_name("create", "team-a/new", operation),
            "Create team-a/new",
            "made by a test",
            changes or (Change("clusters/new.yaml", b"kind: New\n", Based.ABSENT),),
            operation=operation,
        )
        return replace(made, **{key: value for key, value in options.items() if key != "operation"})  # type: ignore[arg-type]

    async def open(
        self,
        change_set: ChangeSet | None = None,
        ticket: Ticket | None = None,
        progress: Callable[[Step, str], None] | None = None,
    ) -> Opened:
        """Preflight, plan and all steps, as an action does it."""
        wanted = change_set or self.change_set()

        def work(api: Api, ticket: Ticket) -> Opened:
            from wgtui.github.opening import Opening
            from wgtui.github.reading import preflight

            ready = preflight(api, wanted)
            opening = Opening(api, wanted, ready, self.journal, ticket, progress, self.pause)
            return opening.open(plan(wanted, ready.snapshot))

        return await self.lane.do(work, ticket)

    @property
    def pulls(self) -> list[Pull]:
        return [pull for pull in self.repo.pulls.values() if pull.is_open]

    async def branches(self) -> list[str]:
        """But for the base branch."""
        return [name for name in await self.repo.git.branches() if name != "main"]

    async def files(self, branch: str = "main") -> dict[str, bytes]:
        commit = await self.repo.git.read_commit(await self.repo.git.branch(branch))
        items = await self.repo.git.read_tree(commit.tree, recursive=True)
        return {item.path: await self.repo.git.read_blob(item.sha) for item in items if item.kind == "blob"}

    async def push(self, files: dict[str, bytes | None], branch: str = "main") -> str:
        """A commit by somebody else; None deletes."""
        return await push(self.repo.git, files, branch)


async def push(git: BareRepository, files: dict[str, bytes | None], branch: str = "main", mode: str = "100644") -> str:
    head = await git.branch(branch)
    base = (await git.read_commit(head)).tree if head else ""
    edits = [Edit(path, mode, await git.write_blob(data) if data is not None else None) for path, data in files.items()]
    tree = await git.write_tree(base, edits)
    commit = await git.write_commit(tree, (head,) if head else (), "somebody else", "other", "other@localhost")
    await git.set_branch(branch, commit, head or NOBODY)
    return commit


async def new_fleet(server: HubServer, folder: Path) -> Fleet:
    git = BareRepository(folder / "fleet.git")
    await git.create()
    await push(git, dict(FILES))
    await push(git, {"clusters/tools/run.sh": FILES["clusters/tools/run.sh"]}, mode="100755")
    server.hub.add_login(TOKEN, "founder")
    repo = server.hub.add_repo("acme", "fleet", git)

    def open_api() -> Api:
        from wgtui.github.api import Api

        return Api(server.host, Credential(Secret(TOKEN), "GH_TOKEN"), timeout=1)

    return Fleet(server, repo, Journal(folder / "state" / "pending-prs.jsonl"), Lane(server.host, open_api))
