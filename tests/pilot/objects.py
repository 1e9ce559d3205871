"""Objects that tests put on an embedded server."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"


def kustomization(
    name: str, namespace: str = "flux-system", *, ready: bool = True, message: str = ""
) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": namespace, "labels": {"team": name.partition("-")[0]}},
        "spec": {
            "path": "./apps",
            "prune": True,
            "interval": "5m",
            "sourceRef": {"kind": "GitRepository", "name": "fleet"},
        },
        "status": {
            "observedGeneration": 1,
            "lastAppliedRevision": "main@sha1:0123456789abcdef0123456789abcdef01234567",
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True" if ready else "False",
                    "reason": "ReconciliationSucceeded" if ready else "BuildFailed",
                    "message": message or "Applied revision",
                    "lastTransitionTime": "2026-11-24T05:00:00Z",
                    "observedGeneration": 1,
                }
            ],
        },
    }


def condition(name: str, status: str, reason: str = "", message: str = "") -> dict[str, Any]:
    return {
        "type": name,
        "status": status,
        "reason": reason or name,
        "message": message,
        "lastTransitionTime": "2026-11-24T05:00:00Z",
    }


def gitops_cluster(name: str, namespace: str = "team-a", *, of: str = "") -> dict[str, Any]:
    return {
        "apiVersion": "gitops.weave.works/v1alpha1",
        "kind": "GitopsCluster",
        "metadata": {
            "name": name,
            "namespace": namespace,
            "labels": {"bootstrap": "flux"},
            "annotations": {"capi.weave.works/bootstrap-configs": f"{namespace}/flux"},
        },
        "spec": {"capiClusterRef": {"name": of or name}},
        "status": {
            "conditions": [condition("Ready", "True"), condition("ClusterConnectivity", "True", message="is ok")]
        },
    }


def capi_cluster(name: str, namespace: str = "team-a", *, ready: bool = True, message: str = "") -> dict[str, Any]:
    state = "True" if ready else "False"
    return {
        "apiVersion": "cluster.x-k8s.io/v1beta2",
        "kind": "Cluster",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "infrastructureRef": {"apiGroup": "infrastructure.cluster.x-k8s.io", "kind": "AWSCluster", "name": name}
        },
        "status": {
            "initialization": {"infrastructureProvisioned": True, "controlPlaneInitialized": True},
            "controlPlane": {"desiredReplicas": 3, "readyReplicas": 3},
            "workers": {"desiredReplicas": 2, "readyReplicas": 2},
            "conditions": [
                condition("Available", state, message=message),
                condition("WorkersAvailable", state, message=message),
            ],
        },
    }


def machine(name: str, cluster: str, namespace: str = "team-a", *, phase: str = "Running") -> dict[str, Any]:
    return {
        "apiVersion": "cluster.x-k8s.io/v1beta2",
        "kind": "Machine",
        "metadata": {"name": name, "namespace": namespace, "labels": {"cluster.x-k8s.io/cluster-name": cluster}},
        "spec": {"clusterName": cluster, "version": "v1.34.2", "bootstrap": {}},
        "status": {"phase": phase, "conditions": [condition("Ready", "True")]},
    }


def event(about: dict[str, Any], reason: str, message: str) -> dict[str, Any]:
    metadata = about["metadata"]
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"{metadata['name']}.{reason.lower()}", "namespace": metadata["namespace"]},
        "involvedObject": {"kind": about["kind"], "name": metadata["name"], "namespace": metadata["namespace"]},
        "type": "Warning",
        "reason": reason,
        "message": message,
        "lastTimestamp": "2026-11-24T05:30:00Z",
    }


def bootstrap_config(name: str = "flux", namespace: str = "team-a") -> dict[str, Any]:
    return {
        "apiVersion": "capi.weave.works/v1alpha1",
        "kind": "ClusterBootstrapConfig",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"clusterSelector": {"matchLabels": {"bootstrap": "flux"}}, "jobTemplate": {"generateName": "run-"}},
    }


def kubeconfig_secret(name: str, content: str, namespace: str = "team-a") -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": f"{name}-kubeconfig", "namespace": namespace},
        "data": {"value": b64encode(content.encode()).decode()},
    }


def inventory_of(*ids: str) -> dict[str, Any]:
    """The status of a Kustomization that has put these on its cluster; `ids` as kustomize-controller writes them."""
    status = kustomization("any")["status"]
    return {"status": status | {"inventory": {"entries": [{"id": id, "v": "v1"} for id in ids]}}}
