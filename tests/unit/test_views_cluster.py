"""The Overview of a cluster as data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.unit.worlds import NAMESPACE, aws, cluster, condition, config, gitops, kubeadm, lose, store_of
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Tone
from wgtui.resources.capi import CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store
from wgtui.views.cluster import cluster_sections
from wgtui.views.page import Facts, Section, Table

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def sections(store: Store, name: str = "prod") -> list[Section]:
    found = cluster_objects_of(store, ObjectRef(NAMESPACE, name))
    assert found is not None
    return cluster_sections(found)


def told(section: Section) -> dict[str, str]:
    assert isinstance(section, Facts)
    return {fact.name: fact.cell(NOW).text for fact in section.facts}


def titles(found: list[Section]) -> list[str]:
    return [section.title for section in found]


def test_what_the_list_says_comes_first_and_whole() -> None:
    """Status, reason, message, and everything a column has."""
    endpoint = {"controlPlaneEndpoint": {"host": "https://api.example.com", "port": 443}}
    world: tuple[Any, ...] = (
        gitops(labels={"bootstrap": "flux"}),
        cluster(
            "prod",
            condition("Available", False),
            condition("WorkersAvailable", False, "NotAvailable", "1 of 2"),
            spec=endpoint,
        ),
        kubeadm(),
        aws(),
        config(),
    )
    first = told(sections(store_of(*world, read=ClusterRows.KINDS))[0])
    assert first == {
        "status": "degraded",
        "reason": "NotAvailable",
        "message": "WorkersAvailable: 1 of 2",
        "provider": "aws eu-west-1",
        "version": "v1.34.2",
        "control plane": "3/3",
        "workers": "2/2",
        "connected": "ready",
        "bootstrap": "waiting: bootstrap fleet/flux is about to run",
        "endpoint": "api.example.com:443",
        "phase": "Provisioned",
    }


def test_each_object_tells_its_conditions() -> None:
    """Those of the control plane and of the infrastructure too: the message may come from there."""
    world = (
        gitops(),
        cluster(),
        kubeadm("prod-cp", condition("EtcdClusterHealthy")),
        aws("prod", condition("VpcReady")),
    )
    found = sections(store_of(*world, read=ClusterRows.KINDS))
    assert titles(found) == [
        "Status",
        "GitopsCluster",
        "Conditions",
        "Cluster",
        "Conditions",
        "Conditions of KubeadmControlPlane/prod-cp",
        "Conditions of AWSCluster/prod",
    ]
    last = found[-1]
    assert isinstance(last, Table)
    assert [row.type for row in last.rows] == ["VpcReady"]


def test_one_side_alone_is_a_page_too() -> None:
    """With what is known, and dashes for what everybody looks for."""
    found = sections(
        store_of(gitops("edge", condition("Ready"), spec={"secretRef": {"name": "x"}}), read=ClusterRows.KINDS), "edge"
    )
    assert titles(found) == ["Status", "GitopsCluster", "Conditions"]
    assert told(found[0])["version"] == "–"
    assert "phase" not in told(found[0])
    assert "Cluster" in titles(sections(store_of(cluster(), read=ClusterRows.KINDS)))


def test_a_cluster_of_another_name_is_named() -> None:
    """Whoever looks for it with kubectl needs it."""
    store = store_of(gitops("web", spec={"capiClusterRef": {"name": "prod"}}), cluster("prod"), read=ClusterRows.KINDS)
    assert told(sections(store, "web")[0])["Cluster"] == "fleet/prod"


def test_what_is_stale_is_not_green_on_its_page_either() -> None:
    """Once a watch is cut."""
    store = store_of(gitops(), cluster(), read=ClusterRows.KINDS)
    lose(store, CLUSTER)
    status = sections(store)[0]
    assert isinstance(status, Facts)
    assert {fact.cell(NOW).tone for fact in status.facts} <= {Tone.MUTED, Tone.PLAIN}
