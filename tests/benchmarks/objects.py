"""An application with thousands of objects: read from the server, and made into the tree that is shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.scale import Scale
from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.fleet.inventory import counted, inventory_tree
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.views.inventory import nodes, parts
from wgtui.watching.inventory import Inventoried, read_inventory

Json = dict[str, Any]

APPLICATION = ObjectRef("many", "many")
_LABELS = {"kustomize.toolkit.fluxcd.io/name": "many", "kustomize.toolkit.fluxcd.io/namespace": "many"}


def application_of(objects: int) -> Iterator[Json]:
    """Every fifth is a Deployment with a ReplicaSet and a Pod, the others are ConfigMaps."""
    entries = []
    for number in range(objects):
        kind, version = ("Deployment", "apps/v1") if number % 5 == 0 else ("ConfigMap", "v1")
        name = f"o-{number:05}"
        entries.append({"id": f"many_{name}_{version.rpartition('/')[0]}_{kind}", "v": "v1"})
        yield from _workload(name) if kind == "Deployment" else (_object(version, kind, name, labels=_LABELS),)
    body = _object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "many")
    body["spec"] = {"interval": "1m", "prune": True, "sourceRef": {"kind": "GitRepository", "name": "many"}}
    yield body | {"status": {"inventory": {"entries": entries}}}


def _object(version: str, kind: str, name: str, **metadata: Any) -> Json:
    uid = f"{kind}-{name}"
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name, "namespace": "many", "uid": uid, **metadata},
    }


def _workload(name: str) -> Iterator[Json]:
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "web", "image": "web"}]}}
    spec = {"replicas": 1, "selector": {"matchLabels": {"app": name}}, "template": template}
    full = {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
    yield _object("apps/v1", "Deployment", name, labels=_LABELS) | {"spec": spec, "status": full}
    replicas = _object("apps/v1", "ReplicaSet", name, ownerReferences=_owner("apps/v1", "Deployment", name))
    yield replicas | {"spec": spec, "status": full}
    pod = _object("v1", "Pod", name, ownerReferences=_owner("apps/v1", "ReplicaSet", name))
    yield pod | {"spec": template["spec"], "status": {"phase": "Running"}}


def _owner(version: str, kind: str, name: str) -> list[Json]:
    return [{"apiVersion": version, "kind": kind, "name": name, "uid": f"{kind}-{name}", "controller": True}]


def objects(scale: Scale) -> Iterator[Figure]:
    with Embedded() as server:
        server.tell("objects", objects=scale.objects)
        read, seconds = asyncio.run(_read(server.kubeconfig))
    yield Figure(f"inventory of {scale.objects:,} read", 1e3 * seconds, "ms")
    yield Figure(f"inventory of {scale.objects:,} as a tree", 1e3 * min(map(_made, [read] * scale.repeats)), "ms", 300)


async def _read(kubeconfig: str) -> tuple[Inventoried, float]:
    async with Connector()(Config(kubeconfig=kubeconfig)) as client:
        whole = await client.get_raw(KUSTOMIZATION, APPLICATION)
        began = time.perf_counter()
        return await read_inventory(client, KUSTOMIZATION, whole), time.perf_counter() - began


def _made(read: Inventoried) -> float:
    """Seconds until every row is there."""
    began = time.perf_counter()
    pieces = inventory_tree(read.entries or (), read.found)
    rows = len(tuple(parts(nodes(pieces, lambda piece: piece.worst.well))))
    assert rows == sum(counted(pieces).values()) > 0
    return time.perf_counter() - began
