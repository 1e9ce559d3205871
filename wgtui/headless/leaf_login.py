"""One leaf cluster, opened by name for one command."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from wgtui.errors import Absent
from wgtui.headless.names import read_names, the_one
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
    """Raises NoSuch, ConfigError where several are called so, KubeError where it cannot be opened."""
    store = Store()
    kinds: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)
    for kind in kinds:
        try:
            store.apply(WatchKey(kind), Synced(await management.list(kind), ""), time.monotonic())
        except Absent:
            continue
    (name,) = read_names([typed])
    refs = sorted({ref for kind in kinds for ref in store.objects(kind) if name.means(("Cluster", ref))})
    ref = the_one(refs, "cluster", typed, "clusters")
    client = await LeafLogins(management).client(ref, kubeconfig_secrets(store, ref))
    try:
        yield client
    finally:
        await client.close()
