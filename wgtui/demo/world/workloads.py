"""What applications install: Deployments with their ReplicaSet and Pods, Services, ConfigMaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from wgtui.demo.world.delivery import Workload
from wgtui.demo.world.draft import Draft, Json, owner, timestamp, token


def inventory(workload: Workload) -> tuple[str, ...]:
    """Ids as Flux writes them: namespace_name_group_kind."""
    place = f"{workload.namespace}_{workload.name}"
    return f"{place}__ConfigMap", f"{place}__Service", f"{place}_apps_Deployment"


class Progress(Enum):
    DONE = "done"
    ROLLING = "rolling"
    """The last new pod is still being created."""
    CRASHING = "crashing"
    """The last new pod crashes again and again."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """The version of a workload that runs: `tag` changes with each, which makes a new ReplicaSet."""

    tag: str
    at: datetime
    progress: Progress
    nodes: Sequence[str]
    """Where pods may run; without any there are none."""

    def ready(self, workload: Workload) -> int:
        return workload.replicas - (self.progress is not Progress.DONE) if self.nodes else 0


def workload_objects(draft: Draft, workload: Workload, labels: dict[str, str], rollout: Rollout) -> Iterator[Json]:
    """`labels` lead back to the application."""
    draft = replace(draft, namespace=workload.namespace, labels=workload.pod_labels, deleted=None)
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
            "selector": workload.pod_labels,
            "ports": [{"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"}],
        },
        status={"loadBalancer": {}},
    )
    deployment = _deployment(draft, workload, labels, rollout)
    yield deployment
    yield from _replica_set(replace(draft, created=rollout.at), workload, deployment, rollout)


def _template(workload: Workload) -> Json:
    container = {
        "name": workload.container_name,
        "image": workload.image,
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
    }
    return {"metadata": {"labels": workload.pod_labels}, "spec": {"containers": [container]}}


_PROGRESSING = {
    Progress.DONE: ("True", "NewReplicaSetAvailable", 'ReplicaSet "{}" has successfully progressed.'),
    Progress.ROLLING: ("True", "ReplicaSetUpdated", 'ReplicaSet "{}" is progressing.'),
    Progress.CRASHING: ("False", "ProgressDeadlineExceeded", 'ReplicaSet "{}" has timed out progressing.'),
}


def _deployment(draft: Draft, workload: Workload, labels: dict[str, str], rollout: Rollout) -> Json:
    ready = rollout.ready(workload)
    times = {"lastUpdateTime": timestamp(draft.since), "lastTransitionTime": timestamp(draft.since)}
    status, reason, message = _PROGRESSING[rollout.progress]
    progressing = {"type": "Progressing", "status": status, "reason": reason}
    progressing["message"] = message.format(_replica_set_name(workload, rollout))
    available = {
        "type": "Available",
        "status": "True",
        "reason": "MinimumReplicasAvailable",
        "message": "Deployment has minimum availability.",
    }
    if ready < workload.replicas:
        message = "Deployment does not have minimum availability."
        available |= {"status": "False", "reason": "MinimumReplicasUnavailable", "message": message}
    missing = {"unavailableReplicas": workload.replicas - ready} if ready < workload.replicas else {}
    return draft.object(
        "apps/v1",
        "Deployment",
        workload.name,
        labels=labels | dict(workload.own_labels),
        annotations={"deployment.kubernetes.io/revision": rollout.tag.removeprefix("v")},
        spec={
            "replicas": workload.replicas,
            "selector": {"matchLabels": workload.pod_labels},
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
            "template": _template(workload),
        },
        status={
            "observedGeneration": 0,
            "replicas": workload.replicas,
            "updatedReplicas": workload.replicas,
            **({"readyReplicas": ready, "availableReplicas": ready} if ready else {}),
            **missing,
            "conditions": [available | times, progressing | times],
        },
    )


def _replica_set_name(workload: Workload, rollout: Rollout) -> str:
    return f"{workload.name}-{token(9, workload.name, rollout.tag)}"


def _replica_set(draft: Draft, workload: Workload, deployment: Json, rollout: Rollout) -> Iterator[Json]:
    name = _replica_set_name(workload, rollout)
    ready = rollout.ready(workload)
    labels = {"pod-template-hash": name.rpartition("-")[2]}
    template = _template(workload)
    template["metadata"]["labels"] = workload.pod_labels | labels
    body = draft.object(
        "apps/v1",
        "ReplicaSet",
        name,
        labels=labels,
        owner=owner(deployment),
        spec={
            "replicas": workload.replicas,
            "selector": {"matchLabels": workload.pod_labels | labels},
            "template": template,
        },
        status={
            "observedGeneration": 0,
            "replicas": workload.replicas,
            "fullyLabeledReplicas": workload.replicas,
            "readyReplicas": ready,
            "availableReplicas": ready,
        },
    )
    yield body
    for index in range(workload.replicas if rollout.nodes else 0):
        progress = Progress.DONE if index < ready else rollout.progress
        yield _pod(draft, workload, body, index, rollout.nodes[index % len(rollout.nodes)], progress)


def _pod(draft: Draft, workload: Workload, parent: Json, index: int, node: str, progress: Progress) -> Json:
    """A pod belongs to its node: on another it is another pod."""
    name = f"{parent['metadata']['name']}-{token(5, parent['metadata']['name'], index, node)}"
    ready, moment = progress is Progress.DONE, timestamp(draft.since)
    container = {
        "name": workload.container_name,
        "image": workload.image,
        "imageID": "",
        "ready": ready,
        "started": ready,
        "restartCount": 12 if progress is Progress.CRASHING else 0,
        "state": _container_state(draft, workload.container_name, name, progress),
    }
    if progress is Progress.CRASHING:
        ended = {"startedAt": timestamp(draft.created), "finishedAt": moment}
        container["lastState"] = {"terminated": ended | {"exitCode": 1, "reason": "Error"}}
    conditions = [{"type": "PodScheduled", "status": "True"}, {"type": "Initialized", "status": "True"}]
    conditions += [{"type": type_, "status": str(ready)} for type_ in ("ContainersReady", "Ready")]
    return draft.object(
        "v1",
        "Pod",
        name,
        labels=parent["spec"]["selector"]["matchLabels"],
        owner=owner(parent),
        spec=_template(workload)["spec"] | {"nodeName": node, "restartPolicy": "Always"},
        status={
            "phase": "Pending" if progress is Progress.ROLLING else "Running",
            "hostIP": f"10.0.{index}.{int(token(2, node), 16)}",
            "podIP": f"192.168.{int(token(2, name), 16)}.{index + 10}",
            "qosClass": "BestEffort",
            "startTime": timestamp(draft.created),
            "conditions": [each | {"lastTransitionTime": timestamp(draft.created)} for each in conditions],
            "containerStatuses": [container],
        },
    )


def _container_state(draft: Draft, container: str, pod: str, progress: Progress) -> Json:
    if progress is Progress.DONE:
        return {"running": {"startedAt": timestamp(draft.created)}}
    if progress is Progress.ROLLING:
        return {"waiting": {"reason": "ContainerCreating"}}
    message = f"back-off 5m0s restarting failed container={container} pod={pod}"
    return {"waiting": {"reason": "CrashLoopBackOff", "message": message}}
