"""How an object of any kind is, by what it says of itself: the rules of kstatus, and those of a few kinds beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from wgtui.fleet import conditions, pod_health
from wgtui.fleet.flux import verdict as flux_verdict
from wgtui.fleet.sources import source_verdict
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.anything import Anything, part
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ConditionStatus, ObjectMeta, Resource
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.workloads import DaemonSetStatus, JobStatus, WorkloadSpec, WorkloadStatus

READY = Verdict(Status.READY)
UNREADABLE = Verdict(Status.UNKNOWN, "Unreadable", "its status cannot be understood")

FLUX_GROUPS = ".toolkit.fluxcd.io"
CAPI_GROUPS = "cluster.x-k8s.io"


class GenericStatus(Resource, frozen=True):
    observed_generation: int | None = None
    conditions: tuple[Condition, ...] = ()


class _ScalerStatus(Resource, frozen=True):
    current_replicas: int = 0
    desired_replicas: int = 0
    conditions: tuple[Condition, ...] = ()


class _Balancer(Resource, frozen=True):
    ingress: tuple[dict[str, Any], ...] | None = None


class _BalancedSpec(Resource, frozen=True):
    type: str = ""


class _BalancedStatus(Resource, frozen=True):
    load_balancer: _Balancer | None = None


class _Phased(Resource, frozen=True):
    phase: str = ""


class _FluxSpec(Resource, frozen=True):
    suspend: bool = False
    type: str = ""


Rule = Callable[[Anything], Verdict]


def health(kind: Kind[Any], found: Anything) -> Verdict:
    """Deletion first; then by kind, else by the conditions that all controllers are asked to keep."""
    if found.metadata.deletion_timestamp is not None:
        waits = ", ".join(found.metadata.finalizers)
        return Verdict(Status.DELETING, "Terminating", f"waits for {waits}" if waits else "")
    if kind.group.endswith(FLUX_GROUPS):
        return _flux(kind, found)
    rule = _RULES.get((kind.group, kind.kind))
    return rule(found) if rule is not None else _generic(kind, found)


def _flux(kind: Kind[Any], found: Anything) -> Verdict:
    if kind in SOURCE_KINDS:
        return _source(kind, found)
    spec, status = part(found.spec, _FluxSpec) or _FluxSpec(), part(found.status, GenericStatus)
    if status is None:
        return UNREADABLE
    if kind not in APPLICATION_KINDS and not status.conditions:
        # Alerts and Providers have no status: they are as they stand.
        return Verdict(Status.SUSPENDED) if spec.suspend else READY
    return flux_verdict(found.metadata, status.conditions, status.observed_generation or 0, spec.suspend)


def _source(kind: Kind[Any], found: Anything) -> Verdict:
    body = b'{"metadata":{},"spec":%b,"status":%b}' % (bytes(found.spec), bytes(found.status))
    struct = next(one.struct for one in SOURCE_KINDS if one == kind)
    whole = part(msgspec.Raw(body), struct)
    if whole is None:
        return UNREADABLE
    return source_verdict(msgspec.structs.replace(whole, metadata=found.metadata))


def _generic(kind: Kind[Any], found: Anything) -> Verdict:
    """kstatus: what lags behind its spec or reconciles is in progress; without conditions it is as it stands."""
    status = part(found.status, GenericStatus)
    if status is None:
        return UNREADABLE
    if status.observed_generation is not None and status.observed_generation != found.metadata.generation:
        return _UNOBSERVED
    if (stalled := _true(status.conditions, "Stalled")) is not None:
        return _said(Status.FAILED, stalled)
    if (reconciling := _true(status.conditions, "Reconciling")) is not None:
        return _said(Status.PROGRESSING, reconciling)
    names = ("Available", "Ready") if kind.group.endswith(CAPI_GROUPS) else ("Ready",)
    ready = next((one for name in names if (one := conditions.find(status.conditions, name)) is not None), None)
    if ready is None or ready.status is ConditionStatus.TRUE:
        return READY
    failed = next((one for one in conditions.troubles(status.conditions) if conditions.broken(one)), None)
    return _said(Status.PROGRESSING, ready) if failed is None else _said(Status.FAILED, failed)


_UNOBSERVED = Verdict(Status.PROGRESSING, "Unobserved", "waiting for the spec to be observed")


def _true(found: Iterable[Condition], name: str) -> Condition | None:
    one = conditions.find(found, name)
    return one if one is not None and one.status is ConditionStatus.TRUE else None


def _said(status: Status, condition: Condition) -> Verdict:
    return Verdict(status, condition.reason, conditions.flattened(condition.message))


# Workloads


def _workload(decide: Callable[[WorkloadSpec, WorkloadStatus], Verdict]) -> Rule:
    """What is not observed yet says nothing about the spec that is."""

    def rule(found: Anything) -> Verdict:
        spec, status = part(found.spec, WorkloadSpec), part(found.status, WorkloadStatus)
        if spec is None or status is None:
            return UNREADABLE
        return _UNOBSERVED if _lags(found.metadata, status.observed_generation) else decide(spec, status)

    return rule


def _lags(metadata: ObjectMeta, observed: int) -> bool:
    return metadata.generation != observed


def _progress(reason: str, message: str) -> Verdict:
    return Verdict(Status.PROGRESSING, reason, message)


def _deployment(spec: WorkloadSpec, status: WorkloadStatus) -> Verdict:
    wanted = 1 if spec.replicas is None else spec.replicas
    progressing = conditions.find(status.conditions, "Progressing")
    if progressing is not None and progressing.reason == "ProgressDeadlineExceeded":
        return Verdict(Status.FAILED, progressing.reason, "deployment exceeded its progress deadline")
    if (failure := _true(status.conditions, "ReplicaFailure")) is not None:
        return _said(Status.FAILED, failure)
    rolling = _rolling(wanted, status)
    if rolling is None:
        return Verdict(Status.READY, "", f"{status.available_replicas} of {wanted} available")
    return Verdict(Status.PAUSED, "Paused", f"rollout is paused: {rolling.message}") if spec.paused else rolling


def _rolling(wanted: int, status: WorkloadStatus) -> Verdict | None:
    if status.updated_replicas < wanted:
        return _progress("Updating", f"waiting for updated replicas: {status.updated_replicas} of {wanted}")
    if status.replicas > wanted:
        return _progress("Terminating", f"waiting for {status.replicas - wanted} old replicas to end")
    if status.available_replicas < wanted:
        return _progress("Unavailable", f"{status.available_replicas} of {wanted} available")
    return None


def _replica_set(spec: WorkloadSpec, status: WorkloadStatus) -> Verdict:
    wanted = 1 if spec.replicas is None else spec.replicas
    if (failure := _true(status.conditions, "ReplicaFailure")) is not None:
        return _said(Status.FAILED, failure)
    told = f"{status.available_replicas} of {wanted} available"
    return _progress("Unavailable", told) if status.available_replicas != wanted else Verdict(Status.READY, "", told)


def _daemon_set(found: Anything) -> Verdict:
    status = part(found.status, DaemonSetStatus)
    if status is None:
        return UNREADABLE
    if _lags(found.metadata, status.observed_generation):
        return _UNOBSERVED
    wanted = status.desired_number_scheduled
    if status.updated_number_scheduled != wanted:
        return _progress("Updating", f"{status.updated_number_scheduled} of {wanted} updated")
    told = f"{status.number_available} of {wanted} available"
    return _progress("Unavailable", told) if status.number_available != wanted else Verdict(Status.READY, "", told)


def _stateful_set(spec: WorkloadSpec, status: WorkloadStatus) -> Verdict:
    wanted = 1 if spec.replicas is None else spec.replicas
    if status.ready_replicas != wanted:
        return _progress("Unready", f"waiting for ready replicas: {status.ready_replicas} of {wanted}")
    if spec.update_strategy.type == "OnDelete":
        return Verdict(Status.READY, "", f"{wanted} ready; updated when pods are deleted")
    rolling = spec.update_strategy.rolling_update
    if rolling is not None and rolling.partition > 0:
        due = max(0, wanted - rolling.partition)
        if status.updated_replicas < due:
            return _progress("Updating", f"{status.updated_replicas} of {due} updated behind the partition")
    elif status.update_revision != status.current_revision:
        return _progress("Updating", f"{status.updated_replicas} of {wanted} updated")
    return Verdict(Status.READY, "", f"{wanted} of {wanted} ready")


def _job(found: Anything) -> Verdict:
    """One that is tried again has not failed yet."""
    spec, status = part(found.spec, WorkloadSpec), part(found.status, JobStatus)
    if spec is None or status is None:
        return UNREADABLE
    if (failed := _true(status.conditions, "Failed")) is not None:
        return Verdict(Status.FAILED, failed.reason, failed.message or "job is in a failed state")
    if _true(status.conditions, "Complete") is not None or status.succeeded >= (spec.completions or 1):
        return Verdict(Status.READY, "Complete")
    if spec.suspend:
        return Verdict(Status.SUSPENDED)
    if status.failed and not status.active:
        return Verdict(Status.FAILED, "", "job is in a failed state")
    tried = f"{status.failed} failed, trying again" if status.failed else "running" if status.active else "not started"
    return _progress("Running", tried)


def _cron_job(found: Anything) -> Verdict:
    spec = part(found.spec, WorkloadSpec)
    return UNREADABLE if spec is None else Verdict(Status.SUSPENDED) if spec.suspend else READY


# What waits for something outside


def _scaler(found: Anything) -> Verdict:
    status = part(found.status, _ScalerStatus)
    if status is None:
        return UNREADABLE
    if status.current_replicas != status.desired_replicas:
        return _progress("Scaling", f"{status.current_replicas} of {status.desired_replicas} replicas")
    wrong = next((one for one in status.conditions if one.status is ConditionStatus.TRUE and _is_wrong(one)), None)
    return READY if wrong is None else _said(Status.FAILED, wrong)


def _is_wrong(condition: Condition) -> bool:
    return "Failed" in condition.reason or "Invalid" in condition.reason


def _balanced(found: Anything) -> Verdict:
    status = part(found.status, _BalancedStatus)
    if status is None:
        return UNREADABLE
    if status.load_balancer is not None and status.load_balancer.ingress:
        return READY
    return _progress("NoAddress", "waiting for the address of a load balancer")


def _service(found: Anything) -> Verdict:
    spec = part(found.spec, _BalancedSpec)
    if spec is None:
        return UNREADABLE
    return _balanced(found) if spec.type == "LoadBalancer" else READY


def _claim(found: Anything) -> Verdict:
    status = part(found.status, _Phased)
    match status.phase if status else "":
        case "Lost":
            return Verdict(Status.FAILED, "Lost", "its volume is lost")
        case "Pending":
            return _progress("Pending", "waiting for a volume")
        case "Bound":
            return READY
    return Verdict(Status.UNKNOWN)


def _definition(found: Anything) -> Verdict:
    status = part(found.status, GenericStatus) or GenericStatus()
    refused = conditions.find(status.conditions, "NamesAccepted")
    if refused is not None and refused.status is ConditionStatus.FALSE:
        return _said(Status.FAILED, refused)
    established = conditions.find(status.conditions, "Established")
    if established is None or established.status is ConditionStatus.TRUE:
        return READY
    waits = established.reason in ("Installing", "")
    return _said(Status.PROGRESSING if waits else Status.FAILED, established)


def _api_service(found: Anything) -> Verdict:
    status = part(found.status, GenericStatus) or GenericStatus()
    available = conditions.find(status.conditions, "Available")
    if available is None or available.status is ConditionStatus.TRUE:
        return READY
    return _said(Status.FAILED, available)


def _pod(found: Anything) -> Verdict:
    return pod_health.pod_verdict(found) or UNREADABLE


_RULES: dict[tuple[str, str], Rule] = {
    ("apps", "Deployment"): _workload(_deployment),
    ("apps", "ReplicaSet"): _workload(_replica_set),
    ("apps", "DaemonSet"): _daemon_set,
    ("apps", "StatefulSet"): _workload(_stateful_set),
    ("batch", "Job"): _job,
    ("batch", "CronJob"): _cron_job,
    ("", "Pod"): _pod,
    ("autoscaling", "HorizontalPodAutoscaler"): _scaler,
    ("networking.k8s.io", "Ingress"): _balanced,
    ("", "Service"): _service,
    ("", "PersistentVolumeClaim"): _claim,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _definition,
    ("apiregistration.k8s.io", "APIService"): _api_service,
}
"""All others are judged by their conditions."""
