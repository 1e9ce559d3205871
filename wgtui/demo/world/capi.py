"""Cluster API's own objects of one cluster, as Cluster API 1.12 writes them (v1beta2). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgtui.demo.world.blueprint import Infrastructure, Pool, Stage
from wgtui.demo.world.capi_conditions import (
    CAPI,
    cluster_conditions,
    deployment_conditions,
    machine_set_conditions,
    old_cluster_conditions,
)
from wgtui.demo.world.capi_deprecated import counted_deprecated
from wgtui.demo.world.capi_machine import machine_objects
from wgtui.demo.world.draft import BEHIND, OBSERVED, Json, owner
from wgtui.demo.world.machines import CLUSTER_LABEL, DEPLOYMENT_LABEL, SET_LABEL, Cluster, Machine

INFRASTRUCTURE_GROUP = "infrastructure.cluster.x-k8s.io"
CONTROL_PLANE_GROUP = "controlplane.cluster.x-k8s.io"
BOOTSTRAP_GROUP = "bootstrap.cluster.x-k8s.io"


def reference(group: str, kind: str, name: str) -> Json:
    return {"apiGroup": group, "kind": kind, "name": name}


def counters(machines: Sequence[Machine], wanted: int | None = None, desired: str = "desiredReplicas") -> Json:
    """The replica counters that all of Cluster API's kinds share."""
    up = sum(machine.stage.up for machine in machines)
    counted = {} if wanted is None else {desired: wanted}
    return counted | {
        "replicas": len(machines),
        "readyReplicas": up,
        "availableReplicas": up,
        "upToDateReplicas": sum(machine.stage not in (Stage.OUTDATED, Stage.DRAINING) for machine in machines),
    }


def cluster_object(cluster: Cluster) -> Json:
    """The Cluster; everything else of it names this as owner."""
    return cluster.draft.object(
        f"{CAPI}/v1beta2",
        "Cluster",
        cluster.name,
        finalizers=["cluster.cluster.x-k8s.io"],
        spec=_cluster_spec(cluster),
        status=_cluster_status(cluster),
    )


def _cluster_spec(cluster: Cluster) -> Json:
    eks = cluster.managed
    spec: Json = {
        "clusterNetwork": {"pods": {"cidrBlocks": ["192.168.0.0/16"]}, "services": {"cidrBlocks": ["10.96.0.0/12"]}},
        "infrastructureRef": reference(
            INFRASTRUCTURE_GROUP, "AWSManagedCluster" if eks else "AWSCluster", cluster.name
        ),
        "controlPlaneRef": reference(
            CONTROL_PLANE_GROUP,
            "AWSManagedControlPlane" if eks else "KubeadmControlPlane",
            f"{cluster.name}-control-plane",
        ),
    }
    if cluster.endpoint:
        spec["controlPlaneEndpoint"] = cluster.endpoint
    if cluster.state.paused:
        spec["paused"] = True
    return spec


def _cluster_status(cluster: Cluster) -> Json:
    status: Json = {
        "phase": cluster_phase(cluster),
        "observedGeneration": BEHIND if cluster.state.behind else OBSERVED,
        "conditions": cluster_conditions(cluster),
        "deprecated": {"v1beta1": {"conditions": old_cluster_conditions(cluster)}},
        "workers": counters(
            [machine for pool in cluster.blueprint.pools for machine in cluster.workers(pool)],
            sum(pool.replicas for pool in cluster.blueprint.pools),
        ),
    }
    initialization = {
        "infrastructureProvisioned": bool(cluster.endpoint),
        "controlPlaneInitialized": cluster.state.initialized,
    }
    if any(initialization.values()):
        status["initialization"] = {key: True for key, value in initialization.items() if value}
    if not cluster.managed:
        status["controlPlane"] = counters(cluster.control_plane, cluster.blueprint.control_plane)
    return status


def cluster_phase(cluster: Cluster) -> str:
    if cluster.state.deleting:
        return "Deleting"
    if cluster.state.infrastructure is Infrastructure.PENDING:
        return "Pending"
    return "Provisioned" if cluster.endpoint else "Provisioning"


def pool_objects(cluster: Cluster, pool: Pool, root: Json, bootstrap_kind: str) -> Iterator[Json]:
    """MachineDeployment, MachineSet and their machines."""
    name = f"{cluster.name}-{pool.name}"
    template = _machine_template(cluster, name, cluster.version, bootstrap_kind)
    deployment = _deployment(cluster, pool, template, owner(root, controller=False))
    yield deployment
    for number in sorted({cluster.state.template, *(machine.template for machine in cluster.workers(pool))}):
        machines = [machine for machine in cluster.workers(pool) if machine.template == number]
        version = machines[0].version if machines else cluster.version
        template = _machine_template(cluster, name, version, bootstrap_kind)
        machine_set = _machine_set(cluster, pool, number, machines, template, owner(deployment))
        yield machine_set
        labels = {DEPLOYMENT_LABEL: name, SET_LABEL: machine_set["metadata"]["name"]}
        for machine in machines:
            yield from machine_objects(cluster, machine, owner(machine_set), labels, bootstrap_kind)


def _machine_template(cluster: Cluster, name: str, version: str, bootstrap_kind: str) -> Json:
    labels = {CLUSTER_LABEL: cluster.name, DEPLOYMENT_LABEL: name}
    spec = {
        "clusterName": cluster.name,
        "version": version,
        "bootstrap": {"configRef": reference(BOOTSTRAP_GROUP, f"{bootstrap_kind}Template", name)},
        "infrastructureRef": reference(INFRASTRUCTURE_GROUP, "AWSMachineTemplate", name),
    }
    return {"metadata": {"labels": labels}, "spec": spec}


def _deployment(cluster: Cluster, pool: Pool, template: Json, parent: Json) -> Json:
    machines, name = cluster.workers(pool), f"{cluster.name}-{pool.name}"
    return cluster.draft_of_parts.object(
        f"{CAPI}/v1beta2",
        "MachineDeployment",
        name,
        owner=parent,
        finalizers=["cluster.x-k8s.io/machinedeployment"],
        spec={
            "clusterName": cluster.name,
            "replicas": pool.replicas,
            "selector": {"matchLabels": {CLUSTER_LABEL: cluster.name, DEPLOYMENT_LABEL: name}},
            "template": template,
        },
        status={
            "phase": _deployment_phase(len(machines), pool.replicas, cluster.state.deleting),
            "observedGeneration": OBSERVED,
            "selector": f"{CLUSTER_LABEL}={cluster.name},{DEPLOYMENT_LABEL}={name}",
            "conditions": deployment_conditions(cluster, pool),
            "deprecated": counted_deprecated(cluster, "MachineSetReady", machines, pool.replicas),
        }
        | counters(machines),
    )


def _deployment_phase(current: int, wanted: int, deleting: bool) -> str:
    if deleting or current > wanted:
        return "ScalingDown"
    return "Running" if current == wanted else "ScalingUp"


def _machine_set(
    cluster: Cluster, pool: Pool, number: int, machines: list[Machine], template: Json, parent: Json
) -> Json:
    """Of the machines made from one template; older ones shrink while a new one grows."""
    draft, name = cluster.draft_of_parts, f"{cluster.name}-{pool.name}"
    staying = sum(not machine.stage.deleting for machine in machines)
    up = sum(machine.stage.up for machine in machines)
    wanted = pool.replicas if number == cluster.state.template and staying == len(cluster.workers(pool)) else staying
    return draft.object(
        f"{CAPI}/v1beta2",
        "MachineSet",
        cluster.machine_set(pool, number),
        labels={DEPLOYMENT_LABEL: name},
        annotations={"machinedeployment.clusters.x-k8s.io/revision": str(number + 1)},
        owner=parent,
        finalizers=["cluster.x-k8s.io/machineset"],
        spec={
            "clusterName": cluster.name,
            "replicas": wanted,
            "selector": {"matchLabels": template["metadata"]["labels"]},
            "template": template,
        },
        status={
            "observedGeneration": OBSERVED,
            "selector": f"{DEPLOYMENT_LABEL}={name}",
            "conditions": machine_set_conditions(cluster, machines, wanted),
            "deprecated": {"v1beta1": {"readyReplicas": up, "availableReplicas": up, "fullyLabeledReplicas": up}},
        }
        | counters(machines),
    )


def health_check(cluster: Cluster, pool: Pool, root: Json) -> Json:
    machines = cluster.workers(pool)
    healthy = sum(machine.stage.up for machine in machines)
    return cluster.draft_of_parts.object(
        f"{CAPI}/v1beta2",
        "MachineHealthCheck",
        f"{cluster.name}-{pool.name}-unhealthy-5m",
        owner=owner(root, controller=False),
        spec={
            "clusterName": cluster.name,
            "selector": {"matchLabels": {DEPLOYMENT_LABEL: f"{cluster.name}-{pool.name}"}},
            "checks": {
                "nodeStartupTimeoutSeconds": 600,
                "unhealthyNodeConditions": [{"type": "Ready", "status": "False", "timeoutSeconds": 300}],
            },
            "remediation": {"triggerIf": {"unhealthyLessThanOrEqualTo": "40%"}},
        },
        status={
            "observedGeneration": OBSERVED,
            "expectedMachines": len(machines),
            "currentHealthy": healthy,
            "remediationsAllowed": max(0, 1 - (len(machines) - healthy)),
            "targets": [machine.name for machine in machines],
            "conditions": [
                cluster.draft.condition("RemediationAllowed", True, "RemediationAllowed"),
                cluster.draft.condition("Paused", False, "NotPaused"),
            ],
        },
    )
