"""What runs on a leaf: nodes, Flux's controllers, how its Flux objects are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.worlds import condition, kustomization, lose, made, node, store_of
from wgtui.errors import Unreachable
from wgtui.fleet.leaf_runtime import controllers, flux_version, node_rows, tallies
from wgtui.fleet.status import Status, Tone
from wgtui.resources.core import NODE
from wgtui.resources.workloads import DEPLOYMENT
from wgtui.views.leaf import leaf_sections
from wgtui.views.page import Facts, Table

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "status", "message"),
    [
        (node(), Status.READY, ""),
        (made(NODE, "new", namespace=""), Status.PENDING, "has not told yet"),
        (node("n", condition("Ready", None, "NodeStatusUnknown", "silent")), Status.FAILED, "silent"),
        (node("n", condition("Ready", False, "KubeletNotReady")), Status.FAILED, "KubeletNotReady"),
        (node("n", condition("Ready"), condition("DiskPressure", True, "Full")), Status.DEGRADED, "DiskPressure: Full"),
        (node("n", spec={"unschedulable": True}), Status.PAUSED, "cordoned"),
    ],
)
def test_how_a_node_is(found: Any, status: Status, message: str) -> None:
    """Not ready is broken; under pressure or cordoned it runs on."""
    (row,) = node_rows(store_of(found))
    assert row.status is status
    assert message in row.message


def test_nodes_have_their_roles_and_the_worst_comes_first() -> None:
    """By their labels."""
    labels = {"node-role.kubernetes.io/control-plane": "", "node-role.kubernetes.io/etcd": "", "other": ""}
    rows = node_rows(store_of(node("a", labels=labels), node("b", condition("Ready", False))))
    assert [(row.ref.name, row.roles) for row in rows] == [("b", ""), ("a", "control-plane, etcd")]


def deployment(name: str, image: str, *, part_of: str = "flux", version: str = "v2.7.3", **counts: Any) -> Any:
    labels = {"app.kubernetes.io/part-of": part_of, "app.kubernetes.io/version": version}
    template = {"spec": {"containers": [{"name": "manager", "image": image}]}}
    return made(DEPLOYMENT, name, {"replicas": 1, "template": template}, counts, labels=labels)


def test_the_controllers_of_flux_have_the_versions_of_their_images() -> None:
    """Whatever else is deployed; an upgrade that is half done shows both versions."""
    store = store_of(
        deployment("source-controller", "ghcr.io:443/fluxcd/source-controller:v1.7.3@sha256:abc", readyReplicas=1),
        deployment("helm-controller", "helm-controller@sha256:abc", version="v2.6.0"),
        deployment("shop", "shop:v1", part_of="shop"),
        made(DEPLOYMENT, "off", {"replicas": 0}, labels={"app.kubernetes.io/part-of": "flux"}),
    )
    assert [(row.ref.name, row.status, row.version, row.ready, row.wanted) for row in controllers(store)] == [
        ("helm-controller", Status.DEGRADED, "", 0, 1),
        ("off", Status.SUSPENDED, "", 0, 0),
        ("source-controller", Status.READY, "v1.7.3", 1, 1),
    ]
    assert flux_version(store) == "v2.6.0, v2.7.3"


def test_flux_objects_are_counted_by_how_they_are() -> None:
    """The worst first; a kind of which there is none has no row."""
    ready, failed = condition("Ready", reason="ReconciliationSucceeded"), condition("Ready", False, "BuildFailed")
    store = store_of(kustomization("a", ready), kustomization("b", failed), kustomization("c", ready))
    (row,) = tallies(store)
    assert (row.kind.kind, row.total) == ("Kustomization", 3)
    assert row.by_status == ((Status.FAILED, 1), (Status.READY, 2))


def test_nothing_of_a_leaf_out_of_reach_is_green() -> None:
    """What was known is there, muted, with the reason."""
    store = store_of(node(), deployment("source-controller", "x:v1", readyReplicas=1))
    lose(store, NODE)
    lose(store, DEPLOYMENT)
    facts, nodes, flux, _ = leaf_sections(store, Unreachable("no answer", "https://x"), lambda kind, ref: (kind, ref))
    assert isinstance(facts, Facts)
    assert isinstance(nodes, Table)
    assert isinstance(flux, Table)
    assert facts.facts[0].cell(NOW).text == "no: no answer: https://x"
    for table in (nodes, flux):
        assert table.stale
        tones = {column.cell(row, NOW).tone for row in table.rows for column in table.columns}
        assert Tone.GOOD not in tones
