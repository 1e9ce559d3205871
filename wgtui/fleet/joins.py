"""Which GitopsCluster and which Cluster are one cluster, and which Secrets open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wgtui.resources import capi, gitops
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER, GitopsCluster
from wgtui.resources.meta import KubeObject, ObjectMeta, ObjectRef
from wgtui.store.store import Store


def capi_ref(store: Store, gitops_cluster: GitopsCluster) -> ObjectRef | None:
    """The Cluster a GitopsCluster stands for: what it names, else one that owns it or that it owns, else one of its
    own name that no other GitopsCluster names. What is named counts even while it is not there.
    """
    named = gitops_cluster.spec.capi_cluster_ref
    if named is not None:
        return ObjectRef(gitops_cluster.metadata.namespace, named.name)
    owned = next(iter(store.owned_by(CLUSTER, gitops_cluster.metadata.uid)), None)
    if owned is not None:
        return owned.metadata.ref
    owner = next(_owners(gitops_cluster.metadata, CLUSTER.kind, capi.GROUP), None)
    if owner is not None:
        return owner
    ref = gitops_cluster.metadata.ref
    taken = any(_strength(other, ref) < _SAME_NAME for other in _claimants(store, ref))
    return ref if store.get(CLUSTER, ref) is not None and not taken else None


def gitops_of(store: Store, cluster: ObjectRef) -> list[GitopsCluster]:
    """The GitopsClusters that stand for this Cluster, the strongest claim first: usually one."""
    mine = [found for found in _claimants(store, cluster) if capi_ref(store, found) == cluster]
    return sorted(mine, key=lambda found: (_strength(found, cluster), found.metadata.ref))


def may_be_joined(store: Store, cluster: ObjectRef) -> Iterator[ObjectRef]:
    """GitopsClusters whose row may change with this Cluster."""
    return (found.metadata.ref for found in _claimants(store, cluster))


def row_uid(store: Store, gitops_cluster: GitopsCluster, named: ObjectRef | None) -> str:
    """The identity of its row: that of the Cluster it stands for, so that it survives when one side appears after the
    other. Of several that stand for the same Cluster only the first has it; `#` is in no name.
    """
    own = gitops_cluster.metadata.ref
    cluster = named or own
    if len(_claimants(store, cluster)) == 1 or gitops_of(store, cluster)[:1] == [gitops_cluster]:
        return str(cluster)
    return f"{own}#{cluster.name}"


def kubeconfig_secrets(
    gitops_cluster: GitopsCluster | None, cluster: ObjectRef | None, *, for_users: bool = False
) -> tuple[str, ...]:
    """Names in the namespace of the cluster, in the order they are tried.

    The controllers' Secret comes before that for users, which would need a login plugin. `for_users`: after it, since
    the token of the controllers' lasts no longer than some minutes on EKS.
    """
    if gitops_cluster is not None and gitops_cluster.spec.secret_ref is not None:
        return (gitops_cluster.spec.secret_ref.name,)
    names = [cluster.name] if cluster else []
    names += [gitops_cluster.metadata.name] if gitops_cluster else []
    of_controllers = [f"{name}{_OF_CONTROLLERS}" for name in names]
    of_users = [f"{name}{_OF_USERS}" for name in names[-1:]]
    return tuple(dict.fromkeys([*of_users, *of_controllers] if for_users else [*of_controllers, *of_users]))


_NAMED, _OWNED, _SAME_NAME = range(3)

_OF_CONTROLLERS, _OF_USERS = _SUFFIXES = ("-kubeconfig", "-user-kubeconfig")


def _strength(gitops_cluster: GitopsCluster, cluster: ObjectRef) -> int:
    if gitops_cluster.spec.capi_cluster_ref is not None:
        return _NAMED
    return _SAME_NAME if gitops_cluster.metadata.ref == cluster else _OWNED


def _claimants(store: Store, cluster: ObjectRef) -> list[GitopsCluster]:
    """Whoever may stand for it: by what it says itself, or by what the Cluster says of its owner."""
    claiming = store.indexed(GITOPS_CLUSTER, clusters_claimed, cluster)
    known = store.get(CLUSTER, cluster)
    if known is None or not known.metadata.owner_references:
        return claiming
    found = {one.metadata.ref: one for one in claiming}
    for ref in _owners(known.metadata, GITOPS_CLUSTER.kind, gitops.GROUP):
        owner = store.get(GITOPS_CLUSTER, ref)
        if owner is not None:
            found[ref] = owner
    return list(found.values())


def clusters_claimed(found: GitopsCluster) -> Iterable[ObjectRef]:
    """Index of GitopsClusters: every Cluster that one may stand for by what it says itself."""
    named = found.spec.capi_cluster_ref
    if named is not None:
        return (ObjectRef(found.metadata.namespace, named.name),)
    return {*_owners(found.metadata, CLUSTER.kind, capi.GROUP), found.metadata.ref}


def secrets_referenced(found: GitopsCluster) -> Iterable[ObjectRef]:
    """Index of GitopsClusters by the Secret they name."""
    named = found.spec.secret_ref
    return (ObjectRef(found.metadata.namespace, named.name),) if named is not None else ()


def clusters_named_by(secret: ObjectRef) -> list[ObjectRef]:
    """The clusters whose kubeconfig it is, by the names that controllers give them."""
    names = [secret.name.removesuffix(suffix) for suffix in _SUFFIXES if secret.name.endswith(suffix)]
    return [ObjectRef(secret.namespace, name) for name in names]


def gitops_owners(found: KubeObject) -> Iterable[ObjectRef]:
    """The GitopsClusters that own it."""
    return _owners(found.metadata, GITOPS_CLUSTER.kind, gitops.GROUP)


def _owners(metadata: ObjectMeta, kind: str, group: str) -> Iterator[ObjectRef]:
    return (
        ObjectRef(metadata.namespace, owner.name)
        for owner in metadata.owner_references
        if owner.kind == kind and owner.api_version.startswith(f"{group}/")
    )
