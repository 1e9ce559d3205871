"""Which Secrets are copied to a cluster, and whether they have been."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.resources.cluster_bootstrap import SecretSync
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.meta import ObjectRef


class Copy(NamedTuple):
    """One Secret for one cluster; `version` is the resourceVersion that was copied last, empty for none."""

    sync: ObjectRef
    secret: ObjectRef
    target_namespace: str
    version: str
    status: Status
    message: str


def copies(syncs: Iterable[SecretSync], gitops: GitopsCluster) -> list[Copy]:
    """By the SecretSyncs of its namespace that select it; an empty selector selects nothing."""
    return [_copy(sync, gitops) for sync in syncs if _selects(sync, gitops)]


def _selects(sync: SecretSync, gitops: GitopsCluster) -> bool:
    selector = sync.spec.cluster_selector
    same = sync.metadata.namespace == gitops.metadata.namespace
    return same and not selector.empty and selector.matches(gitops.metadata.labels)


def _copy(sync: SecretSync, gitops: GitopsCluster) -> Copy:
    namespace, version = sync.metadata.namespace, sync.status.versions.get(gitops.metadata.name, "")
    status, message = (Status.READY, "") if version else (Status.WAITING, _why_not(gitops))
    target = sync.spec.target_namespace or namespace
    return Copy(sync.metadata.ref, ObjectRef(namespace, sync.spec.secret_ref.name), target, version, status, message)


def _why_not(gitops: GitopsCluster) -> str:
    said = gitops.status.conditions
    if not conditions.is_true(said, "Ready"):
        return "waits for Ready of the GitopsCluster"
    connected = conditions.find(said, "ClusterConnectivity")
    if connected is not None and not conditions.is_true(said, "ClusterConnectivity"):
        return f"the cluster does not answer: {conditions.flattened(connected.message)}"
    return "not copied yet: it is looked at every minute; is the Secret there?"
