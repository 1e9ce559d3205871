"""The pages of one object, as data: their tabs, and what leads to them. Imported when the first is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wgtui.screens import aws, bootstrap, history_tab, overviews
from wgtui.screens.cluster_lists import (
    APPLICATIONS_OF_CLUSTER,
    EVENTS_OF_APPLICATION,
    EVENTS_OF_CLUSTER,
    EVENTS_OF_OBJECT,
    MACHINES_OF_CLUSTER,
)
from wgtui.screens.host import Host
from wgtui.screens.inventory_pane import InventoryPane
from wgtui.screens.journey_pane import JourneyPane
from wgtui.screens.leaf_pane import LeafPane
from wgtui.screens.log_pane import LogPane
from wgtui.screens.object_place import is_logged, is_traced, kind_of, watch_object
from wgtui.screens.page import Has, Page, Tab, always
from wgtui.screens.panes import Pane
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Also, Behind, Watches
from wgtui.screens.sections_pane import Sections, SectionsPane
from wgtui.screens.table_pane import TablePane, rows_of
from wgtui.screens.timeline_pane import TimelinePane
from wgtui.screens.trace_pane import TracePane
from wgtui.screens.tree_pane import TreePane
from wgtui.screens.upheavals import also_of_cluster, also_of_object, with_deletion, with_upheavals
from wgtui.screens.values_pane import ValuesPane
from wgtui.screens.wholes import both_of_cluster, everything, notes, own_object
from wgtui.screens.yaml_pane import YamlPane


def _crumbs(title: str) -> Callable[[Place], tuple[str, ...]]:
    """Through the cluster where it is part of one or stands on one."""

    def crumbs(place: Place) -> tuple[str, ...]:
        way = ("Clusters", place.within) if place.within else (title, place.cluster)
        return (*filter(None, way), str(place.ref))

    return crumbs


def _crumbs_of_object(place: Place) -> tuple[str, ...]:
    kind = kind_of(place).kind
    return _crumbs(kind)(place) if not place.within else (*_crumbs(kind)(place)[:-1], f"{kind}/{place.ref}")


def _sections(id: str, title: str, watches: Watches, has: Has = always, **options: Any) -> Tab:
    """`options` are those of SectionsPane."""
    return Tab(id, title, lambda place, host: SectionsPane(place, host, watches, **options), has)


def _overview(sections: Sections, watches: Watches, behind: Behind = own_object, also: Also = also_of_object) -> Tab:
    return _sections("overview", "Overview", watches, sections=sections, behind=behind, whole=notes, also=also)


def _inventory(place: Place, host: Host) -> Pane:
    return InventoryPane(place, watch_object, own_object, host)


def _events_of_application(place: Place, host: Host) -> Pane:
    return TablePane(EVENTS_OF_APPLICATION[kind_of(place)], place, host)


def _yaml(watches: Watches, behind: Behind) -> Tab:
    return Tab("yaml", "YAML", lambda place, host: YamlPane(place, watches, behind, host))


EVENTS = Tab("events", "Events", rows_of(EVENTS_OF_OBJECT))
YAML = _yaml(watch_object, own_object)
TIMELINE = Tab("timeline", "Timeline", TimelinePane)
LOGS = Tab("logs", "Logs", LogPane, lambda place, _: is_logged(place))
TRACE = Tab("trace", "Trace", TracePane, lambda place, _: is_traced(place))


def _object(id: str, crumb: str, sections: Sections) -> Page:
    return Page(
        id,
        id.capitalize(),
        (_overview(with_deletion(sections), watch_object), EVENTS, TIMELINE, LOGS, YAML, TRACE),
        _crumbs(crumb),
    )


OBJECT_PAGES: dict[str, Page] = {
    page.id: page
    for page in (
        Page(
            "cluster",
            "Cluster",
            (
                _overview(
                    with_upheavals(overviews.cluster_overview),
                    overviews.watch_cluster_parts,
                    both_of_cluster,
                    also_of_cluster,
                ),
                Tab("tree", "Tree", TreePane),
                Tab("machines", "Machines", rows_of(MACHINES_OF_CLUSTER)),
                _sections(
                    "bootstrap",
                    "Bootstrap",
                    bootstrap.watch_bootstrap,
                    sections=bootstrap.cluster_bootstrap,
                    by_line=True,
                ),
                _sections("aws", "AWS", aws.watch_aws, has=aws.is_there, sections=aws.aws_of_cluster, by_line=True),
                Tab("leaf", "Leaf", LeafPane),
                Tab("journey", "Journey", JourneyPane),
                Tab("applications", "Applications", rows_of(APPLICATIONS_OF_CLUSTER)),
                Tab("events", "Events", rows_of(EVENTS_OF_CLUSTER)),
                TIMELINE,
                _yaml(overviews.watch_cluster, both_of_cluster),
            ),
            _crumbs("Clusters"),
        ),
        Page(
            "application",
            "Application",
            (
                _overview(with_deletion(overviews.application_sections), watch_object),
                Tab("inventory", "Inventory", _inventory),
                Tab("events", "Events", _events_of_application),
                TIMELINE,
                LOGS,
                YAML,
                TRACE,
                _sections(
                    "history",
                    "History",
                    history_tab.watch_history,
                    sections=history_tab.revisions,
                    behind=own_object,
                    whole=history_tab.kept,
                ),
                Tab("values", "Values", ValuesPane),
            ),
            _crumbs("Applications"),
        ),
        _object("source", "Sources", overviews.source_sections),
        _object("machine", "Machines", overviews.machine_sections),
        Page(
            "object",
            "Object",
            (
                _sections("overview", "Overview", watch_object, behind=own_object, whole=everything),
                EVENTS,
                TIMELINE,
                LOGS,
                YAML,
                TRACE,
            ),
            _crumbs_of_object,
        ),
    )
}
