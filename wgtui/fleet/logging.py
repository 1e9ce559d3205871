"""Who writes about an object: its own pods, or of a Flux object the controller that reconciles it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from wgtui.resources import helm, kustomize, source, workloads
from wgtui.resources.core import POD, ContainerStatus, Pod
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef

CONTROLLERS: dict[str, str] = {
    kustomize.KUSTOMIZATION.group: "kustomize-controller",
    helm.HELM_RELEASE.group: "helm-controller",
    source.GROUP: "source-controller",
}
"""By API group: the label `app` of the pods of the controller, as `flux install` sets it."""

HAVE_PODS: tuple[Kind[Any], ...] = (
    workloads.DEPLOYMENT,
    workloads.REPLICA_SET,
    workloads.STATEFUL_SET,
    workloads.DAEMON_SET,
    workloads.JOB,
)


FLUX_NAMESPACE = "flux-system"
"""Where the controllers are looked for by those who may not look everywhere."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?")


class Written(NamedTuple):
    """One line. `at` sorts as text, empty where it is not known; `container` is `pod/container`."""

    at: str
    container: str
    text: str


@dataclass(frozen=True, slots=True)
class Writers:
    """The pods whose logs are wanted: those of a namespace (empty: of any) that have these labels, or this name."""

    namespace: str
    labels: tuple[tuple[str, str], ...] = ()
    name: str = ""
    controller: str = ""
    """The controller's name where only its lines about one object are wanted."""

    @property
    def selector(self) -> str:
        return ",".join(f"{key}={value}" for key, value in self.labels)


def writes(kind: Kind[Any]) -> bool:
    """Whether anything is logged about objects of this kind."""
    return kind == POD or kind in HAVE_PODS or kind.group in CONTROLLERS


def writers_at_once(kind: Kind[Any], ref: ObjectRef) -> Writers | None:
    """What is known without looking at the object; None where its selector has to be read."""
    if kind == POD:
        return Writers(ref.namespace, name=ref.name)
    if kind == workloads.JOB:
        return Writers(ref.namespace, (("job-name", ref.name),))
    controller = CONTROLLERS.get(kind.group)
    return Writers("", (("app", controller),), controller=controller) if controller else None


def writers_of(whole: Mapping[str, Any]) -> Writers | None:
    """The pods that a workload selects; None where it selects none by plain labels."""
    metadata, spec = whole.get("metadata") or {}, whole.get("spec") or {}
    labels = (spec.get("selector") or {}).get("matchLabels") or {}
    pairs = tuple(sorted((str(key), str(value)) for key, value in labels.items()))
    return Writers(str(metadata.get("namespace", "")), pairs) if pairs else None


def containers(pod: Pod) -> tuple[str, ...]:
    """Those that have run; init containers come first, as they run."""
    return tuple(one.name for one in _statuses(pod) if one.has_started)


def restarts(pod: Pod, container: str) -> int:
    return next((one.restart_count for one in _statuses(pod) if one.name == container), 0)


def is_running(pod: Pod, container: str) -> bool:
    states = (one.state for one in _statuses(pod) if one.name == container)
    return any(state.waiting is None and state.terminated is None for state in states)


def _statuses(pod: Pod) -> tuple[ContainerStatus, ...]:
    return (*pod.status.init_container_statuses, *pod.status.container_statuses)


def written(line: str, container: str) -> Written:
    """Of a line that was asked for with its timestamp."""
    found = _MOMENT.match(line)
    if found is None:
        return Written("", container, line)
    return Written(f"{found[1]}.{found[2] or '':0<9}Z", container, line[found.end() :])


def mentions(text: str, kind: str, ref: ObjectRef) -> bool:
    """Whether a controller of Flux wrote this line about the object."""
    if ref.name not in text:
        return False
    fields = fields_of(text)
    if fields is None:
        return f'{kind}="{ref}"' in text or f"{kind}/{ref}" in text
    own = fields.get(kind)
    if isinstance(own, dict):
        return (own.get("namespace"), own.get("name")) == tuple(ref)
    said = str(fields.get("controllerKind") or fields.get("reconciler kind") or fields.get("controller") or "")
    return said.lower() == kind.lower() and (fields.get("namespace"), fields.get("name")) == tuple(ref)


def fields_of(text: str) -> dict[str, Any] | None:
    """Of a structured line; None of any other."""
    if not text.startswith("{"):
        return None
    try:
        found = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
