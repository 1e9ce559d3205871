"""One leaf cluster, opened by name for one command."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from wgtui.errors import Absent, ConfigError
from wgtui.headless.names import read_names
from wgtui.kube.client import Client
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.screens.leaf_secrets import kubeconfig_secrets
from wgtui.store.store import Store
from wgtui.watching.leaf_logins import LeafLogins


@asynccontextmanager
async def leaf_client(typed: str, management: Client) -> AsyncIterator[Client]:
    """Raises ConfigError where no cluster, or several, are called so; KubeError where it cannot be opened."""
    store = Store()
    kinds: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)
    for kind in kinds:
        try:
            store.apply(WatchKey(kind), Synced(await management.list(kind), ""), time.monotonic())
        except Absent:
            continue
    (name,) = read_names([typed])
    refs = sorted({ref for kind in kinds for ref in store.objects(kind) if name.means(("Cluster", ref))})
    if len(refs) != 1:
        hint = "see wgtui get clusters" if not refs else f"name one of {', '.join(map(str, refs))}"
        raise ConfigError(f"{len(refs)} clusters are called {typed!r}", hint)
    client = await LeafLogins(management).client(refs[0], kubeconfig_secrets(store, refs[0]))
    try:
        yield client
    finally:
        await client.close()
