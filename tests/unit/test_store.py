"""What the store knows after any sequence of events: objects, indexes, freshness, and what followers are told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.worlds import kustomization, machine, owner, release
from wgtui.errors import Forbidden, NotFound, Unreachable
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.changes import Absent, Applied, Change, Deleted, Denied, Lost, Resumed, Skipped, Synced, WatchKey
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.references import SourceRef
from wgtui.store import index
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Follower
from wgtui.store.freshness import RELEASED, Freshness, worst
from wgtui.store.store import Health, Store, Touched

EVERYWHERE = WatchKey(MACHINE)
BY_LABEL = WatchKey(MACHINE, "fleet", "cluster.x-k8s.io/cluster-name=a")
IN_FLEET = WatchKey(MACHINE, "fleet")
IN_OTHER = WatchKey(MACHINE, "other")
GONE = Unreachable("gone", "")


def made(name: str, of: str = "a", namespace: str = "fleet", version: int = 1) -> Any:
    """A Machine of a cluster, of which it has the label and the owner."""
    more = owner(machine(of), "MachineSet", "cluster.x-k8s.io")
    labels = {"cluster.x-k8s.io/cluster-name": of}
    return machine(name, namespace=namespace, labels=labels, resourceVersion=str(version), **more)


def names(found: Iterable[Any]) -> list[str]:
    return sorted(one.metadata.name for one in found)


def synced(*objects: Any) -> Synced:
    return Synced(objects, "1")


def followed(store: Store) -> Follower:
    """A follower that has taken its first turn."""
    follower = store.follow((MACHINE,), asyncio.Event())
    follower.take()
    return follower


def test_a_sync_swaps_at_once() -> None:
    """What was deleted while nobody watched is gone, and nothing was missing in between."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one"), made("two")), 1.0)
    store.apply(EVERYWHERE, Lost(GONE, 1.0), 2.0)
    assert names(store.objects(MACHINE).values()) == ["one", "two"]
    follower = followed(store)
    store.apply(EVERYWHERE, synced(made("two"), made("three")), 3.0)
    assert names(store.objects(MACHINE).values()) == ["three", "two"]
    assert follower.take().refs == {MACHINE: {ObjectRef("fleet", "one"), ObjectRef("fleet", "three")}}


def test_a_sync_without_a_difference_tells_nobody() -> None:
    """Rows stay as they are; only their freshness is new."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one")), 1.0)
    follower = followed(store)
    store.apply(EVERYWHERE, synced(made("one")), 2.0)
    touched = follower.take()
    assert not touched.refs
    assert not touched.reset
    assert touched.freshness == {MACHINE}


def test_a_relist_of_thousands_is_taken_whole() -> None:
    """It is not compared, so that it never stalls the loop; indexes follow it all the same."""
    store = Store()
    store.apply(EVERYWHERE, synced(*[made(f"m-{number}") for number in range(2_001)]), 1.0)
    assert len(store.in_cluster(MACHINE, ObjectRef("fleet", "a"))) == 2_001
    follower = followed(store)
    store.apply(EVERYWHERE, synced(*[made(f"m-{number}", "b") for number in range(2_001)]), 2.0)
    touched = follower.take()
    assert touched.reset == {MACHINE}
    assert not touched.refs
    assert store.in_cluster(MACHINE, ObjectRef("fleet", "a")) == []
    assert len(store.in_cluster(MACHINE, ObjectRef("fleet", "b"))) == 2_001


def test_of_an_object_that_two_watches_tell_of_the_newest_telling_counts() -> None:
    """A list that began earlier may arrive later."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one", version=7)), 1.0)
    store.apply(BY_LABEL, synced(made("one", "old", version=5)), 2.0)
    found = store.get(MACHINE, ObjectRef("fleet", "one"))
    assert found is not None
    assert found.metadata.resource_version == "7"
    store.apply(BY_LABEL, Applied(made("one", version=9)), 3.0)
    found = store.get(MACHINE, ObjectRef("fleet", "one"))
    assert found is not None
    assert found.metadata.resource_version == "9"


def test_an_object_goes_when_the_last_watch_that_told_of_it_ends() -> None:
    """Not before: the page of its cluster may be closed while the list is open."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one"), made("two", "b")), 1.0)
    store.apply(BY_LABEL, synced(made("one")), 1.0)
    store.release(EVERYWHERE)
    assert names(store.objects(MACHINE).values()) == ["one"]
    store.release(BY_LABEL)
    assert names(store.objects(MACHINE).values()) == []
    assert store.freshness(MACHINE) == RELEASED


def test_what_became_unreadable_goes_and_is_counted() -> None:
    """What it was before is not what it is now."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one")), 1.0)
    store.apply(EVERYWHERE, Skipped(ObjectRef("fleet", "one"), "no name"), 2.0)
    assert names(store.objects(MACHINE).values()) == []
    assert store.freshness(MACHINE).skipped == 1
    store.apply(EVERYWHERE, Applied(made("one")), 3.0)
    assert store.freshness(MACHINE).skipped == 0


def test_a_kind_that_is_served_no_more_has_no_objects() -> None:
    """Its definition was deleted, and they with it."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one")), 1.0)
    store.apply(EVERYWHERE, Absent(NotFound("no such kind", "")), 2.0)
    assert names(store.objects(MACHINE).values()) == []
    assert store.freshness(MACHINE).health is Health.ABSENT


@pytest.mark.parametrize(
    ("changes", "health", "since", "retry_at"),
    [
        ((), Health.LOADING, None, 0.0),
        ((synced(),), Health.LIVE, 1.0, 0.0),
        ((synced(), Lost(GONE, 5.0)), Health.STALE, 2.0, 7.0),
        ((synced(), Lost(GONE, 5.0), Lost(GONE, 9.0)), Health.STALE, 2.0, 12.0),
        ((synced(), Lost(GONE, 5.0), Resumed()), Health.LIVE, 3.0, 0.0),
        ((Lost(GONE, 5.0),), Health.STALE, None, 6.0),
        ((Lost(GONE, 5.0), Resumed()), Health.LOADING, None, 0.0),
        ((synced(), Denied(Forbidden("no", ""))), Health.DENIED, 2.0, 0.0),
        ((synced(), Absent(NotFound("no", "")), synced()), Health.LIVE, 3.0, 0.0),
    ],
)
def test_freshness_follows_what_a_watch_tells(
    changes: tuple[Change, ...], health: Health, since: float | None, retry_at: float
) -> None:
    """`since` is the last moment at which the objects were known to be true."""
    store = Store()
    store.expect(EVERYWHERE)
    for second, change in enumerate(changes, start=1):
        store.apply(EVERYWHERE, change, float(second))
    found = store.freshness(MACHINE)
    assert (found.health, found.since, found.retry_at) == (health, since, retry_at)


def test_of_several_watches_the_worst_counts_and_what_is_denied_is_named() -> None:
    """One namespace may not be read; that does not make the others old."""
    store = Store()
    store.apply(IN_FLEET, synced(made("one")), 1.0)
    store.apply(IN_OTHER, Denied(Forbidden("no", "")), 1.0)
    assert store.freshness(MACHINE).health is Health.LIVE
    assert store.freshness(MACHINE).denied == ("other",)
    store.apply(IN_FLEET, Lost(GONE, 1.0), 2.0)
    assert store.freshness(MACHINE).health is Health.STALE
    assert not store.live(MACHINE, ObjectRef("fleet", "one"))


def test_a_row_is_live_by_the_watch_that_tells_of_it() -> None:
    """One namespace's stream is cut, the rows of the other stay green."""
    store = Store()
    store.apply(IN_FLEET, synced(made("one")), 1.0)
    store.apply(IN_OTHER, synced(made("two", namespace="other")), 1.0)
    store.apply(IN_OTHER, Lost(GONE, 1.0), 2.0)
    assert store.live(MACHINE, ObjectRef("fleet", "one"))
    assert not store.live(MACHINE, ObjectRef("other", "two"))
    assert not store.live(MACHINE, ObjectRef("fleet", "nobody"))


def test_no_watch_at_all_is_released() -> None:
    """And of equally bad ones the oldest moment and the next try are told."""
    assert worst([]) == RELEASED
    both = [("a", Freshness(Health.STALE, 5.0, GONE, 9.0)), ("b", Freshness(Health.STALE, 3.0, GONE, 7.0, skipped=2))]
    assert worst(both) == Freshness(Health.STALE, 3.0, GONE, 7.0, skipped=2)
    never = [("a", Freshness(Health.STALE, None)), ("b", Freshness(Health.STALE, 3.0))]
    assert worst(never).since is None


def test_objects_are_found_by_what_they_say_of_themselves() -> None:
    """Owner, label, namespace, source: kept up to date as they change."""
    store = Store()
    store.apply(EVERYWHERE, synced(made("one"), made("two", "b")), 1.0)
    owner_uid = machine("a").metadata.uid
    assert names(store.owned_by(MACHINE, owner_uid)) == ["one"]
    assert names(store.in_cluster(MACHINE, ObjectRef("fleet", "b"))) == ["two"]
    assert names(store.in_cluster(MACHINE, ObjectRef("other", "b"))) == []
    store.apply(EVERYWHERE, Applied(made("two", "a", version=2)), 2.0)
    assert names(store.owned_by(MACHINE, owner_uid)) == ["one", "two"]
    assert names(store.in_cluster(MACHINE, ObjectRef("fleet", "b"))) == []
    store.apply(EVERYWHERE, Deleted(ObjectRef("fleet", "one")), 3.0)
    assert names(store.in_namespace(MACHINE, "fleet")) == ["two"]


def test_what_reads_a_source_is_found_by_it() -> None:
    """Its namespace is that of the reference, else that of the application."""
    store = Store()
    elsewhere = {"sourceRef": {"kind": "GitRepository", "name": "repo", "namespace": "flux-system"}}
    store.apply(WatchKey(KUSTOMIZATION), synced(kustomization("a"), kustomization("b", spec=elsewhere)), 1.0)
    store.apply(WatchKey(HELM_RELEASE), synced(release("c")), 1.0)
    assert names(store.using(KUSTOMIZATION, SourceRef("GitRepository", ObjectRef("fleet", "repo")))) == ["a"]
    assert names(store.using(KUSTOMIZATION, SourceRef("GitRepository", ObjectRef("flux-system", "repo")))) == ["b"]
    assert names(store.using(HELM_RELEASE, SourceRef("HelmRepository", ObjectRef("fleet", "repo")))) == ["c"]


async def test_a_burst_is_one_turn() -> None:
    """However many events; the first turn says that everything is new."""
    store = Store()
    changes = store.changes(MACHINE)
    assert (await anext(changes)).reset == {MACHINE}
    store.apply(EVERYWHERE, synced(), 1.0)
    await anext(changes)
    for number in range(100):
        store.apply(EVERYWHERE, Applied(made(f"m-{number}")), 1.0)
    turn = await anext(changes)
    assert len(turn.refs[MACHINE]) == 100
    store.apply(WatchKey(CLUSTER), synced(), 1.0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(changes), 0.01)


async def test_the_changes_of_a_fleet_name_the_server_they_happened_on() -> None:
    """A leaf that is opened is followed from its first object on; one that is closed is told once."""
    fleet = Fleet()
    changes = fleet.changes(MACHINE)
    assert (await anext(changes)).keys() == {""}
    leaf = fleet.open("fleet/prod")
    leaf.apply(EVERYWHERE, synced(made("one")), 1.0)
    assert (await anext(changes)).keys() == {"fleet/prod"}
    assert fleet.open("fleet/prod") is leaf
    fleet.close("fleet/prod")
    assert (await anext(changes))["fleet/prod"].reset == {MACHINE}
    assert fleet.store("fleet/prod") is None


def test_a_server_that_tells_its_version_is_looked_at_again() -> None:
    """Once: telling it again changes nothing."""
    store = Store()
    store.apply(EVERYWHERE, synced(), 1.0)
    follower = followed(store)
    store.introduce("v1.34.2")
    assert follower.take().freshness == {MACHINE}
    store.introduce("v1.34.2")
    assert not follower.take()


def test_a_follower_that_is_dropped_costs_nothing_any_more() -> None:
    """The store holds it weakly: there is no way to forget to leave."""
    store = Store()
    follower = followed(store)
    del follower
    assert not list(store._followers)


KEYS = (EVERYWHERE, BY_LABEL, IN_FLEET, IN_OTHER)
INDEXES = (index.owner_uids, index.namespaces, index.clusters)
SMALL = st.sampled_from(["a", "b", "c"])
NAMESPACES = st.sampled_from(["fleet", "other"])
MACHINES = st.builds(made, SMALL, SMALL, NAMESPACES, st.integers(1, 5))
EVENTS = st.one_of(
    st.builds(Applied, MACHINES),
    st.builds(Deleted, st.builds(ObjectRef, NAMESPACES, SMALL)),
    st.builds(Skipped, st.builds(ObjectRef, NAMESPACES, SMALL), st.just("unreadable")),
    st.builds(
        lambda found: Synced(list({one.metadata.ref: one for one in found}.values()), "1"),
        st.lists(MACHINES, max_size=5),
    ),
    st.sampled_from([Lost(GONE, 1.0), Resumed(), Denied(GONE), Absent(GONE)]),
    st.just(None),
)


def _selected(key: WatchKey, change: Change | None) -> Change | None:
    """As the server would: a watch only tells of what it selects."""

    def tells(found: Any) -> bool:
        in_cluster = found.metadata.labels["cluster.x-k8s.io/cluster-name"] == "a" or not key.selector
        return in_cluster and key.namespace in ("", found.metadata.namespace)

    match change:
        case Applied(found):
            return change if tells(found) else Deleted(found.metadata.ref)
        case Synced(objects, version):
            return Synced([found for found in objects if tells(found)], version)
    return change


def _tell(told: dict[WatchKey, dict[ObjectRef, Any]], key: WatchKey, change: Change | None) -> None:
    """What each watch has told, in the simplest words."""
    mine = told.setdefault(key, {})
    match change:
        case None:
            told.pop(key)
        case Applied(found):
            mine[found.metadata.ref] = found
        case Deleted(ref) | Skipped(ObjectRef() as ref, _):
            mine.pop(ref, None)
        case Synced(objects):
            told[key] = {found.metadata.ref: found for found in objects}
        case Absent():
            mine.clear()


def _take(copy: dict[ObjectRef, Any], store: Store, touched: Touched) -> None:
    """What a list does with a turn."""
    if MACHINE in touched.reset:
        copy.clear()
        copy.update(store.objects(MACHINE))
    for ref in touched.refs.get(MACHINE, ()):
        found = store.get(MACHINE, ref)
        if found is None:
            copy.pop(ref, None)
        else:
            copy[ref] = found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KEYS), EVENTS, st.booleans()), max_size=30))
def test_any_sequence_of_changes_leaves_indexes_and_followers_right(
    changes: list[tuple[WatchKey, Change | None, bool]],
) -> None:
    """Several watches feed one kind: what one of them tells of is known, each index equals one made anew, and each
    follower's copy is what is known.
    """
    store = Store()
    follower = store.follow((MACHINE,), asyncio.Event())
    copy: dict[ObjectRef, Any] = {}
    told: dict[WatchKey, dict[ObjectRef, Any]] = {}
    for second, (key, change, looks) in enumerate(changes):
        for keys_of in INDEXES:
            store.indexed(MACHINE, keys_of, "made before there is anything to find")
        selected = _selected(key, change)
        _tell(told, key, selected)
        if selected is None:
            store.release(key)
        else:
            store.apply(key, selected, float(second))
        if looks:
            _take(copy, store, follower.take())
    _take(copy, store, follower.take())
    objects = store.objects(MACHINE)
    assert copy == dict(objects)
    assert objects.keys() == {ref for mine in told.values() for ref in mine}
    for ref, found in objects.items():
        assert any(found is mine.get(ref) or found == mine.get(ref) for mine in told.values())
    for keys_of in INDEXES:
        wanted: dict[Any, set[ObjectRef]] = {}
        for ref, found in objects.items():
            for value in keys_of(found):
                wanted.setdefault(value, set()).add(ref)
        for value in {*wanted, "a", "fleet", ObjectRef("fleet", "a")}:
            refs = [found.metadata.ref for found in store.indexed(MACHINE, keys_of, value)]
            assert len(refs) == len(set(refs))
            assert set(refs) == wanted.get(value, set())
