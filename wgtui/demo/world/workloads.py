"""What applications install: Deployments with their ReplicaSet and Pods, Services, ConfigMaps, Nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wgtui.demo.world.blueprint import Stage
from wgtui.demo.world.capi_machine import node_info
from wgtui.demo.world.delivery import Workload
from wgtui.demo.world.draft import Draft, Json, owner, timestamp, token
from wgtui.demo.world.machines import Machine


def inventory(workload: Workload) -> tuple[str, ...]:
    """Ids as Flux writes them: namespace_name_group_kind."""
    place = f"{workload.namespace}_{workload.name}"
    return f"{place}__ConfigMap", f"{place}__Service", f"{place}_apps_Deployment"


@dataclass(frozen=True, slots=True)
class Rollout:
    """The version of a workload that runs: `tag` changes with each, which makes a new ReplicaSet."""

    tag: str
    at: datetime
    healthy: bool


def workload_objects(draft: Draft, workload: Workload, labels: dict[str, str], rollout: Rollout) -> Iterator[Json]:
    """`labels` lead back to the application."""
    draft = replace(draft, namespace=workload.namespace, labels={"app": workload.name}, deleted=None)
    yield draft.object(
        "v1", "ConfigMap", workload.name, labels=labels, data={"LOG_LEVEL": "info", "VERSION": rollout.tag}
    )
    yield draft.object(
        "v1",
        "Service",
        workload.name,
        labels=labels,
        spec={
            "type": "ClusterIP",
            "clusterIP": f"10.96.{int(token(2, workload.name), 16)}.{int(token(2, workload.namespace), 16)}",
            "selector": {"app": workload.name},
            "ports": [{"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"}],
        },
        status={"loadBalancer": {}},
    )
    deployment = _deployment(draft, workload, labels, rollout)
    yield deployment
    yield from _replica_set(replace(draft, created=rollout.at), workload, deployment, rollout)


def _template(workload: Workload) -> Json:
    container = {"name": workload.name, "image": workload.image, "ports": [{"containerPort": 8080, "name": "http"}]}
    return {"metadata": {"labels": {"app": workload.name}}, "spec": {"containers": [container]}}


def _deployment(draft: Draft, workload: Workload, labels: dict[str, str], rollout: Rollout) -> Json:
    ready = workload.replicas if rollout.healthy else workload.replicas - 1
    progressing = {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}
    if not rollout.healthy:
        message = f'ReplicaSet "{workload.name}" has timed out progressing.'
        progressing |= {"status": "False", "reason": "ProgressDeadlineExceeded", "message": message}
    available = {"type": "Available", "status": str(ready > 0), "reason": "MinimumReplicasAvailable"}
    times = {"lastUpdateTime": timestamp(draft.since), "lastTransitionTime": timestamp(draft.since)}
    return draft.object(
        "apps/v1",
        "Deployment",
        workload.name,
        labels=labels,
        spec={
            "replicas": workload.replicas,
            "selector": {"matchLabels": {"app": workload.name}},
            "template": _template(workload),
        },
        status={
            "observedGeneration": 0,
            "replicas": workload.replicas,
            "updatedReplicas": workload.replicas,
            "readyReplicas": ready,
            "availableReplicas": ready,
            "conditions": [available | times, progressing | times],
        },
    )


def _replica_set(draft: Draft, workload: Workload, deployment: Json, rollout: Rollout) -> Iterator[Json]:
    suffix = token(9, workload.name, rollout.tag)
    ready = workload.replicas if rollout.healthy else workload.replicas - 1
    labels = {"pod-template-hash": suffix}
    body = draft.object(
        "apps/v1",
        "ReplicaSet",
        f"{workload.name}-{suffix}",
        labels=labels,
        owner=owner(deployment),
        spec={
            "replicas": workload.replicas,
            "selector": {"matchLabels": {"app": workload.name} | labels},
            "template": _template(workload),
        },
        status={"replicas": workload.replicas, "readyReplicas": ready, "availableReplicas": ready},
    )
    yield body
    for index in range(workload.replicas):
        yield _pod(draft, workload, body, index, index < ready)


def _pod(draft: Draft, workload: Workload, parent: Json, index: int, ready: bool) -> Json:
    name = f"{parent['metadata']['name']}-{token(5, parent['metadata']['name'], index)}"
    started = {"startedAt": timestamp(draft.created)}
    state: Json = {"running": started}
    if not ready:
        message = f"back-off 5m0s restarting failed container={workload.name} pod={name}"
        state = {"waiting": {"reason": "CrashLoopBackOff", "message": message}}
    container = {
        "name": workload.name,
        "image": workload.image,
        "imageID": "",
        "ready": ready,
        "started": ready,
        "restartCount": 0 if ready else 12,
        "state": state,
    }
    condition = {"type": "Ready", "status": str(ready), "lastTransitionTime": timestamp(draft.since)}
    return draft.object(
        "v1",
        "Pod",
        name,
        labels=parent["spec"]["selector"]["matchLabels"],
        owner=owner(parent),
        spec=_template(workload)["spec"],
        status={
            "phase": "Running",
            "podIP": f"192.168.{int(token(2, name), 16)}.{index + 10}",
            "startTime": timestamp(draft.created),
            "conditions": [condition],
            "containerStatuses": [container],
        },
    )


def node(machine: Machine) -> Json:
    """The Node that the kubelet of a machine has registered."""
    ready = machine.stage is not Stage.UNHEALTHY
    moment = timestamp(machine.draft.since)
    reason, message = "KubeletReady", "kubelet is posting ready status"
    if not ready:
        reason, message = "NodeStatusUnknown", "Kubelet stopped posting node status."
    condition = {"type": "Ready", "status": "True" if ready else "Unknown", "reason": reason, "message": message}
    role = "control-plane" if machine.control_plane else "worker"
    draft = replace(machine.draft, labels={"kubernetes.io/hostname": machine.node}, namespace="", deleted=None)
    spec: Json = {"providerID": machine.provider_id}
    if machine.stage is Stage.DRAINING:
        spec |= {"unschedulable": True, "taints": [{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}]}
    return draft.object(
        "v1",
        "Node",
        machine.node,
        labels={f"node-role.kubernetes.io/{role}": "", "topology.kubernetes.io/zone": machine.zone},
        namespaced=False,
        spec=spec,
        status={
            "nodeInfo": node_info(machine),
            "addresses": [{"type": "InternalIP", "address": machine.address}],
            "capacity": {"cpu": "2", "memory": "7935644Ki", "pods": "110"},
            "conditions": [condition | {"lastTransitionTime": moment, "lastHeartbeatTime": moment}],
        },
    )
