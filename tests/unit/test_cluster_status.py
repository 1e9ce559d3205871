"""From the objects of a cluster to its status, reason and message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.cluster_cases import CASES, Case
from tests.unit.worlds import NAMESPACE, cluster, condition, config, gitops, lose, store_of
from wgtui.errors import Forbidden
from wgtui.fleet.bootstrap_why import why, world_of
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.cluster_summary import summary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Denied, WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.store.store import Store


def row_at(store: Store, ref: ObjectRef) -> ClusterSummary | None:
    found = cluster_objects_of(store, ref)
    return summary(found, str(ref), Count()) if found is not None else None


def row_of(store: Store) -> ClusterSummary:
    """The one cluster of a world."""
    row = row_at(store, next(iter([*store.objects(GITOPS_CLUSTER), *store.objects(CLUSTER)])))
    assert row is not None
    return row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_first_rule_that_holds_decides(case: Case) -> None:
    """A world in, status, reason and message out."""
    row = row_of(store_of(*case.world, read=ClusterRows.KINDS))
    assert row.status is case.status, row.message
    assert case.message in row.message
    assert bool(case.message) == bool(row.message), row.message
    assert case.reason in row.reason


def test_there_are_enough_cases() -> None:
    """A table that shrinks is no table."""
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("kind", [GITOPS_CLUSTER, CLUSTER], ids=str)
def test_what_is_stale_is_never_green(kind: Any) -> None:
    """Whichever side cannot be asked any more; the last status stays, marked."""
    store = store_of(gitops(), cluster(), read=ClusterRows.KINDS)
    assert not row_of(store).stale
    lose(store, kind)
    assert row_of(store).stale
    assert row_of(store).status is Status.READY


def test_nothing_is_concluded_from_a_cluster_that_is_not_read_yet() -> None:
    """Half of what is known is not ready."""
    store = store_of(gitops())
    assert row_of(store).status is Status.UNKNOWN
    store.expect(WatchKey(CLUSTER))
    assert row_of(store).status is Status.UNKNOWN


def test_a_user_who_may_not_read_clusters_sees_what_the_gitops_cluster_says() -> None:
    """It is not said that the Cluster is missing."""
    store = store_of(gitops())
    store.apply(WatchKey(CLUSTER), Denied(Forbidden("no", "")), now=1.0)
    assert row_of(store).status is Status.READY


def test_a_user_who_may_not_read_jobs_is_not_told_that_bootstrap_ended_well() -> None:
    """A Job that runs or failed looks the same to them as one that is done."""
    configured: dict[str, Any] = {
        "labels": {"bootstrap": "flux"},
        "annotations": {"capi.weave.works/bootstrap-configs": f"{NAMESPACE}/flux"},
    }
    store = store_of(gitops(**configured), cluster(), config(), read=ClusterRows.KINDS)
    assert row_of(store).bootstrap is Status.READY
    store.apply(WatchKey(JOB), Denied(Forbidden("forbidden")), 1.0)
    assert row_of(store).bootstrap is Status.UNKNOWN
    found = cluster_objects_of(store, row_of(store).ref)
    assert found is not None and why(world_of(store, found), None).status is Status.UNKNOWN


def test_a_hostile_message_is_kept_short_and_whole_in_its_meaning() -> None:
    """A megabyte of markup, escapes and bidi is text; what shows it makes it harmless."""
    nasty = "[/x]\x1b[31m\u202e" + "A" * 1_000_000
    store = store_of(gitops(), cluster("prod", condition("Available", False, "NotAvailable", nasty)), read=(CLUSTER,))
    row = row_of(store)
    assert row.status is Status.DEGRADED
    assert row.message.startswith("[/x]")
    assert len(row.message) < 5_000


def test_a_cluster_is_found_by_the_name_of_either_side() -> None:
    """And nothing where there is nothing."""
    store = store_of(gitops("web", spec={"capiClusterRef": {"name": "prod"}}), cluster("prod"), read=ClusterRows.KINDS)
    assert row_at(store, ObjectRef(NAMESPACE, "nobody")) is None
    for name in ("web", "prod"):
        row = row_at(store, ObjectRef(NAMESPACE, name))
        assert row is not None
        assert (row.ref, row.capi_ref) == (ObjectRef(NAMESPACE, "web"), ObjectRef(NAMESPACE, "prod"))
