"""Changes on their way: a pull request, the Flux objects that deliver it, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.unit.worlds import (
    NAMESPACE,
    THEN,
    condition,
    fill,
    kustomization,
    made,
    store_of,
)
from wgtui.fleet.journey.stations import Journey, Station
from wgtui.fleet.journey.trip import Trip, journey, trip_of, trips_of
from wgtui.fleet.pulls import Intent, KnownPull
from wgtui.github.marks import Subject, Verb
from wgtui.github.pulls import Checks, PullRequest, PullState
from wgtui.github.repository import Repository
from wgtui.github.touched import Touch, TouchedFile
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.resources.source import GIT_REPOSITORY
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Store

ACME = Repository("github.com", "acme", "fleet")
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
MERGED = datetime(2026, 11, 24, 4, tzinfo=UTC)
OURS, BEFORE, AFTER = "a" * 40, "b" * 40, "c" * 40
SOURCE = ObjectRef("flux-system", "fleet")
FILE = "clusters/management/clusters/fleet/prod.yaml"
OPEN = PullRequest(
    ACME,
    7,
    "PR_7",
    "Create prod",
    PullState.OPEN,
    "b",
    "main",
    "ada",
    "https://x/7",
    created=MERGED,
    checks=Checks.PASSED,
)
IS_MERGED = replace(OPEN, state=PullState.MERGED, merged=MERGED, merge_commit=OURS)


def known(
    pull: PullRequest = IS_MERGED,
    verb: Verb = Verb.CREATE,
    kind: str = "GitopsCluster",
    name: str = "prod",
    path: str = FILE,
) -> KnownPull:
    files = (TouchedFile(path, Touch.ADDED),)
    intents = (Intent(verb, Subject(kind, NAMESPACE, name)),)
    return KnownPull(ObjectMeta(name=str(pull.number)), pull, SOURCE, intents, files)


def source(commit: str = OURS, *conditions: Any, **spec: Any) -> Any:
    status = {
        "artifact": {"revision": f"main@sha1:{commit}", "lastUpdateTime": THEN},
        "conditions": [*conditions] or [condition("Ready")],
        "observedGeneration": 1,
    }
    return made(GIT_REPOSITORY, "fleet", {"interval": "1m0s", **spec}, status, namespace="flux-system")


def applying(commit: str = OURS, *conditions: Any, path: str = "./clusters/management/clusters", **spec: Any) -> Any:
    more = {"sourceRef": {"kind": "GitRepository", "name": "fleet"}, "path": path, **spec}
    applied = {"lastAppliedRevision": f"main@sha1:{commit}"}
    found = [*conditions] or [condition("Ready")]
    return kustomization("clusters", *found, spec=more, status=applied, namespace="flux-system")


def fleet_of(*objects: Any, leaf: tuple[Any, ...] | None = None) -> Fleet:
    fleet = Fleet(store_of(*objects))
    if leaf is not None:
        fill(fleet.open(f"{NAMESPACE}/prod"), *leaf, read=(KUSTOMIZATION, HELM_RELEASE))
    return fleet


def travelled(fleet: Fleet, about: KnownPull | None) -> Journey:
    if about is None:
        return journey(fleet, trip_of_cluster(fleet.management, ObjectRef(NAMESPACE, "prod")))
    return journey(fleet, trips_of(fleet.management, about)[0])


def states(found: Journey) -> dict[str, str]:
    return {one.id: one.state.word for one in found.stations}


def at(found: Journey, id: str) -> Station:
    return next(one for one in found.stations if one.id == id)


UP = (source(), applying())


def flux(*conditions: Any, commit: str = OURS) -> Any:
    status = {"lastAppliedRevision": f"main@sha1:{commit}"}
    return kustomization("flux-system", *(conditions or [condition("Ready")]), status=status, namespace="flux-system")


def trip_of_cluster(store: Store, ref: ObjectRef) -> Trip:
    """Whichever pull request it was."""
    return trip_of(store, Intent(Verb.CREATE, Subject("GitopsCluster", *ref)))
