"""Flux sources as the list shows them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wgtui.fleet.applications import changed, row_uid
from wgtui.fleet.flux import verdict
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import (
    Bucket,
    ExternalArtifact,
    GitRepository,
    HelmChart,
    HelmRepository,
    OCIRepository,
    SourceReference,
)

Source = GitRepository | OCIRepository | HelmRepository | HelmChart | Bucket | ExternalArtifact


class SourceSummary(Struct, frozen=True, gc=False):
    """`stale`: the watch that told this is not live; `status` is then the last known one, never to be shown green."""

    uid: str
    cluster: str
    kind: str
    ref: ObjectRef
    status: Status
    reason: str
    message: str
    url: str
    reference: str
    """Branch, tag, semver, digest or chart version that the spec asks for."""
    revision: str
    updated: datetime | None
    suspended: bool
    labels: dict[str, str]
    stale: bool = False


def source_summary(source: Source, cluster: str = "", stale: bool = False) -> SourceSummary:
    metadata = source.metadata
    reached = source_verdict(source)
    artifact = source.status.artifact
    return SourceSummary(
        uid=row_uid(metadata.uid, cluster),
        cluster=cluster,
        kind=type(source).__name__,
        ref=metadata.ref,
        status=reached.status,
        reason=reached.reason,
        message=short(reached.message),
        url=url(source),
        reference=reference(source),
        revision=short(artifact.revision) if artifact else "",
        updated=(artifact.last_update_time if artifact else None) or changed(source.status.conditions),
        suspended=suspended(source),
        labels=metadata.labels,
        stale=stale,
    )


def source_verdict(source: Source) -> Verdict:
    """Two sources have no reconciler of Flux: an OCI HelmRepository, and an artifact that another controller makes."""
    metadata, status = source.metadata, source.status
    if isinstance(source, HelmRepository) and source.spec.type == "oci" and not metadata.deletion_timestamp:
        if source.spec.suspend:
            return Verdict(Status.SUSPENDED)
        return Verdict(Status.READY, "Static", "Helm repository is Ready")
    if isinstance(source, ExternalArtifact):
        reached = verdict(metadata, status.conditions, 0, False)
        if reached.status is Status.PENDING and status.artifact is not None:
            return Verdict(Status.READY, "Published", "artifact is published")
        return reached
    return verdict(metadata, status.conditions, source.status.observed_generation, source.spec.suspend)


def suspended(source: Source) -> bool:
    return not isinstance(source, ExternalArtifact) and source.spec.suspend


def url(source: Source) -> str:
    match source:
        case HelmChart():
            return str(source.source or "")
        case Bucket():
            path = "/".join(part for part in (source.spec.bucket_name, source.spec.prefix) if part)
            return f"{source.spec.endpoint}/{path}"
        case ExternalArtifact():
            made_by = source.spec.source_ref
            return f"{made_by.kind}/{made_by.ref(source.metadata.namespace)}" if made_by else ""
        case _:
            return source.spec.url


def reference(source: Source) -> str:
    match source:
        case HelmChart():
            return f"{source.spec.chart} {source.spec.version or '*'}"
        case GitRepository():
            return _git_reference(source.spec.ref)
        case OCIRepository():
            return _oci_reference(source.spec.ref)
        case _:
            return ""


def _git_reference(ref: SourceReference | None) -> str:
    """commit, name, semver, tag, branch: the order in which source-controller prefers them; master by default."""
    if ref is None:
        return "master"
    return ref.commit[:8] or ref.name or ref.semver or ref.tag or ref.branch or "master"


def _oci_reference(ref: SourceReference | None) -> str:
    if ref is None:
        return "latest"
    return short(ref.digest) or ref.semver or ref.tag or "latest"
