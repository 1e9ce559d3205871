"""The tree of a cluster, by the rules of `clusterctl describe cluster`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.worlds import (
    NAMESPACE,
    aws,
    cluster,
    condition,
    deployment,
    eks,
    eks_cluster,
    kubeadm,
    machine,
    made,
    owner,
    pool,
    store_of,
)
from wgtui.fleet.cluster_tree import AS_CLUSTERCTL, Branch, TreeOptions, cluster_tree, printed_name
from wgtui.fleet.status import Status
from wgtui.fleet.tree_counters import Counters, counters_of
from wgtui.fleet.tree_objects import KINDS, kinds_of_providers, tree_objects
from wgtui.resources.addons import CLUSTER_RESOURCE_SET_BINDING
from wgtui.resources.bootstrap import KUBEADM_CONFIG
from wgtui.resources.capi import CLUSTER, MACHINE_POOL, MACHINE_SET
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.infrastructure import AWS_MACHINE
from wgtui.resources.meta import ObjectRef
from wgtui.resources.providers import provider_kind
from wgtui.resources.registry import any_kind
from wgtui.views.cluster_tree import first_broken, nodes, part
from wgtui.views.described_cluster import described_lines

LABEL = "cluster.x-k8s.io/cluster-name"
OWN: dict[str, str] = {LABEL: "prod"}
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
GOOD = (
    condition("Available", reason="Available"),
    condition("Ready", reason="Ready"),
    condition("UpToDate", reason="UpToDate"),
)
BAD = (
    condition("Available", False, "NotAvailable"),
    condition("Ready", False, "NotReady", "* NodeHealthy: gone"),
    GOOD[2],
)


def control_plane_machine(name: str, *conditions: Any, **more: Any) -> Any:
    return machine(name, *(conditions or GOOD), labels={"cluster.x-k8s.io/control-plane": ""}, **more)


def machine_set(name: str = "prod-md-0-x", of: str = "prod-md-0") -> Any:
    return made(
        MACHINE_SET,
        name,
        {"clusterName": "prod", "replicas": 2},
        labels=OWN,
        **owner(deployment(of), "MachineDeployment", CLUSTER.group),
    )


def worker(name: str, *conditions: Any, of: str = "prod-md-0-x", **more: Any) -> Any:
    return machine(name, *(conditions or GOOD), **owner(machine_set(of), "MachineSet", CLUSTER.group), **more)


def workers_of(name: str = "prod-md-0", **more: Any) -> Any:
    return deployment(name, condition("Available", reason="Available"), labels=OWN, **more)


def behind(kind: Any, name: str, *conditions: Any) -> Any:
    return made(kind, name, {}, {"conditions": [*conditions]}, labels=OWN)


def reference(kind: Any, name: str) -> dict[str, str]:
    return {"apiGroup": kind.group, "kind": kind.kind, "name": name}


def tree_of(*world: Any, options: TreeOptions = AS_CLUSTERCTL) -> Branch:
    store = store_of(*world, read=(CLUSTER, *KINDS))
    found = store.get(CLUSTER, ObjectRef(NAMESPACE, "prod"))
    assert found is not None
    return cluster_tree(tree_objects(store, found), options)


def drawn(branch: Branch, depth: int = 0) -> list[str]:
    """One line each, set in by two."""
    own = "  " * depth + printed_name(branch).replace(f"{NAMESPACE}/", "").partition(",")[0]
    return [own, *(line for child in branch.children for line in drawn(child, depth + 1))]


def test_a_cluster_alone_is_a_tree() -> None:
    """What cannot be read is not there."""
    assert drawn(tree_of(cluster())) == ["Cluster prod"]


def test_infrastructure_control_plane_and_workers_in_their_places() -> None:
    """Machines of the control plane below it, all others below what scales them."""
    found = tree_of(
        cluster(), aws(), kubeadm(), control_plane_machine("cp-1"), workers_of(), machine_set(), worker("w-1")
    )
    assert drawn(found) == [
        "Cluster prod",
        "  AWSCluster prod",
        "  KubeadmControlPlane prod-cp",
        "    Machine cp-1",
        "  Workers",
        "    MachineDeployment prod-md-0",
        "      Machine w-1",
    ]


def test_equal_siblings_are_one_line() -> None:
    """Equal in what is available, ready and up to date, by status and reason; others stand alone or together."""
    found = tree_of(
        cluster(),
        workers_of(),
        machine_set(),
        *(worker(name) for name in ("w-1", "w-2", "w-3")),
        *(worker(name, *BAD) for name in ("w-4", "w-5")),
        worker("w-6", condition("Ready", False, "Deleting")),
    )
    assert drawn(found)[3:] == ["      2 Machines...", "      3 Machines...", "      Machine w-6"]
    groups = [child for child in found.children[0].children[0].children if child.is_group]
    assert [[one.metadata.name for one in group.members] for group in groups] == [["w-4", "w-5"], ["w-1", "w-2", "w-3"]]
    assert counters_of(groups[1]) == Counters(None, None, 3, 3, 3)
    assert counters_of(groups[0]) == Counters(None, None, 0, 0, 2)


def test_without_grouping_every_machine_stands_alone() -> None:
    """As `--grouping=false`."""
    world = (cluster(), workers_of(), machine_set(), worker("w-1"), worker("w-2"))
    assert drawn(tree_of(*world, options=TreeOptions(grouping=False)))[3:] == ["      Machine w-1", "      Machine w-2"]


def test_machine_sets_are_shown_when_asked_for() -> None:
    """Machines are folded below them then."""
    world = (cluster(), workers_of(), machine_set(), worker("w-1"), worker("w-2"))
    assert drawn(tree_of(*world, options=TreeOptions(machine_sets=True)))[2:] == [
        "    MachineDeployment prod-md-0",
        "      MachineSet prod-md-0-x",
        "        2 Machines...",
    ]


def test_what_only_echoes_its_machine_is_not_shown() -> None:
    """Ready, or not ready for the reason that the machine has; anything else is news."""
    spec = {
        "infrastructureRef": reference(AWS_MACHINE, "i-1"),
        "bootstrap": {"configRef": reference(KUBEADM_CONFIG, "b-1")},
    }
    world = (cluster(), workers_of(), machine_set(), worker("w-1", condition("Ready", False, "NotReady"), spec=spec))
    ready, echo = condition("Ready"), condition("Ready", False, "NotReady")
    news = condition("Ready", False, "InstanceProvisionFailed")
    assert drawn(tree_of(*world, behind(AWS_MACHINE, "i-1", ready), behind(KUBEADM_CONFIG, "b-1", echo)))[4:] == []
    assert drawn(tree_of(*world, behind(AWS_MACHINE, "i-1", news)))[4:] == ["        AWSMachine i-1"]
    shown = tree_of(
        *world, behind(AWS_MACHINE, "i-1", ready), behind(KUBEADM_CONFIG, "b-1", echo), options=TreeOptions(echo=True)
    )
    assert drawn(shown)[4:] == ["        AWSMachine i-1", "        KubeadmConfig b-1"]


def test_neither_says_anything_is_an_echo_too() -> None:
    """A machine without Ready and an infrastructure without Ready."""
    spec = {"infrastructureRef": reference(AWS_MACHINE, "i-1")}
    world = (cluster(), workers_of(), machine_set(), worker("w-1", condition("Paused", False), spec=spec))
    assert drawn(tree_of(*world, behind(AWS_MACHINE, "i-1")))[4:] == []


def test_what_belongs_to_a_machine_that_is_folded_goes_with_it() -> None:
    """The group says what both say."""
    spec = {"infrastructureRef": reference(AWS_MACHINE, "i-1")}
    news = behind(AWS_MACHINE, "i-1", condition("Ready", False, "InstanceStopped"))
    world = (cluster(), workers_of(), machine_set(), worker("w-1", *BAD, spec=spec), worker("w-2", *BAD), news)
    assert drawn(tree_of(*world))[3:] == ["      2 Machines..."]


def test_pools_stand_beside_deployments() -> None:
    """With their machines, where the provider makes some."""
    pool_machine = machine("p-1", *GOOD, **owner(pool(), "MachinePool", CLUSTER.group))
    own = made(MACHINE_POOL, "prod-ng-0", {"clusterName": "prod"}, labels=OWN)
    found = tree_of(eks_cluster(), eks(), own, pool_machine)
    assert drawn(found) == [
        "Cluster prod",
        "  AWSManagedControlPlane prod-cp",
        "  Workers",
        "    MachinePool prod-ng-0",
        "      Machine p-1",
    ]


def test_a_machine_that_nothing_scales_is_among_the_others() -> None:
    """So that none is ever missing; one of the control plane too, where that cannot be read."""
    found = tree_of(cluster(), control_plane_machine("cp-1"), machine("alone", *GOOD))
    assert drawn(found) == ["Cluster prod", "  Workers", "    Other", "      Machine alone", "      Machine cp-1"]


def test_a_deployment_without_machines_shows_beside_one_that_has_some() -> None:
    """And not at all where no worker is there: so does clusterctl."""
    assert drawn(tree_of(cluster(), kubeadm(), workers_of())) == ["Cluster prod", "  KubeadmControlPlane prod-cp"]
    found = tree_of(cluster(), workers_of(), workers_of("prod-md-1"), machine_set(), worker("w-1"))
    assert "    MachineDeployment prod-md-1" in drawn(found)


def test_an_owner_of_the_same_name_is_another_one() -> None:
    """Uids decide: the set that owned it was deleted and made again."""
    stranger = owner(machine_set(), "MachineSet", CLUSTER.group)
    stranger["ownerReferences"][0]["uid"] = "another"
    found = tree_of(cluster(), workers_of(), machine_set(), machine("w-1", *GOOD, **stranger))
    assert drawn(found)[2:] == ["    MachineDeployment prod-md-0", "    Other", "      Machine w-1"]


@pytest.mark.parametrize(
    ("found", "counters"),
    [
        (
            cluster(
                status={
                    "controlPlane": {"desiredReplicas": 3, "replicas": 3, "readyReplicas": 2, "availableReplicas": 2},
                    "workers": {"desiredReplicas": 4, "replicas": 5, "readyReplicas": 4, "upToDateReplicas": 1},
                }
            ),
            Counters(8, 7, 2, 6, 1),
        ),
        (cluster(status={"controlPlane": {}, "workers": {}}), Counters()),
    ],
)
def test_a_cluster_counts_both_its_halves(found: Any, counters: Counters) -> None:
    """Whatever neither tells is left open."""
    assert counters_of(tree_of(found)) == counters


def test_an_older_control_plane_counts_by_its_older_name() -> None:
    """updatedReplicas of v1beta1."""
    found = tree_of(cluster(), kubeadm(status={"replicas": 3, "updatedReplicas": 1}))
    assert counters_of(found.children[0]) == Counters(3, 3, None, 3, 1)


def fresh(*_: Any) -> bool:
    return False


def test_a_line_shows_the_condition_that_matters() -> None:
    """Available of what has machines, Ready of the others, none of a pool; what is being deleted says that alone."""
    found = tree_of(
        cluster("prod", condition("Available", False, "NotAvailable", "* a:\n  * b")), aws("prod", condition("Ready"))
    )
    line = part(found, fresh)
    assert (line.name, line.status, line.reason, line.message) == (
        "Cluster/prod",
        Status.DEGRADED,
        "NotAvailable",
        "a: b",
    )
    assert line.condition is not None
    assert line.condition.type == "Available"
    assert part(found.children[0], fresh).status is Status.READY
    gone = tree_of(cluster(deletionTimestamp="2026-11-24T05:30:00Z"))
    assert part(gone, fresh).status is Status.DELETING
    broken = tree_of(cluster(), aws("prod", condition("Ready", False, "VpcReconciliationFailed", "limit", "Error")))
    assert part(broken.children[0], fresh).status is Status.FAILED


def test_a_group_unfolds_into_its_machines() -> None:
    """It begins folded; stale is what one of them is."""
    world = (cluster(), workers_of(), machine_set(), worker("w-1"), worker("w-2"))
    (root,) = nodes((), tree_of(*world), lambda _, ref: ref.name == "w-2")
    group = root.children[0].children[0].children[0]
    assert (group.folded, group.row.name, group.row.ref, group.row.stale) == (True, "2 Machines", None, True)
    assert [(node.row.name, node.row.stale) for node in group.children] == [
        ("Machine/w-1", False),
        ("Machine/w-2", True),
    ]
    keys = [node.key for node in (root, root.children[0], group, *group.children)]
    assert len(set(keys)) == len(keys)


def test_it_is_printed_as_clusterctl_prints_it() -> None:
    """Columns, names, groups, wrapped messages and pipes."""
    unavailable = condition(
        "Available", False, "NotAvailable", "* WorkersAvailable:\n  * MachineDeployment prod-md-0: 1 of 2"
    )
    counted = {"replicas": 3, "availableReplicas": 3, "upToDateReplicas": 3}
    found = tree_of(
        cluster("prod", unavailable, status={"controlPlane": {}, "workers": {"desiredReplicas": 2, "replicas": 2}}),
        aws("prod", condition("Ready")),
        kubeadm("prod-cp", condition("Available", reason="Available"), status=counted),
        *(control_plane_machine(name) for name in ("cp-1", "cp-2", "cp-3")),
        workers_of(spec={"template": {"spec": {"version": "v1.34.2"}}}),
        machine_set(),
        worker("w-1", *BAD, deletionTimestamp="2026-11-24T05:30:00Z"),
    )
    lines = described_lines(found, NOW)
    assert [re.split(r"\s{2,}", line) for line in lines] == [
        ["NAME", "REPLICAS", "AVAILABLE", "READY", "UP TO DATE", "STATUS", "REASON", "SINCE", "MESSAGE"],
        ["Cluster fleet/prod", "2/2", "Available: False", "NotAvailable", "3h", "* WorkersAvailable:"],
        ["│", "* MachineDeployment prod-md-0: 1 of 2"],
        ["├─AWSCluster fleet/prod", "Ready: True", "NoReasonReported", "3h"],
        ["├─KubeadmControlPlane fleet/prod-cp, v1.34.2", "3/3", "3", "3", "3", "Available: True", "Available", "3h"],
        ["│ └─3 Machines...", "3", "3", "3", "Ready: True", "Ready", "3h", "See cp-1, cp-2, ..."],
        ["└─Workers"],
        ["", "└─MachineDeployment fleet/prod-md-0, v1.34.2", "Available: True", "Available", "3h"],
        [
            "",
            "└─!! DELETED !! Machine fleet/w-1, v1.34.2",
            *"1001",
            "Ready: False",
            "NotReady",
            "3h",
            "* NodeHealthy: gone",
        ],
    ]
    status, message = lines[0].index("STATUS"), lines[0].index("MESSAGE")
    assert {line[status - 2 : status] for line in lines if len(line) > status} == {"  "}
    assert lines[2][message:] == "  * MachineDeployment prod-md-0: 1 of 2"


MACHINE_TEMPLATE = provider_kind(AWS_MACHINE.group, "AWSMachineTemplate")
CONFIG_TEMPLATE = provider_kind(KUBEADM_CONFIG.group, "KubeadmConfigTemplate")


@pytest.mark.parametrize("inner", [True, False], ids=["v1beta2", "v1beta1"])
def test_templates_come_first_when_asked_for(inner: bool) -> None:
    """Of the control plane and of each deployment, as far as they are there."""
    machines, bootstrap = MACHINE_TEMPLATE, CONFIG_TEMPLATE
    named = {"infrastructureRef": reference(machines, "cp")}
    template = {"spec": named} if inner else named
    made_from = {
        "infrastructureRef": reference(machines, "md"),
        "bootstrap": {"configRef": reference(bootstrap, "gone")},
    }
    world = (
        cluster(),
        kubeadm(spec={"machineTemplate": template}),
        control_plane_machine("cp-1"),
        workers_of(spec={"template": {"spec": made_from}}),
        machine_set(),
        worker("a-1"),
    )
    store = store_of(*world, read=(CLUSTER, *KINDS))
    store.apply(WatchKey(machines), Synced([of_provider(machines, "cp"), of_provider(machines, "md")], "1"), 0.0)
    found = tree_objects(store, world[0])
    assert drawn(cluster_tree(found, TreeOptions(templates=True)))[1:] == [
        "  KubeadmControlPlane prod-cp",
        "    Templates",
        "      AWSMachineTemplate cp",
        "    Machine cp-1",
        "  Workers",
        "    MachineDeployment prod-md-0",
        "      Templates",
        "        AWSMachineTemplate md",
        "      Machine a-1",
    ]
    assert "Templates" not in "".join(drawn(cluster_tree(found)))


def test_resource_sets_are_named_when_asked_for() -> None:
    """By the binding that is called as the cluster; nothing is said of how they are."""
    bindings = [{"clusterResourceSetName": name} for name in ("cni", "csi")]
    store = store_of(cluster(), aws(), read=(CLUSTER, *KINDS))
    bound = made(CLUSTER_RESOURCE_SET_BINDING, "prod", {"bindings": bindings})
    store.apply(WatchKey(CLUSTER_RESOURCE_SET_BINDING), Synced([bound], "1"), 0.0)
    found = tree_objects(store, cluster())
    tree = cluster_tree(found, TreeOptions(resource_sets=True))
    assert drawn(tree) == [
        "Cluster prod",
        "  AWSCluster prod",
        "  ClusterResourceSets",
        "    ClusterResourceSet cni",
        "    ClusterResourceSet csi",
    ]
    keys = [child.key for child in tree.children[1].children]
    assert len(set(keys)) == 2
    assert described_lines(tree, NOW)
    assert len(drawn(cluster_tree(found))) == 2


DOCKER = provider_kind("infrastructure.example.com", "DockerCluster")
RKE2 = provider_kind("controlplane.example.com", "RKE2ControlPlane")


def of_provider(kind: Any, name: str, spec: Any = None, status: Any = None) -> Any:
    return made(kind, name, spec, status, labels=OWN)


def provider_cluster() -> Any:
    references = {"infrastructureRef": reference(DOCKER, "prod"), "controlPlaneRef": reference(RKE2, "prod-cp")}
    return cluster(spec=references)


def test_other_providers_are_read_by_the_contract() -> None:
    """Whatever their group and kind are called: conditions of all, version and counters of control planes."""
    root = provider_cluster()
    store = store_of(root, read=(CLUSTER, *KINDS))
    assert (RKE2.plural, RKE2.versions) == ("rke2controlplanes", ())
    assert kinds_of_providers(tree_objects(store, root)) == {RKE2, DOCKER}
    counted = {"replicas": 3, "readyReplicas": 2, "updatedReplicas": 1, "conditions": [condition("Ready")]}
    for kind, found in (
        (DOCKER, of_provider(DOCKER, "prod", None, {"conditions": BAD})),
        (RKE2, of_provider(RKE2, "prod-cp", {"replicas": 3, "version": "v1.34.2+rke2r1"}, counted)),
    ):
        store.apply(WatchKey(kind), Synced([found], "1"), 0.0)
    tree = cluster_tree(tree_objects(store, root))
    assert drawn(tree) == ["Cluster prod", "  DockerCluster prod", "  RKE2ControlPlane prod-cp"]
    assert printed_name(tree.children[1]) == "RKE2ControlPlane fleet/prod-cp, v1.34.2+rke2r1"
    assert counters_of(tree.children[1]) == Counters(3, 3, None, 2, 1)
    assert part(tree.children[0], fresh).reason == "NotReady"


def test_a_part_that_is_only_known_to_be_there_is_a_line() -> None:
    """Somebody looks at it as an object of a kind that nobody knows: neither conditions nor a version are read."""
    root = provider_cluster()
    store = store_of(root, read=(CLUSTER, *KINDS))
    for kind in (DOCKER, RKE2):
        unknown = any_kind(kind.group, kind.kind, "v1beta1", namespaced=True)
        store.apply(WatchKey(unknown), Synced([made(unknown, "prod"), made(unknown, "prod-cp")], "1"), 0.0)
    tree = cluster_tree(tree_objects(store, root))
    assert [printed_name(child) for child in tree.children] == [
        "DockerCluster fleet/prod",
        "RKE2ControlPlane fleet/prod-cp",
    ]
    assert [part(child, fresh).status for child in tree.children] == [None, None]
    assert described_lines(tree, NOW)


def test_owners_that_own_one_another_end_nowhere() -> None:
    """A loop of owner references: every object still stands in the tree once."""
    looped = machine_set()
    first = machine("w-1", *GOOD, **owner(looped, "MachineSet", CLUSTER.group))
    backwards = made(MACHINE_SET, "prod-md-0-x", {}, labels=OWN, **owner(first, "Machine", CLUSTER.group))
    found = tree_of(cluster(), workers_of(), backwards, first)
    assert drawn(found)[2:] == ["    MachineDeployment prod-md-0", "    Other", "      Machine w-1"]


def test_objects_without_a_status_are_lines_all_the_same() -> None:
    """Nobody has looked at them yet."""
    bare = [made(kind, "prod", {"clusterName": "prod"}, labels=OWN) for kind in KINDS]
    found = tree_of(made(CLUSTER, "prod", {"infrastructureRef": reference(AWS_MACHINE, "prod")}), *bare)
    assert drawn(found)[:2] == ["Cluster prod", "  AWSMachine prod"]
    assert [part(child, fresh).status for child in found.children[:1]] == [None]
    assert described_lines(found, NOW)


def test_the_first_broken_line_is_the_deepest_of_the_worst() -> None:
    """A machine in a group that is folded counts; nothing where all is well."""
    spec = {"infrastructureRef": reference(AWS_MACHINE, "i-1")}
    failed = behind(AWS_MACHINE, "i-1", condition("Ready", False, "InstanceProvisionFailed", "no capacity", "Error"))
    world = (cluster("prod", condition("Available", False)), workers_of(), machine_set(), worker("w-1"), worker("w-2"))
    (well,) = nodes((), tree_of(cluster(), *world[1:]), fresh)
    assert first_broken([well]) is None
    (grouped,) = nodes((), tree_of(*world, worker("w-3", *BAD), worker("w-4", *BAD)), fresh)
    assert first_broken([grouped]) == "uid-machines-w-3"
    (worse,) = nodes(
        (), tree_of(*world, worker("w-3", *BAD, spec=spec), worker("w-0", *GOOD[:1], BAD[1]), failed), fresh
    )
    assert first_broken([worse]) == "uid-awsmachines-i-1"


def test_conditions_stand_before_what_is_below() -> None:
    """As lines of their own where they are asked for, each as good or bad as it is."""
    world = (cluster("prod", condition("Available", False, "No", "* why"), condition("Paused", False)), aws())
    (root,) = nodes((), tree_of(*world), fresh, lambda key: key == "uid-clusters-prod")
    lines = [(node.row.name, node.row.status, node.row.message) for node in root.children]
    assert lines == [
        ("Available", Status.DEGRADED, "why"),
        ("Paused", Status.READY, ""),
        ("AWSCluster/prod", None, ""),
    ]
    assert [node.row.of is root.row for node in root.children] == [True, True, False]


def test_a_long_message_is_wrapped_and_hostile_text_is_harmless() -> None:
    """At a hundred columns; what a list item goes on with is set in."""
    long = "* " + "word " * 40 + "\x1b[31mred"
    found = tree_of(cluster("prod", condition("Available", False, "NotAvailable", long)))
    lines = [line for line in described_lines(found, NOW) if "word" in line]
    message = described_lines(found, NOW)[0].index("MESSAGE")
    assert [len(line[message:]) <= 100 for line in lines] == [True] * len(lines)
    assert lines[1][message:].startswith("  word")
    assert "\x1b" not in "".join(lines)


def test_a_tree_of_many_machines_grows_at_once() -> None:
    """Two thousand machines, each equal to some others: never compared with all of them."""
    machines = [worker(f"w-{number}", *(GOOD if number % 2 else BAD)) for number in range(2_000)]
    found = tree_of(cluster(), workers_of(), machine_set(), *machines)
    assert sorted(len(child.members) for child in found.children[0].children[0].children) == [1_000, 1_000]
