"""A rollout in which nothing moves any more is told from one that is under way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.worlds import NAMESPACE, cluster, condition, deployment, gitops, kubeadm, store_of
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.cluster_status import cluster_verdict
from wgtui.fleet.hanging import PATIENCE
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.views.cluster import cluster_sections
from wgtui.views.page import Facts

BEGUN = datetime(2026, 11, 24, 5, tzinfo=UTC)
"""When all conditions of these worlds turned."""

ROLLING = condition("RollingOut", True, "RollingOut", "rolling out 1 of 3")
PROD = ObjectRef(NAMESPACE, "prod")


def later(name: str, minutes: int, status: bool = True) -> dict[str, Any]:
    return condition(name, status) | {"lastTransitionTime": f"2026-11-24T05:{minutes:02}:00Z"}


def found_in(*world: Any) -> Any:
    return cluster_objects_of(store_of(gitops(), *world, read=ClusterRows.KINDS), PROD)


@pytest.mark.parametrize(
    ("world", "after", "status"),
    [
        ((cluster("prod", condition("Available"), ROLLING),), 29, Status.PROGRESSING),
        ((cluster("prod", condition("Available"), ROLLING),), 30, Status.DEGRADED),
        ((cluster("prod", condition("Available"), ROLLING, later("WorkerMachinesReady", 20)),), 45, Status.PROGRESSING),
        ((cluster("prod", condition("Available"), ROLLING, later("WorkerMachinesReady", 20)),), 50, Status.DEGRADED),
        (
            (cluster("prod", condition("Available"), ROLLING), kubeadm("prod-cp", later("MachinesReady", 25))),
            50,
            Status.PROGRESSING,
        ),
        (
            (cluster("prod", condition("Available"), ROLLING), deployment("prod-md-0", later("ScalingUp", 25, False))),
            50,
            Status.PROGRESSING,
        ),
        ((cluster("prod", condition("Available"), ROLLING, later("RemoteConnectionProbe", 25)),), 50, Status.DEGRADED),
        ((cluster("prod", condition("Available")),), 600, Status.READY),
        ((cluster("prod", condition("Available"), ROLLING, spec={"paused": True}),), 600, Status.PAUSED),
    ],
)
def test_it_hangs_when_no_condition_has_turned_for_long(world: tuple[Any, ...], after: int, status: Status) -> None:
    """Of the Cluster, its control plane or what scales its workers; what says nothing of machines does not count."""
    found = found_in(*world)
    said = cluster_verdict(found, BEGUN + timedelta(minutes=after))
    assert said.status is status
    if status is Status.DEGRADED:
        assert said.reason == "RollingOut"
        assert said.message.startswith("nothing has moved for over 30 minutes: RollingOut: rolling out 1 of 3")


def test_without_the_time_nothing_takes_too_long() -> None:
    """Nobody guesses what time it is; nor where no condition has one."""
    rolling = {key: value for key, value in ROLLING.items() if key != "lastTransitionTime"}
    timeless = {"type": "Available", "status": "True"}
    assert cluster_verdict(found_in(cluster("prod", condition("Available"), ROLLING))).status is Status.PROGRESSING
    found = found_in(cluster("prod", timeless, rolling))
    assert cluster_verdict(found, BEGUN + timedelta(days=9)).status is Status.PROGRESSING


def test_a_row_turns_when_its_time_has_come() -> None:
    """Although nothing happens: the rows tell when they want to be looked at."""
    store = store_of(gitops(), cluster("prod", condition("Available"), ROLLING), read=ClusterRows.KINDS)
    rows, now = ClusterRows(Fleet(store)), BEGUN + timedelta(minutes=10)
    rows.clock = lambda: now
    everything = frozenset(ClusterRows.KINDS)
    first = [row for more, _ in rows.update({"": Touched({}, everything, everything)}) for row in more]
    assert [row.status for row in first if row.ref == PROD] == [Status.PROGRESSING]
    assert rows.due == BEGUN + PATIENCE
    assert [row for more, _ in rows.update({}) for row in more] == []
    now = BEGUN + PATIENCE
    (late,) = [row for more, _ in rows.update({}) for row in more]
    assert (late.ref, late.status) == (PROD, Status.DEGRADED)
    assert rows.due is None


def test_the_overview_says_what_the_list_says() -> None:
    """At any moment it is looked at."""
    verdict = cluster_sections(found_in(cluster("prod", condition("Available"), ROLLING)))[0]
    assert isinstance(verdict, Facts)
    facts = {fact.name: fact for fact in verdict.facts}
    assert facts["status"].cell(BEGUN).text == "progressing"
    assert facts["status"].cell(BEGUN + timedelta(hours=1)).text == "degraded"
    assert facts["message"].cell(BEGUN + timedelta(hours=1)).text.startswith("nothing has moved")
