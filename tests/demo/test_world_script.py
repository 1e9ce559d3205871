"""The script of the world: it goes round for ever, the same in every run, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.demo.worlds import Json, changes_of_step, condition, everything, named, new_world, play_step
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.storage import SYSTEM_NAMESPACES
from wgtui.demo.stored import Stored
from wgtui.demo.world.actors import ClusterActor
from wgtui.demo.world.blueprint import Bootstrap
from wgtui.demo.world.script import STORIES
from wgtui.demo.world.stories import NEXT
from wgtui.demo.world.world import World

CLUSTER = "clusters.cluster.x-k8s.io"
ROUND = max(sum(step.wait for step in (*story.before, *story.steps)) for story in STORIES)
"""Seconds in which every story has come to its end once."""


def snapshot(world: World) -> dict[tuple[str, str, str], bytes]:
    return {(cluster, kind.resource, found.key): found.body for cluster, kind, found in everything(world)}


def test_the_same_seed_and_clock_give_the_same_objects() -> None:
    """Every object on every cluster to the byte, at the start and after minutes of the script."""
    one, other = new_world(), new_world()
    for _ in range(4):
        assert snapshot(one) == snapshot(other)
        for world in (one, other):
            world.advance(45)


def test_it_does_not_matter_in_what_portions_time_passes() -> None:
    """A beat of a second or one of a minute: the same steps at the same moments."""
    one, other = new_world(), new_world()
    one.advance(60)
    for _ in range(120):
        other.advance(0.5)
    assert snapshot(one) == snapshot(other)


def test_another_seed_gives_other_identities() -> None:
    """Names of clusters stay, uids and instances do not."""
    bodies = [named(new_world(seed=seed), CLUSTER, "fleet-prod", "payments-eu") for seed in (0, 1)]
    assert bodies[0]["metadata"]["uid"] != bodies[1]["metadata"]["uid"]


def test_something_visible_changes_every_few_seconds() -> None:
    """On the management cluster; never are there more than six quiet seconds."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    for _ in range(60):
        before = storage.version
        world.advance(6)
        assert storage.version > before


def test_the_script_goes_round_without_orphans() -> None:
    """A round and more; after each step every object that was written has its owners, and no deleted one is owner."""
    world, played = new_world(), 0.0
    uids = {(cluster, found.parsed()["metadata"]["uid"]) for cluster, _, found in everything(world)}
    while played < 1.2 * ROUND:
        played += world.next_due
        for cluster, change in changes_of_step(world):
            for each, known in ((change.before, uids.discard), (change.now, uids.add)):
                if each is not None:
                    known((cluster, each.parsed()["metadata"]["uid"]))
        assert [found.key for cluster, found in owned(world) if not owners(cluster, found) <= uids] == []


def owned(world: World) -> Iterator[tuple[str, Stored]]:
    for cluster, kind, found in everything(world):
        if kind.resource != "events":
            yield cluster, found


def owners(cluster: str, found: Stored) -> set[tuple[str, str]]:
    return {(cluster, uid) for uid in found.owners()}


def test_every_story_ends_where_it_began() -> None:
    """After a round each actor is in the state it had a round ago, but for what is counted."""
    for story in STORIES:
        states: dict[str, dict[str, object]] = {}
        for lap in range(2):
            for step in story.steps:
                changes = {key: value for key, value in step.changes.items() if value is not NEXT}
                states.setdefault(step.who or story.about, {}).update(changes)
            if lap == 0:
                first = {who: dict(fields) for who, fields in states.items()}
        assert states == first


def test_a_deleted_cluster_goes_step_by_step_and_leaves_nothing() -> None:
    """Workers, control plane, infrastructure, Cluster; at last neither its objects nor its API server are there."""
    world = new_world()
    seen = []
    while world.server.clusters[MANAGEMENT].find(CLUSTER, "fleet-dev", "load-test"):
        reason = condition(named(world, CLUSTER, "fleet-dev", "load-test"), "Deleting")["reason"]
        seen += [reason] if reason not in seen else []
        play_step(world)
    assert seen == [
        "WaitingForWorkersDeletion",
        "WaitingForControlPlaneDeletion",
        "WaitingForInfrastructureDeletion",
    ]
    assert left_of(world, "fleet-dev", "load-test") == []


def left_of(world: World, namespace: str, name: str) -> list[str]:
    """Objects that still belong to a cluster, events about it aside."""
    on_management = [
        f"{kind.resource}/{found.name}"
        for cluster, kind, found in everything(world)
        if cluster == MANAGEMENT and kind.resource != "events" and found.namespace == namespace
        if found.name == name or found.name.startswith(f"{name}-")
    ]
    on_itself = [
        f"{kind.resource}/{found.key}"
        for cluster, kind, found in everything(world)
        if cluster == name and found.name not in SYSTEM_NAMESPACES and kind.kind != "CustomResourceDefinition"
    ]
    return on_management + on_itself


def test_a_cluster_that_comes_again_is_another_one() -> None:
    """The same name, another uid, younger than the one before, and bootstrapped until Flux is on it."""
    world = new_world()
    first = named(world, CLUSTER, "fleet-dev", "load-test")["metadata"]
    actor = world.actors["fleet-dev/load-test"]
    assert isinstance(actor, ClusterActor)
    until(world, lambda: not actor.state.exists)
    until(world, lambda: actor.state.exists and actor.state.bootstrap is Bootstrap.DONE)
    again = named(world, CLUSTER, "fleet-dev", "load-test")["metadata"]
    assert again["uid"] != first["uid"]
    assert again["creationTimestamp"] > first["creationTimestamp"]
    platform = named(world, "kustomizations.kustomize.toolkit.fluxcd.io", "flux-system", "platform", "load-test")
    assert platform["metadata"]["creationTimestamp"] >= again["creationTimestamp"]


def until(world: World, is_so: Callable[[], bool]) -> None:
    for _ in range(2000):
        if is_so():
            return
        play_step(world)
    pytest.fail("the script does not come there")


def test_conditions_that_hold_keep_their_time() -> None:
    """Only what changes gets a new transition time, as controllers write it."""
    world = new_world()
    before = named(world, CLUSTER, "fleet-staging", "checkout")
    world.advance(30)
    after = named(world, CLUSTER, "fleet-staging", "checkout")
    held = condition(after, "InfrastructureReady")["lastTransitionTime"]
    assert held == condition(before, "InfrastructureReady")["lastTransitionTime"]
    assert after["metadata"]["resourceVersion"] != before["metadata"]["resourceVersion"]


def test_what_a_user_changed_stays() -> None:
    """A label and a suspension of somebody's own outlive the script's next writes."""
    world = new_world()
    storage, resource = world.server.clusters[MANAGEMENT], "kustomizations.kustomize.toolkit.fluxcd.io"

    def change(body: Json) -> None:
        body["metadata"].setdefault("labels", {})["mine"] = "yes"
        body["spec"]["interval"] = "1h0m0s"

    storage.update(resource, "shop", "cart", change)
    before = named(world, resource, "shop", "cart")["status"]["lastAppliedRevision"]
    world.advance(120)
    after = named(world, resource, "shop", "cart")
    assert after["metadata"]["labels"]["mine"] == "yes"
    assert after["spec"]["interval"] == "1h0m0s"
    assert after["status"]["lastAppliedRevision"] != before


def test_a_world_that_runs_for_long_stays_as_small_as_it_was() -> None:
    """Events are forgotten, logs rotated, deleted clusters gone."""
    world, sizes = new_world(), []
    for _ in range(4):
        world.advance(ROUND / 2)
        sizes.append(sum(1 for _ in everything(world)))
    # Its clock runs on while the script rests: what is older than an hour is forgotten.
    world.advance(4000, script=ROUND / 2)
    sizes.append(sum(1 for _ in everything(world)))
    assert max(sizes[-2:]) < 1.1 * max(sizes[:2])


def test_a_rollout_moves_machines_from_one_set_to_the_next() -> None:
    """Two MachineSets with two versions while it runs, one with the new version when it is done."""
    world, sets = new_world(), "machinesets.cluster.x-k8s.io"

    def versions() -> list[str]:
        found = world.server.clusters[MANAGEMENT].list(sets, "fleet-staging")
        mine = [each for each in found if each["spec"]["clusterName"] == "checkout"]
        return sorted(each["spec"]["template"]["spec"]["version"] for each in mine)

    assert versions() == ["v1.33.5", "v1.34.2"]
    until(world, lambda: versions() == ["v1.34.2"])
    for machine in world.server.clusters[MANAGEMENT].list("machines.cluster.x-k8s.io", "fleet-staging"):
        if machine["spec"]["clusterName"] == "checkout":
            assert machine["spec"]["version"] == "v1.34.2"
