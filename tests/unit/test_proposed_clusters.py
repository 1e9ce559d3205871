"""Clusters that are only proposed, and those whose deletion is, as rows of the fleet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.test_cluster_rows import Listed, drop, leaf_rows, listed
from tests.unit.worlds import NAMESPACE, cluster, gitops, kind_of
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.pulls import PULL_REQUEST, Intent, KnownPull, pull_ref
from wgtui.fleet.status import Status
from wgtui.github.marks import Subject, Verb
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review
from wgtui.github.repository import Repository
from wgtui.resources.changes import Applied, Deleted, WatchKey
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.store.store import Store
from wgtui.views.clusters import described

ACME = Repository("github.com", "acme", "fleet")
KEY = WatchKey(PULL_REQUEST)


def pull(number: int = 7, state: PullState = PullState.OPEN, **more: Any) -> PullRequest:
    return replace(PullRequest(ACME, number, f"PR_{number}", "A title", state, "b", "main", "ada", "https://x"), **more)


def known(verb: Verb, name: str = "kitchen", kind: str = "GitopsCluster", **more: Any) -> KnownPull:
    found = pull(**more)
    intent = Intent(verb, Subject(kind, NAMESPACE, name))
    return KnownPull(ObjectMeta(name=pull_ref(found.number).name), found, ObjectRef("flux-system", "fleet"), (intent,))


def tell(store: Store, found: KnownPull) -> None:
    store.apply(KEY, Applied(found), now=1.0)


def rows(seen: Listed) -> dict[str, ClusterSummary]:
    found = seen.turn()
    return {name.partition("/")[2]: found[name] for name in leaf_rows(found)}


@pytest.fixture
def fleet() -> tuple[Store, Listed]:
    return listed(gitops("prod"), cluster("prod"))


def test_a_cluster_that_is_only_in_a_pull_request_is_a_row(fleet: tuple[Store, Listed]) -> None:
    """It says which, whose, and what that waits for; it goes with the pull request."""
    store, seen = fleet
    assert list(rows(seen)) == ["prod"]
    tell(store, known(Verb.CREATE, checks=Checks.PENDING, review=Review.REQUIRED))
    row = rows(seen)["kitchen"]
    assert (row.status, row.pull, row.gitops, row.capi) == (Status.PROPOSED, 7, False, False)
    assert described(row) == "#7 by ada: checks pending, review required"
    tell(store, known(Verb.CREATE, state=PullState.CLOSED))
    assert list(rows(seen)) == ["prod"]


def test_the_row_becomes_that_of_the_cluster(fleet: tuple[Store, Listed]) -> None:
    """Whichever side comes first, under the same identity; when the cluster is gone it is proposed again."""
    store, seen = fleet
    tell(store, known(Verb.CREATE))
    uid = rows(seen)["kitchen"].uid
    for side in (cluster("kitchen"), gitops("kitchen")):
        store.apply(WatchKey(kind_of(side)), Applied(side), now=2.0)
        row = rows(seen)["kitchen"]
        assert (row.uid, row.pull) == (uid, 0)
        assert row.status is not Status.PROPOSED
    drop(store, gitops("kitchen"))
    assert rows(seen)["kitchen"].capi
    drop(store, cluster("kitchen"))
    assert rows(seen)["kitchen"].status is Status.PROPOSED


def test_a_cluster_whose_deletion_is_proposed_is_marked(fleet: tuple[Store, Listed]) -> None:
    """Beside what is said of it otherwise; no longer when the pull request is merged."""
    store, seen = fleet
    before = rows(seen)["prod"]
    tell(store, known(Verb.DELETE, "prod", number=12))
    row = rows(seen)["prod"]
    assert (row.status, row.pull) == (before.status, 12)
    assert described(row) == "deletion proposed #12"
    tell(store, known(Verb.DELETE, "prod", number=12, state=PullState.MERGED))
    assert rows(seen)["prod"] == before


def test_what_somebody_pushes_to_a_pull_request_moves_its_row(fleet: tuple[Store, Listed]) -> None:
    """Another name is another cluster."""
    store, seen = fleet
    tell(store, known(Verb.CREATE))
    assert "kitchen" in rows(seen)
    tell(store, known(Verb.CREATE, "pantry"))
    assert sorted(rows(seen)) == ["pantry", "prod"]
    store.apply(KEY, Deleted(pull_ref(7)), now=3.0)
    assert list(rows(seen)) == ["prod"]


def test_pull_requests_about_something_else_are_no_rows(fleet: tuple[Store, Listed]) -> None:
    """Edits of clusters, and applications."""
    store, seen = fleet
    tell(store, known(Verb.EDIT, "prod"))
    tell(store, known(Verb.ADD, "podinfo", "HelmRelease", number=8))
    found = rows(seen)
    assert list(found) == ["prod"]
    assert found["prod"].pull == 0


WAITS: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"checks": Checks.PASSED, "mergeable": Mergeable.YES}, "waits to be merged"),
    "a draft": ({"state": PullState.DRAFT}, "a draft"),
    "failed checks": ({"checks": Checks.FAILED}, "checks failed"),
    "changes": ({"review": Review.CHANGES_REQUESTED}, "changes requested"),
    "conflicts": ({"mergeable": Mergeable.CONFLICTS}, "conflicts"),
    "behind": ({"mergeable": Mergeable.BEHIND}, "behind its base"),
}


@pytest.mark.parametrize(("more", "words"), WAITS.values(), ids=WAITS)
def test_a_row_says_what_its_pull_request_waits_for(
    fleet: tuple[Store, Listed], more: dict[str, Any], words: str
) -> None:
    """In the order in which it is to be settled."""
    store, seen = fleet
    tell(store, known(Verb.CREATE, **more))
    assert described(rows(seen)["kitchen"]) == f"#7 by ada: {words}"
