"""Rows of pods and of what makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wgtui.demo.printing.ages import age, duration
from wgtui.demo.printing.table import Json

NONE = "<none>"
container_columns = ("Containers", "Images")


def labels(wanted: Json | None) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((wanted or {}).items())) or NONE


def images_of(spec: Json) -> list[str]:
    """Names and images of the containers of a pod template."""
    containers = spec.get("template", {}).get("spec", {}).get("containers", ())
    return [",".join(each["name"] for each in containers), ",".join(each.get("image", "") for each in containers)]


def _selector(spec: Json) -> str:
    return labels((spec.get("selector") or {}).get("matchLabels"))


def _age(body: Json, now: datetime) -> str:
    return age(body["metadata"].get("creationTimestamp"), now)


def deployment(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    return [
        f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 1)}", status.get("updatedReplicas", 0),
        status.get("availableReplicas", 0), _age(body, now), *images_of(spec), _selector(spec),
    ]  # fmt: skip


def replica_set(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    return [
        spec.get("replicas", 1), status.get("replicas", 0), status.get("readyReplicas", 0), _age(body, now),
        *images_of(spec), _selector(spec),
    ]  # fmt: skip


def stateful_set(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    return [f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 1)}", _age(body, now), *images_of(spec)]


def daemon_set(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    numbers = (
        "desiredNumberScheduled",
        "currentNumberScheduled",
        "numberReady",
        "updatedNumberScheduled",
        "numberAvailable",
    )
    nodes = labels(spec.get("template", {}).get("spec", {}).get("nodeSelector"))
    return [*(status.get(name, 0) for name in numbers), nodes, _age(body, now), *images_of(spec), _selector(spec)]


def job(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    wanted = spec.get("completions", 1)
    started, ended = status.get("startTime"), status.get("completionTime")
    took = ""
    if started:
        until = datetime.fromisoformat(ended) if ended else now
        took = duration((until - datetime.fromisoformat(started)).total_seconds())
    return [
        _job_status(spec, status), f"{status.get('succeeded', 0)}/{wanted}", took, _age(body, now),
        *images_of(spec), _selector(spec),
    ]  # fmt: skip


def _job_status(spec: Json, status: Json) -> str:
    true = {each["type"] for each in status.get("conditions", ()) if each.get("status") == "True"}
    for kind in ("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"):
        if kind in true:
            return kind
    return "Suspended" if spec.get("suspend") else "Running"


def cron_job(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    last = status.get("lastScheduleTime")
    template = spec.get("jobTemplate", {}).get("spec", {})
    return [
        spec.get("schedule", ""), spec.get("timeZone", NONE), "True" if spec.get("suspend") else "False",
        len(status.get("active", ())), age(last, now) if last else NONE, _age(body, now),
        *images_of(template), NONE,
    ]  # fmt: skip


def pod(body: Json, now: datetime) -> list[Any]:
    spec, status = body.get("spec", {}), body.get("status", {})
    states = status.get("containerStatuses", [])
    ready = sum(bool(each.get("ready")) for each in states)
    return [
        f"{ready}/{len(spec.get('containers', ()))}", _pod_status(body, states), _restarts(states, now),
        _age(body, now),
        status.get("podIP", NONE), spec.get("nodeName", NONE), status.get("nominatedNodeName", NONE), NONE,
    ]  # fmt: skip


def _pod_status(body: Json, states: list[Json]) -> str:
    status = body.get("status", {})
    if "deletionTimestamp" in body["metadata"]:
        return "Terminating"
    shown = status.get("reason") or status.get("phase", "Unknown")
    for each in reversed(states):
        state = each.get("state", {})
        waiting, ended = state.get("waiting"), state.get("terminated")
        if waiting and waiting.get("reason"):
            shown = waiting["reason"]
        elif ended:
            shown = ended.get("reason") or f"ExitCode:{ended.get('exitCode', 0)}"
    return str(shown)


def _restarts(states: list[Json], now: datetime) -> str:
    count = sum(each.get("restartCount", 0) for each in states)
    ended = [each.get("lastState", {}).get("terminated", {}).get("finishedAt") for each in states]
    last = max(filter(None, ended), default=None)
    return f"{count} ({age(last, now)} ago)" if count and last else str(count)
