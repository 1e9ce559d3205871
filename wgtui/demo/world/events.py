"""Events as controllers record them, made from what changed between two states of an object."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from wgtui.demo.answers import Refusal
from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, timestamp, token

KEPT_FOR = timedelta(hours=1)
"""As a real API server keeps them."""

KEPT_EACH = 500


class Told(NamedTuple):
    """What a controller says of an object."""

    reason: str
    message: str
    component: str
    warning: bool = False


def events_between(before: Json | None, now: Json) -> Iterator[Told]:
    """What the controllers of this kind record about the change; nothing for kinds without events."""
    group = now["apiVersion"].partition("/")[0]
    if group.endswith(".fluxcd.io"):
        yield from _flux(before, now)
    reader = _READERS.get(now["kind"])
    if reader:
        yield from reader(before or {}, now)


_COMPONENTS = {"Kustomization": "kustomize-controller", "HelmRelease": "helm-controller"}


def _flux(before: Json | None, now: Json) -> Iterator[Told]:
    """Flux says what Ready says, each time that it says something new."""
    ready = condition(now, "Ready")
    if not ready or ready["status"] == "Unknown" or ready == condition(before or {}, "Ready"):
        return
    if before and ready["message"] == condition(before, "Ready").get("message"):
        return
    component = _COMPONENTS.get(now["kind"], "source-controller")
    yield Told(ready["reason"], ready["message"], component, ready["status"] != "True")


def condition(body: Json, type_: str) -> Json:
    found: Json
    for found in body.get("status", {}).get("conditions", ()):
        if found["type"] == type_:
            return found
    return {}


def _cluster(before: Json, now: Json) -> Iterator[Told]:
    phase, name = now["status"].get("phase", ""), now["metadata"]["name"]
    if phase != before.get("status", {}).get("phase"):
        yield Told(phase, f"Cluster {name} is {phase}", "cluster-controller")
    for field, reason in _MILESTONES:
        if _initialized(now, field) and not _initialized(before, field):
            yield Told(reason, f"Cluster {name} {field} is now True", "cluster-controller")


_MILESTONES = (
    ("infrastructureProvisioned", "InfrastructureReady"),
    ("controlPlaneInitialized", "ControlPlaneInitialized"),
)


def _initialized(body: Json, field: str) -> bool:
    return bool(body.get("status", {}).get("initialization", {}).get(field))


def _machine(before: Json, now: Json) -> Iterator[Told]:
    name = now["metadata"]["name"]
    node, old_node = (body.get("status", {}).get("nodeRef", {}).get("name") for body in (now, before))
    if node and not old_node:
        yield Told("SuccessfulSetNodeRef", node, "machine-controller")
    deleting, was = condition(now, "Deleting"), condition(before, "Deleting")
    if deleting.get("reason") != was.get("reason"):
        if deleting.get("reason") == "DrainingNode":
            message = f'error draining Machine\'s node "{node}": requeue in: 20s: {deleting["message"]}'
            yield Told("FailedDrainNode", message, "machine-controller", warning=True)
        elif deleting.get("reason") == "WaitingForInfrastructureDeletion":
            yield Told("SuccessfulDrainNode", f'success draining Machine\'s node "{old_node}"', "machine-controller")
    if (
        condition(now, "NodeHealthy").get("reason")
        == "NodeNotHealthy"
        != condition(before, "NodeHealthy").get("reason")
    ):
        place = f"{now['metadata']['namespace']}/{name}"
        message = f"Machine {place} has unhealthy Node {node}: Condition Ready on Node is Unknown"
        yield Told("MachineMarkedUnhealthy", message, "machinehealthcheck-controller", warning=True)


def _aws_machine(before: Json, now: Json) -> Iterator[Told]:
    instance = now["spec"].get("instanceID")
    if instance and not before.get("spec", {}).get("instanceID"):
        role = "control-plane" if "control-plane" in now["metadata"]["name"] else "node"
        yield Told("SuccessfulCreate", f'Created new {role} instance with id "{instance}"', "awsmachine-controller")
    if _state(now) == "shutting-down" != _state(before):
        yield Told("SuccessfulTerminate", f'Terminated instance "{instance}"', "awsmachine-controller")


def _state(body: Json) -> str:
    return str(body.get("status", {}).get("instanceState", ""))


def _aws_cluster(before: Json, now: Json) -> Iterator[Told]:
    vpc, was = condition(now, "VpcReady"), condition(before, "VpcReady")
    network = now["spec"].get("network", {}).get("vpc", {}).get("id")
    if vpc.get("status") == "False" and vpc.get("reason") != was.get("reason"):
        cause = vpc["message"].removeprefix("failed to create new vpc: failed to create vpc: ")
        yield Told(
            "FailedCreateVPC", f"Failed to create new managed VPC: {cause}", "awscluster-controller", warning=True
        )
    if network and not before.get("spec", {}).get("network", {}).get("vpc", {}).get("id"):
        yield Told("SuccessfulCreateVPC", f'Created new managed VPC "{network}"', "awscluster-controller")


def _managed_control_plane(before: Json, now: Json) -> Iterator[Told]:
    name = now["spec"].get("eksClusterName", "")
    created = (
        condition(now, "EKSControlPlaneReady").get("status"),
        condition(before, "EKSControlPlaneReady").get("status"),
    )
    if created[0] == "True" != created[1]:
        yield Told(
            "SuccessfulCreateEKSControlPlane", f"Created EKS control plane {name}", "awsmanagedcontrolplane-controller"
        )
        yield Told(
            "SucessfulCreateKubeconfig", f"Created kubeconfig for cluster {name!r}", "awsmanagedcontrolplane-controller"
        )
    if not before:
        message = f"Initiated creation of a new EKS control plane {name}"
        yield Told("InitiatedCreateEKSControlPlane", message, "awsmanagedcontrolplane-controller")


def _job(before: Json, now: Json) -> Iterator[Told]:
    status = now.get("status", {})
    name = now["metadata"]["name"]
    if not before:
        yield Told("SuccessfulCreate", f"Created pod: {name}-{token(5, name)}", "job-controller")
    if status.get("succeeded") and not before.get("status", {}).get("succeeded"):
        yield Told("Completed", "Job completed", "job-controller")
    if status.get("failed", 0) > 3 > before.get("status", {}).get("failed", 0):
        message = "Job has reached the specified backoff limit"
        yield Told("BackoffLimitExceeded", message, "job-controller", warning=True)


_READERS = {
    "Cluster": _cluster,
    "Machine": _machine,
    "AWSMachine": _aws_machine,
    "AWSCluster": _aws_cluster,
    "AWSManagedControlPlane": _managed_control_plane,
    "Job": _job,
}


class EventLog:
    """Writes events and forgets old ones, so that a world that runs for days stays as small as it began."""

    def __init__(self, storages: Mapping[str, Storage]) -> None:
        self._storages = storages
        self._kept: dict[str, deque[tuple[datetime, str, str]]] = {name: deque() for name in storages}
        self._count = 0

    def record(self, server: str, about: Json, told: Told, at: datetime) -> None:
        self._count += 1
        body = event(about, told, at, self._count)
        self._storages[server].put(body)
        self._kept[server].append((at, body["metadata"]["namespace"], body["metadata"]["name"]))
        self.prune(server, at)

    def prune(self, server: str, now: datetime) -> None:
        kept = self._kept[server]
        while kept and (len(kept) > KEPT_EACH or now - kept[0][0] > KEPT_FOR):
            _, namespace, name = kept.popleft()
            try:
                self._storages[server].remove("events", namespace, name)
            except Refusal:
                continue


def event(about: Json, told: Told, at: datetime, number: int = 0) -> Json:
    metadata = about["metadata"]
    namespace = metadata.get("namespace", "default")
    moment = timestamp(at)
    return {
        "kind": "Event",
        "apiVersion": "v1",
        "metadata": {
            "name": f"{metadata['name']}.{token(16, metadata['uid'], told.reason, number)}",
            "namespace": namespace,
            "creationTimestamp": moment,
        },
        "involvedObject": {
            "kind": about["kind"],
            "namespace": namespace,
            "name": metadata["name"],
            "uid": metadata["uid"],
            "apiVersion": about["apiVersion"],
            "resourceVersion": metadata.get("resourceVersion", ""),
        },
        "reason": told.reason,
        "message": told.message[:1024],
        "source": {"component": told.component},
        "firstTimestamp": moment,
        "lastTimestamp": moment,
        "count": 1,
        "type": "Warning" if told.warning else "Normal",
        "eventTime": None,
        "reportingComponent": told.component,
        "reportingInstance": "",
    }
