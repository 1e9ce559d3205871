"""The kinds every API server has, and what a management and a leaf cluster serve."""

from __future__ import annotations

from dataclasses import replace

from wgtui.demo import custom_kinds
from wgtui.demo.schema.builtin import builtin_schema
from wgtui.demo.schema.known import known_schema
from wgtui.demo.schema.structure import of_object
from wgtui.demo.served import Scale, ServedKind

_REPLICATED = ("deployments.apps", "replicasets.apps", "statefulsets.apps")
_SCALED = {
    "machinedeployments.cluster.x-k8s.io": Scale(),
    "machinesets.cluster.x-k8s.io": Scale(),
    "machinepools.cluster.x-k8s.io": Scale(selector=""),
    "kubeadmcontrolplanes.controlplane.cluster.x-k8s.io": Scale(),
}


def _kind(
    group: str, plural: str, kind: str, *short: str, namespaced: bool = True, status: bool = False, in_all: bool = False
) -> ServedKind:
    categories = ("all",) if in_all else ()
    found = ServedKind(group, plural, kind, ("v1",), namespaced, short, categories, custom=False, status=status)
    scale = Scale(selector=".spec.selector") if found.resource in _REPLICATED else None
    return replace(found, scale=scale, schemas={"v1": builtin_schema(found.resource)})


def _custom(kind: ServedKind) -> ServedKind:
    schemas = {version: of_object(known_schema(kind.resource, version)) for version in kind.versions}
    return replace(kind, scale=_SCALED.get(kind.resource), schemas=schemas)


BUILTIN_KINDS = (
    _kind("", "namespaces", "Namespace", "ns", namespaced=False, status=True),
    _kind("", "nodes", "Node", "no", namespaced=False, status=True),
    _kind("", "pods", "Pod", "po", status=True, in_all=True),
    _kind("", "events", "Event", "ev"),
    _kind("", "secrets", "Secret"),
    _kind("", "configmaps", "ConfigMap", "cm"),
    _kind("", "services", "Service", "svc", status=True, in_all=True),
    _kind("", "serviceaccounts", "ServiceAccount", "sa"),
    _kind("apps", "deployments", "Deployment", "deploy", status=True, in_all=True),
    _kind("apps", "replicasets", "ReplicaSet", "rs", status=True, in_all=True),
    _kind("apps", "statefulsets", "StatefulSet", "sts", status=True, in_all=True),
    _kind("apps", "daemonsets", "DaemonSet", "ds", status=True, in_all=True),
    _kind("batch", "jobs", "Job", status=True, in_all=True),
    _kind("batch", "cronjobs", "CronJob", "cj", status=True, in_all=True),
    _kind("coordination.k8s.io", "leases", "Lease"),
    _kind("rbac.authorization.k8s.io", "roles", "Role"),
    _kind("rbac.authorization.k8s.io", "rolebindings", "RoleBinding"),
    _kind("rbac.authorization.k8s.io", "clusterroles", "ClusterRole", namespaced=False),
    _kind("rbac.authorization.k8s.io", "clusterrolebindings", "ClusterRoleBinding", namespaced=False),
    _kind(
        "apiextensions.k8s.io",
        "customresourcedefinitions",
        "CustomResourceDefinition",
        "crd",
        "crds",
        namespaced=False,
        status=True,
    ),
)

CUSTOM_KINDS = tuple(map(_custom, custom_kinds.CUSTOM_KINDS))
MANAGEMENT_KINDS = BUILTIN_KINDS + CUSTOM_KINDS
LEAF_KINDS = BUILTIN_KINDS + tuple(kind for kind in CUSTOM_KINDS if kind.group.endswith(".toolkit.fluxcd.io"))
