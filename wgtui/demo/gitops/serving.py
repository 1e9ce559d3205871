"""The embedded GitHub beside the embedded clusters: a repository, a token for it, and what is merged delivered."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from wgtui.demo.gitops.delivering import FLEET, Delivering
from wgtui.demo.hub.git import BareRepository
from wgtui.demo.hub.server import HubServer
from wgtui.demo.hub.state import Hub, Rules
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.world import World

OWNER, NAME = "acme", "fleet"
USER, COLLEAGUE = "demo", "ada"
CHECKS = ("validate", "policy")

ANNOTATION = "weave.works/repo-https-url"


@dataclass(frozen=True, slots=True)
class Serving:
    """`host` is where the embedded GitHub listens, `token_file` what opens it."""

    hub: HubServer
    delivering: Delivering
    token_file: Path

    @property
    def host(self) -> str:
        return self.hub.host


@asynccontextmanager
async def serving(world: World, pushed: dict[int, str], folder: Path) -> AsyncIterator[Serving]:
    """The world must have been built with the same `pushed`."""
    hub = HubServer(Hub(lambda: world.now))
    await hub.start()
    repository = BareRepository(folder / "fleet.git")
    await repository.create()
    token = os.urandom(20).hex()
    hub.hub.add_login(token, USER)
    hub.hub.add_user(COLLEAGUE)
    rules = Rules(checks=CHECKS, approvals=0)
    repo = hub.hub.add_repo(OWNER, NAME, repository, rules=rules)
    delivering = Delivering(world, hub.hub, repo, pushed)
    await delivering.begin()
    _point_at(world, f"http://{hub.host}/{OWNER}/{NAME}")
    token_file = folder / "token"
    with os.fdopen(os.open(token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token)
    try:
        yield Serving(hub, delivering, token_file)
    finally:
        await delivering.close()
        await hub.stop()


def _point_at(world: World, url: str) -> None:
    """The repository keeps its name; the annotation says where its web side is."""
    namespace, name = FLEET.split("/")[1:]
    world.server.clusters[MANAGEMENT].update(
        "gitrepositories.source.toolkit.fluxcd.io",
        namespace,
        name,
        lambda body: body["metadata"].setdefault("annotations", {}).update({ANNOTATION: url}),
    )
