"""Conditions of Cluster, MachineDeployment and KubeadmControlPlane, with Cluster API's own reasons and messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgtui.demo.world.blueprint import Infrastructure, Pool, Stage
from wgtui.demo.world.draft import Draft, Json
from wgtui.demo.world.machines import Cluster, Machine

CAPI = "cluster.x-k8s.io"

VPC_LIMIT = (
    "failed to create new vpc: failed to create vpc: operation error EC2: CreateVpc, https response error "
    "StatusCode: 400, RequestID: {request}, api error VpcLimitExceeded: The maximum number of VPCs has been reached."
)


def vpc_limit(cluster: Cluster) -> str:
    return VPC_LIMIT.format(request=cluster.draft.uid("Request", cluster.name))


def cluster_conditions(cluster: Cluster) -> list[Json]:
    """In the order in which Cluster API's controller sets them."""
    draft = cluster.draft
    causes = _causes(cluster)
    workers = [machine for pool in cluster.blueprint.pools for machine in cluster.workers(pool)]
    available = draft.condition("Available", True, "Available")
    if causes:
        available = draft.condition("Available", False, "NotAvailable", "\n".join(f"* {c}" for c in causes.values()))
    return [
        available,
        _probe(cluster),
        _infrastructure(cluster),
        _either(draft, "ControlPlaneInitialized", cluster.state.initialized, ("Initialized", "NotInitialized")),
        _part(draft, "ControlPlaneAvailable", causes),
        *machine_conditions(draft, "ControlPlane", cluster.control_plane),
        _part(draft, "WorkersAvailable", causes),
        *machine_conditions(draft, "Worker", workers),
        _negative(draft, "RollingOut", any(machine.stage is Stage.OUTDATED for machine in cluster.all_machines)),
        _negative(draft, "ScalingUp", _scaling_up(cluster)),
        _negative(draft, "ScalingDown", any(machine.stage.deleting for machine in cluster.all_machines)),
        _negative(draft, "Remediating", any(machine.stage is Stage.UNHEALTHY for machine in cluster.all_machines)),
        _deleting(cluster),
        _negative(draft, "Paused", cluster.state.paused),
    ]


def _causes(cluster: Cluster) -> dict[str, str]:
    """What keeps the cluster from being available, by the condition that says so."""
    causes = {}
    if cluster.state.deleting:
        causes["Deleting"] = "Deleting: Cluster deletion in progress"
    if not cluster.state.initialized:
        causes["RemoteConnectionProbe"] = "RemoteConnectionProbe: Remote connection not established yet"
    if infrastructure := _infrastructure_message(cluster):
        causes["InfrastructureReady"] = f"InfrastructureReady: {infrastructure}"
    if control_plane := _control_plane_message(cluster):
        causes["ControlPlaneAvailable"] = f"ControlPlaneAvailable: {control_plane}"
    short = [text for pool in cluster.blueprint.pools if (text := shortage(cluster, pool))]
    if short:
        causes["WorkersAvailable"] = "WorkersAvailable:\n  * " + "\n  * ".join(short)
    return causes


def _infrastructure_message(cluster: Cluster) -> str:
    match cluster.state.infrastructure:
        case Infrastructure.READY if cluster.endpoint:
            return ""
        case Infrastructure.LIMITED:
            return f"0 of 7 completed: {vpc_limit(cluster)}"
        case _:
            return f"{'AWSManagedCluster' if cluster.managed else 'AWSCluster'} status.ready is false"


def _control_plane_message(cluster: Cluster) -> str:
    letters = [Stage(letter) for letter in cluster.state.control_plane]
    if cluster.managed:
        return "" if any(stage.up for stage in letters) else "AWSManagedControlPlane status.ready is false"
    if not cluster.state.initialized:
        return "Control plane not yet initialized"
    ready = sum(stage.up for stage in letters)
    if ready * 2 > cluster.blueprint.control_plane:
        return ""
    return (
        f"{ready} of {cluster.blueprint.control_plane} control plane machines are available, etcd has lost its quorum"
    )


def shortage(cluster: Cluster, pool: Pool) -> str:
    """Why a pool counts as not available; empty when it has all its replicas."""
    available = sum(machine.stage.up for machine in cluster.workers(pool))
    if cluster.state.deleting:
        return ""
    if available >= pool.replicas:
        return ""
    kind = "MachinePool" if pool.managed else "MachineDeployment"
    return (
        f"{kind} {cluster.name}-{pool.name}: {available} available replicas, at least {pool.replicas} required "
        f"(spec.strategy.rollout.maxUnavailable is 0, spec.replicas is {pool.replicas})"
    )


def _probe(cluster: Cluster) -> Json:
    if cluster.state.initialized:
        return cluster.draft.condition("RemoteConnectionProbe", True, "ProbeSucceeded")
    return cluster.draft.condition(
        "RemoteConnectionProbe", False, "ProbeFailed", "Remote connection not established yet"
    )


def _infrastructure(cluster: Cluster) -> Json:
    message = _infrastructure_message(cluster)
    limited = cluster.state.infrastructure is Infrastructure.LIMITED
    reason = "VpcReconciliationFailed" if limited else "NotReady" if message else "Ready"
    return cluster.draft.condition("InfrastructureReady", not message, reason, message)


def _part(draft: Draft, type_: str, causes: dict[str, str]) -> Json:
    text = causes.get(type_, "").removeprefix(f"{type_}:").strip()
    return draft.condition(type_, not text, "NotAvailable" if text else "Available", text)


def machine_conditions(draft: Draft, prefix: str, machines: Sequence[Machine]) -> Sequence[Json]:
    """`…MachinesReady` and `…MachinesUpToDate`; with an empty prefix the types that other kinds use."""
    ready, up_to_date = f"{prefix}MachinesReady", f"{prefix}MachinesUpToDate"
    if not machines:
        return draft.condition(ready, True, "NoReplicas"), draft.condition(up_to_date, True, "NoReplicas")
    down = [machine.name for machine in machines if not machine.stage.up]
    old = [machine.name for machine in machines if machine.stage is Stage.OUTDATED]
    return (
        _either(draft, ready, not down, ("Ready", "NotReady"), _named(down, "is not ready")),
        _either(draft, up_to_date, not old, ("UpToDate", "NotUpToDate"), _named(old, "is not up-to-date")),
    )


def _named(names: Sequence[str], what: str) -> str:
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"* Machine{'s' if len(names) > 1 else ''} {shown}: {what}" if names else ""


def _either(draft: Draft, type_: str, good: bool, words: tuple[str, str], message: str = "") -> Json:
    """`words` are the reasons for True and for False."""
    return draft.condition(type_, good, words[not good], "" if good else message)


def _negative(draft: Draft, type_: str, now: bool, message: str = "") -> Json:
    """A condition that is well when it is False."""
    return draft.condition(type_, now, type_ if now else f"Not{type_}", message)


def _scaling_up(cluster: Cluster) -> bool:
    """A machine that is wanted and was never there; one that was lost is remediated instead."""
    coming = (Stage.PENDING, Stage.CREATING, Stage.BOOTING)
    return any(machine.stage in coming for machine in cluster.all_machines)


def _deleting(cluster: Cluster) -> Json:
    if not cluster.state.deleting:
        return cluster.draft.condition("Deleting", False, "NotDeleting")
    workers = [machine.name for machine in cluster.all_machines if not machine.control_plane]
    if workers:
        count = f"{len(workers)} worker Machine{'s' if len(workers) > 1 else ''}"
        return cluster.draft.condition("Deleting", True, "WaitingForWorkersDeletion", f"* {count} in deletion")
    if cluster.control_plane or (cluster.managed and cluster.state.control_plane.strip("_")):
        return cluster.draft.condition(
            "Deleting", True, "WaitingForControlPlaneDeletion", "* Control plane still exists"
        )
    return cluster.draft.condition("Deleting", True, "WaitingForInfrastructureDeletion", "* AWSCluster still exists")


def old_cluster_conditions(cluster: Cluster) -> list[Json]:
    """What is left of v1beta1 under status.deprecated."""
    draft = cluster.draft
    infrastructure = not _infrastructure_message(cluster)
    control_plane = not _control_plane_message(cluster)
    parts = [
        _old(draft, "ControlPlaneInitialized", cluster.state.initialized, "WaitingForControlPlaneProviderInitialized"),
        _old(draft, "ControlPlaneReady", control_plane, "WaitingForControlPlane"),
        _old(draft, "InfrastructureReady", infrastructure, "WaitingForInfrastructure"),
    ]
    return [_old(draft, "Ready", infrastructure and control_plane, "WaitingForControlPlane"), *parts]


def _old(draft: Draft, type_: str, good: bool, reason: str) -> Json:
    return draft.old_condition(type_) if good else draft.old_condition(type_, False, reason, severity="Info")


def deployment_conditions(cluster: Cluster, pool: Pool) -> list[Json]:
    draft, machines, short = cluster.draft, cluster.workers(pool), shortage(cluster, pool)
    message = short.partition(": ")[2]
    return [
        _either(draft, "Available", not short, ("Available", "NotAvailable"), message),
        *machine_conditions(draft, "", machines),
        _negative(draft, "RollingOut", any(machine.stage is Stage.OUTDATED for machine in machines)),
        _negative(draft, "ScalingUp", len(machines) < pool.replicas),
        _negative(draft, "ScalingDown", len(machines) > pool.replicas),
        _negative(draft, "Remediating", any(machine.stage is Stage.UNHEALTHY for machine in machines)),
        _negative(draft, "Deleting", cluster.state.deleting),
        _negative(draft, "Paused", cluster.state.paused),
    ]


def machine_set_conditions(cluster: Cluster, machines: Sequence[Machine], wanted: int) -> list[Json]:
    draft = cluster.draft
    return [
        *machine_conditions(draft, "", machines),
        _negative(draft, "ScalingUp", len(machines) < wanted),
        _negative(draft, "ScalingDown", len(machines) > wanted),
        _negative(draft, "Remediating", any(machine.stage is Stage.UNHEALTHY for machine in machines)),
        _negative(draft, "Deleting", cluster.state.deleting),
        _negative(draft, "Paused", cluster.state.paused),
    ]


def _inspected(cluster: Cluster, machines: Sequence[Machine]) -> Iterator[Json]:
    """What can be known only of a control plane that runs."""
    down = [machine.name for machine in machines if not machine.stage.up]
    for type_, part in (("EtcdClusterHealthy", "Etcd member"), ("ControlPlaneComponentsHealthy", "Control plane pods")):
        if not cluster.state.initialized:
            why = "Waiting for Cluster control plane to be initialized"
            yield cluster.draft.condition(type_, None, "InspectionFailed", why)
        else:
            message = f"* {part} of Machine {', '.join(down)}: not reported yet"
            yield _either(cluster.draft, type_, not down, ("Healthy", "NotHealthy"), message)


def control_plane_conditions(cluster: Cluster) -> list[Json]:
    draft, machines, message = cluster.draft, cluster.control_plane, _control_plane_message(cluster)
    return [
        _either(draft, "Available", not message, ("Available", "NotAvailable"), f"* {message}"),
        _either(draft, "Initialized", cluster.state.initialized, ("Initialized", "NotInitialized")),
        _either(draft, "CertificatesAvailable", cluster.state.provisioned, ("Available", "NotAvailable")),
        *_inspected(cluster, machines),
        *machine_conditions(draft, "", machines),
        _negative(draft, "RollingOut", any(machine.stage is Stage.OUTDATED for machine in machines)),
        _negative(draft, "ScalingUp", len(machines) < cluster.blueprint.control_plane),
        _negative(draft, "ScalingDown", len(machines) > cluster.blueprint.control_plane),
        _negative(draft, "Remediating", False),
        _negative(draft, "Deleting", cluster.state.deleting),
        _negative(draft, "Paused", cluster.state.paused),
    ]
