"""`wgtui explain`: why a cluster or an application is not well."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

from wgtui.errors import Absent, Forbidden
from wgtui.fleet.aws import is_on_aws
from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.explaining.applications import explain_application
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.explaining.explanation import Explanation
from wgtui.fleet.tree_objects import KINDS, kinds_of_providers, tree_objects
from wgtui.headless.clock import utc_now
from wgtui.headless.names import application, object_ref, the_one
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
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.verbs import Explain
from wgtui.views.explained import document, explained

_CLUSTERS: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER)


async def explain(command: Explain, connect: Connect, output: Output) -> int:
    """0 where it is well, 1 where it is not or not there."""
    async with connect(command.config) as client:
        store = Store()
        if command.kind == "cluster":
            found = await _cluster(client, store, command, output)
        else:
            found = await _application(client, store, command, output)
    if command.output == "json":
        output.data(json.dumps(document(found, command.config.cards), indent=2))
    else:
        output.data("\n".join(explained(found, utc_now(), command.config.cards, ascii_only=output.look.ascii)))
    return 0 if found.is_well else 1


async def _cluster(client: Client, store: Store, command: Explain, output: Output) -> Explanation:
    await _read(client, store, _CLUSTERS, output)
    ref = _cluster_ref(store, command)
    await _read(client, store, (*KINDS, CLUSTER_BOOTSTRAP_CONFIG, JOB), output, ref.namespace)
    found = cluster_objects_of(store, ref)
    if found is not None and found.cluster is not None:
        others = kinds_of_providers(tree_objects(store, found.cluster))
        await _read(client, store, others, output, found.cluster.metadata.namespace)
        if is_on_aws(found.cluster):
            await _read(client, store, IDENTITIES, output)
    return explain_cluster(store, ref, utc_now())


def _cluster_ref(store: Store, command: Explain) -> ObjectRef:
    """Raises NoSuch, and ConfigError where several are called so."""
    typed = object_ref(command.name, command.config.namespace)
    refs = {ref for kind in _CLUSTERS for ref in store.objects(kind)}
    if "/" in command.name or command.config.namespace:
        return typed
    fitting = sorted(ref for ref in refs if ref.name == typed.name)
    return the_one(fitting, "cluster", command.name, "clusters")


async def _application(client: Client, store: Store, command: Explain, output: Output) -> Explanation:
    kind, ref = application(command.name, command.config.namespace)
    await _read(client, store, (*APPLICATION_KINDS, *SOURCE_KINDS, *_CLUSTERS), output)
    return explain_application(store, kind, ref)


async def _read(client: Client, store: Store, kinds: Iterable[Kind[Any]], output: Output, namespace: str = "") -> None:
    """What is not served or may not be read is missing in the explanation; the latter is told."""
    for kind in kinds:
        try:
            objects: list[Any] = await client.list(kind, namespace)
        except Absent:
            continue
        except Forbidden as error:
            output.warn(f"incomplete: {error}")
            continue
        store.apply(WatchKey(kind, namespace), Synced(objects, ""), time.monotonic())
