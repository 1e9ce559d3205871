"""Which Secrets may hold the kubeconfig of a cluster of the fleet."""

from __future__ import annotations

from wgtui.fleet import joins
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store


def capi_ref(store: Store, ref: ObjectRef) -> ObjectRef:
    """The Cluster API cluster behind a cluster of the list; its own ref where there is none."""
    gitops = store.get(GITOPS_CLUSTER, ref)
    return (joins.capi_ref(store, gitops) if gitops is not None else None) or ref


def kubeconfig_secrets(store: Store, ref: ObjectRef) -> tuple[str, ...]:
    """In the order they are tried; empty while neither side of the cluster is known."""
    found = cluster_objects_of(store, ref)
    return joins.kubeconfig_secrets(found.gitops, found.named) if found is not None else ()
