"""From the name of a cluster to its watches, opening the leaf cluster where it is one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from wgtui.screens.leaf_secrets import kubeconfig_secrets
from wgtui.screens.session import Session, leaf_ref

if TYPE_CHECKING:
    from wgtui.watching import Watching

PATIENCE = 0.25
"""Seconds between two looks whether a leaf cluster has been opened."""


async def reach(
    session: Session, cluster: str, leases: ExitStack, say: Callable[..., None], secrets: tuple[str, ...] = ()
) -> Watching:
    """The watches of a cluster, empty: the management cluster. The leaf stays open for as long as the leases.

    `secrets` may hold its kubeconfig; where none are named, those that the cluster itself leads to.

    Says meanwhile what it waits for, and why it takes so long.
    """
    if not cluster:
        return session.watching
    ref = leaf_ref(cluster)
    leases.enter_context(session.leaves.open(ref, secrets or kubeconfig_secrets(session.fleet.management, ref)))
    while (watching := session.leaves.watching(ref)) is None:
        leaf = session.leaves.leaf(ref)
        error = leaf.error if leaf else None
        say(error.title if error else f"opening {cluster}…", error.detail if error else "")
        await asyncio.sleep(PATIENCE)
    say()
    return watching
