"""All lists, as data."""

from __future__ import annotations

from typing import Any

from wgtui.fleet.applications import ApplicationSummary, application_summary
from wgtui.fleet.causes import application_causes, cluster_causes, folded_application, folded_cluster
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.pulls import PULL_REQUEST
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.sources import SourceSummary, source_summary
from wgtui.fleet.status import Status
from wgtui.fleet.templates import TemplateSummary, template_summary
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.templates import TEMPLATE_KINDS
from wgtui.screens.listing import Folds, Listing
from wgtui.screens.object_place import place_of, place_of_cluster
from wgtui.screens.object_rows import ObjectRows
from wgtui.screens.place import Place
from wgtui.store.store import Store
from wgtui.views import applications, clusters, sources, templates


def application_row(store: Store, kind: Kind[Any], found: Any) -> ApplicationSummary:
    return application_summary(found, store.name, stale=not store.live(kind, found.metadata.ref))


def _source_row(store: Store, kind: Kind[Any], found: Any) -> SourceSummary:
    return source_summary(found, store.name, stale=not store.live(kind, found.metadata.ref))


def _template_row(store: Store, kind: Kind[Any], found: Any) -> TemplateSummary:
    return template_summary(found, stale=not store.live(kind, found.metadata.ref))


def _template_kind(row: TemplateSummary) -> Kind[Any]:
    return next(kind for kind in TEMPLATE_KINDS if kind.kind == row.kind)


def _place_of_cluster(row: ClusterSummary, _: Place) -> Place:
    """The management cluster is no object of its own: what is to be seen of it are its applications.

    Of one that is only proposed its way is all there is.
    """
    if row.management:
        return Place("applications", filter="cluster=management")
    if row.status is Status.PROPOSED:
        return Place("journey", row.ref, GITOPS_CLUSTER.kind)
    return place_of_cluster(row.ref, row.capi_ref)


CLUSTERS: Listing[ClusterSummary] = Listing(
    noun="clusters",
    kinds=(GITOPS_CLUSTER, CLUSTER),
    beside=tuple(kind for kind in ClusterRows.KINDS if kind not in (GITOPS_CLUSTER, CLUSTER)),
    mentions=(PULL_REQUEST,),
    columns=clusters.COLUMNS,
    rows=lambda fleet, _: ClusterRows(fleet),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=_place_of_cluster,
    folds=Folds(cluster_causes, folded_cluster),
    fields=clusters.FIELDS,
    message=clusters.described,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (("namespace", row.ref.namespace), ("message", row.message), ("version", row.version)),
)

APPLICATIONS: Listing[ApplicationSummary] = Listing(
    noun="applications",
    kinds=APPLICATION_KINDS,
    columns=applications.COLUMNS,
    rows=lambda fleet, _: ObjectRows(fleet, APPLICATION_KINDS, application_row, lambda row: row.uid),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row, _: Place("application", row.ref, row.kind, row.cluster),
    fields=applications.FIELDS,
    rises=applications.overdue_at,
    folds=Folds(application_causes, folded_application),
    message=applications.described,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (
        ("namespace", row.ref.namespace),
        ("message", row.message),
        ("revision", row.revision),
        ("source", row.source),
    ),
    leaves=True,
)

SOURCES: Listing[SourceSummary] = Listing(
    noun="sources",
    kinds=SOURCE_KINDS,
    columns=sources.COLUMNS,
    rows=lambda fleet, _: ObjectRows(fleet, SOURCE_KINDS, _source_row, lambda row: row.uid),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row, _: Place("source", row.ref, row.kind, row.cluster),
    fields=sources.FIELDS,
    message=sources.described,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (
        ("namespace", row.ref.namespace),
        ("url", row.url),
        ("message", row.message),
        ("revision", row.revision),
    ),
    leaves=True,
)

TEMPLATES: Listing[TemplateSummary] = Listing(
    noun="templates",
    kinds=TEMPLATE_KINDS,
    columns=templates.COLUMNS,
    rows=lambda fleet, _: ObjectRows(fleet, TEMPLATE_KINDS, _template_row, lambda row: row.uid),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row, _: place_of(_template_kind(row), row.ref),
    opens=lambda row: Place("form", row.ref, row.kind),
    fields=templates.FIELDS,
    message=lambda row: row.description,
    stale=lambda row: row.stale,
    copies=lambda row: (("namespace", row.ref.namespace), ("description", row.description)),
)

LISTINGS: dict[str, Listing[Any]] = {
    "clusters": CLUSTERS,
    "applications": APPLICATIONS,
    "sources": SOURCES,
    "templates": TEMPLATES,
}
