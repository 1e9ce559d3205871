"""What `wgtui get` can be asked for: the lists of the dashboard, and events; as data."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.sources import SourceSummary
from wgtui.fleet.templates import TemplateSummary
from wgtui.resources.core import EVENT, Event
from wgtui.resources.meta import ObjectRef
from wgtui.screens.listing import Listing
from wgtui.screens.lists import APPLICATIONS, CLUSTERS, SOURCES, TEMPLATES
from wgtui.screens.object_rows import ObjectRows
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.views import events

R = TypeVar("R")

Named = tuple[str, ObjectRef]
"""Kind and name of what a row stands for."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """`model` begins the `kind` of what `-o json` prints; `names` are what a row can be asked for by, its own first."""

    model: str
    listing: Listing[R]
    names: Callable[[R], tuple[Named, ...]]
    order: Callable[[R], Any]
    expires: bool = False
    """A row goes by itself after a while: that is no news in a table."""

    def key(self, row: R) -> Hashable:
        return self.listing.key(row)


def _event_names(event: Event) -> tuple[Named, ...]:
    about = event.involved_object
    return ("Event", event.metadata.ref), (about.kind, ObjectRef(about.namespace, about.name))


def _seen(event: Event) -> tuple[float, ObjectRef]:
    """The newest last: what was printed last stands next to the prompt."""
    return (event.last_seen.timestamp() if event.last_seen else 0.0), event.metadata.ref


def _event_rows(fleet: Fleet, _: Place) -> ObjectRows[Event]:
    return ObjectRows(fleet, (EVENT,), lambda _store, _kind, event: event, lambda event: event.metadata.ref, only="")


ALL_EVENTS: Listing[Event] = Listing(
    noun="events",
    kinds=(EVENT,),
    columns=events.COLUMNS,
    rows=_event_rows,
    key=lambda event: event.metadata.ref,
    name=lambda event: event.metadata.name,
    place=lambda _event, _place: None,
    fields=events.FIELDS,
)

_CLUSTERS: Answer[ClusterSummary] = Answer(
    "Cluster",
    CLUSTERS,
    names=lambda row: (("Cluster", row.ref),),
    order=lambda row: (not row.management, row.ref),
)

_APPLICATIONS: Answer[ApplicationSummary] = Answer(
    "Application",
    APPLICATIONS,
    names=lambda row: ((row.kind, row.ref),),
    order=lambda row: (row.cluster, row.ref, row.kind),
)

_SOURCES: Answer[SourceSummary] = Answer(
    "Source",
    SOURCES,
    names=lambda row: ((row.kind, row.ref),),
    order=lambda row: (row.cluster, row.ref, row.kind),
)

_EVENTS: Answer[Event] = Answer("Event", ALL_EVENTS, _event_names, _seen, expires=True)

_TEMPLATES: Answer[TemplateSummary] = Answer(
    "Template",
    TEMPLATES,
    names=lambda row: ((row.kind, row.ref),),
    order=lambda row: (row.ref, row.kind),
)

ANSWERS: dict[str, Answer[Any]] = {
    "clusters": _CLUSTERS,
    "applications": _APPLICATIONS,
    "sources": _SOURCES,
    "templates": _TEMPLATES,
    "events": _EVENTS,
}
