"""From a configuration to a session: the imports, the client, the watches, all owned by one coroutine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from wgtui.config import Config
from wgtui.screens.session import Session
from wgtui.store.fleet_store import Fleet

if TYPE_CHECKING:  # Heavy imports wait until the first paint is done.
    from wgtui.github.tokens import HostSettings
    from wgtui.kube.client import Client


class Connect(Protocol):
    """Opens the API server that a configuration names. Entering raises ConfigError where it names none."""

    def __call__(self, config: Config) -> AbstractAsyncContextManager[Client]: ...

    async def kubeconfig(self, config: Config) -> str:
        """The path of the kubeconfig that is used; empty for whatever kubectl would take."""

    async def ended(self) -> str:
        """Last words of an embedded cluster whose process has ended by itself: opened again, it begins anew."""

    def github_hosts(self, config: Config) -> Mapping[str, HostSettings]:
        """GitHub servers that are known, asked for once the API server is open."""


Introduce = Callable[[Session], Awaitable[None]]

_HEAVY = (
    "wgtui.kube.client",
    "wgtui.kube.kubeconfig",
    "wgtui.watching",
    "wgtui.github.hosts",
    "wgtui.actions.followed_pulls",
)


async def serve(config: Config, connect: Connect, introduce: Introduce) -> None:
    """Opens a context, introduces it and keeps its watches running until cancelled. Raises ConfigError."""
    for module in _HEAVY:
        await asyncio.to_thread(import_module, module)
    async with connect(config) as client:
        session = _session(config, client, connect.github_hosts(config))
        await introduce(session)
        async with asyncio.TaskGroup() as parts:
            parts.create_task(session.watching.run(), name="watching")
            parts.create_task(session.leaves.run(), name="leaves")
            parts.create_task(session.pulls.run(), name="pull requests")


def _session(config: Config, client: Client, github_hosts: Mapping[str, HostSettings]) -> Session:
    from wgtui.actions.followed_pulls import FollowedPulls
    from wgtui.github.hosts import Hosts
    from wgtui.github.journal import Journal, journal_path
    from wgtui.watching import LeafLogins, Leaves, Watching

    fleet = Fleet()
    closed = "a recording is played: GitHub is not asked" if config.replay else ""
    hosts = Hosts(Journal(journal_path()), github_hosts, closed=closed)
    return Session(
        context=client.login.context,
        namespace=config.namespace,
        client=client,
        fleet=fleet,
        watching=Watching(client, fleet.management, (config.namespace,) if config.namespace else None),
        leaves=Leaves(LeafLogins(client, timeout=config.request_timeout), fleet),
        hosts=hosts,
        pulls=FollowedPulls(client, hosts, fleet.management),
    )
