"""Follows the parts of one cluster: kinds of providers are watched as soon as something refers to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from wgtui.fleet.tree_objects import kinds_of_providers, tree_objects
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.kinds import Kind
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.place import Place
from wgtui.store.store import Store

if TYPE_CHECKING:
    from wgtui.watching import Watching


async def parts_followed(
    watching: Watching, leases: ExitStack, keys: Iterable[WatchKey], place: Place
) -> AsyncIterator[frozenset[Kind[Any]]]:
    """A turn for each burst of changes; all kinds that are watched for it. `leases` end the watches."""
    held = frozenset(keys)
    _hold(watching, leases, held)
    while True:
        kinds = frozenset(key.kind for key in held)
        async for _ in watching.store.changes(*kinds):
            yield kinds
            more = frozenset(parts_of(place, *_kinds_of_providers(watching.store, place))) - held
            if more:
                _hold(watching, leases, more)
                held |= more
                break


def _hold(watching: Watching, leases: ExitStack, keys: Iterable[WatchKey]) -> None:
    for key in keys:
        leases.enter_context(watching.hold(*key))


def _kinds_of_providers(store: Store, place: Place) -> frozenset[Kind[Any]]:
    if place.page != "cluster" or place.ref is None:
        return frozenset()
    cluster = store.get(CLUSTER, capi_ref(store, place.ref))
    return kinds_of_providers(tree_objects(store, cluster)) if cluster is not None else frozenset()
