"""From rows to the documented models of `-o json`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from wgtui.fleet import clusters as fleet_clusters
from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.sources import SourceSummary
from wgtui.fleet.status import Status
from wgtui.fleet.templates import TemplateSummary
from wgtui.headless import models
from wgtui.headless.gaps import Gap
from wgtui.resources import core
from wgtui.views.ages import age_seconds


def item(row: object, now: datetime) -> BaseModel:
    match row:
        case ClusterSummary():
            return _cluster(row, now)
        case ApplicationSummary():
            return application(row, now)
        case SourceSummary():
            return _source(row, now)
        case TemplateSummary():
            return _template(row)
        case core.Event():
            return _event(row, now)
    raise TypeError(f"{type(row).__name__} has no model")


def gap(found: Gap) -> models.Gap:
    resource = found.kind.resource if found.kind else ""
    return models.Gap(
        cluster=found.cluster,
        resource=resource,
        state=found.state.value,
        namespaces=list(found.namespaces),
        message=found.message,
    )


def gaps(found: Iterable[Gap]) -> list[models.Gap]:
    return [gap(one) for one in found]


def _common(row: ClusterSummary | ApplicationSummary | SourceSummary, since: datetime | None, now: datetime) -> Any:
    return {
        "name": row.ref.name,
        "namespace": row.ref.namespace,
        "status": row.status.word,
        "reason": row.reason,
        "message": row.message,
        "age_seconds": age_seconds(since, now),
        "uid": row.uid,
        "labels": row.labels,
        "stale": row.stale,
    }


def _cluster(row: ClusterSummary, now: datetime) -> models.Cluster:
    return models.Cluster(
        **_common(row, row.created, now),
        provider=row.provider,
        region=row.region,
        version=row.version,
        control_plane=_count(row.control_plane),
        workers=_count(row.workers),
        applications=_count(row.applications),
        connectivity=word(row.connectivity),
        bootstrap=word(row.bootstrap),
        endpoint=row.endpoint,
        phase=row.phase,
        created=row.created,
        management=row.management,
        gitops=row.gitops,
        capi=row.capi,
        paused=row.paused,
        deleting=row.deleting,
    )


def application(row: ApplicationSummary, now: datetime) -> models.Application:
    return models.Application(
        **_common(row, row.changed, now),
        kind="HelmRelease" if row.kind == "HelmRelease" else "Kustomization",
        cluster=row.cluster,
        source=row.source,
        revision=row.revision,
        changed=row.changed,
        suspended=row.suspended,
        suspended_by=row.suspended_by,
        suspended_since=row.suspended_since,
        suspended_until=row.suspended_until,
        target=row.target,
    )


def _source(row: SourceSummary, now: datetime) -> models.Source:
    return models.Source(
        **_common(row, row.updated, now),
        kind=row.kind,
        cluster=row.cluster,
        url=row.url,
        reference=row.reference,
        revision=row.revision,
        updated=row.updated,
        suspended=row.suspended,
    )


def _template(row: TemplateSummary) -> models.Template:
    return models.Template(
        kind=row.kind,
        name=row.ref.name,
        namespace=row.ref.namespace,
        provider=row.provider,
        type=row.type,
        description=row.description,
        uid=row.uid,
        labels=row.labels,
        stale=row.stale,
    )


def _event(row: core.Event, now: datetime) -> models.Event:
    about = row.involved_object
    return models.Event(
        name=row.metadata.name,
        namespace=row.metadata.namespace,
        type=row.type or "Normal",
        reason=row.reason,
        message=row.message,
        object=models.InvolvedObject(kind=about.kind, namespace=about.namespace, name=about.name),
        count=row.times,
        reporter=row.reporter,
        last_seen=row.last_seen,
        age_seconds=age_seconds(row.last_seen, now),
        uid=row.metadata.uid,
    )


def _count(count: fleet_clusters.Count) -> models.Count:
    return models.Count(ready=count.ready, wanted=count.wanted)


def word(status: Status | None) -> Any:
    return status.word if status else None
