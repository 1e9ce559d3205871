"""Which conditions `describe cluster --show-conditions` shows, by the words of clusterctl."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.unit.test_cluster_tree import BAD, GOOD, machine_set, tree_of, worker, workers_of
from tests.unit.worlds import aws, cluster, condition
from wgtui.errors import ConfigError
from wgtui.fleet.shown_conditions import shown, tells, wanted_conditions
from wgtui.resources.meta import Condition, ConditionStatus
from wgtui.views.described_cluster import described_lines

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SAID = (
    Condition("Available", ConditionStatus.TRUE),
    Condition("UpToDate", ConditionStatus.TRUE),
    Condition("Paused", ConditionStatus.TRUE),
    Condition("Deleting", ConditionStatus.FALSE),
    Condition("NodeHealthy", ConditionStatus.TRUE, message="* since today"),
)


@pytest.mark.parametrize(
    ("typed", "kind", "name", "types"),
    [
        ("", "Machine", "m", None),
        ("all", "Machine", "m", ["Available", "UpToDate", "Paused", "Deleting", "NodeHealthy"]),
        ("ALL+", "Machine", "m", ["Available", "Paused", "NodeHealthy"]),
        ("machine", "Machine", "m", ["Available", "UpToDate", "Paused", "Deleting", "NodeHealthy"]),
        ("Machine/M", "Machine", "m", ["Available", "UpToDate", "Paused", "Deleting", "NodeHealthy"]),
        ("Machine/other", "Machine", "m", None),
        ("MachineSet", "Machine", "m", None),
        ("Cluster,Machine/m+", "Machine", "m", ["Available", "Paused", "NodeHealthy"]),
        ("all+,Machine/m", "Machine", "m", ["Available", "UpToDate", "Paused", "Deleting", "NodeHealthy"]),
    ],
)
def test_the_words_choose(typed: str, kind: str, name: str, types: list[str] | None) -> None:
    """`all`, kinds and names in any case; a `+` leaves out what is well and says nothing."""
    found = shown(wanted_conditions(typed), kind, name, SAID)
    assert (None if found is None else [one.type for one in found]) == types


def test_whitespace_is_a_mistake() -> None:
    """As clusterctl says it."""
    with pytest.raises(ConfigError, match="invalid --show-conditions value 'a, b': whitespace is not allowed"):
        wanted_conditions("a, b")


def test_what_a_provider_calls_bad_is_not_known_to_clusterctl() -> None:
    """Only Cluster API's own seven conditions are well when they are False."""
    assert tells(Condition("EKSControlPlaneCreating", ConditionStatus.FALSE))
    assert not tells(Condition("Remediating", ConditionStatus.FALSE))


def test_conditions_stand_below_their_object() -> None:
    """Set in, before its children; the object's own line then tells of none, the others' do."""
    unavailable = condition("Available", False, "NotAvailable", "* WorkersAvailable:\n  * MachineDeployment: 1 of 2")
    found = tree_of(
        cluster("prod", unavailable, condition("Paused", False, "NotPaused")),
        aws("prod", condition("Ready")),
        workers_of(),
        machine_set(),
        worker("w-1", *BAD),
        worker("w-2", *GOOD),
    )
    lines = described_lines(found, NOW, wanted_conditions("Cluster,Machine/w-1+"))
    assert [re.sub(r"(?<=[^\s│])\s{2,}|(?<=│)\s{15,}", " | ", line) for line in lines[1:]] == [
        "Cluster fleet/prod | 0/5 | 5",
        "│           ├─Available | False | NotAvailable | 3h | * WorkersAvailable:",
        "│           │ | * MachineDeployment: 1 of 2",
        "│           └─Paused | False | NotPaused | 3h",
        "├─AWSCluster fleet/prod | Ready: True | NoReasonReported | 3h",
        "└─Workers",
        "  └─MachineDeployment fleet/prod-md-0, | Available: True | Available | 3h",
        "    ├─Machine fleet/w-1, v1.34.2 | 1 | 0 | 0 | 1",
        "    │             ├─Available | False | NotAvailable | 3h",
        "    │             └─Ready | False | NotReady | 3h | * NodeHealthy: gone",
        "    └─Machine fleet/w-2, v1.34.2 | 1 | 1 | 1 | 1 | Ready: True | Ready | 3h",
    ]
