"""Clusters that users ask for: what they have applied, read as a blueprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from wgtui.demo.storage import Storage
from wgtui.demo.world.blueprint import Blueprint, Flavour, Pool
from wgtui.demo.world.draft import Json
from wgtui.demo.world.machines import CONTROL_PLANE

CLUSTERS, GITOPS = "clusters.cluster.x-k8s.io", "gitopsclusters.gitops.weave.works"
DEPLOYMENTS, POOLS = "machinedeployments.cluster.x-k8s.io", "machinepools.cluster.x-k8s.io"
CONFIGS = "clusterbootstrapconfigs.capi.weave.works"
INFRASTRUCTURE, CONTROL_PLANES = "infrastructure.cluster.x-k8s.io", "controlplane.cluster.x-k8s.io"

PARTS = (
    ("Cluster", CLUSTERS),
    ("GitopsCluster", GITOPS),
    ("MachineDeployment", DEPLOYMENTS),
    ("MachinePool", POOLS),
    ("AWSCluster", f"awsclusters.{INFRASTRUCTURE}"),
    ("AWSManagedCluster", f"awsmanagedclusters.{INFRASTRUCTURE}"),
    ("AWSManagedMachinePool", f"awsmanagedmachinepools.{INFRASTRUCTURE}"),
    ("AWSFargateProfile", f"awsfargateprofiles.{INFRASTRUCTURE}"),
    ("AWSMachineTemplate", f"awsmachinetemplates.{INFRASTRUCTURE}"),
    ("AWSManagedControlPlane", f"awsmanagedcontrolplanes.{CONTROL_PLANES}"),
    ("KubeadmControlPlane", f"kubeadmcontrolplanes.{CONTROL_PLANES}"),
    ("KubeadmConfigTemplate", "kubeadmconfigtemplates.bootstrap.cluster.x-k8s.io"),
    ("MachineHealthCheck", "machinehealthchecks.cluster.x-k8s.io"),
)
"""What a cluster consists of before any controller has seen it."""


def blueprint_of(storage: Storage, namespace: str, name: str) -> Blueprint | None:
    """None while something is missing that the Cluster refers to."""
    cluster = storage.get(CLUSTERS, namespace, name)
    kind = cluster["spec"].get("controlPlaneRef", {}).get("kind", "")
    control_plane = _part(storage, kind, namespace, f"{name}-{CONTROL_PLANE}")
    infrastructure_kind = cluster["spec"].get("infrastructureRef", {}).get("kind", "")
    infrastructure = _part(storage, infrastructure_kind, namespace, name)
    if control_plane is None or infrastructure is None:
        return None
    eks = kind == "AWSManagedControlPlane"
    placed = control_plane if eks else infrastructure
    labels = {**cluster["metadata"].get("labels", {}), **_gitops_labels(storage, namespace, name)}
    return Blueprint(
        namespace,
        name,
        Flavour.EKS if eks else Flavour.KUBEADM,
        placed["spec"].get("region", "eu-central-1"),
        control_plane["spec"].get("version", "v1.34.2"),
        tuple(_pools(storage, namespace, name)),
        control_plane["spec"].get("replicas", 1),
        timedelta(0),
        labels,
        gitops=storage.find(GITOPS, namespace, name) is not None,
        fargate=tuple(_profiles(storage, namespace, name)),
        bootstrap_config=_selecting(storage, namespace, labels),
    )


def uids_of(storage: Storage, namespace: str, name: str) -> dict[tuple[str, str], str]:
    """Kind and name → uid, of everything in the namespace that is or may be a part of the cluster."""
    return {
        (kind, found.name): str(found.parsed()["metadata"]["uid"])
        for kind, resource in PARTS
        for found in storage.collection(resource).ordered(namespace)
        if found.name == name or found.name.startswith(f"{name}-")
    }


def _part(storage: Storage, kind: str, namespace: str, name: str) -> Json | None:
    resource = dict(PARTS).get(kind)
    found = storage.find(resource, namespace, name) if resource else None
    return found.parsed() if found else None


def _gitops_labels(storage: Storage, namespace: str, name: str) -> dict[str, str]:
    found = storage.find(GITOPS, namespace, name)
    return found.labels if found else {}


def _pools(storage: Storage, namespace: str, name: str) -> Iterator[Pool]:
    """MachineDeployments and MachinePools that are called after the cluster."""
    for resource in (DEPLOYMENTS, POOLS):
        for body in storage.list(resource, namespace):
            prefix, _, pool = body["metadata"]["name"].partition(f"{name}-")
            if body["spec"].get("clusterName") == name and not prefix and pool:
                template = _template_of(storage, namespace, body)
                replicas = body["spec"].get("replicas", 1)
                yield Pool(pool, replicas, template.get("instanceType", "m6i.large"), managed=resource == POOLS)


def _profiles(storage: Storage, namespace: str, name: str) -> Iterator[tuple[str, str]]:
    for body in storage.list(f"awsfargateprofiles.{INFRASTRUCTURE}", namespace):
        prefix, _, profile = body["metadata"]["name"].partition(f"{name}-")
        if body["spec"].get("clusterName") == name and not prefix and profile:
            selectors = body["spec"].get("selectors") or [{}]
            yield profile, selectors[0].get("namespace", "default")


def _template_of(storage: Storage, namespace: str, body: Json) -> Mapping[str, str]:
    """The spec that says of which type the machines are."""
    reference = body["spec"]["template"]["spec"].get("infrastructureRef", {})
    found = _part(storage, reference.get("kind", ""), namespace, reference.get("name", ""))
    spec: Json = found["spec"] if found else {}
    inner: Json = spec.get("template", {}).get("spec", spec)
    return inner


def _selecting(storage: Storage, namespace: str, labels: Mapping[str, str]) -> str:
    """The bootstrap configuration whose selector matches, empty where none does."""
    for config in storage.list(CONFIGS, namespace):
        wanted = config["spec"].get("clusterSelector", {}).get("matchLabels", {})
        if wanted and wanted.items() <= labels.items():
            return str(config["metadata"]["name"])
    return ""
