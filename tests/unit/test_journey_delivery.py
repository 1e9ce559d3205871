"""A change on its way through GitHub and Flux, judged by the commit that it was merged as."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as altered

from tests.unit.journeys import (
    AFTER,
    BEFORE,
    FILE,
    IS_MERGED,
    NOW,
    OPEN,
    OURS,
    applying,
    at,
    fleet_of,
    known,
    source,
    states,
    travelled,
)
from tests.unit.worlds import (
    cluster,
    condition,
    gitops,
    kustomization,
)
from wgtui.fleet.journey.stations import State
from wgtui.github.following import Check
from wgtui.github.marks import Verb
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review

PULLS: dict[str, tuple[PullRequest, str, str, str]] = {
    "checks that run": (replace(OPEN, checks=Checks.PENDING), "checks", "running", "policy"),
    "checks that failed": (replace(OPEN, checks=Checks.FAILED), "checks", "failed", "validate"),
    "checks nobody may read": (replace(OPEN, checks=Checks.UNREADABLE), "checks", "unknown", "this token"),
    "no checks": (replace(OPEN, checks=Checks.NONE), "checks", "not needed", "there are none"),
    "checks that never ended": (replace(IS_MERGED, checks=Checks.PENDING), "checks", "not needed", "had not ended"),
    "a review": (replace(OPEN, review=Review.REQUIRED), "approved", "waiting", "waits for a review"),
    "changes": (replace(OPEN, review=Review.CHANGES_REQUESTED), "approved", "failed", "changes are requested"),
    "an approval": (replace(OPEN, review=Review.APPROVED), "approved", "done", ""),
    "nobody to review": (OPEN, "approved", "not needed", "no review"),
    "somebody to merge": (OPEN, "merged", "waiting", "waits for somebody"),
    "a draft": (replace(OPEN, state=PullState.DRAFT), "merged", "waiting", "it is a draft"),
    "conflicts": (replace(OPEN, mergeable=Mergeable.CONFLICTS), "merged", "failed", "conflicts with main"),
    "a rule": (replace(OPEN, mergeable=Mergeable.BLOCKED), "merged", "waiting", "a rule"),
    "its base": (replace(OPEN, mergeable=Mergeable.BEHIND), "merged", "waiting", "brought up to main"),
    "the queue": (replace(OPEN, queue_position=3), "merged", "running", "number 3"),
    "itself": (replace(OPEN, auto_merge=True), "merged", "running", "by itself"),
    "nothing any more": (replace(OPEN, state=PullState.CLOSED, closed=NOW), "merged", "failed", "closed without"),
    "its commit": (replace(IS_MERGED, merge_commit=""), "merged", "running", "has not told yet"),
    "nothing": (IS_MERGED, "merged", "done", "as aaaaaaaa into main"),
}


@pytest.mark.parametrize(("pull", "id", "word", "message"), PULLS.values(), ids=PULLS)
def test_a_pull_request_says_what_it_waits_for(pull: PullRequest, id: str, word: str, message: str) -> None:
    """In the words of who has to do something."""
    about = altered(known(pull), checks=(Check("validate", Checks.FAILED), Check("policy", Checks.PENDING)))
    found = at(travelled(fleet_of(source(), applying()), about), id)
    assert (found.state.word, message in found.message) == (word, True), found


def test_nothing_behind_a_pull_request_that_is_not_merged_is_claimed() -> None:
    """However green the cluster is."""
    found = travelled(fleet_of(source(), applying(), cluster(), gitops()), known(OPEN, Verb.EDIT))
    assert set(list(states(found).values())[4:]) == {"later"}
    assert found.current is not None and found.current.id == "merged"


@pytest.mark.parametrize(
    ("revision", "held", "word"),
    [
        (OURS, {}, "done"),
        (AFTER, {AFTER: True}, "done"),
        (BEFORE, {BEFORE: False}, "running"),
        (AFTER, {}, "running"),
    ],
)
def test_the_source_is_judged_by_the_commit(revision: str, held: dict[str, bool], word: str) -> None:
    """A later one of the branch holds it too, which only GitHub can tell."""
    found = travelled(fleet_of(source(revision), applying()), altered(known(), held=held))
    assert at(found, "fetched").state.word == word
    assert found.wonders == (frozenset({AFTER}) if word == "running" and not held else frozenset())


def test_green_is_green_with_the_change() -> None:
    """A Kustomization that is ready at the commit before has not applied it, and nothing after it counts."""
    about = altered(known(verb=Verb.EDIT), held={BEFORE: False})
    found = travelled(fleet_of(source(), applying(BEFORE), cluster(), gitops()), about)
    assert at(found, "applied").state is State.RUNNING
    assert "is at main@sha1:bbbbbbbb" in at(found, "applied").message
    assert set(list(states(found).values())[6:]) == {"later"}


BLOCKED: dict[str, tuple[Any, Any, str, str, str]] = {
    "a source that cannot be fetched": (
        source(BEFORE, condition("Ready", False, "GitOperationFailed", "authentication required")),
        applying(BEFORE),
        "fetched",
        "failed",
        "authentication required",
    ),
    "a suspended source": (source(BEFORE, suspend=True), applying(BEFORE), "fetched", "waiting", "suspended"),
    "a source that has not looked yet": (source(BEFORE), applying(BEFORE), "fetched", "running", "looks every 1m0s"),
    "a build that fails": (
        source(),
        applying(BEFORE, condition("Ready", False, "BuildFailed", "kustomize build failed: x")),
        "applied",
        "failed",
        "kustomize build failed",
    ),
    "a suspended Kustomization": (source(), applying(BEFORE, suspend=True), "applied", "waiting", "suspended"),
    "a dependency": (
        source(),
        applying(BEFORE, condition("Ready", False, "DependencyNotReady", "dependency 'a/b' is not ready")),
        "applied",
        "running",
        "dependency 'a/b'",
    ),
    "a path that nothing reads": (
        source(),
        applying(path="./apps"),
        "applied",
        "failed",
        f"no Kustomization applies {FILE}",
    ),
}


@pytest.mark.parametrize(("git", "by", "id", "word", "message"), BLOCKED.values(), ids=BLOCKED)
def test_what_holds_flux_back_is_said(git: Any, by: Any, id: str, word: str, message: str) -> None:
    """In the message of the object that holds it back."""
    found = at(travelled(fleet_of(git, by), altered(known(), held={BEFORE: False})), id)
    assert (found.state.word, message in found.message) == (word, True), found


def test_of_several_kustomizations_the_nearest_applies_it() -> None:
    """And once the object is there, the one that labelled it."""
    everything = {"sourceRef": {"kind": "GitRepository", "name": "fleet"}, "path": "./"}
    wide = kustomization("wide", condition("Ready"), spec=everything, namespace="flux-system")
    found = travelled(fleet_of(source(), wide, applying()), known())
    assert "flux-system/clusters" in at(found, "applied").message
    labels = {"kustomize.toolkit.fluxcd.io/name": "wide", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}
    owned = cluster("prod", labels=labels)
    found = travelled(fleet_of(source(), wide, applying(), owned), altered(known(), held={BEFORE: False}))
    assert "flux-system/wide" in at(found, "applied").message
