"""A self-managed cluster on EC2: KubeadmControlPlane, AWSCluster and pools of machines."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.demo.world import aws
from wgtui.demo.world.blueprint import Pool
from wgtui.demo.world.capi import CONTROL_PLANE_GROUP, cluster_object, counters, health_check, pool_objects
from wgtui.demo.world.capi_conditions import control_plane_conditions
from wgtui.demo.world.capi_deprecated import counted_deprecated
from wgtui.demo.world.capi_machine import BOOTSTRAP_GROUP, machine_objects
from wgtui.demo.world.draft import OBSERVED, Json, owner
from wgtui.demo.world.machines import CLUSTER_LABEL, CONTROL_PLANE, Cluster


def kubeadm_objects(cluster: Cluster) -> Iterator[Json]:
    """Everything of Cluster API and AWS that belongs to it."""
    root = cluster_object(cluster)
    child = owner(root, controller=False)
    yield root
    yield aws.aws_cluster(cluster, child)
    if cluster.control_plane or not cluster.state.deleting:
        yield from _control_plane(cluster, child)
    for pool in cluster.blueprint.pools:
        if cluster.state.deleting and not cluster.workers(pool):
            continue
        yield aws.machine_template(cluster, pool, child)
        yield _bootstrap_template(cluster, pool, child)
        yield from pool_objects(cluster, pool, root, "KubeadmConfig")
        if cluster.blueprint.health_check:
            yield health_check(cluster, pool, root)


def _control_plane(cluster: Cluster, child: Json) -> Iterator[Json]:
    name = f"{cluster.name}-{CONTROL_PLANE}"
    yield aws.machine_template(cluster, Pool(CONTROL_PLANE, cluster.blueprint.control_plane), child)
    body = cluster.draft_of_control_plane.object(
        f"{CONTROL_PLANE_GROUP}/v1beta2",
        "KubeadmControlPlane",
        name,
        owner=child | {"controller": True},
        finalizers=["kubeadm.controlplane.cluster.x-k8s.io"],
        spec=_spec(cluster, name),
        status=_status(cluster),
    )
    yield body
    for machine in cluster.control_plane:
        yield from machine_objects(cluster, machine, owner(body), {}, "KubeadmConfig")


def _spec(cluster: Cluster, name: str) -> Json:
    template = {"apiGroup": "infrastructure.cluster.x-k8s.io", "kind": "AWSMachineTemplate", "name": name}
    registration = {"nodeRegistration": {"name": "{{ ds.meta_data.local_hostname }}"}}
    return {
        "replicas": cluster.blueprint.control_plane,
        "version": cluster.version,
        "machineTemplate": {"spec": {"infrastructureRef": template}},
        "kubeadmConfigSpec": {"initConfiguration": registration, "joinConfiguration": registration},
    }


def _status(cluster: Cluster) -> Json:
    status: Json = {
        "observedGeneration": OBSERVED,
        "selector": f"{CLUSTER_LABEL}={cluster.name},cluster.x-k8s.io/control-plane",
        "conditions": control_plane_conditions(cluster),
        "deprecated": counted_deprecated(
            cluster, "MachinesReady", cluster.control_plane, cluster.blueprint.control_plane
        ),
    } | counters(cluster.control_plane)
    if cluster.state.initialized:
        status |= {"initialization": {"controlPlaneInitialized": True}, "version": cluster.control_plane[0].version}
    return status


def _bootstrap_template(cluster: Cluster, pool: Pool, child: Json) -> Json:
    registration = {"nodeRegistration": {"name": "{{ ds.meta_data.local_hostname }}"}}
    return cluster.draft_of_parts.object(
        f"{BOOTSTRAP_GROUP}/v1beta2",
        "KubeadmConfigTemplate",
        f"{cluster.name}-{pool.name}",
        owner=child,
        spec={"template": {"spec": {"joinConfiguration": registration}}},
    )
