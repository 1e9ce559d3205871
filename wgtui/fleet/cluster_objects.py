"""Everything that is known of one cluster, from both sides of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from msgspec import Struct

from wgtui.fleet import joins
from wgtui.fleet.bootstrap import NOTHING, Bootstrap, bootstrap_of, reads_jobs
from wgtui.resources.capi import CLUSTER, MACHINE_DEPLOYMENT, MACHINE_POOL, Cluster, MachineDeployment, MachinePool
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.controlplane import (
    AWS_MANAGED_CONTROL_PLANE,
    KUBEADM_CONTROL_PLANE,
    AWSManagedControlPlane,
    KubeadmControlPlane,
)
from wgtui.resources.gitops import GITOPS_CLUSTER, GitopsCluster
from wgtui.resources.infrastructure import AWS_CLUSTER, AWSCluster
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.resources.references import Reference
from wgtui.resources.workloads import JOB
from wgtui.store import index
from wgtui.store.store import Health, Store

WorkerGroup = MachineDeployment | MachinePool
ControlPlane = KubeadmControlPlane | AWSManagedControlPlane

CONTROL_PLANES: tuple[Kind[Any], ...] = (KUBEADM_CONTROL_PLANE, AWS_MANAGED_CONTROL_PLANE)
INFRASTRUCTURES: tuple[Kind[Any], ...] = (AWS_CLUSTER,)
GROUPS: tuple[Kind[Any], ...] = (MACHINE_DEPLOYMENT, MACHINE_POOL)
"""What scales workers."""

_BY_GROUP_AND_KIND = {(kind.group, kind.kind): kind for kind in (*CONTROL_PLANES, *INFRASTRUCTURES)}


class Reading(Enum):
    """What may be concluded where no Cluster is found."""

    DONE = "done"
    """It is not there."""
    BEGUN = "begun"
    """Nothing yet."""
    DENIED = "denied"
    """Nothing ever: what the GitopsCluster says has to be enough."""


class ClusterObjects(Struct, frozen=True, gc=False):
    """Either side may be missing, not both.

    `named` is the Cluster that the GitopsCluster stands for, there or not. `live`: what both sides say is known from
    watches that are live.
    """

    gitops: GitopsCluster | None = None
    cluster: Cluster | None = None
    named: ObjectRef | None = None
    reading: Reading = Reading.DONE
    live: bool = True
    control_plane: ControlPlane | None = None
    infrastructure: AWSCluster | None = None
    deployments: tuple[MachineDeployment, ...] = ()
    pools: tuple[MachinePool, ...] = ()
    groups_read: bool = False
    """Whether all of `deployments` and `pools` are known, or nobody needs to know."""
    bootstrap: Bootstrap = NOTHING

    @property
    def groups(self) -> tuple[WorkerGroup, ...]:
        return (*self.deployments, *self.pools)

    @property
    def metadata(self) -> ObjectMeta:
        """Of the side that the row is named after."""
        side = self.gitops or self.cluster
        assert side is not None
        return side.metadata


class Gatherer:
    """Finds what belongs to clusters; made anew after every `await`, for it holds views of what is known."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._clusters = store.objects(CLUSTER)
        self._referable = {identity: store.objects(kind) for identity, kind in _BY_GROUP_AND_KIND.items()}
        self._deployments = store.lookup(MACHINE_DEPLOYMENT, cluster_named)
        self._pools = store.lookup(MACHINE_POOL, cluster_named)
        self._configs = store.lookup(CLUSTER_BOOTSTRAP_CONFIG, index.namespaces)
        self._jobs = store.lookup(JOB, index.owner_uids)
        self._live_gitops, self._live_clusters = store.liveness(GITOPS_CLUSTER), store.liveness(CLUSTER)
        self._groups_read = all(
            store.freshness(kind).health in (Health.LIVE, Health.STALE, Health.ABSENT) for kind in GROUPS
        )

    def of_gitops(self, gitops: GitopsCluster) -> ClusterObjects:
        named = joins.capi_ref(self._store, gitops)
        return self._gathered(gitops, self._clusters.get(named) if named else None, named)

    def of_cluster(self, cluster: Cluster) -> ClusterObjects:
        """Of a Cluster that no GitopsCluster stands for."""
        return self._gathered(None, cluster, cluster.metadata.ref)

    def _gathered(
        self, gitops: GitopsCluster | None, cluster: Cluster | None, named: ObjectRef | None
    ) -> ClusterObjects:
        control_plane = infrastructure = None
        deployments: list[MachineDeployment] = []
        pools: list[MachinePool] = []
        live, groups_read = gitops is None or self._live_gitops(gitops.metadata.ref), self._groups_read
        if cluster is not None:
            ref = cluster.metadata.ref
            control_plane = self._referenced(cluster.spec.control_plane_ref, ref.namespace)
            infrastructure = self._referenced(cluster.spec.infrastructure_ref, ref.namespace)
            deployments, pools = self._deployments(ref), self._pools(ref)
            live = live and self._live_clusters(ref)
            groups_read = groups_read or cluster.status.workers is not None
        return ClusterObjects(
            gitops,
            cluster,
            named,
            Reading.DONE if cluster is not None or named is None else _reading(self._store, named.namespace),
            live,
            control_plane,
            infrastructure,
            tuple(deployments),
            tuple(pools),
            groups_read,
            self._bootstrap(gitops, control_plane) if gitops is not None else NOTHING,
        )

    def _bootstrap(self, gitops: GitopsCluster, control_plane: ControlPlane | None) -> Bootstrap:
        return bootstrap_of(
            gitops,
            self._configs(gitops.metadata.namespace),
            self._jobs(gitops.metadata.uid),
            shows_control_plane_nodes(control_plane),
            reads_jobs(self._store, gitops.metadata.namespace),
        )

    def _referenced(self, reference: Reference | None, namespace: str) -> Any:
        """The object behind a reference of the Cluster, where it is of a kind that is read."""
        if reference is None:
            return None
        objects = self._referable.get((reference.group, reference.kind))
        return objects.get(reference.ref(namespace)) if objects is not None else None


def cluster_objects_of(store: Store, ref: ObjectRef) -> ClusterObjects | None:
    """By the ref of a row, or that of a Cluster whose GitopsCluster is called otherwise; None where none is known."""
    gitops = store.get(GITOPS_CLUSTER, ref) or next(iter(joins.gitops_of(store, ref)), None)
    if gitops is not None:
        return Gatherer(store).of_gitops(gitops)
    cluster = store.get(CLUSTER, ref)
    return Gatherer(store).of_cluster(cluster) if cluster is not None else None


def _reading(store: Store, namespace: str) -> Reading:
    freshness = store.freshness(CLUSTER)
    if freshness.health in (Health.LOADING, Health.RELEASED):
        return Reading.BEGUN
    if freshness.health is Health.DENIED or namespace in freshness.denied:
        return Reading.DENIED
    return Reading.DONE


def shows_control_plane_nodes(control_plane: ControlPlane | None) -> bool:
    """A managed control plane has none that anybody could see."""
    return not isinstance(control_plane, AWSManagedControlPlane)


def cluster_named(found: WorkerGroup) -> Iterable[ObjectRef]:
    """Index of what scales workers by the Cluster it names: `spec.clusterName` is required, the label is not."""
    return (ObjectRef(found.metadata.namespace, found.spec.cluster_name),)


def parts_referenced(found: Cluster) -> Iterable[tuple[str, ObjectRef]]:
    """Index of Clusters by the kind and ref of their control plane and infrastructure."""
    references = (found.spec.control_plane_ref, found.spec.infrastructure_ref)
    return [(one.kind, one.ref(found.metadata.namespace)) for one in references if one is not None]
