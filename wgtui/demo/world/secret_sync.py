"""The controller of SecretSyncs: Secrets of the management cluster are copied to the selected leaf clusters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wgtui.demo.server import MANAGEMENT
from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json
from wgtui.demo.world.telling import condition

SYNCS, CLUSTERS = "secretsyncs.capi.weave.works", "gitopsclusters.gitops.weave.works"


def sync_secrets(storages: Mapping[str, Storage]) -> None:
    """Copy what is missing on a connected cluster and note which version each has."""
    management = storages[MANAGEMENT]
    for sync in management.list(SYNCS):
        namespace, spec = sync["metadata"]["namespace"], sync["spec"]
        source = management.find("secrets", namespace, spec["secretRef"]["name"])
        if source is None:
            continue
        known = {cluster["metadata"]["name"] for cluster in management.list(CLUSTERS, namespace)}
        noted = sync.get("status", {}).get("versions", {})
        versions = {name: version for name, version in noted.items() if name in known}
        for name in _selected(management, namespace, spec["clusterSelector"].get("matchLabels", {})):
            if name in storages and versions.get(name) != str(source.version):
                storages[name].put(_copy(source.parsed(), spec.get("targetNamespace", namespace)))
                versions[name] = str(source.version)
        management.put(sync | {"status": {"versions": versions}})


def _selected(management: Storage, namespace: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Names of the connected clusters with these labels; no labels select nothing."""
    for cluster in management.list(CLUSTERS, namespace):
        chosen = labels and labels.items() <= cluster["metadata"].get("labels", {}).items()
        if chosen and condition(cluster, "ClusterConnectivity").get("status") == "True":
            yield cluster["metadata"]["name"]


def _copy(source: Json, namespace: str) -> Json:
    metadata = {"name": source["metadata"]["name"], "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": source["type"], "data": source["data"]}
