"""What happened to an object and to what it depends on, from everything that tells of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tests.unit.worlds import cluster, condition, gitops, kustomization, machine, made, release, store_of
from wgtui.fleet.related import related
from wgtui.fleet.seen import MOST, Seen, changes
from wgtui.fleet.timeline import LONGEST, Moment, of_events, of_object, of_whole, timeline
from wgtui.resources.core import Event
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY, HELM_CHART

APP = ObjectRef("fleet", "app")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
THEN = datetime(2026, 11, 24, 5, tzinfo=UTC)


def told(moments: Any) -> list[str]:
    return [f"{one.ref.name} {one.what}" for one in moments]


def test_an_object_tells_its_beginning_its_turns_and_its_end() -> None:
    """With what is good and what is bad."""
    found = kustomization(
        "app",
        condition("Ready", False, "BuildFailed", "no"),
        condition("Stalled", False, "Fine"),
        condition("Healthy", None, "Progressing"),
        creationTimestamp="2026-11-01T00:00:00Z",
        deletionTimestamp="2026-11-24T06:00:00Z",
        finalizers=["finalizers.fluxcd.io"],
    )
    moments = list(of_object(KUSTOMIZATION, found))
    assert told(moments) == [
        "app created",
        "app deletion began",
        "app Ready False BuildFailed",
        "app Stalled False Fine",
        "app Healthy Unknown Progressing",
    ]
    assert [one.is_bad for one in moments] == [None, True, True, False, None]


def test_revisions_of_sources_and_releases_are_told() -> None:
    """As they were fetched and deployed."""
    artifact = {"revision": "main@sha1:" + "0123456789" * 4, "lastUpdateTime": "2026-11-24T05:00:00Z"}
    source = made(GIT_REPOSITORY, "repo", {"url": "https://example.test"}, {"artifact": artifact})
    history = [
        {
            "version": 3,
            "chartName": "web",
            "chartVersion": "1.2.0",
            "status": "failed",
            "lastDeployed": "2026-11-24T05:00:00Z",
        }
    ]
    (fetched,) = of_object(GIT_REPOSITORY, source)
    assert (fetched.what, fetched.says) == ("fetched", "main@sha1:01234567")
    (deployed,) = of_object(HELM_RELEASE, release("app", status={"history": history}))
    assert (deployed.what, deployed.says, deployed.is_bad) == ("release v3", "web 1.2.0: failed", True)


def test_managed_fields_tell_who_changed_what() -> None:
    """Two names deep, and how many more."""
    fields = {
        "f:metadata": {"f:annotations": {".": {}, "f:x": {}}},
        "f:spec": {f"f:{name}": {} for name in ("suspend", "path", "prune", "interval")},
    }
    entry = {"manager": "wgtui", "operation": "Update", "time": "2026-11-24T05:00:00Z", "fieldsV1": fields}
    history = [
        {
            "digest": "sha256:" + "ab" * 32,
            "lastReconciled": "2026-11-24T04:00:00Z",
            "lastReconciledStatus": "ReconciliationFailed",
            "totalReconciliations": 3,
        }
    ]
    whole = {
        "metadata": {"name": "app", "namespace": "fleet", "managedFields": [entry]},
        "status": {"history": history},
    }
    changed, reconciled = of_whole(whole, KUSTOMIZATION)
    assert (changed.at, changed.what) == (THEN, "wgtui changed")
    assert changed.says == "metadata.annotations, spec.interval, spec.path, spec.prune and 1 more"
    assert (reconciled.what, reconciled.says, reconciled.is_bad) == (
        "reconciled ReconciliationFailed",
        "sha256:abababab 3 times",
        True,
    )


@pytest.mark.parametrize(
    "whole",
    [
        {},
        {"metadata": None, "status": None},
        {"metadata": {"managedFields": "x"}, "status": {"history": {"a": 1}}},
        {"metadata": {"managedFields": [7, {"time": "soon"}, {"time": 3}]}, "status": {"history": [{}, "x"]}},
        {"metadata": {"managedFields": [{"time": "2026-11-24T05:00:00Z", "fieldsV1": {"f:a": 7}}]}, "status": []},
    ],
)
def test_nonsense_in_an_object_tells_nothing(whole: dict[str, Any]) -> None:
    """And breaks nothing."""
    assert len(list(of_whole(whole, KUSTOMIZATION))) <= 1


def event(name: str, reason: str, at: str, **more: Any) -> Event:
    about = {"kind": "Kustomization", "namespace": "fleet", "name": name}
    body = {"metadata": {"name": "e"}, "involvedObject": about, "reason": reason, "lastTimestamp": at, **more}
    return msgspec.convert(body, Event)


def test_all_of_it_is_in_one_order_and_each_thing_once() -> None:
    """The newest first, and no more than anybody reads."""
    found = kustomization("app", condition("Ready", False, "BuildFailed"))
    events = [event("app", "BuildFailed", "2026-11-24T05:30:00Z", type="Warning", count=4)]
    seen = list(changes(KUSTOMIZATION, kustomization("app", condition("Ready")), found, NOW))
    rows = timeline(of_object(KUSTOMIZATION, found), of_events(events), seen)
    assert told(rows) == ["app BuildFailed x4", "app Ready False BuildFailed"]
    many = [Moment(NOW, "Pod", ObjectRef("", str(number)), "x", "", "event") for number in range(LONGEST + 50)]
    assert len(timeline(many)) == LONGEST


def test_what_changes_between_two_tellings_is_seen() -> None:
    """Conditions that turn, revisions, specs, coming and going; the same telling tells nothing."""
    before = kustomization("app", condition("Ready"), status={"lastAppliedRevision": "main@sha1:a"})
    after = kustomization(
        "app", condition("Ready", False, "BuildFailed"), status={"lastAppliedRevision": "main@sha1:b"}, generation=2
    )
    assert told(changes(KUSTOMIZATION, before, after, NOW)) == [
        "app Ready False BuildFailed",
        "app revision",
        "app spec changed",
    ]
    assert told(changes(KUSTOMIZATION, before, before, NOW)) == []
    assert told(changes(KUSTOMIZATION, None, before, NOW)) == ["app created", "app Ready True"]
    assert told(changes(KUSTOMIZATION, before, None, NOW)) == ["app gone"]
    assert told(changes(KUSTOMIZATION, None, None, NOW)) == []


def test_what_a_session_saw_is_bounded_and_asked_for_by_object() -> None:
    """Of the server that is meant."""
    seen = Seen()
    for number in range(MOST + 10):
        seen.moments.append(("", Moment(NOW, "Kustomization", ObjectRef("fleet", str(number)), "x", "", "seen")))
    seen.moments.append(("fleet/edge", Moment(NOW, "Kustomization", APP, "x", "", "seen")))
    assert len(seen.moments) == MOST
    assert list(seen.of("", [(KUSTOMIZATION, APP)])) == []
    assert len(list(seen.of("fleet/edge", [(KUSTOMIZATION, APP)]))) == 1


def test_what_an_application_depends_on_is_followed() -> None:
    """What it waits for, what it reads, what applies it; what goes round ends."""
    labels = {"kustomize.toolkit.fluxcd.io/name": "root", "kustomize.toolkit.fluxcd.io/namespace": "fleet"}
    store = store_of(
        kustomization("app", spec={"dependsOn": [{"name": "base"}]}, labels=labels),
        kustomization("base", spec={"dependsOn": [{"name": "app"}]}),
        made(GIT_REPOSITORY, "repo", {"url": "https://example.test"}),
    )
    assert related(store, KUSTOMIZATION, APP) == [
        (KUSTOMIZATION, APP),
        (KUSTOMIZATION, ObjectRef("fleet", "base")),
        (GIT_REPOSITORY, ObjectRef("fleet", "repo")),
        (KUSTOMIZATION, ObjectRef("fleet", "root")),
    ]
    assert (HELM_CHART, ObjectRef("fleet", "fleet-app")) in related(store_of(release("app")), HELM_RELEASE, APP)


def test_a_cluster_is_told_with_all_of_its_parts() -> None:
    """From either side of it."""
    store = store_of(gitops(), cluster(), machine("prod-1"))
    names = [(kind.kind, ref.name) for kind, ref in related(store, GITOPS_CLUSTER, ObjectRef("fleet", "prod"))]
    assert names == [("GitopsCluster", "prod"), ("Cluster", "prod"), ("Machine", "prod-1")]
    assert related(store, GITOPS_CLUSTER, APP) == [(GITOPS_CLUSTER, APP)]
