"""Which Secrets may hold the kubeconfig of a cluster of the fleet."""

from __future__ import annotations

from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store


def capi_ref(store: Store, ref: ObjectRef) -> ObjectRef:
    """The Cluster API cluster behind a cluster of the list: what the GitopsCluster names, or the same name."""
    gitops = store.get(GITOPS_CLUSTER, ref)
    named_by = gitops.spec.capi_cluster_ref if gitops else None
    return ObjectRef(ref.namespace, named_by.name) if named_by else ref


def kubeconfig_secrets(store: Store, ref: ObjectRef) -> tuple[str, ...]:
    """In the order they are tried; empty while neither side of the cluster is known.

    The controllers' Secret comes before that for users, which would need a login plugin.
    """
    gitops = store.get(GITOPS_CLUSTER, ref)
    if gitops is not None and gitops.spec.secret_ref is not None:
        return (gitops.spec.secret_ref.name,)
    cluster = capi_ref(store, ref)
    if gitops is None and store.get(CLUSTER, cluster) is None:
        return ()
    return tuple(dict.fromkeys((f"{cluster.name}-kubeconfig", f"{ref.name}-kubeconfig", f"{ref.name}-user-kubeconfig")))
