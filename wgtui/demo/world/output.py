"""What the pods of the world write: controllers about what they do, bootstrap Jobs, services that start or crash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from wgtui.demo.pod_logs import Container
from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, token
from wgtui.demo.world.telling import Told

FLUX = ("source-controller", "kustomize-controller", "helm-controller")
PODS = {
    **{name: ("flux-system", name) for name in FLUX},
    **{
        f"{name}-controller": ("capi-system", "capi-controller-manager")
        for name in ("cluster", "machine", "machineset", "machinehealthcheck")
    },
    **{
        f"{name}-controller": ("capa-system", "capa-controller-manager")
        for name in ("awscluster", "awsmachine", "awsmanagedcontrolplane")
    },
}
"""Where each component of an event runs: namespace and Deployment."""


class Line(NamedTuple):
    """`container` names the pod, or for a controller its Deployment. `anew`: the first after a restart."""

    at: datetime
    server: str
    container: Container
    text: str
    controller: bool = False
    anew: bool = False


class Output:
    """Keeps lines back until `flush`, so that those of one moment come in the order of their times."""

    def __init__(self, storages: Mapping[str, Storage]) -> None:
        self._storages = storages
        self._lines: list[Line] = []

    def told(self, server: str, about: Json, told: Told, at: datetime) -> None:
        """The controller writes down what it also records as an event."""
        place = PODS.get(told.component)
        if place:
            write = _json_line if told.component in FLUX else _klog_line
            self._lines.append(Line(at, server, Container(*place, "manager"), write(about, told, at), True))

    def changed(self, server: str, before: Json | None, now: Json, at: datetime) -> None:
        """A pod that has come or moved on writes what its phase brings."""
        if now["kind"] != "Pod":
            return
        metadata, container = now["metadata"], now["spec"]["containers"][0]["name"]
        place = Container(metadata["namespace"], metadata["name"], container)
        texts = list(_of_pod(before or {}, now))
        self._lines += (Line(at, server, place, text) for text in texts)
        if texts and _restarts(now) > _restarts(before or {}):
            self._lines += (Line(at, server, place, text, anew=index == 0) for index, text in enumerate(texts))

    def flush(self) -> None:
        lines, self._lines = sorted(self._lines, key=_time), []
        for line in lines:
            storage = self._storages[line.server]
            pod = _pod_of(storage, line.container) if line.controller else line.container.pod
            if storage.find("pods", line.container.namespace, pod):
                if line.anew:
                    storage.logs.restart(line.container)
                storage.logs.write(line.container._replace(pod=pod), line.at, line.text)


def _pod_of(storage: Storage, container: Container) -> str:
    """The first pod of a Deployment; empty where it has none now."""
    for found in storage.collection("pods").ordered(container.namespace):
        if found.name.startswith(f"{container.pod}-"):
            return found.name
    return ""


def _time(line: Line) -> datetime:
    return line.at


def _json_line(about: Json, told: Told, at: datetime) -> str:
    """As Flux's controllers log."""
    metadata, kind = about["metadata"], about["kind"]
    line: Json = {
        "level": "error" if told.warning else "info",
        "ts": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
        "msg": f"{told.reason}, next try in {about['spec'].get('interval', '5m0s')}" if told.warning else told.message,
        "controller": kind.lower(),
        "controllerGroup": about["apiVersion"].partition("/")[0],
        "controllerKind": kind,
        kind: {"name": metadata["name"], "namespace": metadata["namespace"]},
        "namespace": metadata["namespace"],
        "name": metadata["name"],
        "reconcileID": _reconcile_id(metadata, at),
    }
    if told.warning:
        line["error"] = told.message
    return json.dumps(line, separators=(",", ":"))


def _klog_line(about: Json, told: Told, at: datetime) -> str:
    """As the controllers of Cluster API log."""
    metadata, kind = about["metadata"], about["kind"]
    head = f"{'E' if told.warning else 'I'}{at:%m%d %H:%M:%S.%f}       1 {kind.lower()}_controller.go:412]"
    fields = (
        f'controller="{kind.lower()}" controllerGroup="{about["apiVersion"].partition("/")[0]}" '
        f'controllerKind="{kind}" {kind}="{metadata["namespace"]}/{metadata["name"]}" '
        f'namespace="{metadata["namespace"]}" name="{metadata["name"]}" reconcileID="{_reconcile_id(metadata, at)}"'
    )
    if told.warning:
        return f'{head} "Reconciler error" err={json.dumps(told.message)} {fields}'
    return f"{head} {json.dumps(told.message)} {fields}"


def _reconcile_id(metadata: Json, at: datetime) -> str:
    digits = token(32, "reconcile", metadata["uid"], at.isoformat())
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


# Pods

_BOOTSTRAPPING = (
    "► connecting to github.com",
    '► cloning branch "main" from Git repository "https://github.com/acme/fleet.git"',
    "✔ cloned repository",
    "► generating component manifests",
    "✔ generated component manifests",
    '► installing components in "flux-system" namespace',
)
_BOOTSTRAPPED = (
    "✔ installed components",
    "✔ reconciled components",
    '► determining if source secret "flux-system/flux-system" exists',
    "✔ reconciled source secret",
    "✔ reconciled sync configuration",
    '◎ waiting for GitRepository "flux-system/flux-system" to be reconciled',
    "✔ GitRepository reconciled successfully",
    '◎ waiting for Kustomization "flux-system/flux-system" to be reconciled',
    "✔ Kustomization reconciled successfully",
    "✔ all components are healthy",
)
_REFUSED = (
    "► connecting to github.com",
    '✗ failed to get Git repository "https://github.com/acme/fleet": '
    "GET https://api.github.com/repos/acme/fleet: 401 Bad credentials []",
)


def _of_pod(before: Json, now: Json) -> Iterator[str]:
    if "job-name" in now["metadata"].get("labels", {}):
        yield from _of_job(before, now)
    elif not before or _state(before) != _state(now):
        yield from _of_service(now)


def _of_job(before: Json, now: Json) -> Iterator[str]:
    phase, was = (body.get("status", {}).get("phase", "") for body in (now, before))
    if phase == "Failed" != was:
        yield from _REFUSED[bool(before) :]
    elif phase != was:
        yield from () if before else _BOOTSTRAPPING
        yield from _BOOTSTRAPPED if phase == "Succeeded" else ()


def _of_service(now: Json) -> Iterator[str]:
    container, state = now["spec"]["containers"][0], _state(now)
    if state == "running":
        yield json.dumps({"level": "info", "msg": "starting", "image": container["image"]})
        yield json.dumps({"level": "info", "msg": "listening", "address": ":8080"})
    elif state == "CrashLoopBackOff":
        yield json.dumps({"level": "info", "msg": "starting", "image": container["image"]})
        yield json.dumps({"level": "fatal", "msg": "cannot read configuration", "error": "DATABASE_URL is not set"})


def _restarts(body: Json) -> int:
    return sum(status["restartCount"] for status in body.get("status", {}).get("containerStatuses", ()))


def _state(body: Json) -> str:
    """`running`, or why the container waits or has ended."""
    for status in body.get("status", {}).get("containerStatuses", ()):
        for state, told in status["state"].items():
            return str(told.get("reason", state))
    return ""
