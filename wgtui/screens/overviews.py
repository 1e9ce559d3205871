"""The Overview tabs: from a place to the sections that describe what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from wgtui.fleet.applications import application_summary
from wgtui.fleet.cluster_objects import CONTROL_PLANES, GROUPS, INFRASTRUCTURES, cluster_objects_of
from wgtui.fleet.conditions import said_by
from wgtui.fleet.machines import machine_summary
from wgtui.fleet.sources import source_summary
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.views.cells import NOTHING, text_cell
from wgtui.views.cluster import cluster_sections
from wgtui.views.columns import Cell
from wgtui.views.described import object_sections, verdict_section
from wgtui.views.page import Fact, Section


def watch_cluster(_: Place) -> tuple[WatchKey, ...]:
    return (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER))


def watch_cluster_parts(place: Place) -> tuple[WatchKey, ...]:
    """Everything that its row in the list is made of, of this cluster alone."""
    assert place.ref is not None
    own = (WatchKey(CLUSTER_BOOTSTRAP_CONFIG, place.ref.namespace), WatchKey(JOB, place.ref.namespace))
    return (*watch_cluster(place), *own, *parts_of(place, *CONTROL_PLANES, *INFRASTRUCTURES, *GROUPS))


def cluster_overview(fleet: Fleet, place: Place) -> Sequence[Section]:
    assert place.ref is not None
    found = cluster_objects_of(fleet.management, place.ref)
    return cluster_sections(found) if found is not None else ()


def application_sections(fleet: Fleet, place: Place) -> Sequence[Section]:
    found = _found(fleet, place)
    if found is None:
        return ()
    row = application_summary(found.object, place.cluster, stale=found.stale)
    facts = (
        Fact("revision", text_cell(row.revision)),
        Fact("source", text_cell(row.source), target=_source_place(row.source, place.cluster)),
        Fact("path", text_cell(getattr(found.object.spec, "path", ""))),
        Fact("suspended by", text_cell(row.suspended_by)),
    )
    verdict = verdict_section(row.status, row.reason, row.message, row.stale, *_told(facts))
    return [verdict, *object_sections(found.kind, found.object.metadata, found.object.status.conditions, found.stale)]


def source_sections(fleet: Fleet, place: Place) -> Sequence[Section]:
    found = _found(fleet, place)
    if found is None:
        return ()
    row = source_summary(found.object, place.cluster, found.stale)
    facts = (
        Fact("url", text_cell(row.url), link=row.url if row.url.startswith(("http://", "https://")) else ""),
        Fact("reference", text_cell(row.reference)),
        Fact("revision", text_cell(row.revision)),
    )
    verdict = verdict_section(row.status, row.reason, row.message, row.stale, *_told(facts))
    return [verdict, *object_sections(found.kind, found.object.metadata, found.object.status.conditions, found.stale)]


def machine_sections(fleet: Fleet, place: Place) -> Sequence[Section]:
    found = _found(fleet, place)
    if found is None:
        return ()
    row = machine_summary(found.object, found.stale)
    facts = (
        Fact("version", text_cell(row.version)),
        Fact("node", text_cell(row.node)),
        Fact("instance", text_cell(row.instance)),
        Fact("zone", text_cell(row.zone)),
        Fact("address", text_cell(row.address)),
        Fact("group", text_cell(row.group)),
    )
    verdict = verdict_section(row.status, row.reason, row.message, row.stale, *_told(facts))
    return [verdict, *object_sections(found.kind, found.object.metadata, said_by(found.object), found.stale)]


def _told(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if not (isinstance(fact.value, Cell) and fact.value == NOTHING)]


class _Found(NamedTuple):
    kind: Kind[Any]
    object: Any
    stale: bool


def _found(fleet: Fleet, place: Place) -> _Found | None:
    kind, store = kind_of(place), fleet.store(place.cluster)
    found = store.get(kind, place.ref) if store is not None and place.ref is not None else None
    return None if store is None or found is None else _Found(kind, found, not store.live(kind, found.metadata.ref))


def _source_place(source: str, cluster: str) -> Place | None:
    """From `Kind/namespace/name`."""
    kind, _, rest = source.partition("/")
    namespace, _, name = rest.partition("/")
    return Place("source", ObjectRef(namespace, name), kind, cluster) if name else None
