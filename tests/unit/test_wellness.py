"""The short look at a cluster that is well says the same as all the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.unit.cluster_cases import CASES
from tests.unit.worlds import store_of
from wgtui.fleet.cluster_objects import ClusterObjects, cluster_objects_of
from wgtui.fleet.cluster_status import by_the_rules
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status
from wgtui.fleet.wellness import is_well
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER

STATES = ("True", "False", "Unknown")
ODDITIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("status", {"phase": "Failed"}),
    ("status", {"phase": "ScalingUp"}),
    ("status", {"failureReason": "Quota"}),
    ("status", {"failureMessage": "no more"}),
    ("status", {"deprecated": {"v1beta1": {"failureReason": "Quota"}}}),
    ("status", {"observedGeneration": 1}),
    ("status", {"readyReplicas": 0}),
    ("status", {"initialization": {}}),
    ("status", {"conditions": []}),
    ("spec", {"paused": True}),
    ("metadata", {"deletionTimestamp": "2026-11-24T05:30:00Z"}),
    ("metadata", {"generation": 2}),
    ("metadata", {"annotations": {"cluster.x-k8s.io/paused": ""}}),
)
"""What may be the matter apart from conditions: a part of an object, and what stands there then."""


def known_of(world: tuple[Any, ...]) -> ClusterObjects:
    store = store_of(*world, read=ClusterRows.KINDS)
    found = cluster_objects_of(store, next(iter([*store.objects(GITOPS_CLUSTER), *store.objects(CLUSTER)])))
    assert found is not None
    return found


def variants(kind: Any, plain: dict[str, Any]) -> Iterator[Any]:
    """The object with one condition turned round, or one oddity."""
    said = plain.get("status", {}).get("conditions", [])
    for number, one in enumerate(said):
        for state in STATES:
            turned = [*said[:number], one | {"status": state, "reason": "QuotaExceeded"}, *said[number + 1 :]]
            yield msgspec.convert(plain | {"status": plain["status"] | {"conditions": turned}}, kind)
    for part, oddity in ODDITIES:
        yield msgspec.convert(plain | {part: plain.get(part, {}) | oddity}, kind)


def worlds() -> Iterator[tuple[Any, ...]]:
    """Those of the table, and each with one thing changed about one object."""
    for case in CASES:
        yield case.world
        for number, one in enumerate(case.world):
            for other in variants(type(one), msgspec.to_builtins(one)):
                yield (*case.world[:number], other, *case.world[number + 1 :])


def test_what_is_well_at_a_glance_is_ready_by_the_rules() -> None:
    """A glance never hides what a rule would tell."""
    hidden = [
        found for found in map(known_of, worlds()) if is_well(found) and by_the_rules(found).status is not Status.READY
    ]
    assert not hidden, hidden[0]


@pytest.mark.parametrize("case", [case for case in CASES if case.name.startswith("both sides say")], ids=str)
def test_an_ordinary_cluster_is_seen_to_be_well_at_a_glance(case: Any) -> None:
    """Otherwise the glance would save nothing."""
    assert is_well(known_of(case.world))
