"""One machine: Machine, AWSMachine and its bootstrap configuration."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.demo.world.aws import aws_machine
from wgtui.demo.world.blueprint import Stage
from wgtui.demo.world.capi_deprecated import machine_deprecated
from wgtui.demo.world.draft import OBSERVED, Json, owner
from wgtui.demo.world.machines import CONTROL_PLANE_LABEL, Cluster, Machine

INFRASTRUCTURE_GROUP = "infrastructure.cluster.x-k8s.io"
BOOTSTRAP_GROUP = "bootstrap.cluster.x-k8s.io"

PHASES = {
    Stage.PENDING: "Pending",
    Stage.CREATING: "Provisioning",
    Stage.REFUSED: "Provisioning",
    Stage.BOOTING: "Provisioned",
    Stage.DRAINING: "Deleting",
    Stage.TERMINATING: "Deleting",
}


def machine_objects(
    cluster: Cluster, machine: Machine, parent: Json, labels: dict[str, str], bootstrap_kind: str
) -> Iterator[Json]:
    """`parent` refers to the MachineSet or KubeadmControlPlane, `labels` tell the pool."""
    labels = labels | ({CONTROL_PLANE_LABEL: ""} if machine.control_plane else {})
    body = machine.draft.object(
        "cluster.x-k8s.io/v1beta2",
        "Machine",
        machine.name,
        labels=labels,
        owner=parent,
        finalizers=["machine.cluster.x-k8s.io"],
        spec=_spec(cluster, machine, bootstrap_kind),
        status=_status(cluster, machine),
    )
    yield body
    yield aws_machine(machine, owner(body), labels)
    yield _bootstrap(machine, owner(body), labels, bootstrap_kind)


def _spec(cluster: Cluster, machine: Machine, bootstrap_kind: str) -> Json:
    spec: Json = {
        "clusterName": cluster.name,
        "version": machine.version,
        "failureDomain": machine.zone,
        "bootstrap": {"configRef": {"apiGroup": BOOTSTRAP_GROUP, "kind": bootstrap_kind, "name": machine.name}},
        "infrastructureRef": {"apiGroup": INFRASTRUCTURE_GROUP, "kind": "AWSMachine", "name": machine.name},
    }
    if machine.stage is not Stage.PENDING:
        spec["bootstrap"]["dataSecretName"] = machine.name
    if _has_instance(machine):
        spec["providerID"] = machine.provider_id
    return spec


def _has_instance(machine: Machine) -> bool:
    """As far as Cluster API knows: once it has started."""
    return machine.stage.has_instance and machine.stage is not Stage.CREATING


def _status(cluster: Cluster, machine: Machine) -> Json:
    status: Json = {
        "phase": PHASES.get(machine.stage, "Running"),
        "observedGeneration": OBSERVED,
        "lastUpdated": machine.draft.after(120),
        "conditions": _conditions(cluster, machine),
        "deprecated": machine_deprecated(machine, _trouble(cluster, machine)),
    }
    initialization = {
        "bootstrapDataSecretCreated": machine.stage is not Stage.PENDING,
        "infrastructureProvisioned": _has_instance(machine),
    }
    if any(initialization.values()):
        status["initialization"] = {key: True for key, value in initialization.items() if value}
    if _has_instance(machine):
        status["failureDomain"] = machine.zone
        status["addresses"] = [
            {"type": "InternalIP", "address": machine.address},
            {"type": "InternalDNS", "address": machine.node},
        ]
    if machine.stage.has_node:
        status |= {"nodeRef": {"name": machine.node}, "nodeInfo": node_info(machine)}
    if machine.stage is Stage.DRAINING:
        status["deletion"] = {"nodeDrainStartTime": machine.draft.after(1e9)}
    return status


def node_info(machine: Machine) -> Json:
    digits = machine.draft.token(32, "node", machine.name)
    return {
        "architecture": "amd64",
        "bootID": machine.draft.uid("Boot", machine.name),
        "containerRuntimeVersion": "containerd://2.1.4",
        "kernelVersion": "6.8.0-1040-aws",
        "kubeProxyVersion": "",
        "kubeletVersion": machine.version,
        "machineID": digits,
        "operatingSystem": "linux",
        "osImage": "Ubuntu 24.04.3 LTS",
        "systemUUID": f"ec2{digits[:5]}-{digits[5:9]}-{digits[9:13]}-{digits[13:17]}-{digits[17:29]}",
    }


def _conditions(cluster: Cluster, machine: Machine) -> list[Json]:
    draft, trouble = machine.draft, _trouble(cluster, machine)
    ready = _summary(machine, trouble)
    shown = [
        draft.condition("Available", ready["status"] == "True", "Available" if not trouble else "NotAvailable"),
        ready,
        _up_to_date(cluster, machine),
        *(_part(machine, type_, trouble) for type_ in _PARTS),
        draft.condition("Updating", False, "NotUpdating"),
        _deleting(machine),
        draft.condition("Paused", cluster.state.paused, "Paused" if cluster.state.paused else "NotPaused"),
    ]
    if machine.control_plane:
        shown += [_part(machine, f"{name}Healthy", trouble) for name in _STATIC_PODS]
    return shown


_PARTS = ("BootstrapConfigReady", "InfrastructureReady", "NodeReady", "NodeHealthy")
_STATIC_PODS = ("APIServerPod", "ControllerManagerPod", "SchedulerPod", "EtcdPod", "EtcdMember")
_GOOD = {"BootstrapConfigReady": "Ready", "InfrastructureReady": "Ready"}


def _trouble(cluster: Cluster, machine: Machine) -> dict[str, tuple[str, str]]:
    """Condition → reason and message, for those that are not as they should be."""
    no_node = {
        "NodeReady": ("WaitingForNode", f"Waiting for a Node with spec.providerID {machine.provider_id} to exist"),
        "NodeHealthy": ("WaitingForNode", f"Waiting for a Node with spec.providerID {machine.provider_id} to exist"),
    } | {f"{name}Healthy": ("InspectionFailed", "Waiting for the Node to exist") for name in _STATIC_PODS}
    no_instance = {"InfrastructureReady": ("InstanceNotReady", "instance is in state pending")} | no_node
    match machine.stage:
        case Stage.PENDING if cluster.state.initialized:
            waiting = ("NotReady", "KubeadmConfig status.initialization.dataSecretCreated is false")
            return {"BootstrapConfigReady": waiting} | no_instance
        case Stage.PENDING:
            waiting = ("WaitingForControlPlaneInitialized", "Waiting for the control plane to be initialized")
            return {"BootstrapConfigReady": waiting} | no_instance
        case Stage.CREATING:
            return no_instance
        case Stage.REFUSED:
            return no_instance | {"InfrastructureReady": ("InstanceProvisionFailed", machine.no_capacity)}
        case Stage.BOOTING:
            return no_node
        case Stage.UNHEALTHY:
            message = "* Node.Ready: Kubelet stopped posting node status."
            return {"NodeReady": ("NodeNotReady", message), "NodeHealthy": ("NodeNotHealthy", message)}
        case Stage.TERMINATING:
            return {"InfrastructureReady": ("Deleting", "instance is in state shutting-down")} | no_node
        case _:
            return {}


def _part(machine: Machine, type_: str, trouble: dict[str, tuple[str, str]]) -> Json:
    if type_ not in trouble:
        return machine.draft.condition(type_, True, _GOOD.get(type_, type_))
    reason, message = trouble[type_]
    return machine.draft.condition(type_, None if reason == "InspectionFailed" else False, reason, message)


def _summary(machine: Machine, trouble: dict[str, tuple[str, str]]) -> Json:
    lines = [f"* {type_}: {trouble[type_][1].removeprefix('* ')}" for type_ in _PARTS if type_ in trouble]
    if machine.stage.deleting:
        lines.insert(0, f"* Deleting: {_drain_message(machine)}")
    if not lines:
        return machine.draft.condition("Ready", True, "Ready")
    return machine.draft.condition("Ready", False, "NotReady", "\n".join(lines))


def _up_to_date(cluster: Cluster, machine: Machine) -> Json:
    if machine.stage is not Stage.OUTDATED:
        return machine.draft.condition("UpToDate", True, "UpToDate")
    message = f"* Version {machine.version}, {cluster.version} required"
    if machine.version == cluster.version:
        message = "* AWSMachineTemplate is not up-to-date"
    return machine.draft.condition("UpToDate", False, "NotUpToDate", message)


def _deleting(machine: Machine) -> Json:
    if not machine.stage.deleting:
        return machine.draft.condition("Deleting", False, "NotDeleting")
    reason = "DrainingNode" if machine.stage is Stage.DRAINING else "WaitingForInfrastructureDeletion"
    return machine.draft.condition("Deleting", True, reason, _drain_message(machine))


def _drain_message(machine: Machine) -> str:
    if machine.stage is Stage.TERMINATING:
        return "Machine deletion in progress, waiting for AWSMachine to be deleted"
    return (
        f"Drain not completed yet (started at {machine.draft.after(1e9)}):\n"
        "* Pod shop/cart-redis-0: cannot evict pod as it would violate the pod's disruption budget. "
        "The disruption budget cart-redis needs 1 healthy pods and has 1 currently"
    )


def _bootstrap(machine: Machine, parent: Json, labels: dict[str, str], kind: str) -> Json:
    created = machine.stage is not Stage.PENDING
    if kind == "EKSConfig":
        status: Json = {"ready": created, "observedGeneration": OBSERVED}
        status["conditions"] = [
            machine.draft.old_condition("Ready"),
            machine.draft.old_condition("DataSecretAvailable"),
        ]
        spec: Json = {"useMaxPods": True}
    else:
        ready = machine.draft.condition("Ready", created, "Ready" if created else "NotReady")
        status = {"observedGeneration": OBSERVED, "conditions": [ready]}
        if created:
            status["initialization"] = {"dataSecretCreated": True}
        spec = {"joinConfiguration": {"nodeRegistration": {"name": "{{ ds.meta_data.local_hostname }}"}}}
    if created:
        status["dataSecretName"] = machine.name
    return machine.draft.object(
        f"{BOOTSTRAP_GROUP}/v1beta2", kind, machine.name, labels=labels, owner=parent, spec=spec, status=status
    )
