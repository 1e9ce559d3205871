"""One leaf cluster, opened by name for one command."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from wgtui.errors import Absent
from wgtui.headless.names import read_names, the_one
from wgtui.kube.client import Client
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.leaf_secrets import kubeconfig_secrets
from wgtui.store.store import Store
from wgtui.watching.leaf_logins import LeafLogins


async def leaf_named(typed: str, management: Client, namespace: str = "") -> tuple[Store, ObjectRef]:
    """The cluster of that name, and all that are known. Raises NoSuch, and ConfigError where several are called so."""
    store = Store()
    kinds: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)
    for kind in kinds:
        with suppress(Absent):
            store.apply(WatchKey(kind), Synced(await management.list(kind, namespace), ""), time.monotonic())
    (name,) = read_names([typed])
    refs = sorted({ref for kind in kinds for ref in store.objects(kind) if name.means(("Cluster", ref))})
    return store, the_one(refs, "cluster", typed, "clusters")


@asynccontextmanager
async def leaf_client(typed: str, management: Client) -> AsyncIterator[Client]:
    """Raises NoSuch, ConfigError where several are called so, KubeError where it cannot be opened."""
    store, ref = await leaf_named(typed, management)
    client = await LeafLogins(management).client(ref, kubeconfig_secrets(store, ref))
    try:
        yield client
    finally:
        await client.close()
