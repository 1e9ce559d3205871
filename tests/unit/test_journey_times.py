"""Since when, how long, and how long usually."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.unit.journeys import (
    IS_MERGED,
    NOW,
    UP,
    at,
    fleet_of,
    known,
    travelled,
)
from tests.unit.worlds import (
    cluster,
    condition,
    gitops,
    job,
    store_of,
)
from wgtui.fleet.journey.stations import State, Station, durations, lined_up, remembered
from wgtui.fleet.journey.usual import usual
from wgtui.github.marks import Verb


def minutes(amount: int) -> datetime:
    return NOW + timedelta(minutes=amount)


def test_what_was_passed_before_the_change_is_not_dated_by_it() -> None:
    """An edit goes through a control plane that has been there for a year: since when with the change nobody knows."""
    about = known(replace(IS_MERGED, merged=NOW), Verb.EDIT)
    found = travelled(fleet_of(*UP, gitops(), cluster()), about)
    assert at(found, "merged").since == NOW
    assert at(found, "ready").state is State.DONE and at(found, "ready").since is None


def test_a_station_begins_when_the_one_before_it_was_passed() -> None:
    """Until then nothing is made up; and what is seen to pass is dated."""
    stations = (
        Station("opened", "", State.DONE, since=NOW),
        Station("checks", "", State.DONE),
        Station("merged", "", State.WAITING),
        Station("fetched", "", State.LATER),
    )
    found = remembered(stations, {}, minutes(9))
    assert [one.since for one in found] == [NOW, None, NOW, None]
    seen = {one.id: (one.state, one.since) for one in found}
    passed = (*stations[:2], replace(stations[2], state=State.DONE), replace(stations[3], state=State.RUNNING))
    assert [one.since for one in remembered(passed, seen, minutes(5))] == [NOW, None, minutes(5), minutes(5)]


def test_what_was_passed_long_ago_is_not_dated_by_being_read() -> None:
    """Its objects come after those of the stations before it."""
    seen = {"bootstrap": (State.LATER, None), "flux": (State.SKIPPED, None)}
    stations = (Station("bootstrap", "", State.DONE), Station("flux", "", State.DONE))
    assert [one.since for one in remembered(stations, seen, minutes(5))] == [None, None]


def test_how_long_a_station_took_is_counted_from_the_one_before() -> None:
    """And goes on counting at the one that is not passed; behind it there is nothing to count."""
    stations = (
        Station("opened", "", State.DONE, since=NOW),
        Station("checks", "", State.SKIPPED),
        Station("merged", "", State.DONE, since=minutes(3)),
        Station("fetched", "", State.RUNNING),
        Station("applied", "", State.RUNNING),
    )
    took = durations(stations, minutes(10))
    assert took == {"merged": timedelta(minutes=3), "fetched": timedelta(minutes=7)}


def test_a_gate_that_is_shut_hides_what_lies_behind_it() -> None:
    """What is unknown is no gate."""
    stations = [
        Station("merged", "", State.UNKNOWN),
        Station("fetched", "", State.FAILED),
        Station("applied", "", State.DONE),
    ]
    assert [one.state for one in lined_up(stations)] == [State.UNKNOWN, State.FAILED, State.LATER]


def passed_at(name: str, *turned: int, kind: str = "AWSCluster") -> Iterator[Any]:
    """A cluster whose conditions turned so many minutes after it was made."""

    def then(after: int) -> str:
        return minutes(after).isoformat()

    names = ("InfrastructureReady", "ControlPlaneInitialized", "WorkersAvailable")
    said = [condition(one) | {"lastTransitionTime": then(at)} for one, at in zip(names, turned, strict=False)]
    yield cluster(name, *said, creationTimestamp=then(0), spec={"infrastructureRef": {"kind": kind, "name": name}})


def test_what_is_usual_is_the_median_of_those_that_passed() -> None:
    """Of the same infrastructure; what turned all at once, or much later, tells nothing."""
    clusters = [
        *passed_at("a", 10, 13, 20),
        *passed_at("b", 12, 17, 20),
        *passed_at("c", 30, 31),
        *passed_at("restored", 5, 5, 5),
        *passed_at("upgraded", 10, 13, 6000),
        *passed_at("other", 1, 2, 3, kind="DockerCluster"),
    ]
    like = next(passed_at("new", 9))
    store = store_of(*clusters, like)
    found = usual(store, like)
    assert {id: (one.duration, one.of) for id, one in found.items()} == {
        "infrastructure": (timedelta(minutes=11), 4),
        "control-plane": (timedelta(minutes=3), 4),
        "nodes": (timedelta(minutes=5), 2),
    }


def test_what_is_usual_of_jobs_and_pull_requests_is_known_too() -> None:
    """From start to completion, from opening to merge."""
    of = gitops("prod")
    ran = job(of, condition("Complete"), startTime=NOW.isoformat(), completionTime=minutes(2).isoformat())
    merged = known(replace(IS_MERGED, created=NOW, merged=minutes(30)))
    found = usual(store_of(cluster("prod"), of, ran, merged))
    assert {id: one.duration for id, one in found.items()} == {
        "bootstrap": timedelta(minutes=2),
        "merged": timedelta(minutes=30),
    }
    assert "merged" not in usual(store_of(merged), None, merged)
