"""The finalizer of GitopsClusters: each waits until the Cluster or the Secret that it refers to is gone."""

from __future__ import annotations

from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, timestamp

GITOPS, FINALIZER = "gitopsclusters.gitops.weave.works", "clusters.gitops.weave.works"
REFERENCES = (
    ("capiClusterRef", "clusters.cluster.x-k8s.io", "WaitingForCAPIClusterDeletion", "CAPI cluster"),
    ("secretRef", "secrets", "WaitingForSecretDeletion", "access secret"),
)


def is_leaving(storage: Storage, namespace: str, name: str) -> bool:
    found = storage.find(GITOPS, namespace, name)
    return found is not None and "deletionTimestamp" in found.parsed()["metadata"]


def release_gitops_cluster(storage: Storage, namespace: str, name: str) -> None:
    """Let it go, or say what it waits for; nothing where it is not being deleted."""
    if is_leaving(storage, namespace, name):
        storage.update(GITOPS, namespace, name, lambda body: _settle(storage, body))


def _settle(storage: Storage, body: Json) -> None:
    metadata = body["metadata"]
    for field, resource, reason, what in REFERENCES:
        referred = body["spec"].get(field, {}).get("name", "")
        if referred and storage.find(resource, metadata["namespace"], referred):
            _wait(body, reason, f"waiting for {what} to be deleted", timestamp(storage.now()))
            return
    metadata["finalizers"] = [each for each in metadata.get("finalizers", []) if each != FINALIZER]


def _wait(body: Json, reason: str, message: str, moment: str) -> None:
    conditions = body.setdefault("status", {}).setdefault("conditions", [])
    if any(each["reason"] == reason for each in conditions):
        return
    told = {"status": "False", "reason": reason, "message": message, "lastTransitionTime": moment}
    others = [each for each in conditions if each["type"] != "Ready"]
    body["status"]["conditions"] = [{"type": "Ready"} | told, *others]
