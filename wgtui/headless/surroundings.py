"""A cluster or an application and what is around it, read once into a store: what explains it, and its history."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from wgtui.config import Config
from wgtui.errors import Absent, ConfigError, Forbidden
from wgtui.fleet.aws import is_on_aws
from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.tree_objects import KINDS, kinds_of_providers, tree_objects
from wgtui.headless.names import Name, NoSuch, nearest, object_ref, read_names, the_one
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.workloads import JOB
from wgtui.store.store import Store

CLUSTERS: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)


async def read_cluster(client: Client, store: Store, typed: str, config: Config, output: Output) -> ObjectRef:
    """By the name of its row. Raises NoSuch, and ConfigError where several are called so."""
    own = object_ref(typed, config.namespace).namespace if "/" in typed else config.namespace
    await read_kinds(client, store, CLUSTERS, output, otherwise=own)
    ref = _cluster_ref(store, typed, config)
    await read_kinds(client, store, (*KINDS, CLUSTER_BOOTSTRAP_CONFIG, JOB), output, ref.namespace)
    found = cluster_objects_of(store, ref)
    if found is not None and found.cluster is not None:
        others = kinds_of_providers(tree_objects(store, found.cluster))
        await read_kinds(client, store, others, output, found.cluster.metadata.namespace)
        if is_on_aws(found.cluster):
            await read_kinds(client, store, IDENTITIES, output)
    return ref


def _cluster_ref(store: Store, typed: str, config: Config) -> ObjectRef:
    ref = object_ref(typed, config.namespace)
    if "/" in typed or config.namespace:
        return ref
    refs = {one for kind in CLUSTERS for one in store.objects(kind)}
    return the_one(sorted(one for one in refs if one.name == ref.name), "cluster", typed, "clusters")


async def read_application(
    client: Client, store: Store, typed: str, config: Config, output: Output
) -> tuple[Kind[Any], ObjectRef]:
    """With all applications and sources, and the clusters they may be applied to."""
    (name,) = read_names([typed])
    own = name.namespace or config.namespace
    await read_kinds(client, store, (*APPLICATION_KINDS, *SOURCE_KINDS, *CLUSTERS), output, otherwise=own)
    return the_application(store, name, config.namespace)


def the_application(store: Store, name: Name, namespace: str) -> tuple[Kind[Any], ObjectRef]:
    """Raises NoSuch, and ConfigError where several are called so."""
    there = [(kind, ref) for kind in APPLICATION_KINDS for ref in store.objects(kind)]
    found = [(kind, ref) for kind, ref in there if name.means((kind.kind, ref)) and namespace in ("", ref.namespace)]
    if not found:
        near = nearest(name, ((kind.kind, ref) for kind, ref in there))
        hint = f"did you mean {near}?" if near else "see wgtui get applications"
        raise NoSuch(f"no application {name.typed!r}", hint)
    if len(found) > 1:
        names = ", ".join(f"{kind.kind}/{ref}" for kind, ref in sorted(found, key=lambda one: (one[1], one[0].kind)))
        raise ConfigError(f"{name.typed!r} is more than one application", f"name one of {names}")
    return found[0]


async def read_kinds(
    client: Client,
    store: Store,
    kinds: Iterable[Kind[Any]],
    output: Output,
    namespace: str = "",
    fields: str = "",
    otherwise: str = "",
) -> None:
    """What is not served or may not be read is missing; the latter is told. `otherwise` as in `listed`."""
    for kind in kinds:
        try:
            found = await listed(client, kind, namespace, fields, otherwise)
        except Absent:
            continue
        except Forbidden as error:
            output.warn(f"incomplete: {error}")
            continue
        store.apply(WatchKey(kind, found.namespace, fields=fields), Synced(found.objects, ""), time.monotonic())


class Listed(NamedTuple):
    namespace: str
    objects: list[Any]


async def listed(client: Client, kind: Kind[Any], namespace: str = "", fields: str = "", otherwise: str = "") -> Listed:
    """Of `namespace`, or of the one named `otherwise` where no more may be read: so it is for tenants."""
    try:
        return Listed(namespace, await client.list(kind, namespace, field_selector=fields))
    except Forbidden:
        if namespace or not otherwise:
            raise
        return Listed(otherwise, await client.list(kind, otherwise, field_selector=fields))
