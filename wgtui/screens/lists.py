"""All lists, as data."""

from __future__ import annotations

from typing import Any

from wgtui.fleet.applications import ApplicationSummary, application_summary
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.sources import SourceSummary, source_summary
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS, named
from wgtui.screens.listing import Listing
from wgtui.screens.object_rows import ObjectRows
from wgtui.screens.place import Place
from wgtui.store.store import Store
from wgtui.views import applications, clusters, sources


def _application(store: Store, found: Any) -> ApplicationSummary:
    stale = not store.live(_kind_of(found), found.metadata.ref)
    return application_summary(found, store.name, stale=stale)


def _source(store: Store, found: Any) -> SourceSummary:
    return source_summary(found, store.name, stale=not store.live(_kind_of(found), found.metadata.ref))


def _kind_of(found: object) -> Any:
    return named(type(found).__name__)


CLUSTERS: Listing[ClusterSummary] = Listing(
    noun="clusters",
    kinds=ClusterRows.KINDS,
    columns=clusters.COLUMNS,
    rows=lambda fleet, _: ClusterRows(fleet),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row: Place("cluster", row.ref),
    fields=clusters.FIELDS,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (("namespace", row.ref.namespace), ("message", row.message), ("version", row.version)),
)

APPLICATIONS: Listing[ApplicationSummary] = Listing(
    noun="applications",
    kinds=APPLICATION_KINDS,
    columns=applications.COLUMNS,
    rows=lambda fleet, _: ObjectRows(fleet, APPLICATION_KINDS, _application, lambda row: row.uid),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row: Place("application", row.ref, row.kind, row.cluster),
    fields=applications.FIELDS,
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
    rows=lambda fleet, _: ObjectRows(fleet, SOURCE_KINDS, _source, lambda row: row.uid),
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row: Place("source", row.ref, row.kind, row.cluster),
    fields=sources.FIELDS,
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

LISTINGS: dict[str, Listing[Any]] = {"clusters": CLUSTERS, "applications": APPLICATIONS, "sources": SOURCES}
