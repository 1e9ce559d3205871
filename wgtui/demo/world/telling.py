"""What controllers record about a change of an object: the words of their events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from wgtui.demo.world.draft import Json, token


class Told(NamedTuple):
    """What a controller says of an object; `annotations` are those of the Event."""

    reason: str
    message: str
    component: str
    warning: bool = False
    annotations: tuple[tuple[str, str], ...] = ()


def told_between(before: Json | None, now: Json) -> Iterator[Told]:
    """Nothing for kinds whose controllers record no events."""
    reader = _READERS.get(now["kind"])
    if reader:
        yield from reader(before or {}, now)


def condition(body: Json, type_: str) -> Json:
    found: Json
    for found in body.get("status", {}).get("conditions", ()):
        if found["type"] == type_:
            return found
    return {}


def _turned(before: Json, now: Json, type_: str) -> str:
    """The status of the condition where status or message differ from before, else nothing."""
    is_now, was = condition(now, type_), condition(before, type_)
    same = all(is_now.get(key) == was.get(key) for key in ("status", "reason", "message"))
    return "" if same else str(is_now.get("status", ""))


# Flux

COMMITS = (
    "Raise the memory limit",
    "Renovate: update images",
    "Roll out the new checkout",
    "Fix the readiness probe",
    "Revert the last change",
    "Add a network policy",
    "Tune the connection pool",
)


def _kustomization(before: Json, now: Json) -> Iterator[Told]:
    status, ready = _turned(before, now, "Ready"), condition(now, "Ready")
    revision = now["status"].get("lastAttemptedRevision", "")
    notes = (("kustomize.toolkit.fluxcd.io/revision", revision),) if revision else ()
    who = "kustomize-controller"
    if status == "True":
        entries = now["status"].get("inventory", {}).get("entries", [])
        if before and entries and revision != before["status"].get("lastAttemptedRevision"):
            applied = "\n".join(f"{_kind_and_name(entry['id'])} configured" for entry in entries[:3])
            yield Told("Progressing", applied, who, annotations=notes)
        took = now["status"].get("history", [{}])[0].get("lastReconciledDuration", "")
        next_run = f"next run in {now['spec']['interval']}"
        yield Told("ReconciliationSucceeded", f"Reconciliation finished in {took}, {next_run}", who, annotations=notes)
    elif status == "False":
        warning = ready["reason"] != "DependencyNotReady"
        yield Told(ready["reason"], ready["message"], who, warning, notes)


def _kind_and_name(entry: str) -> str:
    """`Deployment/shop/cart` of `shop_cart_apps_Deployment`."""
    namespace, name, _, kind = entry.split("_")
    return f"{kind}/{namespace}/{name}"


def _helm_release(before: Json, now: Json) -> Iterator[Told]:
    status, ready, who = _turned(before, now, "Ready"), condition(now, "Ready"), "helm-controller"
    if status in ("True", "False"):
        warning = status == "False" and ready["reason"] != "DependencyNotReady"
        version = now["status"].get("lastAttemptedRevision", "")
        notes = (("helm.toolkit.fluxcd.io/revision", version),) if version else ()
        yield Told(ready["reason"], ready["message"], who, warning, notes)
    remediated = condition(now, "Remediated")
    if remediated and _turned(before, now, "Remediated"):
        yield Told(remediated["reason"], remediated["message"], who)


def _source(before: Json, now: Json) -> Iterator[Told]:
    status, ready, who = _turned(before, now, "Ready"), condition(now, "Ready"), "source-controller"
    if status == "False":
        yield Told(ready["reason"], ready["message"], who, warning=True)
    artifact, old = (body.get("status", {}).get("artifact", {}) for body in (now, before))
    if status == "True" and artifact.get("revision") != old.get("revision"):
        reason = "ChartPullSucceeded" if now["kind"] == "HelmChart" else "NewArtifact"
        yield Told(reason, _stored(now, artifact, ready["message"]), who)
    elif status == "True":
        yield Told("Succeeded", ready["message"], who)


def _stored(now: Json, artifact: Json, message: str) -> str:
    spec = now["spec"]
    match now["kind"]:
        case "GitRepository":
            return f"stored artifact for commit '{COMMITS[artifact['size'] % len(COMMITS)]}'"
        case "OCIRepository":
            return f"stored artifact with revision '{artifact['revision']}' from '{spec['url']}'"
        case "HelmRepository":
            return f"stored fetched index of size {artifact['size'] / 1000:.1f}kB from '{spec['url']}'"
        case "Bucket":
            return f"stored artifact with 16 fetched files from '{spec['bucketName']}' bucket"
        case _:
            return message


# Cluster API

_MILESTONES = (
    ("infrastructureProvisioned", "InfrastructureReady"),
    ("controlPlaneInitialized", "ControlPlaneInitialized"),
)


def _cluster(before: Json, now: Json) -> Iterator[Told]:
    phase, name, who = now["status"].get("phase", ""), now["metadata"]["name"], "cluster-controller"
    if phase != before.get("status", {}).get("phase"):
        yield Told(phase, f"Cluster {name} is {phase}", who)
    for field, reason in _MILESTONES:
        if _initialized(now, field) and not _initialized(before, field):
            yield Told(reason, f"Cluster {name} {field} is now True", who)


def _initialized(body: Json, field: str) -> bool:
    return bool(body.get("status", {}).get("initialization", {}).get(field))


def _machine(before: Json, now: Json) -> Iterator[Told]:
    name, who = now["metadata"]["name"], "machine-controller"
    node, old_node = (body.get("status", {}).get("nodeRef", {}).get("name") for body in (now, before))
    if node and not old_node:
        yield Told("SuccessfulSetNodeRef", node, who)
    deleting = condition(now, "Deleting")
    if deleting.get("reason") != condition(before, "Deleting").get("reason"):
        if deleting.get("reason") == "DrainingNode":
            message = f'error draining Machine\'s node "{node}": requeue in: 20s: {deleting["message"]}'
            yield Told("FailedDrainNode", message, who, warning=True)
        elif deleting.get("reason") == "WaitingForInfrastructureDeletion":
            yield Told("SuccessfulDrainNode", f'success draining Machine\'s node "{old_node}"', who)
    healthy = condition(now, "NodeHealthy").get("reason")
    if healthy == "NodeNotHealthy" != condition(before, "NodeHealthy").get("reason"):
        place = f"{now['metadata']['namespace']}/{name}"
        message = f"Machine {place} has unhealthy Node {node}: Condition Ready on Node is Unknown"
        yield Told("MachineMarkedUnhealthy", message, "machinehealthcheck-controller", warning=True)


def _machine_set(before: Json, now: Json) -> Iterator[Told]:
    count, was = (body.get("status", {}).get("replicas", 0) for body in (now, before))
    if before and count > was:
        yield Told("SuccessfulCreate", f"Created {count - was} machine(s)", "machineset-controller")
    if before and count < was:
        yield Told("SuccessfulDelete", f"Deleted {was - count} machine(s)", "machineset-controller")


def _aws_machine(before: Json, now: Json) -> Iterator[Told]:
    instance, who = now["spec"].get("instanceID"), "awsmachine-controller"
    if instance and not before.get("spec", {}).get("instanceID"):
        role = "control-plane" if "control-plane" in now["metadata"]["name"] else "node"
        yield Told("SuccessfulCreate", f'Created new {role} instance with id "{instance}"', who)
    ready = condition(now, "InstanceReady")
    if ready.get("severity") == "Error" and _turned(before, now, "InstanceReady"):
        message = f"Failed to create instance: {ready['message'].partition('instance: ')[2]}"
        yield Told("FailedCreate", message, who, warning=True)
    if _instance_state(now) == "shutting-down" != _instance_state(before):
        yield Told("SuccessfulTerminate", f'Terminated instance "{instance}"', who)


def _instance_state(body: Json) -> str:
    return str(body.get("status", {}).get("instanceState", ""))


def _aws_cluster(before: Json, now: Json) -> Iterator[Told]:
    vpc, was, who = condition(now, "VpcReady"), condition(before, "VpcReady"), "awscluster-controller"
    network = _vpc(now)
    if vpc.get("status") == "False" and vpc.get("reason") != was.get("reason"):
        cause = vpc["message"].removeprefix("failed to create new vpc: failed to create vpc: ")
        yield Told("FailedCreateVPC", f"Failed to create new managed VPC: {cause}", who, warning=True)
    if network and not _vpc(before):
        yield Told("SuccessfulCreateVPC", f'Created new managed VPC "{network}"', who)


def _vpc(body: Json) -> str:
    return str(body.get("spec", {}).get("network", {}).get("vpc", {}).get("id", ""))


def _managed_control_plane(before: Json, now: Json) -> Iterator[Told]:
    name, who = now["spec"].get("eksClusterName", ""), "awsmanagedcontrolplane-controller"
    ready, was = (condition(body, "EKSControlPlaneReady").get("status") for body in (now, before))
    if not before:
        yield Told("InitiatedCreateEKSControlPlane", f"Initiated creation of a new EKS control plane {name}", who)
    if ready == "True" != was:
        yield Told("SuccessfulCreateEKSControlPlane", f"Created EKS control plane {name}", who)
        yield Told("SucessfulCreateKubeconfig", f'Created kubeconfig for cluster "{name}"', who)


# Kubernetes itself


def _job(before: Json, now: Json) -> Iterator[Told]:
    status, name, who = now.get("status", {}), now["metadata"]["name"], "job-controller"
    if not before:
        yield Told("SuccessfulCreate", f"Created pod: {name}-{token(5, name)}", who)
    if status.get("succeeded") and not before.get("status", {}).get("succeeded"):
        yield Told("Completed", "Job completed", who)
    if status.get("failed", 0) > 3 > before.get("status", {}).get("failed", 0):
        yield Told("BackoffLimitExceeded", "Job has reached the specified backoff limit", who, warning=True)


def _pod(before: Json, now: Json) -> Iterator[Told]:
    metadata, spec = now["metadata"], now["spec"]
    container = spec["containers"][0]["name"]
    place = f"{metadata['namespace']}/{metadata['name']}"
    if not before and spec.get("nodeName"):
        message = f"Successfully assigned {place} to {spec['nodeName']}"
        yield Told("Scheduled", message, "default-scheduler")
    if _waiting(now) == "CrashLoopBackOff" != _waiting(before):
        message = f"Back-off restarting failed container {container} in pod {metadata['name']}"
        yield Told("BackOff", message, "kubelet", warning=True)
    if _waiting(before) and not _waiting(now):
        yield Told("Started", f"Started container {container}", "kubelet")


def _waiting(body: Json) -> str:
    for status in body.get("status", {}).get("containerStatuses", ()):
        return str(status["state"].get("waiting", {}).get("reason", ""))
    return ""


_READERS: dict[str, Callable[[Json, Json], Iterator[Told]]] = {
    "Kustomization": _kustomization,
    "HelmRelease": _helm_release,
    "GitRepository": _source,
    "OCIRepository": _source,
    "HelmRepository": _source,
    "HelmChart": _source,
    "Bucket": _source,
    "Cluster": _cluster,
    "Machine": _machine,
    "MachineSet": _machine_set,
    "AWSMachine": _aws_machine,
    "AWSCluster": _aws_cluster,
    "AWSManagedControlPlane": _managed_control_plane,
    "Job": _job,
    "Pod": _pod,
}
