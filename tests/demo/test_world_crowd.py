"""Clusters and applications by the thousand: as real as those with a story, cheap until somebody looks."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.crds import needs_crds, wrong_with
from tests.demo.worlds import Json, condition, everything, new_world
from wgtui.demo.conversion import convert
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.crowd import TROUBLED_FOR
from wgtui.demo.world.stencil import Drawn
from wgtui.demo.world.world import TURN, World

CLUSTER = "clusters.cluster.x-k8s.io"
KUSTOMIZATION = "kustomizations.kustomize.toolkit.fluxcd.io"
RELEASE = "helmreleases.helm.toolkit.fluxcd.io"


@pytest.fixture(scope="module")
def crowded() -> World:
    return new_world(clusters=1200, applications=3000)


def of_the_crowd(world: World, resource: str) -> list[Json]:
    collection = world.server.clusters[MANAGEMENT].collection(resource)
    return [found.parsed() for found in collection.ordered() if isinstance(found, Drawn)]


@needs_crds
def test_every_drawn_object_is_valid(crowded: World) -> None:
    """A sample of each kind, in each version served."""
    wrong, seen = [], Counter[str]()
    for _, kind, found in everything(crowded):
        seen[kind.resource] += 1
        if isinstance(found, Drawn) and kind.custom and seen[kind.resource] % 17 == 0:
            wrong += [line for version in kind.versions for line in wrong_with(convert(kind, found.parsed(), version))]
    assert wrong == []


def test_no_two_objects_share_an_identity(crowded: World) -> None:
    """uids are unique on the cluster, and every owner is there."""
    management = [found for cluster, _, found in everything(crowded) if cluster == MANAGEMENT]
    uids = [found.parsed()["metadata"]["uid"] for found in management]
    assert len(set(uids)) == len(uids)
    assert {owner for found in management for owner in found.owners()} <= set(uids)


def test_what_is_said_of_owners_and_labels_is_what_is_drawn(crowded: World) -> None:
    """Selectors and garbage collection never read the body."""
    for _, _, found in everything(crowded):
        if isinstance(found, Drawn):
            metadata = found.parsed()["metadata"]
            assert found.owners() == [owner["uid"] for owner in metadata.get("ownerReferences", ())]
            assert found.labels == metadata.get("labels", {})
            assert (found.namespace, found.name) == (metadata.get("namespace", ""), metadata["name"])
            assert str(found.version) == metadata["resourceVersion"]


def test_most_are_well_and_some_of_every_state_are_not(crowded: World) -> None:
    """As a fleet of that size is."""
    available = Counter(condition(body, "Available")["status"] for body in of_the_crowd(crowded, CLUSTER))
    assert available["True"] > 10 * available["False"] > 0
    reasons = Counter(condition(body, "Ready")["reason"] for body in of_the_crowd(crowded, KUSTOMIZATION))
    assert {"ReconciliationSucceeded", "HealthCheckFailed", "Progressing"} <= reasons.keys()
    assert any(body["spec"].get("suspend") for body in of_the_crowd(crowded, KUSTOMIZATION))


def test_nobody_is_from_the_future(crowded: World) -> None:
    """Created before now, and come into its state after that."""
    now = crowded.start.strftime("%Y-%m-%dT%H:%M:%SZ")
    for body in of_the_crowd(crowded, CLUSTER):
        created = body["metadata"]["creationTimestamp"]
        assert created < now
        assert all(created <= each["lastTransitionTime"] <= now for each in body["status"]["conditions"])


def test_the_same_numbers_give_the_same_crowd() -> None:
    """To the byte."""
    one, other = (new_world(clusters=40, applications=60) for _ in range(2))
    for _ in range(2):
        assert [found.body for _, _, found in everything(one)] == [found.body for _, _, found in everything(other)]
        for world in (one, other):
            world.advance(10)


def test_the_crowd_stays_alive_and_comes_to_rest() -> None:
    """In each turn some change, and who was troubled is well again later, as if nothing had been."""
    world = new_world(clusters=200, applications=300)
    storage = world.server.clusters[MANAGEMENT]
    world.advance(TURN)
    ((resource, troubled),) = [
        (resource, change.now)
        for resource in (KUSTOMIZATION, RELEASE)
        for change in storage.collection(resource).history.since(0)
        if change.now and change.now.namespace.startswith("team-")
    ]
    assert condition(troubled.parsed(), "Ready")["status"] == "Unknown"
    world.advance(TURN * TROUBLED_FOR)
    again = storage.get(resource, troubled.namespace, troubled.name)
    assert condition(again, "Ready")["status"] == "True"
    assert condition(again, "Ready")["lastTransitionTime"] > again["metadata"]["creationTimestamp"]


def test_a_few_are_no_crowd() -> None:
    """Fewer than have a story: nothing is added."""
    assert sum(1 for _ in everything(new_world(clusters=3))) == sum(1 for _ in everything(new_world()))


def test_sixty_thousand_are_there_within_seconds() -> None:
    """Ten thousand clusters and fifty thousand applications, ready to be listed."""
    began = time.perf_counter()
    storage = new_world(clusters=10_000, applications=50_000).server.clusters[MANAGEMENT]
    built = time.perf_counter() - began
    bodies = [found.body for found in storage.collection(KUSTOMIZATION).ordered()]
    assert len(bodies) > 29_000
    # A machine ten times as slow as it should be still passes; a way that is ten times as slow does not.
    assert built < 15
