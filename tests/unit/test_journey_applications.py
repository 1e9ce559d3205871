"""An application on its way to the cluster that it is for."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace as altered

from tests.unit.journeys import (
    OURS,
    UP,
    applying,
    at,
    fleet_of,
    known,
    source,
    travelled,
)
from tests.unit.worlds import (
    THEN,
    condition,
    gitops,
    kustomization,
    release,
)
from wgtui.fleet.journey.stations import Journey, State
from wgtui.fleet.pulls import KnownPull
from wgtui.github.marks import Verb
from wgtui.store.fleet_store import Fleet


def application(verb: Verb, *leaf: Any, path: str = "clusters/fleet/prod/podinfo.yaml") -> Journey:
    fleet = fleet_of(*UP, gitops(), leaf=leaf)
    return travelled(fleet, known(verb=verb, kind="HelmRelease", name="podinfo", path=path))


def test_an_application_on_a_leaf_is_fetched_and_applied_there() -> None:
    """By the Flux of its own cluster."""
    on_leaf = kustomization(
        "flux-system",
        condition("Ready"),
        spec={"sourceRef": {"kind": "GitRepository", "name": "fleet"}},
        status={"lastAppliedRevision": f"main@sha1:{OURS}"},
        namespace="flux-system",
    )
    found = application(Verb.ADD, source(), on_leaf)
    assert found.current is not None and (found.current.id, found.current.state) == ("created", State.RUNNING)
    assert at(found, "applied").message == "Kustomization flux-system/flux-system applied main@sha1:aaaaaaaa"
    failing = release("podinfo", condition("Ready", False, "InstallFailed", "no such chart"))
    found = application(Verb.ADD, source(), on_leaf, failing)
    assert (at(found, "ready").state, at(found, "ready").message) == (State.FAILED, "no such chart")
    assert application(Verb.ADD, source(), on_leaf, release("podinfo", condition("Ready"))).has_arrived
    assert application(Verb.DELETE, source(), on_leaf).has_arrived
    doomed = release("podinfo", condition("Ready"), deletionTimestamp=THEN, finalizers=["finalizers.fluxcd.io"])
    gone = at(application(Verb.DELETE, source(), on_leaf, doomed), "gone")
    assert (gone.state, gone.message) == (State.RUNNING, "waits for finalizers.fluxcd.io")


def test_nothing_is_concluded_of_a_leaf_that_is_not_open_yet() -> None:
    """What is not seen there is not gone."""
    fleet = fleet_of(*UP, gitops())
    about = known(verb=Verb.DELETE, kind="HelmRelease", name="podinfo", path="clusters/fleet/prod/podinfo.yaml")
    for found in (travelled(fleet, about), opened(fleet, about)):
        assert found.current is not None
        assert (found.current.id, found.current.message) == ("fetched", "opening fleet/prod")


def opened(fleet: Fleet, about: KnownPull) -> Journey:
    """Its API server has not told anything yet."""
    fleet.open("fleet/prod")
    return travelled(fleet, about)


def test_an_application_of_the_management_cluster_is_applied_there() -> None:
    """By the Kustomization that covers its file."""
    fleet = fleet_of(source(), applying(path="./clusters/management"), kustomization("apps", condition("Ready")))
    about = known(verb=Verb.ADD, kind="Kustomization", name="apps", path="clusters/management/apps.yaml")
    assert travelled(fleet, about).has_arrived


def test_what_is_neither_cluster_nor_application_ends_where_it_is_applied() -> None:
    """A namespace for a team, or files that hold no object that is known."""
    fleet = fleet_of(source(), applying(path="./clusters/management"))
    team = known(kind="Namespace", name="tea", path="clusters/management/teams/tea.yaml")
    assert travelled(fleet, team).stations[-1].id == "applied"
    assert travelled(fleet, team).has_arrived
    found = travelled(fleet, altered(team, intents=()))
    assert (found.title, found.has_arrived) == ("the files of #7", True)
