"""`wgtui describe cluster`: what it is made of, as `clusterctl describe cluster` prints it, and as a document."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wgtui.arguments import Describe
from wgtui.errors import Absent, Forbidden
from wgtui.fleet import joins
from wgtui.fleet.aws import AwsObjects, aws_objects, is_on_aws
from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.fleet.cluster_tree import Branch, TreeOptions, cluster_tree
from wgtui.fleet.tree_objects import KINDS, kinds_of_providers, template_references, tree_objects
from wgtui.headless.clock import utc_now
from wgtui.headless.gaps import Gap, State, told
from wgtui.headless.names import Name, NoSuch, nearest, read_names, the_one
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.resources.addons import CLUSTER_RESOURCE_SET_BINDING
from wgtui.resources.capi import CLUSTER, CLUSTER_NAME_LABEL, Cluster
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.core import NAMESPACE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.infrastructure import AWS_FARGATE_PROFILE
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import kind_of_provider
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.views.aligned import PIPES
from wgtui.views.described_cluster import described_lines
from wgtui.views.safe import as_ascii


async def describe(command: Describe, connect: Connect, output: Output) -> int:
    """Raises NotFound, with exit code 1, where there is no such cluster."""
    (name,) = read_names([command.name])
    options = TreeOptions(
        command.grouping, command.echo, command.machine_sets, command.resource_sets, command.templates
    )
    async with connect(command.config) as client:
        store = Store()
        cluster = await _cluster(client, store, name, command.config.namespace or name.namespace)
        gaps = await _read_parts(client, store, cluster)
        if command.resource_sets:
            gaps += await _read_all(client, store, [_named(CLUSTER_RESOURCE_SET_BINDING, cluster.metadata.ref)])
        if command.templates:
            gaps += await _read_templates(client, store, cluster)
        if command.output == "json" and is_on_aws(cluster):
            gaps += await _read_aws(client, store, cluster.metadata.namespace)
        context = client.login.context
    for line in told(gaps):
        output.warn(f"incomplete: {line}")
    tree, now = cluster_tree(tree_objects(store, cluster), options), utc_now()
    if command.output == "json":
        output.data(_document(tree, aws_objects(store, cluster), gaps, context, now))
    else:
        lines = described_lines(tree, now, command.conditions)
        if output.look.ascii:
            lines = [as_ascii(line.translate(PIPES)) for line in lines]
        output.data("\n".join(lines))
    return 0


async def _cluster(client: Client, store: Store, name: Name, namespace: str) -> Cluster:
    """The one that has the name, or whose GitopsCluster has it."""
    await asyncio.gather(
        _read(client, store, WatchKey(CLUSTER, namespace)),
        _read_if_served(client, store, WatchKey(GITOPS_CLUSTER, namespace)),
    )
    gitops = [found for ref, found in store.objects(GITOPS_CLUSTER).items() if name.means(("Cluster", ref))]
    joined = {joins.capi_ref(store, found) for found in gitops}
    named = {ref for ref in store.objects(CLUSTER) if name.means(("Cluster", ref))}
    refs = sorted({ref for ref in joined | named if ref is not None and store.get(CLUSTER, ref) is not None})
    found = store.get(CLUSTER, the_one(refs, "cluster", name.typed, "clusters")) if refs else None
    if found is None:
        raise _missing(store, name, joined=bool(gitops))
    return found


def _missing(store: Store, name: Name, joined: bool) -> NoSuch:
    if joined:
        return NoSuch(f"{name.typed!r} is not made by Cluster API", "see wgtui get clusters for what is known of it")
    near = nearest(name, (("Cluster", ref) for ref in store.objects(CLUSTER)))
    return NoSuch(f"no cluster {name.typed!r}", f"did you mean {near}?" if near else "see wgtui get clusters")


async def _read_parts(client: Client, store: Store, cluster: Cluster) -> list[Gap]:
    """By the label of the cluster, a list for each kind; what may not be read is missing and told."""
    gaps = await _read_kinds(client, store, cluster.metadata.ref, KINDS)
    return gaps + await _read_kinds(
        client, store, cluster.metadata.ref, kinds_of_providers(tree_objects(store, cluster))
    )


async def _read_templates(client: Client, store: Store, cluster: Cluster) -> list[Gap]:
    """By their names: whoever wrote them did not label them."""
    parts = tree_objects(store, cluster)
    named = {(one.group, one.kind, one.ref(namespace)) for one, namespace in template_references(parts)}
    keys = [_named(kind_of_provider(group, kind), ref) for group, kind, ref in sorted(named)]
    return await _read_all(client, store, keys)


def _named(kind: Kind[Any], ref: ObjectRef) -> WatchKey:
    return WatchKey(kind, ref.namespace, "", f"metadata.name={ref.name}")


async def _read_aws(client: Client, store: Store, namespace: str) -> list[Gap]:
    """What does not carry the label of the cluster: profiles, identities, and the labels of its namespace."""
    keys = [
        WatchKey(AWS_FARGATE_PROFILE, namespace),
        *(WatchKey(kind) for kind in IDENTITIES),
        WatchKey(NAMESPACE, "", "", f"metadata.name={namespace}"),
    ]
    return await _read_all(client, store, keys)


async def _read_kinds(client: Client, store: Store, ref: ObjectRef, kinds: Iterable[Kind[Any]]) -> list[Gap]:
    selector = f"{CLUSTER_NAME_LABEL}={ref.name}"
    return await _read_all(client, store, [WatchKey(kind, ref.namespace, selector) for kind in kinds])


async def _read_all(client: Client, store: Store, keys: Iterable[WatchKey]) -> list[Gap]:
    found = await asyncio.gather(*(_read_if_served(client, store, key) for key in keys))
    return [gap for gap in found if gap is not None]


async def _read_if_served(client: Client, store: Store, key: WatchKey) -> Gap | None:
    try:
        await _read(client, store, key)
    except Absent:
        return None
    except Forbidden as error:
        return Gap("", key.kind, State.DENIED, str(error))
    return None


async def _read(client: Client, store: Store, key: WatchKey) -> None:
    objects: list[Any] = await client.list(*key)
    store.apply(key, Synced(objects, ""), time.monotonic())


def _document(tree: Branch, aws: AwsObjects | None, gaps: Iterable[Gap], context: str, now: datetime) -> str:
    from wgtui.headless import aws_items, items, tree_items, tree_models

    found = tree_models.ClusterTree(
        context=context,
        incomplete=items.gaps(gaps),
        root=tree_items.node(tree, now),
        aws=aws_items.aws(aws) if aws else None,
    )
    return json.dumps(found.model_dump(mode="json"), indent=2)
