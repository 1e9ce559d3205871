"""Reading conditions: what is broken, what holds something back, and how it is told in one line."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.unit.worlds import cluster, condition, old_cluster
from wgtui.fleet import conditions
from wgtui.fleet.revisions import short
from wgtui.resources.meta import Condition


def read(**fields: Any) -> Condition:
    return msgspec.convert({"type": "Ready", "status": "False"} | fields, Condition)


@pytest.mark.parametrize(
    ("found", "broken"),
    [
        (read(severity="Error", reason="Waiting"), True),
        (read(severity="Warning", reason="VpcReconciliationFailed"), True),
        (read(severity="Info", reason="VpcReconciliationFailed"), False),
        (read(severity="Warning", reason="WaitingForInfrastructure"), False),
        (read(reason="CreateError"), True),
        (read(reason="BackoffLimitExceeded"), True),
        (read(reason="NotReady"), False),
        (read(), False),
        (read(status="Unknown", reason="InspectionFailed"), False),
        (read(status="True", reason="LastUpdateFailed"), False),
        (read(type="RemoteConnectionProbe", reason="ProbeFailed"), False),
    ],
)
def test_an_error_is_told_from_a_stage_on_the_way(found: Condition, broken: bool) -> None:
    """By its severity, and by the last word of its reason."""
    assert conditions.broken(found) is broken


def test_what_holds_back_is_broken_first_then_false_then_in_the_order_of_things() -> None:
    """Summaries and conditions that are good when False have no say."""
    found = [
        read(type="Ready", reason="NotReady"),
        read(type="Paused"),
        read(type="Late"),
        read(type="NodeHealthy", status="Unknown", message="no node yet"),
        read(type="Early"),
    ]
    order = ("Early", "Late")
    blocking = conditions.blocking(found, order)
    assert blocking is not None
    assert blocking.type == "Early"
    broken = conditions.blocking([*found, read(type="Zone", reason="CreateError")], order)
    assert broken is not None
    assert broken.type == "Zone"
    unknown = conditions.blocking(found[:2] + found[3:4], order)
    assert unknown is not None
    assert unknown.type == "NodeHealthy"
    assert conditions.blocking([read(type="NodeHealthy", status="Unknown")]) is None


def test_the_new_conditions_count_where_the_server_has_them() -> None:
    """Under v1beta1 they stand beside the old ones."""
    new = {"v1beta2": {"conditions": [condition("Available")]}}
    assert [one.type for one in conditions.current(old_cluster("prod", status=new).status)] == ["Available"]
    assert [one.type for one in conditions.current(old_cluster("prod").status)] == ["Ready"]
    assert [one.type for one in conditions.current(cluster("prod").status)] == ["Available"]


@pytest.mark.parametrize(
    ("own", "observed", "generation", "outdated"),
    [(0, 1, 1, False), (0, 1, 2, True), (2, 1, 2, False), (0, 0, 2, False), (0, -1, 2, False), (3, 0, 2, False)],
)
def test_a_spec_newer_than_what_is_told_of_it(own: int, observed: int, generation: int, outdated: bool) -> None:
    """Nothing observed says nothing; a condition's own generation counts too."""
    assert conditions.outdated(read(observedGeneration=own), observed, generation) is outdated
    assert conditions.outdated(None, observed, generation) is (0 < observed < generation)


@pytest.mark.parametrize(
    ("message", "flat"),
    [
        ("", ""),
        ("plain", "plain"),
        ("* one", "one"),
        ("* MachineDeployment md:\n  * 1 of 2\n* Machine m: gone", "MachineDeployment md: 1 of 2; Machine m: gone"),
        ("one\n\n  two\n", "one; two"),
        ("a:\n* b", "a: b"),
    ],
)
def test_nested_lists_become_one_line(message: str, flat: str) -> None:
    """As Cluster API writes them into its messages."""
    assert conditions.flattened(message) == flat


def test_a_condition_is_told_with_its_name_and_whose_it_is() -> None:
    """Its message, else its reason, else that it is not so."""
    assert conditions.told(read(message="gone"), "AWSCluster") == "AWSCluster Ready: gone"
    assert conditions.told(read(reason="Gone")) == "Ready: Gone"
    assert conditions.told(read()) == "Ready: is False"
    assert len(conditions.told(read(message="x" * 1_000_000))) < 5_000


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (f"main@sha1:{'ab' * 20}", "main@sha1:abababab"),
        (f"sha256:{'0f' * 32}", "sha256:0f0f0f0f"),
        (f"'{'a' * 40}' and {'b' * 64}", "'aaaaaaaa' and bbbbbbbb"),
        ("a" * 39, "a" * 39),
        ("a" * 129, "a" * 129),
        ("z" * 40, "z" * 40),
        ("6.5.4", "6.5.4"),
    ],
)
def test_digests_are_cut_as_flux_cuts_them(text: str, cut: str) -> None:
    """Forty to 128 hexadecimal digits that stand alone."""
    assert short(text) == cut
