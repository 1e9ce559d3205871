"""Objects as a server would send them, in a few words, and stores that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from wgtui.errors import Unreachable
from wgtui.fleet.pulls import PULL_REQUEST, KnownPull
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL
from wgtui.resources.changes import Lost, Synced, WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.controlplane import AWS_MANAGED_CONTROL_PLANE, KUBEADM_CONTROL_PLANE
from wgtui.resources.core import NODE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.infrastructure import AWS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import KubeObject
from wgtui.resources.registry import named
from wgtui.resources.workloads import JOB
from wgtui.store.store import Store

T = TypeVar("T", bound=KubeObject)
Json = dict[str, Any]

NAMESPACE = "fleet"
THEN = "2026-11-24T05:00:00Z"


def made(kind: Kind[T], name: str, spec: Json | None = None, status: Json | None = None, **metadata: Any) -> T:
    """Decoded as from the wire; `metadata` in JSON's words."""
    meta = {"name": name, "namespace": NAMESPACE, "uid": f"uid-{kind.plural}-{name}", "generation": 1} | metadata
    return msgspec.convert({"metadata": meta, "spec": spec or {}, "status": status or {}}, kind.struct)


def condition(name: str, status: bool | None = True, reason: str = "", message: str = "", severity: str = "") -> Json:
    """metav1's, or with a severity the older form of Cluster API; `status` None is Unknown."""
    word = {True: "True", False: "False", None: "Unknown"}[status]
    found = {"type": name, "status": word, "reason": reason, "message": message, "lastTransitionTime": THEN}
    return found | ({"severity": severity} if severity else {})


def owner(of: Any, kind: str, group: str) -> Json:
    """The `ownerReferences` of something that `of` controls."""
    reference = {
        "kind": kind,
        "name": of.metadata.name,
        "uid": of.metadata.uid,
        "apiVersion": f"{group}/v1",
        "controller": True,
    }
    return {"ownerReferences": [reference]}


def gitops(name: str = "prod", *conditions: Json, spec: Json | None = None, **metadata: Any) -> Any:
    """A GitopsCluster, by default of the Cluster of its name; with no condition given it is ready and connected."""
    found = conditions or (condition("Ready", reason="ControlPlaneReadyStatus"), condition("ClusterConnectivity"))
    shown = [one for one in found if one]
    return made(
        GITOPS_CLUSTER,
        name,
        {"capiClusterRef": {"name": name}} if spec is None else spec,
        {"conditions": shown},
        **metadata,
    )


def cluster(
    name: str = "prod", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    """A Cluster as v1beta2 shows it: up, and available unless conditions say something else."""
    kind = "AWSCluster"
    up = {
        "phase": "Provisioned",
        "observedGeneration": 1,
        "initialization": {"infrastructureProvisioned": True, "controlPlaneInitialized": True},
        "controlPlane": {"desiredReplicas": 3, "readyReplicas": 3},
        "workers": {"desiredReplicas": 2, "readyReplicas": 2},
        "conditions": [*conditions] or [condition("Available")],
    }
    references = {
        "infrastructureRef": {"apiGroup": AWS_CLUSTER.group, "kind": kind, "name": name},
        "controlPlaneRef": {
            "apiGroup": KUBEADM_CONTROL_PLANE.group,
            "kind": "KubeadmControlPlane",
            "name": f"{name}-cp",
        },
    }
    return made(CLUSTER, name, references | (spec or {}), up | (status or {}), **more)


def old_cluster(name: str = "prod", *conditions: Json, status: Json | None = None, **more: Any) -> Any:
    """A Cluster as v1beta1 shows it: full references, severities, no counters."""
    up = {
        "phase": "Provisioned",
        "observedGeneration": 1,
        "infrastructureReady": True,
        "controlPlaneReady": True,
        "conditions": [*conditions] or [condition("Ready")],
    }
    references = {
        "infrastructureRef": {"apiVersion": f"{AWS_CLUSTER.group}/v1beta2", "kind": "AWSCluster", "name": name},
        "controlPlaneRef": {
            "apiVersion": f"{KUBEADM_CONTROL_PLANE.group}/v1beta1",
            "kind": "KubeadmControlPlane",
            "name": f"{name}-cp",
        },
    }
    return made(CLUSTER, name, references, up | (status or {}), **more)


def eks_cluster(name: str = "prod", *conditions: Json, **more: Any) -> Any:
    references = {
        "infrastructureRef": {"apiGroup": AWS_CLUSTER.group, "kind": "AWSManagedCluster", "name": name},
        "controlPlaneRef": {
            "apiGroup": KUBEADM_CONTROL_PLANE.group,
            "kind": "AWSManagedControlPlane",
            "name": f"{name}-cp",
        },
    }
    return cluster(name, *conditions, spec=references, **more)


def kubeadm(
    name: str = "prod-cp", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    runs = {"replicas": 3, "version": "v1.34.2"} | (spec or {})
    found = {"readyReplicas": 3, "version": "v1.34.2", "conditions": [*conditions]} | (status or {})
    return made(KUBEADM_CONTROL_PLANE, name, runs, found, **more)


def eks(
    name: str = "prod-cp", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    runs = {"version": "v1.34.1", "region": "eu-central-1"} | (spec or {})
    return made(AWS_MANAGED_CONTROL_PLANE, name, runs, {"conditions": [*conditions]} | (status or {}), **more)


def aws(name: str = "prod", *conditions: Json, region: str = "eu-west-1") -> Any:
    return made(AWS_CLUSTER, name, {"region": region}, {"conditions": [*conditions]})


def deployment(
    name: str = "prod-md-0", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    wanted = {"clusterName": "prod", "replicas": 2} | (spec or {})
    return made(
        MACHINE_DEPLOYMENT, name, wanted, {"phase": "Running", "conditions": [*conditions]} | (status or {}), **more
    )


def pool(name: str = "prod-ng-0", spec: Json | None = None, status: Json | None = None) -> Any:
    return made(MACHINE_POOL, name, {"clusterName": "prod", "replicas": 2} | (spec or {}), status)


def config(name: str = "flux", labels: Json | None = None, **spec: Any) -> Any:
    selector = {"matchLabels": {"bootstrap": "flux"} if labels is None else labels}
    return made(CLUSTER_BOOTSTRAP_CONFIG, name, {"clusterSelector": selector, "jobTemplate": {}} | spec)


def job(of: Any, *conditions: Json, name: str = "run-flux-abcde", created: str = THEN, **status: Any) -> Any:
    more = owner(of, "GitopsCluster", GITOPS_CLUSTER.group)
    return made(JOB, name, None, {"conditions": [*conditions]} | status, creationTimestamp=created, **more)


def node(name: str = "node-1", *conditions: Json, labels: Json | None = None, spec: Json | None = None) -> Any:
    shown = [*conditions] or [condition("Ready", reason="KubeletReady")]
    return made(NODE, name, spec, {"conditions": shown}, labels=labels or {}, namespace="")


def machine(
    name: str = "prod-1", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    found = {"phase": "Running", "conditions": [*conditions] or [condition("Ready")]} | (status or {})
    labels = {"cluster.x-k8s.io/cluster-name": "prod"} | more.pop("labels", {})
    return made(
        MACHINE, name, {"clusterName": "prod", "version": "v1.34.2"} | (spec or {}), found, labels=labels, **more
    )


def kustomization(
    name: str = "app", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    wanted = {"sourceRef": {"kind": "GitRepository", "name": "repo"}} | (spec or {})
    found = {"observedGeneration": 1, "conditions": [*conditions]} | (status or {})
    return made(KUSTOMIZATION, name, wanted, found, **more)


def release(
    name: str = "app", *conditions: Json, spec: Json | None = None, status: Json | None = None, **more: Any
) -> Any:
    chart = {"chart": {"spec": {"chart": "podinfo", "sourceRef": {"kind": "HelmRepository", "name": "repo"}}}}
    found = {"observedGeneration": 1, "conditions": [*conditions]} | (status or {})
    return made(HELM_RELEASE, name, chart | (spec or {}), found, **more)


def kind_of(found: Any) -> Kind[Any]:
    if isinstance(found, KnownPull):
        return PULL_REQUEST
    kind = named(type(found).__name__)
    assert kind is not None
    return kind


def store_of(*objects: Any, read: Iterable[Kind[Any]] = (), name: str = "") -> Store:
    """A live store; kinds in `read` were read too and hold what is given of them, perhaps nothing."""
    return fill(Store(name), *objects, read=read)


def fill(store: Store, *objects: Any, read: Iterable[Kind[Any]] = ()) -> Store:
    """As store_of, of a store that is there already."""
    kinds: dict[Kind[Any], list[Any]] = {kind: [] for kind in read}
    for found in objects:
        kinds.setdefault(kind_of(found), []).append(found)
    for kind, found in kinds.items():
        store.apply(WatchKey(kind), Synced(found, "1"), now=0.0)
    return store


def lose(store: Store, kind: Kind[Any]) -> None:
    """Its watch is cut off."""
    store.apply(WatchKey(kind), Lost(Unreachable("gone", ""), 1.0), now=1.0)
