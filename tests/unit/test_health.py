"""How an object is, by what it says of itself: one table for every kind that has a rule, and for all others."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from wgtui.fleet.health import health
from wgtui.fleet.status import Status
from wgtui.resources.anything import Anything
from wgtui.resources.registry import any_kind

S = Status
OBSERVED = {"observedGeneration": 2}


def condition(type: str, status: str = "True", reason: str = "", message: str = "") -> dict[str, str]:
    return {"type": type, "status": status, "reason": reason, "message": message}


def verdict_of(kind: str, spec: Any = None, status: Any = None, **metadata: Any) -> Any:
    """`kind` as `Deployment.apps`."""
    name, _, group = kind.partition(".")
    body: dict[str, Any] = {"metadata": {"name": "a", "namespace": "b", "generation": 2, **metadata}}
    body |= {"spec": spec} if spec is not None else {}
    body |= {"status": status} if status is not None else {}
    found = msgspec.json.decode(msgspec.json.encode(body), type=Anything)
    return health(any_kind(group, name, "v1", namespaced=True), found)


def deployment(**status: Any) -> dict[str, Any]:
    full = {"replicas": 2, "updatedReplicas": 2, "readyReplicas": 2, "availableReplicas": 2}
    return OBSERVED | full | status


def daemons(**status: Any) -> dict[str, Any]:
    return OBSERVED | {"desiredNumberScheduled": 3, "updatedNumberScheduled": 3, "numberAvailable": 3} | status


def stateful(**status: Any) -> dict[str, Any]:
    full = {"readyReplicas": 3, "updatedReplicas": 3, "currentRevision": "a", "updateRevision": "a"}
    return OBSERVED | full | status


def running(**container: Any) -> dict[str, Any]:
    one = {"name": "web", "ready": True, "restartCount": 0, "state": {"running": {}}} | container
    return {"phase": "Running", "containerStatuses": [one], "conditions": [condition("Ready")]}


TWO, THREE = {"replicas": 2}, {"replicas": 3}
DEPLOYMENT, REPLICA_SET, STATEFUL_SET = "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps"
DAEMON_SET, JOB, CRON_JOB = "DaemonSet.apps", "Job.batch", "CronJob.batch"
SCALER, INGRESS, CRD = (
    "HorizontalPodAutoscaler.autoscaling",
    "Ingress.networking.k8s.io",
    ("CustomResourceDefinition.apiextensions.k8s.io"),
)
PARTITION = {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}

CASES: list[tuple[str, str, Any, Any, Status, str]] = [
    # A Deployment
    ("available", DEPLOYMENT, TWO, deployment(), S.READY, "2 of 2 available"),
    ("not observed", DEPLOYMENT, TWO, deployment(observedGeneration=1), S.PROGRESSING, "to be observed"),
    (
        "deadline",
        DEPLOYMENT,
        TWO,
        deployment(conditions=[condition("Progressing", "False", "ProgressDeadlineExceeded")]),
        S.FAILED,
        "exceeded its progress deadline",
    ),
    ("updating", DEPLOYMENT, TWO, deployment(updatedReplicas=1), S.PROGRESSING, "updated replicas: 1 of 2"),
    ("old ones end", DEPLOYMENT, TWO, deployment(replicas=3), S.PROGRESSING, "1 old replicas"),
    ("unavailable", DEPLOYMENT, TWO, deployment(availableReplicas=1), S.PROGRESSING, "1 of 2 available"),
    ("paused", DEPLOYMENT, {"replicas": 2, "paused": True}, deployment(updatedReplicas=0), S.PAUSED, "is paused"),
    (
        "quota",
        DEPLOYMENT,
        TWO,
        deployment(conditions=[condition("ReplicaFailure", message="quota")]),
        S.FAILED,
        "quota",
    ),
    ("scaled to none", DEPLOYMENT, {"replicas": 0}, OBSERVED, S.READY, "0 of 0"),
    ("new", DEPLOYMENT, TWO, None, S.PROGRESSING, "to be observed"),
    # A ReplicaSet
    ("all", REPLICA_SET, TWO, OBSERVED | {"availableReplicas": 2}, S.READY, "2 of 2"),
    ("some", REPLICA_SET, TWO, OBSERVED | {"availableReplicas": 1}, S.PROGRESSING, "1 of 2"),
    (
        "refused",
        REPLICA_SET,
        TWO,
        OBSERVED | {"conditions": [condition("ReplicaFailure", message="exceeded quota")]},
        S.FAILED,
        "exceeded quota",
    ),
    ("not observed", REPLICA_SET, TWO, {"observedGeneration": 1}, S.PROGRESSING, "observed"),
    # A DaemonSet
    ("all", DAEMON_SET, None, daemons(), S.READY, "3 of 3"),
    ("updating", DAEMON_SET, None, daemons(updatedNumberScheduled=1), S.PROGRESSING, "1 of 3 updated"),
    ("unavailable", DAEMON_SET, None, daemons(numberAvailable=2), S.PROGRESSING, "2 of 3 available"),
    ("not observed", DAEMON_SET, None, daemons(observedGeneration=1), S.PROGRESSING, "observed"),
    # A StatefulSet
    ("all", STATEFUL_SET, THREE, stateful(), S.READY, "3 of 3 ready"),
    ("waiting", STATEFUL_SET, THREE, stateful(readyReplicas=2), S.PROGRESSING, "ready replicas: 2 of 3"),
    ("rolling", STATEFUL_SET, THREE, stateful(updateRevision="b"), S.PROGRESSING, "updated"),
    (
        "partition done",
        STATEFUL_SET,
        THREE | {"updateStrategy": PARTITION},
        stateful(updatedReplicas=2, updateRevision="b"),
        S.READY,
        "",
    ),
    (
        "partition",
        STATEFUL_SET,
        THREE | {"updateStrategy": PARTITION},
        stateful(updatedReplicas=1, updateRevision="b"),
        S.PROGRESSING,
        "1 of 2 updated",
    ),
    (
        "on delete",
        STATEFUL_SET,
        THREE | {"updateStrategy": {"type": "OnDelete"}},
        stateful(updateRevision="b"),
        S.READY,
        "when pods are deleted",
    ),
    # Jobs
    ("complete", JOB, {}, {"succeeded": 1, "failed": 2}, S.READY, ""),
    ("complete by condition", JOB, {}, {"conditions": [condition("Complete")]}, S.READY, ""),
    ("failed", JOB, {}, {"failed": 1}, S.FAILED, "job is in a failed state"),
    ("given up", JOB, {}, {"failed": 4, "conditions": [condition("Failed", message="backoff")]}, S.FAILED, "backoff"),
    ("again", JOB, {}, {"failed": 1, "active": 1}, S.PROGRESSING, "1 failed, trying again"),
    ("running", JOB, {}, {"active": 1}, S.PROGRESSING, "running"),
    ("one of three", JOB, {"completions": 3}, {"active": 1, "succeeded": 1}, S.PROGRESSING, "running"),
    ("not started", JOB, {}, None, S.PROGRESSING, "not started"),
    ("suspended", JOB, {"suspend": True}, {}, S.SUSPENDED, ""),
    ("by schedule", CRON_JOB, {"schedule": "@daily"}, {}, S.READY, ""),
    ("no schedule", CRON_JOB, {"suspend": True}, {}, S.SUSPENDED, ""),
    # Pods
    ("running", "Pod", {}, running(), S.READY, ""),
    ("restarted", "Pod", {}, running(restartCount=3), S.READY, "restarted 3 times"),
    ("done", "Pod", {}, {"phase": "Succeeded"}, S.READY, ""),
    ("pending", "Pod", {}, {"phase": "Pending"}, S.PROGRESSING, ""),
    ("failed", "Pod", {}, {"phase": "Failed", "message": "evicted"}, S.FAILED, "evicted"),
    ("unheard of", "Pod", {}, {"phase": "Odd"}, S.UNKNOWN, ""),
    (
        "crashing",
        "Pod",
        {},
        running(ready=False, restartCount=12, state={"waiting": {"reason": "CrashLoopBackOff"}}),
        S.FAILED,
        "web: CrashLoopBackOff, restarted 12 times",
    ),
    (
        "no image",
        "Pod",
        {},
        running(state={"waiting": {"reason": "ImagePullBackOff", "message": "not found"}}) | {"phase": "Pending"},
        S.FAILED,
        "not found",
    ),
    (
        "no node",
        "Pod",
        {},
        {"phase": "Pending", "conditions": [condition("PodScheduled", "False", "Unschedulable", "0/3 nodes")]},
        S.WAITING,
        "0/3 nodes",
    ),
    (
        "creating",
        "Pod",
        {},
        running(state={"waiting": {"reason": "ContainerCreating"}}) | {"phase": "Pending"},
        S.PROGRESSING,
        "",
    ),
    (
        "not ready",
        "Pod",
        {},
        running(ready=False) | {"conditions": [condition("Ready", "False")]},
        S.PROGRESSING,
        "not ready: web",
    ),
    (
        "ended",
        "Pod",
        {},
        {"phase": "Failed", "containerStatuses": [{"name": "web", "state": {"terminated": {"exitCode": 2}}}]},
        S.FAILED,
        "web ended with code 2",
    ),
    # What waits for something outside
    ("scaled", SCALER, {}, {"currentReplicas": 2, "desiredReplicas": 2}, S.READY, ""),
    ("scaling", SCALER, {}, {"currentReplicas": 2, "desiredReplicas": 3}, S.PROGRESSING, "2 of 3"),
    (
        "no metrics",
        SCALER,
        {},
        {"conditions": [condition("ScalingActive", "True", "FailedGetResourceMetric", "no metrics")]},
        S.FAILED,
        "no metrics",
    ),
    ("address", INGRESS, {}, {"loadBalancer": {"ingress": [{"ip": "1.2.3.4"}]}}, S.READY, ""),
    ("no address", INGRESS, {}, {"loadBalancer": {}}, S.PROGRESSING, "address of a load balancer"),
    ("inside", "Service", {"type": "ClusterIP"}, {"loadBalancer": {}}, S.READY, ""),
    ("no address", "Service", {"type": "LoadBalancer"}, {"loadBalancer": {}}, S.PROGRESSING, "address"),
    ("address", "Service", {"type": "LoadBalancer"}, {"loadBalancer": {"ingress": [{"hostname": "x"}]}}, S.READY, ""),
    ("bound", "PersistentVolumeClaim", {}, {"phase": "Bound"}, S.READY, ""),
    ("pending", "PersistentVolumeClaim", {}, {"phase": "Pending"}, S.PROGRESSING, "volume"),
    ("lost", "PersistentVolumeClaim", {}, {"phase": "Lost"}, S.FAILED, "lost"),
    ("odd", "PersistentVolumeClaim", {}, None, S.UNKNOWN, ""),
    ("established", CRD, {}, {"conditions": [condition("Established")]}, S.READY, ""),
    ("installing", CRD, {}, {"conditions": [condition("Established", "False", "Installing")]}, S.PROGRESSING, ""),
    ("names taken", CRD, {}, {"conditions": [condition("NamesAccepted", "False", message="taken")]}, S.FAILED, "taken"),
    (
        "down",
        "APIService.apiregistration.k8s.io",
        {},
        {"conditions": [condition("Available", "False", message="no endpoints")]},
        S.FAILED,
        "no endpoints",
    ),
    # Flux
    (
        "applied",
        "Kustomization.kustomize.toolkit.fluxcd.io",
        {},
        OBSERVED | {"conditions": [condition("Ready", message="Applied")]},
        S.READY,
        "",
    ),
    ("suspended", "HelmRelease.helm.toolkit.fluxcd.io", {"suspend": True}, {}, S.SUSPENDED, ""),
    (
        "static",
        "HelmRepository.source.toolkit.fluxcd.io",
        {"type": "oci", "url": "oci://x"},
        None,
        S.READY,
        "",
    ),
    ("no status", "Alert.notification.toolkit.fluxcd.io", {}, None, S.READY, ""),
    # All others
    ("no conditions", "ConfigMap", None, None, S.READY, ""),
    ("ready", "Database.example.com", {}, OBSERVED | {"conditions": [condition("Ready")]}, S.READY, ""),
    ("behind", "Database.example.com", {}, {"observedGeneration": 1}, S.PROGRESSING, "observed"),
    (
        "not ready",
        "Database.example.com",
        {},
        {"conditions": [condition("Ready", "False", "Creating", "creating")]},
        S.PROGRESSING,
        "creating",
    ),
    (
        "stalled",
        "Database.example.com",
        {},
        {"conditions": [condition("Ready"), condition("Stalled", message="bad size")]},
        S.FAILED,
        "bad size",
    ),
    (
        "reconciling",
        "Database.example.com",
        {},
        {"conditions": [condition("Ready"), condition("Reconciling", message="resizing")]},
        S.PROGRESSING,
        "resizing",
    ),
    ("nonsense", "Database.example.com", "text", "text", S.UNKNOWN, "cannot be understood"),
    ("nonsense", "Database.example.com", {}, {"conditions": {"a": 1}}, S.UNKNOWN, "cannot be understood"),
    (
        "available",
        "Cluster.cluster.x-k8s.io",
        {},
        {"conditions": [condition("Available", "False", "NotAvailable", "2 of 3 machines")]},
        S.PROGRESSING,
        "2 of 3 machines",
    ),
]


@pytest.mark.parametrize(
    ("kind", "spec", "status", "wanted", "told"), [case[1:] for case in CASES], ids=[f"{c[1]} {c[0]}" for c in CASES]
)
def test_an_object_is_as_its_status_says(kind: str, spec: Any, status: Any, wanted: Status, told: str) -> None:
    """By the rule of its kind."""
    found = verdict_of(kind, spec, status)
    assert found.status is wanted
    assert told in found.message


@pytest.mark.parametrize("kind", [DEPLOYMENT, "Pod", "ConfigMap", "Kustomization.kustomize.toolkit.fluxcd.io"])
def test_what_is_being_deleted_says_what_it_waits_for(kind: str) -> None:
    """Whatever else it says."""
    found = verdict_of(kind, {}, {}, deletionTimestamp="2026-11-24T00:00:00Z", finalizers=["a/b", "c"])
    assert (found.status, found.message) == (S.DELETING, "waits for a/b, c")
