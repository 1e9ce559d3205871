"""The embedded fleet and its GitHub, where what is merged comes into the clusters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.demo.gitops.serving import Serving, serving
from wgtui.demo.hub.git import Edit
from wgtui.demo.hub.state import Repo
from wgtui.demo.server import DemoServer
from wgtui.demo.world.world import World
from wgtui.github.tokens import HostSettings


class Beside(Connector):
    """With the embedded GitHub that a test has started; `token_file` is what opens it."""

    def __init__(self, beside: Serving, token_file: Path) -> None:
        super().__init__()
        self._beside = beside
        self._token_file = token_file

    def github_hosts(self, config: Config) -> Mapping[str, HostSettings]:  # noqa: ARG002
        return {self._beside.host: HostSettings(token_file=str(self._token_file))}


@dataclass(slots=True)
class GitOps:
    server: DemoServer
    world: World
    beside: Serving
    folder: Path

    @property
    def repo(self) -> Repo:
        return self.beside.hub.hub.repos["acme/fleet"]

    async def files(self, branch: str = "main") -> dict[str, str]:
        """What a branch holds, by path."""
        git = self.repo.git
        tree = (await git.read_commit(await git.branch(branch))).tree
        items = [item for item in await git.read_tree(tree, recursive=True) if item.kind == "blob"]
        return {item.path: (await git.read_blob(item.sha)).decode() for item in items}

    async def push(self, files: Mapping[str, str]) -> None:
        """Somebody else changes files of the default branch."""
        git, branch = self.repo.git, self.repo.default_branch
        before = await git.branch(branch)
        edits = [Edit(path, "100644", await git.write_blob(text.encode())) for path, text in files.items()]
        tree = await git.write_tree((await git.read_commit(before)).tree, edits)
        commit = await git.write_commit(tree, [before], "by somebody else", "Sam", "sam@acme.example")
        await git.set_branch(branch, commit, before)

    async def beat(self) -> None:
        """Half a second passes, as in the process of the demo."""
        self.world.advance(0.5)
        await self.beside.delivering.step()

    async def run(self) -> None:
        """Time passes, ten times as fast as it does."""
        while True:
            await self.beat()
            await asyncio.sleep(0.05)


@asynccontextmanager
async def gitops(folder: Path) -> AsyncIterator[GitOps]:
    pushed: dict[int, str] = {}
    server = DemoServer()
    world = World(server, pushed=pushed)
    await server.start()
    world.build()
    async with serving(world, pushed, folder) as beside:
        yield GitOps(server, world, beside, folder)
    await server.stop()
