"""All pages, as data."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.rows import ApplicationRows, ClusterRows, SourceRows
from wgtui.fleet.sources import SourceSummary
from wgtui.screens.host import Host
from wgtui.screens.listing import Listing
from wgtui.screens.monitor import MonitorScreen
from wgtui.screens.page import Page, Tab
from wgtui.screens.panes import Pane
from wgtui.screens.place import Place
from wgtui.screens.table_pane import TablePane
from wgtui.views import applications, clusters, sources


def _object_name(row: ClusterSummary | ApplicationSummary | SourceSummary) -> str:
    return row.ref.name


def _uid(row: ClusterSummary | ApplicationSummary | SourceSummary) -> Hashable:
    return row.uid


CLUSTERS: Listing[ClusterSummary] = Listing(
    noun="clusters",
    kinds=ClusterRows.KINDS,
    columns=clusters.COLUMNS,
    rows=lambda fleet, _: ClusterRows(fleet),
    key=_uid,
    name=_object_name,
    place=lambda row: Place("cluster", row.ref),
    fields=clusters.FIELDS,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (("namespace", row.ref.namespace), ("message", row.message), ("version", row.version)),
)

APPLICATIONS: Listing[ApplicationSummary] = Listing(
    noun="applications",
    kinds=ApplicationRows.KINDS,
    columns=applications.COLUMNS,
    rows=lambda fleet, _: ApplicationRows(fleet),
    key=_uid,
    name=_object_name,
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
    kinds=SourceRows.KINDS,
    columns=sources.COLUMNS,
    rows=lambda fleet, _: SourceRows(fleet),
    key=_uid,
    name=_object_name,
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


def _list(id: str, listing: Listing[Any]) -> Page:
    title = id.capitalize()

    def pane(place: Place, host: Host) -> Pane:
        return TablePane(listing, place, ascii_only=host.config.ascii)

    return Page(id, title, (Tab(id, title, pane),), lambda _: (title,))


PAGES: dict[str, Page] = {page.id: page for page in (_list(id, listing) for id, listing in LISTINGS.items())}


def page_at(place: Place) -> Page:
    return PAGES[place.page]


def monitor(id: str, typed: str, host: Host) -> MonitorScreen:
    """The rows of a list, for a pane that nobody types into."""
    pane = TablePane(LISTINGS[id], Place(id), ascii_only=host.config.ascii, monitor=True)
    return MonitorScreen(pane, typed, host)
