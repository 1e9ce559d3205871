"""What an application has put on its cluster, as a tree."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from wgtui.fleet.inventory import Found, Key, Piece, Unread, counted, inventory_tree
from wgtui.fleet.status import Status
from wgtui.resources.anything import Anything
from wgtui.resources.inventory import Entry, Inventory, InventoryEntry, entries, entries_of, entry, without_twins
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import any_kind
from wgtui.views.inventory import gaps, narrowed, nodes, parts

SHOP = "shop"
CRASHING = {
    "phase": "Running",
    "containerStatuses": [{"name": "web", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}],
}


class World:
    """Objects as a server tells them; each has the uid `Kind/name`."""

    def __init__(self) -> None:
        self.found = Found()

    def put(
        self,
        kind: str,
        name: str,
        *owners: str,
        spec: Any = None,
        status: Any = None,
        namespace: str = SHOP,
        **more: Any,
    ) -> Entry:
        """`kind` as `Deployment.apps`."""
        title, _, group = kind.partition(".")
        metadata = {"name": name, "namespace": namespace, "uid": f"{title}/{name}", "generation": 1, **more}
        metadata["ownerReferences"] = [{"kind": "x", "name": "x", "uid": uid} for uid in owners]
        body = {"metadata": metadata, "spec": spec or {}, "status": status or {}}
        found = msgspec.json.decode(msgspec.json.encode(body), type=Anything)
        ref = ObjectRef(namespace, name)
        self.found.objects[Key(group, title, ref)] = found
        self.found.kinds[group, title] = any_kind(group, title, "v1", namespaced=True)
        return Entry(group, title, "v1", ref)

    def deployment(self, name: str, *, pod: dict[str, Any] | None = None) -> Entry:
        """With a ReplicaSet of one Pod, and a retired one."""
        full = {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
        made = self.put("Deployment.apps", name, spec={"replicas": 1}, status=full)
        self.put("ReplicaSet.apps", f"{name}-2", f"Deployment/{name}", spec={"replicas": 1}, status=full)
        self.put("ReplicaSet.apps", f"{name}-1", f"Deployment/{name}", spec={"replicas": 0})
        self.put("Pod", f"{name}-2-x", f"ReplicaSet/{name}-2", status=pod or {"phase": "Running"})
        return made

    def tree(self, *listed: Entry) -> tuple[Piece, ...]:
        return inventory_tree(listed, self.found)


def drawn(pieces: Iterable[Piece], indent: str = "") -> list[str]:
    return [
        line
        for piece in pieces
        for line in (
            f"{indent}{piece.key.kind}/{piece.key.ref.name} {piece.verdict.status.word}",
            *drawn(piece.children, f"{indent}  "),
        )
    ]


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("id", "wanted"),
    [
        ("shop_cart_apps_Deployment", ("apps", "Deployment", "shop", "cart")),
        ("default_cm__ConfigMap", ("", "ConfigMap", "default", "cm")),
        ("_admin_rbac.authorization.k8s.io_ClusterRole", ("rbac.authorization.k8s.io", "ClusterRole", "", "admin")),
        (
            "_system__node_rbac.authorization.k8s.io_ClusterRole",
            ("rbac.authorization.k8s.io", "ClusterRole", "", "system:node"),
        ),
        ("ns_a__b__c_rbac.authorization.k8s.io_Role", ("rbac.authorization.k8s.io", "Role", "ns", "a:b:c")),
    ],
)
def test_an_entry_names_one_object(id: str, wanted: tuple[str, str, str, str]) -> None:
    """Core kinds have no group, objects of the cluster no namespace, and names of roles may have colons."""
    found = entry(id, "v1")
    assert found is not None
    assert (found.group, found.kind, *found.ref) == wanted


@pytest.mark.parametrize("id", ["", "_", "a", "a_b", "___", "Kind", "a_b_"])
def test_nonsense_is_no_entry(id: str) -> None:
    """It is left out, and the rest is shown."""
    assert entry(id, "v1") is None
    assert entries(Inventory((InventoryEntry(id, "v1"), InventoryEntry("a_b__C", "v1")))) == [
        Entry("", "C", "v1", ObjectRef("a", "b"))
    ]


@pytest.mark.parametrize(
    "status", [None, {}, {"inventory": None}, {"inventory": "x"}, {"inventory": {"entries": 3}}, "x", []]
)
def test_what_is_no_inventory_is_none(status: Any) -> None:
    """Whatever an object's status holds."""
    assert entries_of({"status": status}) is None


def test_one_object_in_two_versions_is_one_object() -> None:
    """As after an upgrade of its manifest."""
    ref = ObjectRef("a", "b")
    assert [one.version for one in without_twins([Entry("g", "K", "v1", ref), Entry("g", "K", "v2", ref)])] == ["v2"]


def test_a_workload_leads_down_to_its_pods(world: World) -> None:
    """Without the ReplicaSets of earlier versions."""
    assert drawn(world.tree(world.deployment("cart"))) == [
        "Deployment/cart ready",
        "  ReplicaSet/cart-2 ready",
        "    Pod/cart-2-x ready",
    ]


def test_the_broken_branch_comes_first(world: World) -> None:
    """Although the Deployment itself thinks that it is well."""
    well, broken = world.deployment("a"), world.deployment("b", pod=CRASHING)
    config = world.put("ConfigMap", "c")
    tree = world.tree(config, well, broken)
    assert [piece.key.ref.name for piece in tree] == ["b", "c", "a"]
    assert (tree[0].worst, tree[0].verdict.status) == (Status.FAILED, Status.READY)
    assert counted(tree) == {Status.FAILED: 1, Status.READY: 6}


def test_what_is_not_there_is_missing(world: World) -> None:
    """It is told, not left out."""
    world.put("ConfigMap", "there")
    (piece,) = world.tree(Entry("", "ConfigMap", "v1", ObjectRef(SHOP, "gone")))
    assert (piece.verdict.status, piece.verdict.reason) == (Status.FAILED, "Missing")


def test_what_may_not_be_read_is_not_called_missing(world: World) -> None:
    """In its namespace, or anywhere."""
    world.found.unread["", "Secret", SHOP] = (Unread.DENIED, "ask for list")
    world.found.unread["x.io", "Odd", ""] = (Unread.UNKNOWN, "no Odd in x.io is served")
    listed = (
        Entry("", "Secret", "v1", ObjectRef(SHOP, "a")),
        Entry("x.io", "Odd", "v1", ObjectRef(SHOP, "b")),
        Entry("", "Secret", "v1", ObjectRef("team", "c")),
    )
    tree = {piece.key.ref.name: piece.verdict for piece in world.tree(*listed)}
    assert {name: one.reason for name, one in tree.items()} == {
        "a": "not allowed to read",
        "b": "this cluster does not know the kind",
        "c": "Missing",
    }
    assert gaps(world.found) == ["not allowed to read: Secret", "this cluster does not know the kind: Odd.x.io"]


def test_what_belongs_to_another_entry_stands_below_it(world: World) -> None:
    """Each object once."""
    cluster = world.put("Cluster.cluster.x-k8s.io", "prod")
    machines = world.put("MachineDeployment.cluster.x-k8s.io", "md", "Cluster/prod")
    world.put("MachineSet.cluster.x-k8s.io", "ms", "MachineDeployment/md")
    assert drawn(world.tree(machines, cluster)) == [
        "Cluster/prod ready",
        "  MachineDeployment/md ready",
        "    MachineSet/ms ready",
    ]


def test_owners_that_own_each_other_end_somewhere(world: World) -> None:
    """Nothing is lost, nothing is shown twice."""
    a = world.put("ConfigMap", "a", "ConfigMap/b")
    world.put("ConfigMap", "b", "ConfigMap/a")
    itself = world.put("ConfigMap", "c", "ConfigMap/c")
    assert drawn(world.tree(a, itself)) == ["ConfigMap/a ready", "  ConfigMap/b ready", "ConfigMap/c ready"]


def test_a_chain_without_end_is_cut(world: World) -> None:
    """Rather than to exhaust the stack."""
    top = world.put("ConfigMap", "0")
    for level in range(500):
        world.put("ConfigMap", str(level + 1), f"ConfigMap/{level}")
    assert len(drawn(world.tree(top))) == 25


def test_an_application_shows_what_it_applies_in_turn(world: World) -> None:
    """Once, although it is part of its own inventory."""
    nested = world.put("Kustomization.kustomize.toolkit.fluxcd.io", "apps")
    config = world.put("ConfigMap", "c")
    world.found.nested[Key(nested.group, nested.kind, nested.ref)] = [config, nested]
    assert drawn(world.tree(nested)) == ["Kustomization/apps pending", "  ConfigMap/c ready"]


def test_a_definition_that_is_served_is_established(world: World) -> None:
    """It need not be read for that: definitions are large."""
    crd = world.put("CustomResourceDefinition.apiextensions.k8s.io", "odds.x.io", namespace="")
    world.found.served = frozenset({"odds.x.io"})
    assert world.tree(crd)[0].verdict.status is Status.READY


def test_a_filter_leaves_the_way_to_what_it_finds(world: World) -> None:
    """Unfolded."""
    tree = nodes(world.tree(world.deployment("cart"), world.put("ConfigMap", "c")), lambda _: True)
    found = narrowed(tree, lambda row: row.key.kind == "Pod")
    assert [row.title for row in parts(found)] == ["Deployment/cart", "ReplicaSet/cart-2", "Pod/cart-2-x"]
    assert not any(node.folded for node in found)


def test_thousands_of_entries_are_a_matter_of_milliseconds(world: World) -> None:
    """With their pods; a bound no machine of today comes near."""
    listed = [world.deployment(f"d{index}") for index in range(1_000)]
    listed += [world.put("ConfigMap", f"c{index}") for index in range(4_000)]
    began = time.perf_counter()
    tree = world.tree(*listed)
    assert len(tree) == 5_000
    assert time.perf_counter() - began < 3.0
