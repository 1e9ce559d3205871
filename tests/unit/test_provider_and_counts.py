"""Where a cluster runs, which version, how many machines: by whichever object knows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.worlds import aws, cluster, deployment, eks, eks_cluster, gitops, kubeadm, old_cluster, pool, store_of
from wgtui.fleet import counts, provider
from wgtui.fleet.cluster_objects import ClusterObjects, cluster_objects_of
from wgtui.fleet.clusters import Count
from wgtui.fleet.rows import ClusterRows
from wgtui.resources.capi import CLUSTER
from wgtui.resources.kinds import Kind

UNCOUNTED: dict[str, Any] = {"controlPlane": {}, "workers": {}}


def joined(*world: Any, read: tuple[Kind[Any], ...] = ClusterRows.KINDS) -> ClusterObjects:
    store = store_of(*world, read=read)
    found = cluster_objects_of(store, world[0].metadata.ref)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("AWSCluster", "aws"),
        ("AWSManagedCluster", "eks"),
        ("AWSManagedControlPlane", "eks"),
        ("AzureCluster", "azure"),
        ("AzureManagedCluster", "aks"),
        ("AzureASOManagedCluster", "aks"),
        ("GCPCluster", "gcp"),
        ("GCPManagedControlPlane", "gke"),
        ("DockerCluster", "docker"),
        ("VSphereCluster", "vsphere"),
        ("Metal3Cluster", "metal3"),
        ("ROSAControlPlane", "rosa"),
        ("Cluster", "cluster"),
        ("eks", "eks"),
        ("Rancher", "rancher"),
        ("", ""),
    ],
)
def test_a_provider_is_known_by_the_kind_of_its_infrastructure(kind: str, name: str) -> None:
    """In the word that people use for it."""
    assert provider.provider_of_kind(kind) == name


def test_what_the_owner_says_comes_before_what_can_be_seen() -> None:
    """The annotation of Weave GitOps, then the label of cluster discovery, then the infrastructure."""
    alone: dict[str, Any] = {"spec": {"secretRef": {"name": "access"}}}
    annotated = gitops("edge", annotations={"weave.works/cluster-kind": "Rancher"}, **alone)
    assert provider.provider(joined(annotated)) == "rancher"
    discovered = gitops("edge", labels={"clusters.weave.works/origin-type": "aks"}, **alone)
    assert provider.provider(joined(discovered)) == "aks"
    assert provider.provider(joined(gitops("edge", **alone))) == ""
    assert provider.provider(joined(gitops(), cluster())) == "aws"


def test_a_region_is_that_of_the_infrastructure_or_of_a_managed_control_plane() -> None:
    """Empty where neither is read."""
    assert provider.region(joined(cluster(), aws(region="eu-west-3"))) == "eu-west-3"
    assert provider.region(joined(eks_cluster(), eks(spec={"region": "us-west-2"}))) == "us-west-2"
    assert provider.region(joined(cluster())) == ""


@pytest.mark.parametrize(
    ("world", "version"),
    [
        ((cluster(), kubeadm(spec={"version": "v1.35.0"}, status={"version": "v1.34.2"})), "v1.34.2"),
        ((cluster(), kubeadm(status={"version": ""})), "v1.34.2"),
        ((eks_cluster(), eks(status={"version": "1.34"})), "v1.34.1"),
        ((eks_cluster(), eks(spec={"version": "v1.35.0"}, status={"version": "1.34"})), "v1.34"),
        ((cluster(spec={"topology": {"class": "x", "version": "v1.33.0"}}),), "v1.33.0"),
        ((cluster(),), ""),
    ],
)
def test_a_version_is_what_runs_else_what_is_meant_to_run(world: tuple[Any, ...], version: str) -> None:
    """EKS tells the minor version alone: the patch is that of the spec, as long as they agree."""
    assert provider.version(joined(*world)) == version


@pytest.mark.parametrize(
    ("world", "control_plane", "workers"),
    [
        ((cluster(),), Count(3, 3), Count(2, 2)),
        ((cluster(status={"controlPlane": {"desiredReplicas": 3}}),), Count(None, 3), Count(2, 2)),
        ((cluster(status=UNCOUNTED), kubeadm(status={"readyReplicas": 1})), Count(1, 3), Count(0, 0)),
        ((old_cluster(), kubeadm(status={"readyReplicas": None})), Count(0, 3), Count(0, 0)),
        (
            (old_cluster(), deployment(status={"readyReplicas": 1}), pool(status={"readyReplicas": 2})),
            Count(),
            Count(3, 4),
        ),
        (
            (old_cluster(), pool(spec={"replicas": None}, status={"replicas": 5, "readyReplicas": 4})),
            Count(),
            Count(4, 5),
        ),
        ((eks_cluster(status=UNCOUNTED), eks()), Count(), Count(0, 0)),
        ((gitops("edge", spec={"secretRef": {"name": "access"}}),), Count(), Count()),
        (
            (old_cluster(status={"v1beta2": {"workers": {"desiredReplicas": 7, "readyReplicas": 6}}}),),
            Count(),
            Count(6, 7),
        ),
    ],
)
def test_machines_are_counted_by_whoever_counts_them(
    world: tuple[Any, ...], control_plane: Count, workers: Count
) -> None:
    """The Cluster, its new status under v1beta1, or what scales them; a managed control plane has none."""
    found = joined(*world)
    assert (counts.control_plane(found), counts.workers(found)) == (control_plane, workers)


def test_workers_that_have_not_been_read_are_unknown_not_none() -> None:
    """Zero would be a lie."""
    assert counts.workers(joined(old_cluster(), read=(CLUSTER,))) == Count()


def test_another_clusters_machine_deployments_are_not_counted() -> None:
    """Nor those of a cluster of the same name elsewhere."""
    others = (deployment("x", spec={"clusterName": "other"}), deployment("y", namespace="elsewhere"))
    assert counts.workers(joined(old_cluster(), *others)) == Count(0, 0)
