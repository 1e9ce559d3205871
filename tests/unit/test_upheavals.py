"""Deletions that do not end, and rollouts on their way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.worlds import (
    cluster,
    condition,
    deployment,
    gitops,
    kubeadm,
    kustomization,
    machine,
    made,
    owner,
    store_of,
)
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.deletion import NOBODY_KNOWN, blocker, holder, remaining
from wgtui.fleet.explaining.applications import explain_application
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.rollout import Lane, is_rolling, lanes
from wgtui.fleet.tree_objects import tree_objects
from wgtui.resources import capi
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_SET
from wgtui.resources.controlplane import AWS_MANAGED_CONTROL_PLANE, KUBEADM_CONTROL_PLANE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.infrastructure import AWS_CLUSTER, AWS_MACHINE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY
from wgtui.store.store import Store
from wgtui.views.deletion import deletion_sections
from wgtui.views.page import Facts, Table
from wgtui.views.rollout import COLUMNS, rollout_sections

PROD = ObjectRef("fleet", "prod")
LABEL: dict[str, Any] = {"labels": {"cluster.x-k8s.io/cluster-name": "prod"}}
GONE = "2026-11-24T05:00:00Z"


def going(*finalizers: str, at: str = GONE, **more: Any) -> dict[str, Any]:
    return {"deletionTimestamp": at, "finalizers": list(finalizers), **more}


def aws_machine(name: str, *said: Any, **more: Any) -> Any:
    return made(AWS_MACHINE, name, None, {"conditions": [*said]}, **{**LABEL, **more})


def deleted_cluster(*parts: Any) -> Store:
    return store_of(
        gitops(**going("clusters.gitops.weave.works")), cluster(**going("cluster.cluster.x-k8s.io")), *parts
    )


def names(store: Store, kind: Kind[Any] = GITOPS_CLUSTER, ref: ObjectRef = PROD) -> list[str]:
    return [f"{one.kind.kind}/{one.ref.name}" for one in remaining(store, kind, ref)]


def test_what_is_not_deleted_waits_for_nothing() -> None:
    """Nor what is not there."""
    store = store_of(gitops(), cluster(), kustomization())
    assert names(store) == names(store, KUSTOMIZATION, ObjectRef("fleet", "app")) == []
    assert names(store, CLUSTER, ObjectRef("fleet", "nowhere")) == []


def test_the_innermost_part_holds_up_all_others() -> None:
    """A machine's instance before the machine, what has not begun to go last."""
    store = deleted_cluster(
        machine("prod-1", **going("machine.cluster.x-k8s.io")),
        aws_machine("prod-1", condition("InstanceReady", False, "DependencyViolation", "in use"), **going("x")),
        made(AWS_CLUSTER, "prod", None, {"conditions": []}, finalizers=["y"], **LABEL),
    )
    assert names(store) == [
        "AWSMachine/prod-1",
        "Machine/prod-1",
        "Cluster/prod",
        "GitopsCluster/prod",
        "AWSCluster/prod",
    ]
    assert names(store) == names(store, CLUSTER)
    holding = blocker(remaining(store, GITOPS_CLUSTER, PROD))
    assert holding is not None
    assert holding.says == "InstanceReady: in use"
    assert holding.since == datetime(2026, 11, 24, 5, tzinfo=UTC)
    chain = explain_cluster(store, PROD).chain
    assert [one.kind for one in chain] == ["GitopsCluster", "Cluster", "AWSMachine"]
    assert "in use; waits for x" in chain[-1].message


def test_a_drain_says_whose_pods_are_in_the_way() -> None:
    """Of the machine that is to go."""
    drain = condition("Deleting", True, "DrainingNode", "Drain not completed yet: pod shop/db cannot be evicted")
    store = deleted_cluster(machine("prod-1", drain, **going("machine.cluster.x-k8s.io")))
    holding = blocker(remaining(store, CLUSTER, PROD))
    assert holding is not None
    assert "shop/db" in holding.says
    assert holding.waits == "machine.cluster.x-k8s.io: Cluster API core (capi-controller-manager)"


def test_a_machine_alone_waits_for_its_instance() -> None:
    """Of a cluster that stays."""
    spec = {"infrastructureRef": {"apiGroup": AWS_MACHINE.group, "kind": "AWSMachine", "name": "prod-1"}}
    store = store_of(machine("prod-1", spec=spec, **going("m")), aws_machine("prod-1", **going("i")), aws_machine("b"))
    assert names(store, MACHINE, ObjectRef("fleet", "prod-1")) == ["AWSMachine/prod-1", "Machine/prod-1"]


def test_a_kustomization_waits_for_what_it_prunes() -> None:
    """As far as that is read here."""
    labels = {"kustomize.toolkit.fluxcd.io/name": "app", "kustomize.toolkit.fluxcd.io/namespace": "fleet"}
    store = store_of(
        kustomization(**going("finalizers.fluxcd.io")),
        kustomization("child", labels=labels, **going("finalizers.fluxcd.io", at="2026-11-24T04:00:00Z")),
        gitops("prod", labels=labels),
    )
    ref = ObjectRef("fleet", "app")
    assert names(store, KUSTOMIZATION, ref) == ["Kustomization/child", "Kustomization/app", "GitopsCluster/prod"]
    assert [str(one) for one in explain_application(store, KUSTOMIZATION, ref).chain] == [
        "Kustomization fleet/app",
        "Kustomization fleet/child",
    ]


@pytest.mark.parametrize(
    ("finalizer", "kind", "who"),
    [
        ("cluster.cluster.x-k8s.io", CLUSTER, "capi-controller-manager"),
        ("awscluster.infrastructure.cluster.x-k8s.io", AWS_CLUSTER, "capa-controller-manager"),
        ("awsmanagedcontrolplane.controlplane.cluster.x-k8s.io", AWS_MANAGED_CONTROL_PLANE, "capa-controller-manager"),
        ("kubeadm.controlplane.cluster.x-k8s.io", KUBEADM_CONTROL_PLANE, "kubeadm-control-plane"),
        ("clusters.gitops.weave.works", GITOPS_CLUSTER, "cluster-controller"),
        ("finalizers.fluxcd.io", KUSTOMIZATION, "kustomize-controller"),
        ("finalizers.fluxcd.io", HELM_RELEASE, "helm-controller"),
        ("finalizers.fluxcd.io", GIT_REPOSITORY, "source-controller"),
        ("foregroundDeletion", CLUSTER, "garbage collector"),
        ("acme.example/audit", CLUSTER, NOBODY_KNOWN),
    ],
)
def test_each_finalizer_is_somebodys(finalizer: str, kind: Kind[Any], who: str) -> None:
    """Or said to be nobody's that is known."""
    assert who in holder(finalizer, kind)


def test_five_hundred_machines_are_summed_up_and_the_first_are_listed() -> None:
    """The sum counts all of them."""
    machines = [machine(f"prod-{number}", **going("machine.cluster.x-k8s.io")) for number in range(500)]
    facts, table = deletion_sections(remaining(deleted_cluster(*machines), GITOPS_CLUSTER, PROD))
    assert isinstance(facts, Facts)
    assert isinstance(table, Table)
    assert "500 Machine" in facts.facts[0].cell(datetime.now(UTC)).text
    assert len(table.rows) == 50


def upgrading(*machines: Any, **status: Any) -> Store:
    group = deployment(spec={"template": {"spec": {"version": "v1.34.2"}}}, status=status, **LABEL)
    machine_set = made(MACHINE_SET, "new", None, None, **LABEL, **owner(group, "MachineDeployment", capi.GROUP))
    owned = [_with(one, owner(machine_set, "MachineSet", capi.GROUP)) for one in machines]
    return store_of(gitops(), cluster(), kubeadm(), group, machine_set, *owned)


def _with(spec: dict[str, Any], owned: dict[str, Any]) -> Any:
    return machine(**{**spec, **owned})


def lanes_of(store: Store) -> tuple[Lane, ...]:
    found = cluster_objects_of(store, PROD)
    assert found is not None
    assert found.cluster is not None
    return lanes(tree_objects(store, found.cluster), found.control_plane, KUBEADM_CONTROL_PLANE)


def one_machine(name: str, version: str, phase: str = "Running", *said: Any) -> dict[str, Any]:
    status = {"phase": phase, "conditions": [*said]}
    return {"name": name, "spec": {"version": version}, "status": status}


def test_machines_are_counted_by_version_and_phase() -> None:
    """Old against new."""
    store = upgrading(
        one_machine("a", "v1.33.5"),
        one_machine("b", "v1.33.5", "Deleting"),
        one_machine("c", "v1.34.2"),
        one_machine("d", "v1.34.2", "Provisioning"),
        replicas=4,
        upToDateReplicas=2,
    )
    found = cluster_objects_of(store, PROD)
    assert found is not None
    assert is_rolling(found)
    (lane,) = lanes_of(store)
    assert (lane.old, lane.new, lane.done, lane.wanted) == ((("v1.33.5", 2),), 2, 1, 2)
    assert lane.phases == (("Running", 2), ("Provisioning", 1), ("Deleting", 1))
    (table,) = rollout_sections([lane])
    assert table.title == "Rollout from v1.33.5 to v1.34.2"
    shown = [column.cell(lane, datetime.now(UTC)).text for column in COLUMNS]
    assert shown == ["prod-md-0", "2 v1.33.5", "2 v1.34.2", "#####+++++ 1/2", "2 running, 1 provisioning, 1 deleting"]


def test_a_new_image_is_a_rollout_of_one_version() -> None:
    """The machine itself knows that it is out of date."""
    store = upgrading(
        one_machine("a", "v1.34.2", "Running", condition("UpToDate", False, "NotUpToDate")),
        one_machine("b", "v1.34.2", "Running", condition("UpToDate")),
    )
    (lane,) = lanes_of(store)
    assert (lane.old, lane.new, lane.is_rolling) == ((("v1.34.2", 1),), 1, True)
    assert rollout_sections([lane])[0].title == "Rollout"


def test_what_stands_still_has_no_lanes_to_show() -> None:
    """Neither done nor without machines."""
    store = upgrading(one_machine("a", "v1.34.2"), one_machine("b", "v1.34.2"), replicas=2, upToDateReplicas=2)
    found = cluster_objects_of(store, PROD)
    assert found is not None
    assert not is_rolling(found)
    assert rollout_sections(lanes_of(store)) == []
    assert rollout_sections([]) == []
