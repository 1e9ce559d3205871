"""From Kustomizations, HelmReleases and sources to their rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.flux_cases import APPLICATIONS, SOURCES, Case, failed, source
from tests.unit.worlds import condition, kustomization, made, release
from wgtui.fleet.applications import application_summary
from wgtui.fleet.sources import source_summary
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import (
    BUCKET,
    EXTERNAL_ARTIFACT,
    GIT_REPOSITORY,
    HELM_CHART,
    HELM_REPOSITORY,
    OCI_REPOSITORY,
)

DIGEST = "sha256:" + "ab" * 32


def _holds(case: Case, row: Any) -> None:
    assert row.status is case.status, row.message
    assert case.message in row.message
    assert bool(case.message) == bool(row.message), row.message
    assert case.reason in row.reason


@pytest.mark.parametrize("case", APPLICATIONS, ids=lambda case: case.name)
def test_an_application_says_how_it_is(case: Case) -> None:
    """Status, the condition that decides it, and the message that tells most."""
    _holds(case, application_summary(case.found))


@pytest.mark.parametrize("case", SOURCES, ids=lambda case: case.name)
def test_a_source_says_how_it_is(case: Case) -> None:
    """All six kinds, by the same table."""
    _holds(case, source_summary(case.found))


def test_what_an_application_waits_for_is_named() -> None:
    """Its source, or the dependency of several that the message names."""
    dependencies = {"dependsOn": [{"name": "db"}, {"name": "mq", "namespace": "infra"}]}
    waiting = release("app", failed("DependencyNotReady", "dependency 'infra/mq' is not ready"), spec=dependencies)
    assert application_summary(waiting).blocked_by == "HelmRelease/infra/mq"
    unknown = kustomization("app", failed("DependencyNotReady", "not ready"), spec=dependencies)
    assert application_summary(unknown).blocked_by == ""
    lost = kustomization("app", failed("ArtifactFailed", "not found"))
    assert application_summary(lost).blocked_by == "GitRepository/fleet/repo"
    assert application_summary(kustomization("app", condition("Ready"))).blocked_by == ""


def test_the_source_of_a_release_is_its_chart_reference_or_the_repository_of_its_chart() -> None:
    """In the namespace that the reference names, else in its own."""
    referring = release("app", spec={"chartRef": {"kind": "OCIRepository", "name": "podinfo", "namespace": "charts"}})
    assert application_summary(referring).source == "OCIRepository/charts/podinfo"
    assert application_summary(release("app")).source == "HelmRepository/fleet/repo"
    assert application_summary(kustomization("app", spec={"sourceRef": {}})).source == ""


def test_the_revision_is_what_runs() -> None:
    """Digests cut as flux cuts them; of a release the chart's version, under every version of the API."""
    applied = kustomization("app", status={"lastAppliedRevision": f"latest@{DIGEST}"})
    assert application_summary(applied).revision == "latest@sha256:abababab"
    history = {"history": [{"chartVersion": "6.5.0"}, {"chartVersion": "6.4.0"}], "lastAttemptedRevision": "6.6.0"}
    assert application_summary(release("app", status=history)).revision == "6.5.0"
    assert application_summary(release("app", status={"lastAttemptedRevision": "6.6.0"})).revision == "6.6.0"
    assert application_summary(release("app", status={"lastAppliedRevision": "6.1.0"})).revision == "6.1.0"


@pytest.mark.parametrize(
    ("opened_by", "target"),
    [
        ({"secretRef": {"name": "prod-kubeconfig"}}, "fleet/prod"),
        ({"secretRef": {"name": "prod-user-kubeconfig"}}, "fleet/prod"),
        ({"secretRef": {"name": "edge-access"}}, "fleet/edge-access"),
        ({"configMapRef": {"name": "prod"}}, "fleet/prod"),
    ],
)
def test_where_an_application_is_applied_to(opened_by: Any, target: str) -> None:
    """By the Secret of its kubeconfig; nothing where it stays."""
    assert application_summary(kustomization("app", spec={"kubeConfig": opened_by})).target == target
    assert application_summary(kustomization("app")).target == ""


def test_a_row_of_a_leaf_is_another_row_than_the_same_object_elsewhere() -> None:
    """Clusters made from one backup hold the same uids."""
    found = kustomization("app", condition("Ready"))
    rows = [application_summary(found, cluster) for cluster in ("", "fleet/a", "fleet/b")]
    assert len({row.uid for row in rows}) == 3


def test_an_application_changed_when_ready_last_turned() -> None:
    """Or when it was made, as long as it has no condition."""
    moment = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert application_summary(kustomization("app", condition("Ready"))).changed == moment
    assert application_summary(kustomization("app", creationTimestamp="2026-11-24T05:00:00Z")).changed == moment


@pytest.mark.parametrize(
    ("found", "url", "reference"),
    [
        (source(GIT_REPOSITORY, spec={"url": "https://g/r"}), "https://g/r", "master"),
        (source(GIT_REPOSITORY, spec={"ref": {"branch": "main", "tag": "v1"}}), "", "v1"),
        (source(GIT_REPOSITORY, spec={"ref": {"branch": "main", "semver": "1.x", "tag": "v1"}}), "", "1.x"),
        (source(GIT_REPOSITORY, spec={"ref": {"branch": "main", "commit": "a" * 40}}), "", "a" * 8),
        (source(GIT_REPOSITORY, spec={"ref": {"name": "refs/pull/1/head", "tag": "v1"}}), "", "refs/pull/1/head"),
        (source(OCI_REPOSITORY, spec={"url": "oci://r/x"}), "oci://r/x", "latest"),
        (source(OCI_REPOSITORY, spec={"ref": {"tag": "1.2", "digest": DIGEST}}), "", "sha256:abababab"),
        (source(HELM_REPOSITORY, spec={"url": "https://charts"}), "https://charts", ""),
        (
            source(HELM_CHART, spec={"chart": "podinfo", "sourceRef": {"kind": "HelmRepository", "name": "repo"}}),
            "HelmRepository/fleet/repo",
            "podinfo *",
        ),
        (
            source(BUCKET, spec={"endpoint": "s3.amazonaws.com", "bucketName": "b", "prefix": "p"}),
            "s3.amazonaws.com/b/p",
            "",
        ),
        (
            made(EXTERNAL_ARTIFACT, "repo", {"sourceRef": {"kind": "ArtifactGenerator", "name": "all"}}),
            "ArtifactGenerator/fleet/all",
            "",
        ),
    ],
)
def test_where_a_source_comes_from_and_what_of_it(found: Any, url: str, reference: str) -> None:
    """The reference that its controller prefers, of those that are set."""
    row = source_summary(found)
    assert (row.url, row.reference) == (url, reference)


def test_a_source_was_updated_when_its_artifact_was() -> None:
    """Not when the controller last looked."""
    artifact = {"artifact": {"revision": f"main@{DIGEST}", "lastUpdateTime": "2026-11-20T05:00:00Z"}}
    row = source_summary(source(GIT_REPOSITORY, condition("Ready"), status=artifact))
    assert row.updated == datetime(2026, 11, 20, 5, tzinfo=UTC)
    assert row.revision == "main@sha256:abababab"
    assert row.ref == ObjectRef("fleet", "repo")
