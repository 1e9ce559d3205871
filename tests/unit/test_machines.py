"""From a Machine to its row: every rule and every phase, in both versions of the API."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.unit.worlds import condition, deployment, machine, owner
from wgtui.fleet.machines import machine_summary
from wgtui.fleet.status import Status

NODE = {"nodeRef": {"name": "ip-10-0-0-1"}}
DELETED: dict[str, Any] = {"deletionTimestamp": "2026-11-24T05:30:00Z"}
NO_NODE = condition("NodeHealthy", None, "NodeDoesNotExist", "Waiting for a Node with spec.providerID to exist")


class Case(NamedTuple):
    name: str
    found: Any
    status: Status
    message: str = ""
    reason: str = ""


CASES = (
    Case("running", machine(status=NODE), Status.READY),
    Case("running, v1beta1", machine("m", condition("Ready", severity=""), status=NODE), Status.READY),
    Case(
        "running with the new conditions beside the old",
        machine("m", condition("Ready", False), status=NODE | {"v1beta2": {"conditions": [condition("Ready")]}}),
        Status.READY,
    ),
    Case("just made", machine("m", condition("Paused", False), status={"phase": ""}), Status.PENDING),
    Case(
        "waiting for its turn",
        machine(
            "m",
            condition("BootstrapConfigReady", False, "WaitingForControlPlaneInitialized", "waiting for the first"),
            condition("InfrastructureReady", False, "WaitingForBootstrapData", "later"),
            status={"phase": "Pending"},
        ),
        Status.PENDING,
        "BootstrapConfigReady: waiting for the first",
        "WaitingForControlPlaneInitialized",
    ),
    Case(
        "the instance is being made",
        machine(
            "m",
            condition("InfrastructureReady", False, "NotReady", "instance is pending"),
            status={"phase": "Provisioning"},
        ),
        Status.PROVISIONING,
        "InfrastructureReady: instance is pending",
    ),
    Case(
        "the instance is not a node yet",
        machine("m", NO_NODE, status={"phase": "Provisioned"}),
        Status.BOOTSTRAPPING,
        "Waiting for a Node",
    ),
    Case(
        "AWS refuses",
        machine(
            "m",
            condition("InfrastructureReady", False, "InstanceProvisionFailed", "no capacity", "Error"),
            status={"phase": "Provisioning"},
        ),
        Status.FAILED,
        "InfrastructureReady: no capacity",
        "InstanceProvisionFailed",
    ),
    Case(
        "the instance of a node fails",
        machine("m", condition("InfrastructureReady", False, "InstanceStopped", "stopped", "Error"), status=NODE),
        Status.DEGRADED,
        "InfrastructureReady: stopped",
    ),
    Case(
        "the node is not healthy",
        machine(
            "m",
            condition("Ready", False),
            condition("NodeHealthy", False, "NodeNotHealthy", "* Node.Ready: Kubelet stopped posting node status."),
            status=NODE,
        ),
        Status.DEGRADED,
        "NodeHealthy: Node.Ready: Kubelet stopped",
        "NodeNotHealthy",
    ),
    Case(
        "the health check gave up on it",
        machine(
            "m",
            condition("Ready", False),
            condition("HealthCheckSucceeded", False, "UnhealthyNode", "Ready is Unknown for 5m", "Warning"),
            status=NODE,
        ),
        Status.DEGRADED,
        "HealthCheckSucceeded: Ready is Unknown",
    ),
    Case(
        "only the summary says it",
        machine("m", condition("Ready", None, "ReadyUnknown", "connection down"), status=NODE),
        Status.DEGRADED,
        "Ready: connection down",
    ),
    Case(
        "updated in place",
        machine("m", condition("Updating", True, "InPlaceUpdating", "kubelet"), status=NODE | {"phase": "Updating"}),
        Status.PROGRESSING,
        "Updating: kubelet",
        "InPlaceUpdating",
    ),
    Case(
        "its spec is newer than its status",
        machine(generation=2, status=NODE | {"observedGeneration": 1}),
        Status.PROGRESSING,
        "not observed",
    ),
    Case(
        "paused by annotation",
        machine(annotations={"cluster.x-k8s.io/paused": "true"}),
        Status.PAUSED,
        "leave it alone",
    ),
    Case(
        "paused with its cluster",
        machine("m", condition("Ready"), condition("Paused", True, "Paused", "Cluster spec.paused is set to true")),
        Status.PAUSED,
        "leave it alone",
    ),
    Case(
        "failed for good",
        machine(status={"failureReason": "CreateError", "failureMessage": "no such AMI"}),
        Status.FAILED,
        "no such AMI",
        "CreateError",
    ),
    Case(
        "failed for good, as v1beta2 keeps it",
        machine(status={"deprecated": {"v1beta1": {"failureMessage": "no such AMI"}}}),
        Status.FAILED,
        "no such AMI",
    ),
    Case("the phase says so", machine(status={"phase": "Failed"}), Status.FAILED),
    Case(
        "draining",
        machine(
            "m",
            condition("Deleting", True, "DrainingNode", "Drain not completed yet:\n* Pod shop/cart: cannot evict"),
            **DELETED,
        ),
        Status.DELETING,
        "Drain not completed yet: Pod shop/cart: cannot evict",
        "DrainingNode",
    ),
    Case(
        "draining, v1beta1",
        machine(
            "m", condition("DrainingSucceeded", False, "DrainingFailed", "cannot evict shop/cart", "Warning"), **DELETED
        ),
        Status.DELETING,
        "cannot evict shop/cart",
    ),
    Case(
        "waiting for its instance to go",
        machine("m", condition("InfrastructureReady", False, "Deleting", "shutting-down"), **DELETED),
        Status.DELETING,
        "InfrastructureReady: shutting-down",
    ),
    Case("deleting", machine(**DELETED), Status.DELETING),
    Case("a phase that nobody knows", machine(status={"phase": "Dreaming"}), Status.UNKNOWN),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_machine_says_how_it_is(case: Case) -> None:
    """Status, and the condition that holds it back."""
    row = machine_summary(case.found)
    assert row.status is case.status, row.message
    assert case.message in row.message
    assert bool(case.message) == bool(row.message), row.message
    assert case.reason in row.reason


def test_what_a_machine_is_made_of() -> None:
    """Instance and zone by its provider id, the version that its kubelet runs, what scales it."""
    spec = {"providerID": "aws:///eu-west-1b/i-0abc", "version": "v1.34.2"}
    info = {"nodeInfo": {"kubeletVersion": "v1.33.5"}, "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}]}
    more = owner(deployment("prod-md-0-xyz"), "MachineSet", "cluster.x-k8s.io")
    row = machine_summary(machine("m", spec=spec, status=NODE | info, **more))
    assert (row.instance, row.zone, row.version) == ("i-0abc", "eu-west-1b", "v1.33.5")
    assert (row.node, row.group, row.address) == ("ip-10-0-0-1", "prod-md-0-xyz", "10.0.0.1")
    assert not row.control_plane


def test_a_machine_without_an_instance_shows_nothing_that_it_does_not_have() -> None:
    """And knows its zone from its spec; one of the control plane is known by its label."""
    row = machine_summary(
        machine("m", spec={"failureDomain": "eu-west-1c"}, labels={"cluster.x-k8s.io/control-plane": ""})
    )
    assert (row.instance, row.node, row.address, row.group) == ("", "", "", "")
    assert (row.zone, row.version, row.control_plane) == ("eu-west-1c", "v1.34.2", True)
    other = machine_summary(machine("m", spec={"providerID": "azure:///subscriptions/1/vm-7"}))
    assert (other.instance, other.zone) == ("vm-7", "")
