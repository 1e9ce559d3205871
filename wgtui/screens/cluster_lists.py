"""The lists on the tabs of one cluster and one object, as data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wgtui.fleet import tree_objects
from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.machines import MachineSummary, machine_summary
from wgtui.resources import bootstrap, capi
from wgtui.resources.capi import CLUSTER, CLUSTER_NAME_LABEL
from wgtui.resources.changes import WatchKey
from wgtui.resources.core import EVENT, Event
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, named
from wgtui.resources.source import HELM_CHART
from wgtui.screens.event_rows import EventRows, event_key
from wgtui.screens.leaf_secrets import capi_ref, kubeconfig_secrets
from wgtui.screens.listing import Leaf, Listing
from wgtui.screens.lists import APPLICATIONS, application_row
from wgtui.screens.object_place import kind_of, place_of, place_of_named
from wgtui.screens.object_rows import ObjectRows
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Store
from wgtui.views import events, machines

PARTS: tuple[Kind[Any], ...] = tuple(kind for kind in tree_objects.KINDS if kind.group != bootstrap.GROUP)
"""What belongs to a cluster, by its label."""


def _ref(place: Place) -> ObjectRef:
    assert place.ref is not None
    return place.ref


def _leaf(store: Store, place: Place) -> Leaf | None:
    secrets = kubeconfig_secrets(store, _ref(place))
    return Leaf(_ref(place), secrets) if secrets else None


def _applications(fleet: Fleet, place: Place) -> ObjectRows[ApplicationSummary]:
    return ObjectRows(fleet, APPLICATION_KINDS, application_row, APPLICATIONS.key, only=str(_ref(place)))


def _watch_applications(_: Place) -> tuple[WatchKey, ...]:
    return (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER))


def parts_of(place: Place, *kinds: Kind[Any]) -> tuple[WatchKey, ...]:
    """Watches of what belongs to the cluster, and of nothing else."""
    ref = _ref(place)
    selector = f"{CLUSTER_NAME_LABEL}={place.capi or ref.name}"
    return tuple(WatchKey(kind, ref.namespace, selector) for kind in kinds)


def _related_to_cluster(place: Place, store: Store) -> frozenset[tuple[str, str, str]]:
    ref = _ref(place)
    cluster = capi_ref(store, ref)
    own = {("GitopsCluster", *ref), ("Cluster", *cluster)}
    return frozenset(
        own | {(kind.kind, *one.metadata.ref) for kind in PARTS for one in store.in_cluster(kind, cluster)}
    )


def _events_of_cluster(fleet: Fleet, place: Place) -> EventRows:
    return EventRows(fleet, "", lambda store: _related_to_cluster(place, store))


def _events_of_object(fleet: Fleet, place: Place) -> EventRows:
    about = frozenset({(kind_of(place).kind, *_ref(place))})
    return EventRows(fleet, place.cluster, lambda _: about)


def watch_events_of_object(place: Place) -> tuple[WatchKey, ...]:
    ref = _ref(place)
    return (WatchKey(EVENT, ref.namespace, "", f"involvedObject.name={ref.name}"),)


def _watch_events_of_cluster(place: Place) -> tuple[WatchKey, ...]:
    return (WatchKey(GITOPS_CLUSTER), WatchKey(EVENT, _ref(place).namespace), *parts_of(place, *PARTS))


def _event_copies(row: Event) -> tuple[tuple[str, str], ...]:
    return (("message", row.message), ("reason", row.reason), ("object", events.involved(row)))


def _machines(fleet: Fleet, place: Place) -> ObjectRows[MachineSummary]:
    def row_of(store: Store, kind: Kind[Any], found: capi.Machine) -> MachineSummary | None:
        own = ObjectRef(found.metadata.namespace, found.metadata.labels.get(CLUSTER_NAME_LABEL, ""))
        if own != capi_ref(store, _ref(place)):
            return None
        return machine_summary(found, not store.live(kind, found.metadata.ref))

    return ObjectRows(fleet, (capi.MACHINE,), row_of, lambda row: row.uid, only="")


def _place_of_event(row: Event, at: Place) -> Place | None:
    """What it is about."""
    about = row.involved_object
    ref = ObjectRef(about.namespace, about.name)
    return place_of_named(about.api_version, about.kind, ref, at.cluster, within=at.within or _ref(at).name)


MACHINES_OF_CLUSTER: Listing[MachineSummary] = Listing(
    noun="machines",
    kinds=(capi.MACHINE,),
    columns=machines.COLUMNS,
    rows=_machines,
    key=lambda row: row.uid,
    name=lambda row: row.ref.name,
    place=lambda row, at: place_of(capi.MACHINE, row.ref, within=_ref(at).name),
    fields=machines.FIELDS,
    message=lambda row: row.message or row.reason,
    status=lambda row: row.status,
    stale=lambda row: row.stale,
    copies=lambda row: (("node", row.node), ("instance", row.instance), ("message", row.message)),
    watches=lambda place: parts_of(place, capi.MACHINE),
    empty="no machines: this cluster is not made by Cluster API, or none has been made yet",
)

APPLICATIONS_OF_CLUSTER: Listing[ApplicationSummary] = replace(
    APPLICATIONS,
    columns=tuple(column for column in APPLICATIONS.columns if column.id != "cluster"),
    rows=_applications,
    watches=_watch_applications,
    leaf=_leaf,
    empty="no applications on this cluster",
)

EVENTS_OF_CLUSTER: Listing[Event] = Listing(
    noun="events",
    kinds=(EVENT, GITOPS_CLUSTER, *PARTS),
    columns=events.COLUMNS,
    rows=_events_of_cluster,
    key=event_key,
    name=lambda row: row.metadata.name,
    place=_place_of_event,
    fields=events.FIELDS,
    message=lambda row: row.message,
    copies=_event_copies,
    sort="age",
    watches=_watch_events_of_cluster,
    empty="no events in the last hour",
)


def _sources_of(place: Place, store: Store) -> list[tuple[Kind[Any], ObjectRef]]:
    """The source of an application and, of a release, its chart; as far as they are known by now."""
    found = store.get(kind_of(place), _ref(place))
    if found is None:
        return []
    chart = found.chart if isinstance(found, HelmRelease) else None
    source = found.source
    kind = named(source.kind) if source is not None else None
    return [
        *([(HELM_CHART, chart)] if chart is not None else []),
        *([(kind, source.ref)] if kind is not None and source is not None else []),
    ]


def _events_of_application(fleet: Fleet, place: Place) -> EventRows:
    own = (kind_of(place).kind, *_ref(place))

    def related(store: Store) -> frozenset[tuple[str, str, str]]:
        return frozenset({own, *((kind.kind, *ref) for kind, ref in _sources_of(place, store))})

    return EventRows(fleet, place.cluster, related)


def _watch_events_of_application(place: Place) -> tuple[WatchKey, ...]:
    return (WatchKey(kind_of(place)), *watch_events_of_object(place))


def _watch_events_of_sources(store: Store, place: Place) -> tuple[WatchKey, ...]:
    found = _sources_of(place, store)
    return tuple(WatchKey(EVENT, ref.namespace, "", f"involvedObject.name={ref.name}") for _, ref in found)


EVENTS_OF_APPLICATION: dict[Kind[Any], Listing[Event]] = {
    kind: replace(
        EVENTS_OF_CLUSTER,
        kinds=(EVENT, kind),
        rows=_events_of_application,
        watches=_watch_events_of_application,
        also=_watch_events_of_sources,
    )
    for kind in APPLICATION_KINDS
}
"""Of the application and of what it comes from, together."""

EVENTS_OF_OBJECT: Listing[Event] = replace(
    EVENTS_OF_CLUSTER,
    kinds=(EVENT,),
    columns=tuple(column for column in events.COLUMNS if column.id != "object"),
    rows=_events_of_object,
    watches=watch_events_of_object,
)
