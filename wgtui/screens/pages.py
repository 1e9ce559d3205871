"""All pages, as data: their tabs, and what leads to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import named
from wgtui.screens import overviews
from wgtui.screens.cluster_lists import (
    APPLICATIONS_OF_CLUSTER,
    EVENTS_OF_CLUSTER,
    EVENTS_OF_OBJECT,
    MACHINES_OF_CLUSTER,
)
from wgtui.screens.host import Host
from wgtui.screens.inventory_pane import InventoryPane
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.listing import Listing
from wgtui.screens.lists import LISTINGS
from wgtui.screens.monitor import MonitorScreen
from wgtui.screens.page import Page, Tab
from wgtui.screens.panes import Pane
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Behind
from wgtui.screens.sections_pane import Sections, SectionsPane
from wgtui.screens.table_pane import TablePane
from wgtui.screens.tree_pane import TreePane
from wgtui.screens.yaml_pane import YamlPane
from wgtui.store.store import Store


def _rows(listing: Listing[Any]) -> Callable[[Place, Host], Pane]:
    return lambda place, host: TablePane(listing, place, host)


def _list(id: str) -> Page:
    title = id.capitalize()
    return Page(id, title, (Tab(id, title, _rows(LISTINGS[id])),), lambda _: (title,))


def _own_kind(place: Place) -> Kind[Any]:
    kind = named(place.kind)
    assert kind is not None
    return kind


def _yaml(place: Place, host: Host) -> Pane:
    return YamlPane((_own_kind(place),), _own_object(place), place.cluster, ascii_only=host.config.ascii)


def _own_object(place: Place) -> Behind:
    kind, ref = _own_kind(place), place.ref
    assert ref is not None

    def behind(_: Store) -> Sequence[tuple[Kind[Any], ObjectRef]]:
        return [(kind, ref)]

    return behind


def _yaml_of_cluster(place: Place, host: Host) -> Pane:
    ref = place.ref
    assert ref is not None

    def behind(store: Store) -> Sequence[tuple[Kind[Any], ObjectRef]]:
        both: list[tuple[Kind[Any], ObjectRef]] = [(GITOPS_CLUSTER, ref), (CLUSTER, capi_ref(store, ref))]
        return [(kind, own) for kind, own in both if store.get(kind, own) is not None]

    return YamlPane((GITOPS_CLUSTER, CLUSTER), behind, ascii_only=host.config.ascii)


def _crumbs(title: str) -> Callable[[Place], tuple[str, ...]]:
    """Through the cluster where it is part of one."""

    def crumbs(place: Place) -> tuple[str, ...]:
        name = place.ref.name if place.ref else ""
        return ("Clusters", place.within, name) if place.within else (title, name)

    return crumbs


def _overview(sections: Sections, watches: Callable[[Place], tuple[WatchKey, ...]]) -> Tab:
    return _sections("overview", "Overview", sections, watches)


def _sections(id: str, title: str, sections: Sections, watches: Callable[[Place], tuple[WatchKey, ...]]) -> Tab:
    return Tab(id, title, lambda place, host: SectionsPane(place, sections, watches, host))


def _inventory(place: Place, host: Host) -> Pane:
    return InventoryPane((_own_kind(place),), _own_object(place), place.cluster, host)


EVENTS = Tab("events", "Events", _rows(EVENTS_OF_OBJECT))
YAML = Tab("yaml", "YAML", _yaml)


def _object(id: str, crumb: str, sections: Sections) -> Page:
    return Page(id, id.capitalize(), (_overview(sections, overviews.watch_object), EVENTS, YAML), _crumbs(crumb))


PAGES: dict[str, Page] = {
    page.id: page
    for page in (
        *(_list(id) for id in LISTINGS),
        Page(
            "cluster",
            "Cluster",
            (
                _overview(overviews.cluster_sections, overviews.watch_cluster),
                Tab("tree", "Tree", TreePane),
                Tab("machines", "Machines", _rows(MACHINES_OF_CLUSTER)),
                _sections("bootstrap", "Bootstrap", overviews.cluster_bootstrap, overviews.watch_bootstrap),
                Tab("applications", "Applications", _rows(APPLICATIONS_OF_CLUSTER)),
                Tab("events", "Events", _rows(EVENTS_OF_CLUSTER)),
                Tab("yaml", "YAML", _yaml_of_cluster),
            ),
            _crumbs("Clusters"),
        ),
        Page(
            "application",
            "Application",
            (
                _overview(overviews.application_sections, overviews.watch_object),
                Tab("inventory", "Inventory", _inventory),
                EVENTS,
                YAML,
                _sections("source", "Source", overviews.source_of_application, overviews.watch_source),
            ),
            _crumbs("Applications"),
        ),
        _object("source", "Sources", overviews.source_sections),
        _object("machine", "Machines", overviews.machine_sections),
        _object("object", "Objects", overviews.generic_sections),
    )
}


def page_at(place: Place) -> Page:
    return PAGES[place.page]


def monitor(id: str, typed: str, host: Host) -> MonitorScreen:
    """The rows of a list, for a terminal pane that nobody types into."""
    pane = TablePane(LISTINGS[id], Place(id), host, monitor=True)
    return MonitorScreen(pane, typed, host)
