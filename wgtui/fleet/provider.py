"""Where a cluster runs and which Kubernetes it runs, in the few words a list has room for."""

from __future__ import annotations

from functools import lru_cache

from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.resources.controlplane import AWSManagedControlPlane

ORIGIN_LABEL = "clusters.weave.works/origin-type"
"""Written by cluster discovery, which makes a GitopsCluster without a Cluster."""

_MANAGED = {"aws": "eks", "azure": "aks", "azureaso": "aks", "gcp": "gke"}
_SUFFIXES = ("ControlPlane", "Cluster")


def provider(found: ClusterObjects) -> str:
    """`aws`, `eks`, `docker`, …: what the owner says it is, else the kind of its infrastructure; empty if unknown."""
    gitops, cluster = found.gitops, found.cluster
    said = gitops.metadata.annotations.cluster_kind or gitops.metadata.labels.get(ORIGIN_LABEL) if gitops else None
    infrastructure = cluster.spec.infrastructure_ref if cluster else None
    return provider_of_kind(said or (infrastructure.kind if infrastructure else ""))


@lru_cache(maxsize=256)
def provider_of_kind(kind: str) -> str:
    """`AWSManagedCluster` and `AWSManagedControlPlane` are eks, `DockerCluster` is docker."""
    name = kind
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    name = name.lower()
    if name.endswith("managed"):
        name = name.removesuffix("managed")
        return _MANAGED.get(name, name)
    return name or kind.lower()


def region(found: ClusterObjects) -> str:
    if found.infrastructure is not None:
        return found.infrastructure.spec.region
    return found.control_plane.spec.region if isinstance(found.control_plane, AWSManagedControlPlane) else ""


def version(found: ClusterObjects) -> str:
    """What the control plane runs now, else what it is meant to run. AWS leaves the `v` and the patch away."""
    control_plane, cluster = found.control_plane, found.cluster
    topology = cluster.spec.topology if cluster else None
    wanted = control_plane.spec.version if control_plane else ""
    runs = control_plane.status.version if control_plane else ""
    if isinstance(control_plane, AWSManagedControlPlane) and _same_minor(runs, wanted):
        runs = wanted
    found_version = runs or wanted or (topology.version if topology else "")
    return f"v{found_version}" if found_version[:1].isdigit() else found_version


@lru_cache(maxsize=1024)
def _same_minor(one: str, other: str) -> bool:
    return one.removeprefix("v").split(".")[:2] == other.removeprefix("v").split(".")[:2]
