"""Nodes: those that the kubelets of machines register, and those that no Machine stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wgtui.demo.world.blueprint import Stage
from wgtui.demo.world.capi_machine import node_info
from wgtui.demo.world.draft import Draft, Json, timestamp
from wgtui.demo.world.fleet import JOINED, LAB
from wgtui.demo.world.machines import Machine

STANDING_NODES = {
    "management": ("ip-10-0-12-41.eu-central-1.compute.internal", "ip-10-0-58-7.eu-central-1.compute.internal"),
    LAB: ("ip-10-9-3-77.eu-west-1.compute.internal",),
    JOINED: ("warehouse-12-a", "warehouse-12-b"),
}
"""Nodes of clusters whose machines nobody here manages."""

_PRESSURES = (
    ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
)


def node(machine: Machine) -> Json:
    """The Node that the kubelet of a machine has registered."""
    draft = replace(machine.draft, labels={}, namespace="", deleted=None)
    labels = {"topology.kubernetes.io/zone": machine.zone, "node.kubernetes.io/instance-type": machine.instance_type}
    spec: Json = {"providerID": machine.provider_id}
    if machine.control_plane:
        labels["node-role.kubernetes.io/control-plane"] = ""
        spec["taints"] = [{"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}]
    if machine.stage is Stage.DRAINING:
        spec |= {"unschedulable": True, "taints": [{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}]}
    well = machine.stage is not Stage.UNHEALTHY
    return _node(draft, machine.node, labels, spec, node_info(machine), machine.address, well)


def standing_nodes(draft: Draft, names: tuple[str, ...], version: str) -> Iterator[Json]:
    for index, name in enumerate(names):
        info = {
            "architecture": "amd64",
            "bootID": draft.uid("Boot", name),
            "containerRuntimeVersion": "containerd://2.1.4",
            "kernelVersion": "6.12.48",
            "kubeProxyVersion": "",
            "kubeletVersion": version,
            "machineID": draft.token(32, "node", name),
            "operatingSystem": "linux",
            "osImage": "Amazon Linux 2023.9.20250929" if "eks" in version else "Debian GNU/Linux 13 (trixie)",
            "systemUUID": draft.uid("System", name),
        }
        yield _node(replace(draft, namespace=""), name, {}, {}, info, f"10.0.{index}.{41 + index}", True)


def _node(draft: Draft, name: str, labels: dict[str, str], spec: Json, info: Json, address: str, well: bool) -> Json:
    system = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
    resources = {"cpu": "4", "memory": "15896Mi", "pods": "58"}
    return draft.object(
        "v1",
        "Node",
        name,
        labels=system | labels,
        namespaced=False,
        spec=spec,
        status={
            "nodeInfo": info,
            "addresses": [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": name}],
            "capacity": resources,
            "allocatable": resources | {"cpu": "3920m"},
            "conditions": list(_conditions(draft, well)),
        },
    )


def _conditions(draft: Draft, well: bool) -> Iterator[Json]:
    moments = {"lastHeartbeatTime": timestamp(draft.since), "lastTransitionTime": timestamp(draft.since)}
    lost = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    for type_, reason, message in _PRESSURES:
        told = {"status": "False", "reason": reason, "message": message} if well else lost
        yield {"type": type_} | moments | told
    ready = {"status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"}
    yield {"type": "Ready"} | moments | (ready if well else lost)
