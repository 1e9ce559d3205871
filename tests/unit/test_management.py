"""The management cluster as a row, and what its nodes say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.worlds import condition, lose, node, store_of
from wgtui.errors import Forbidden, Unreachable
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.management import MANAGEMENT, management_summary, node_provider, node_trouble
from wgtui.fleet.status import Status
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Denied, Lost, WatchKey
from wgtui.resources.core import NODE
from wgtui.store.store import Store

KINDS = (CLUSTER, NODE)
CONTROL_PLANE = {"node-role.kubernetes.io/control-plane": ""}
READY = condition("Ready", reason="KubeletReady")


def row_of(store: Store) -> ClusterSummary:
    row = management_summary(store, KINDS, Count(3, 4))
    assert row is not None
    return row


def test_nothing_is_said_before_the_server_has_answered() -> None:
    """Loading, or out of reach from the start."""
    store = Store()
    store.expect(WatchKey(CLUSTER))
    assert management_summary(store, KINDS, Count()) is None
    store.apply(WatchKey(CLUSTER), Lost(Unreachable("gone", ""), 1.0), 1.0)
    assert management_summary(store, KINDS, Count()) is None


def test_its_nodes_are_counted_by_their_role() -> None:
    """By the label of today or the one before it."""
    master = {"node-role.kubernetes.io/master": ""}
    store = store_of(
        node("a", labels=CONTROL_PLANE), node("b", labels=master), node("c"), node("d", condition("Ready", None))
    )
    row = row_of(store)
    assert (row.control_plane, row.workers, row.applications) == (Count(2, 2), Count(1, 2), Count(3, 4))
    assert (row.status, row.ref, row.management) == (Status.DEGRADED, MANAGEMENT, True)


def test_a_managed_control_plane_shows_no_nodes() -> None:
    """That is unknown, not none; and so are workers that may not be read."""
    assert row_of(store_of(node("a"))).control_plane == Count()
    store = store_of(read=(CLUSTER,))
    store.apply(WatchKey(NODE), Denied(Forbidden("no", "")), 1.0)
    row = row_of(store)
    assert (row.control_plane, row.workers, row.status) == (Count(), Count(), Status.READY)


def test_it_is_old_and_out_of_reach_once_no_watch_is_live() -> None:
    """One that still is keeps it green."""
    store = store_of(node("a"), read=KINDS)
    lose(store, NODE)
    assert (row_of(store).stale, row_of(store).connectivity) == (False, Status.READY)
    lose(store, CLUSTER)
    assert (row_of(store).stale, row_of(store).connectivity) == (True, Status.UNREACHABLE)


@pytest.mark.parametrize(
    ("found", "status", "message"),
    [
        (node("n", READY), Status.READY, ""),
        (
            node("n", READY, condition("MemoryPressure", False), condition("NetworkUnavailable", False)),
            Status.READY,
            "",
        ),
        (
            node("n", READY, condition("DiskPressure", True, "KubeletHasDiskPressure", "full")),
            Status.DEGRADED,
            "DiskPressure: full",
        ),
        (
            node("n", condition("Ready", None, "NodeStatusUnknown", "Kubelet stopped posting node status.")),
            Status.FAILED,
            "Kubelet stopped",
        ),
        (node("n", condition("Ready", False, "KubeletNotReady", "cni is missing")), Status.FAILED, "cni is missing"),
        (node("n", condition("Other")), Status.FAILED, "not ready yet"),
        (node("n", READY, spec={"unschedulable": True}), Status.PAUSED, "cordoned"),
        (
            node("n", condition("Ready", False, "KubeletNotReady", "x"), spec={"unschedulable": True}),
            Status.FAILED,
            "x",
        ),
    ],
)
def test_a_node_says_how_it_is(found: Any, status: Status, message: str) -> None:
    """Ready, then pressure, then whether pods may come."""
    said = node_trouble(found)
    assert said.status is status
    assert message in said.message


@pytest.mark.parametrize(
    ("labels", "provider_id", "provider"),
    [
        ({}, "aws:///eu-west-1a/i-0", "aws"),
        ({"eks.amazonaws.com/nodegroup": "ng-0"}, "aws:///eu-west-1a/i-0", "eks"),
        ({}, "gce://project/zone/vm", "gcp"),
        ({}, "kind://docker/kind/kind-worker", "kind"),
        ({}, "openstack:///1", "openstack"),
        ({}, "", ""),
    ],
)
def test_where_it_runs_is_known_by_its_nodes(labels: dict[str, str], provider_id: str, provider: str) -> None:
    """The scheme of the provider id."""
    assert node_provider(node("n", labels=labels, spec={"providerID": provider_id})) == provider
