"""The History tab of an application: what its controller keeps, and the revisions that its events tell of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.fleet.applications import application_summary
from wgtui.fleet.revisions import short
from wgtui.resources.changes import WatchKey
from wgtui.resources.core import EVENT
from wgtui.screens.cluster_lists import watch_events_of_object
from wgtui.screens.object_place import kind_of, watch_object
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.views.cells import text_cell
from wgtui.views.described import verdict_section
from wgtui.views.history import history_sections, revision_section
from wgtui.views.page import Fact, Section


def watch_history(place: Place) -> tuple[WatchKey, ...]:
    return (*watch_object(place), *watch_events_of_object(place))


def revisions(fleet: Fleet, place: Place) -> Sequence[Section]:
    """Nothing while the application itself is not known."""
    store, ref, kind = fleet.store(place.cluster), place.ref, kind_of(place)
    found = store.get(kind, ref) if store is not None and ref is not None else None
    if store is None or ref is None or found is None:
        return ()
    row = application_summary(found, place.cluster, not store.live(kind, ref))
    attempted = short(found.status.last_attempted_revision)
    facts = (Fact("revision", text_cell(row.revision)), Fact("last attempted", text_cell(attempted)))
    about = (kind.kind, *ref)
    said = (one for one in store.in_namespace(EVENT, ref.namespace) if _about(one.involved_object) == about)
    return [verdict_section(row.status, row.reason, row.message, row.stale, *facts), revision_section(said)]


def _about(found: Any) -> tuple[str, str, str]:
    return found.kind, found.namespace, found.name


def kept(place: Place, whole: dict[str, Any], stale: bool) -> Sequence[Section]:
    return history_sections(kind_of(place), whole, stale)
