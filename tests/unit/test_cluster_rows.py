"""The rows of the fleet: which objects are one row, and that what is worked out anew is all that had to be."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.worlds import (
    NAMESPACE,
    aws,
    cluster,
    condition,
    config,
    deployment,
    gitops,
    job,
    kind_of,
    kubeadm,
    kustomization,
    lose,
    node,
    owner,
    release,
    store_of,
)
from wgtui.errors import Unreachable
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.pulls import PULL_REQUEST
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status
from wgtui.resources.capi import CLUSTER, MACHINE_DEPLOYMENT
from wgtui.resources.changes import Absent, Applied, Change, Deleted, Denied, Lost, Resumed, Synced, WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.controlplane import KUBEADM_CONTROL_PLANE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Follower
from wgtui.store.store import Store

READY = condition("Ready")
SECRET = {"secretRef": {"name": "prod-access"}}


def of_cluster(name: str) -> dict[str, Any]:
    return owner(cluster(name), "Cluster", CLUSTER.group)


class Listed:
    """Takes turns as the table of a screen does: drops what is removed, then takes what changed."""

    def __init__(self, fleet: Fleet) -> None:
        self.rows: dict[Hashable, ClusterSummary] = {}
        self.worked_out = 0
        self.fleet = fleet
        self._rows = ClusterRows(fleet)
        self._followers: dict[str, Follower] = {}

    def turn(self) -> dict[str, ClusterSummary]:
        """By `namespace/name` of the row."""
        changed: dict[Hashable, ClusterSummary] = {}
        removed: set[Hashable] = set()
        for more, fewer in self._rows.update(self._touched()):
            changed.update((row.uid, row) for row in more)
            removed.update(fewer)
        self.worked_out = len(changed)
        for uid in removed:
            self.rows.pop(uid, None)
        self.rows.update(changed)
        return {str(row.ref): row for row in self.rows.values()}

    def _touched(self) -> dict[str, Any]:
        stores = {store.name: store for store in self.fleet.stores()}
        for name in stores.keys() - self._followers.keys():
            self._followers[name] = stores[name].follow((*ClusterRows.KINDS, PULL_REQUEST), asyncio.Event())
        closed = {name: self._followers.pop(name) for name in self._followers.keys() - stores.keys()}
        turn = {name: follower.take() for name, follower in self._followers.items()}
        return {name: touched for name, touched in turn.items() if touched} | {
            name: Follower(ClusterRows.KINDS, asyncio.Event()).take() for name in closed
        }


def listed(*objects: Any) -> tuple[Store, Listed]:
    fleet = Fleet(store_of(*objects, read=ClusterRows.KINDS))
    return fleet.management, Listed(fleet)


def put(store: Store, *objects: Any) -> None:
    for found in objects:
        store.apply(WatchKey(kind_of(found)), Applied(found), now=2.0)


def drop(store: Store, found: Any) -> None:
    store.apply(WatchKey(kind_of(found)), Deleted(found.metadata.ref), now=2.0)


def leaf_rows(rows: dict[str, ClusterSummary]) -> list[str]:
    return sorted(name for name, row in rows.items() if not row.management)


def test_both_sides_are_one_row() -> None:
    """Named by the GitopsCluster, whatever the Cluster is called."""
    _, seen = listed(gitops("web", spec={"capiClusterRef": {"name": "prod"}}), cluster("prod"))
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/web"]
    row = rows["fleet/web"]
    assert (row.gitops, row.capi, row.capi_ref) == (True, True, ObjectRef(NAMESPACE, "prod"))


def test_a_side_alone_is_a_row() -> None:
    """Each that the other side does not know."""
    _, seen = listed(gitops("edge", READY, spec=SECRET), cluster("orphan"))
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/edge", "fleet/orphan"]
    assert (rows["fleet/edge"].capi, rows["fleet/orphan"].gitops) == (False, False)


def test_the_identity_of_a_row_survives_the_join() -> None:
    """The cursor stays on it, though it is called something else now."""
    store, seen = listed(cluster("prod"))
    before = seen.turn()["fleet/prod"]
    put(store, gitops("web", spec={"capiClusterRef": {"name": "prod"}}))
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/web"]
    assert rows["fleet/web"].uid == before.uid
    drop(store, gitops("web"))
    assert seen.turn()["fleet/prod"].uid == before.uid


def test_clusters_are_joined_by_owner_in_either_direction() -> None:
    """A GitopsCluster made for a Cluster, and a Cluster made for a GitopsCluster."""
    mine = gitops("mine", READY, spec=SECRET)
    made_for_it = cluster("other", **owner(mine, "GitopsCluster", GITOPS_CLUSTER.group))
    _, seen = listed(gitops("web", READY, spec=SECRET, **of_cluster("prod")), cluster("prod"), mine, made_for_it)
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/mine", "fleet/web"]
    assert rows["fleet/mine"].capi_ref == ObjectRef(NAMESPACE, "other")
    assert rows["fleet/web"].capi_ref == ObjectRef(NAMESPACE, "prod")


def test_an_owner_of_another_group_is_another_thing() -> None:
    """Rancher has Clusters too."""
    of_another = owner(cluster("prod"), "Cluster", "provisioning.cattle.io")
    _, seen = listed(gitops("web", READY, spec=SECRET, **of_another), cluster("prod"))
    assert leaf_rows(seen.turn()) == ["fleet/prod", "fleet/web"]


def test_a_name_in_another_namespace_is_another_cluster() -> None:
    """References never cross namespaces."""
    _, seen = listed(gitops("prod", READY, spec=SECRET, namespace="other"), cluster("prod"))
    assert leaf_rows(seen.turn()) == ["fleet/prod", "other/prod"]


def test_two_gitops_clusters_may_stand_for_one_cluster() -> None:
    """Both are rows, each with an identity of its own."""
    named = {"capiClusterRef": {"name": "prod"}}
    _, seen = listed(gitops("a", spec=named), gitops("b", spec=named), cluster("prod"))
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/a", "fleet/b"]
    assert len({row.uid for row in rows.values()}) == len(rows)


def test_a_gitops_cluster_that_turns_to_another_cluster_leaves_its_own_to_others() -> None:
    """Whoever stood for the same Cluster behind it is the first now."""
    both = [gitops(name, READY, spec=SECRET, **of_cluster("prod")) for name in ("a", "b")]
    store, seen = listed(*both, cluster("prod"))
    assert seen.turn()["fleet/a"].uid == "fleet/prod"
    put(store, cluster("own", **owner(both[0], "GitopsCluster", GITOPS_CLUSTER.group)))
    rows = seen.turn()
    assert (rows["fleet/a"].uid, rows["fleet/b"].uid) == ("fleet/own", "fleet/prod")


def test_a_claim_by_name_yields_to_one_by_reference() -> None:
    """The GitopsCluster that only has the same name stands alone then."""
    store, seen = listed(gitops("prod", READY, spec=SECRET), cluster("prod"))
    assert seen.turn()["fleet/prod"].capi
    put(store, gitops("web", spec={"capiClusterRef": {"name": "prod"}}))
    rows = seen.turn()
    assert leaf_rows(rows) == ["fleet/prod", "fleet/web"]
    assert (rows["fleet/prod"].capi, rows["fleet/web"].capi) == (False, True)


def test_a_change_of_one_object_works_out_one_row() -> None:
    """Of a thousand clusters; and none where the row would read the same."""
    many = [one for number in range(1000) for one in (gitops(f"c-{number}"), cluster(f"c-{number}"))]
    store, seen = listed(*many)
    assert len(leaf_rows(seen.turn())) == 1000
    put(store, cluster("c-7", condition("Available", False)))
    seen.turn()
    assert seen.worked_out == 1
    put(store, cluster("c-7", condition("Available", False), resourceVersion="2"))
    seen.turn()
    assert seen.worked_out == 0


def test_what_a_row_is_made_of_changes_it() -> None:
    """Region, version, counters, bootstrap: whatever kind they come from, come or gone."""
    store, seen = listed(gitops(labels={"bootstrap": "flux"}), cluster(status={"controlPlane": {}, "workers": {}}))
    assert seen.turn()["fleet/prod"].bootstrap is None
    put(store, aws(region="eu-west-3"), kubeadm("prod-cp"), deployment(status={"readyReplicas": 2}), config())
    row = seen.turn()["fleet/prod"]
    assert (row.provider, row.region, row.version) == ("aws", "eu-west-3", "v1.34.2")
    assert (row.control_plane, row.workers) == (Count(3, 3), Count(2, 2))
    assert row.bootstrap is Status.WAITING
    running = job(gitops(), active=1)
    put(store, running)
    assert seen.turn()["fleet/prod"].bootstrap is Status.BOOTSTRAPPING
    for gone in (running, config(), deployment(), aws()):
        drop(store, gone)
    row = seen.turn()["fleet/prod"]
    assert (row.bootstrap, row.region, row.workers) == (None, "", Count(0, 0))


@pytest.mark.parametrize("kind", [KUBEADM_CONTROL_PLANE, CLUSTER_BOOTSTRAP_CONFIG, JOB, MACHINE_DEPLOYMENT], ids=str)
def test_what_is_not_watched_any_more_is_in_no_row(kind: Kind[Any]) -> None:
    """All objects of a kind go at once, and nobody names them."""
    world = (gitops(labels={"bootstrap": "flux"}), cluster(status={"workers": {}}), kubeadm(), config(), deployment())
    store, seen = listed(*world, *([job(gitops(), active=1)] if kind is JOB else []))
    before = seen.turn()["fleet/prod"]
    store.release(WatchKey(kind))
    after = seen.turn()["fleet/prod"]
    assert after != before
    assert after == Listed(seen.fleet).turn()["fleet/prod"]


def test_applications_are_counted_for_the_cluster_they_are_applied_to() -> None:
    """By the Secret of spec.kubeConfig; all others are the management cluster's own."""
    there = {"kubeConfig": {"secretRef": {"name": "prod-kubeconfig"}}}
    store, seen = listed(
        gitops(),
        cluster(),
        kustomization("here", READY),
        kustomization("there", READY, spec=there),
        release("broken", condition("Ready", False, "InstallFailed"), spec=there),
    )
    rows = seen.turn()
    assert rows["management"].applications == Count(1, 1)
    assert rows["fleet/prod"].applications == Count(1, 2)
    put(store, release("broken", READY, spec=there))
    assert seen.turn()["fleet/prod"].applications == Count(2, 2)
    drop(store, kustomization("there"))
    assert seen.turn()["fleet/prod"].applications == Count(1, 1)


def test_the_applications_of_an_open_leaf_are_counted_with_them() -> None:
    """As long as it is open; before and after they are unknown, not none."""
    fleet = Fleet(store_of(gitops(), cluster(), read=ClusterRows.KINDS))
    seen = Listed(fleet)
    assert seen.turn()["fleet/prod"].applications == Count()
    leaf = fleet.open("fleet/prod")
    leaf.apply(WatchKey(KUSTOMIZATION), Synced([kustomization("on-the-leaf", READY)], "1"), now=1.0)
    leaf.apply(WatchKey(kind_of(release())), Absent(Unreachable("no such kind", "")), now=1.0)
    assert seen.turn()["fleet/prod"].applications == Count(1, 1)
    lose(leaf, KUSTOMIZATION)
    assert seen.turn()["fleet/prod"].applications == Count(None, 1)
    fleet.close("fleet/prod")
    assert seen.turn()["fleet/prod"].applications == Count()


def test_rows_grow_old_with_their_watch_and_young_again() -> None:
    """Both sides of a row have to be live; only rows that differ are told."""
    store, seen = listed(gitops(), cluster(), gitops("edge", READY, spec=SECRET))
    seen.turn()
    lose(store, CLUSTER)
    rows = seen.turn()
    assert (rows["fleet/prod"].stale, rows["fleet/edge"].stale) == (True, False)
    assert seen.worked_out == 1
    store.apply(WatchKey(CLUSTER), Resumed(), now=3.0)
    assert not seen.turn()["fleet/prod"].stale


def test_bootstrap_is_unknown_while_jobs_may_not_be_read() -> None:
    """In the rows there are already, and no longer once they may."""
    configured: dict[str, Any] = {
        "labels": {"bootstrap": "flux"},
        "annotations": {"capi.weave.works/bootstrap-configs": f"{NAMESPACE}/flux"},
    }
    store, seen = listed(gitops(**configured), cluster(), config())
    assert seen.turn()["fleet/prod"].bootstrap is Status.READY
    store.apply(WatchKey(JOB), Denied(Unreachable("forbidden")), now=1.0)
    assert seen.turn()["fleet/prod"].bootstrap is Status.UNKNOWN
    store.apply(WatchKey(JOB), Synced([], "2"), now=2.0)
    assert seen.turn()["fleet/prod"].bootstrap is Status.READY


def test_the_management_cluster_is_a_row_once_it_has_answered() -> None:
    """Before that an empty list says why; version and nodes as far as they may be read."""
    fleet = Fleet()
    seen = Listed(fleet)
    assert seen.turn() == {}
    fleet.management.apply(WatchKey(GITOPS_CLUSTER), Synced([], "1"), now=1.0)
    row = seen.turn()["management"]
    assert (row.management, row.status, row.version, row.control_plane) == (True, Status.READY, "", Count())
    fleet.management.introduce("v1.34.2")
    control_plane = {"node-role.kubernetes.io/control-plane": ""}
    bad = node("worker", condition("Ready", False, "KubeletNotReady", "container runtime is down"))
    nodes = Synced([node("cp", labels=control_plane, spec={"providerID": "kind://docker/x"}), bad], "1")
    fleet.management.apply(WatchKey(kind_of(bad)), nodes, now=1.0)
    row = seen.turn()["management"]
    assert (row.provider, row.version, row.control_plane, row.workers) == ("kind", "v1.34.2", Count(1, 1), Count(0, 1))
    assert (row.status, row.message) == (Status.DEGRADED, "Node worker Ready: container runtime is down")


NAMES = st.sampled_from(["a", "b"])
STATES = st.sampled_from([condition("Available"), condition("Available", False), condition("RollingOut", True)])
SPECS = st.sampled_from([SECRET, {"capiClusterRef": {"name": "a"}}, {"capiClusterRef": {"name": "b"}}])
KUBECONFIGS = st.sampled_from([{}, {"kubeConfig": {"secretRef": {"name": "a-kubeconfig"}}}])
OBJECTS = st.one_of(
    st.builds(lambda name, spec: gitops(name, READY, spec=spec, labels={"bootstrap": "flux"}), NAMES, SPECS),
    st.builds(lambda name, of: gitops(name, READY, spec=SECRET, **of_cluster(of)), NAMES, NAMES),
    st.builds(cluster, NAMES, STATES),
    st.builds(lambda name, of: cluster(name, **owner(gitops(of), "GitopsCluster", GITOPS_CLUSTER.group)), NAMES, NAMES),
    st.builds(lambda name: aws(name, region=name), NAMES),
    st.builds(lambda name, version: kubeadm(f"{name}-cp", spec={"version": version}), NAMES, NAMES),
    st.builds(lambda name, of: deployment(name, spec={"clusterName": of}, status={"phase": "ScalingUp"}), NAMES, NAMES),
    st.builds(lambda of, done: job(gitops(of), *([condition("Complete")] if done else [])), NAMES, st.booleans()),
    st.builds(config, NAMES),
    st.builds(node, NAMES),
    st.builds(
        lambda name, ready, spec: kustomization(name, condition("Ready", ready), spec=spec),
        NAMES,
        st.booleans(),
        KUBECONFIGS,
    ),
)
CHANGES = st.one_of(
    st.tuples(st.just("put"), OBJECTS),
    st.tuples(st.just("drop"), OBJECTS),
    st.tuples(st.just("sync"), st.lists(OBJECTS, max_size=4)),
    st.tuples(
        st.sampled_from(["lose", "resume", "deny", "absent", "release", "expect", "turn"]),
        st.sampled_from(ClusterRows.KINDS),
    ),
    st.tuples(st.sampled_from(["open", "close"]), NAMES),
    st.tuples(st.just("leaf"), OBJECTS),
)


TOLD: dict[str, Change] = {
    "lose": Lost(Unreachable("no", ""), 1.0),
    "resume": Resumed(),
    "deny": Denied(Unreachable("no", "")),
    "absent": Absent(Unreachable("no", "")),
}


def _changed(fleet: Fleet, seen: Listed, verb: str, what: Any) -> None:
    store = fleet.management
    match verb:
        case "put" | "drop":
            {"put": put, "drop": drop}[verb](store, what)
        case "sync":
            for kind in {kind_of(found) for found in what}:
                mine = {found.metadata.ref: found for found in what if kind_of(found) == kind}
                store.apply(WatchKey(kind), Synced(list(mine.values()), "2"), now=2.0)
        case "release" | "expect":
            {"release": store.release, "expect": store.expect}[verb](WatchKey(what))
        case "open" | "close":
            {"open": fleet.open, "close": fleet.close}[verb](f"{NAMESPACE}/{what}")
        case "leaf":
            for leaf in fleet.leaves.values():
                put(leaf, what)
        case "turn":
            seen.turn()
        case _:
            store.apply(WatchKey(what), TOLD[verb], now=3.0)


@settings(max_examples=500, deadline=None)
@given(st.lists(CHANGES, max_size=25))
def test_after_any_changes_the_rows_are_those_worked_out_from_scratch(changes: list[tuple[str, Any]]) -> None:
    """However turns fall between them; and no two rows share an identity, so that none hides another."""
    fleet = Fleet()
    seen = Listed(fleet)
    for verb, what in changes:
        _changed(fleet, seen, verb, what)
    seen.turn()
    again = Listed(fleet)
    again.turn()
    assert seen.rows == again.rows
    assert {row.ref for row in seen.rows.values() if row.gitops} == set(fleet.management.objects(GITOPS_CLUSTER))
    shown = {row.capi_ref for row in seen.rows.values() if row.capi}
    assert shown == set(fleet.management.objects(CLUSTER))
