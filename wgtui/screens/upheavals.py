"""What is shown only while something is being deleted or its machines are replaced, and what is read for that then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wgtui.fleet.cluster_objects import CONTROL_PLANES, ClusterObjects, cluster_objects_of
from wgtui.fleet.deletion import Remaining, remaining
from wgtui.fleet.rollout import is_rolling, lanes
from wgtui.fleet.tree_objects import KINDS, tree_objects
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_SET
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS, kind_of_provider
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.object_place import kind_of, place_of
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Store
from wgtui.views.deletion import deletion_sections
from wgtui.views.page import Section
from wgtui.views.rollout import rollout_sections


def also_of_cluster(store: Store, place: Place) -> tuple[WatchKey, ...]:
    """Its machines while they are replaced, all of its parts while it goes."""
    found = cluster_objects_of(store, place.ref) if place.ref is not None else None
    if found is None:
        return ()
    if _goes(found):
        return parts_of(place, *KINDS)
    return parts_of(place, MACHINE, MACHINE_SET) if is_rolling(found) else ()


def _goes(found: ClusterObjects) -> bool:
    sides = (found.gitops, found.cluster)
    return any(one is not None and one.metadata.deletion_timestamp is not None for one in sides)


def upheavals_of_cluster(fleet: Fleet, place: Place) -> list[Section]:
    store = fleet.management
    found = cluster_objects_of(store, place.ref) if place.ref is not None else None
    if found is None:
        return []
    kind = GITOPS_CLUSTER if found.gitops is not None else CLUSTER
    deletion = _deletion(store, kind, place, stale=not found.live)
    return deletion or _rollout(store, found)


def _rollout(store: Store, found: ClusterObjects) -> list[Section]:
    if found.cluster is None or not is_rolling(found):
        return []
    kind = next((one for one in CONTROL_PLANES if isinstance(found.control_plane, one.struct)), None)
    listed = lanes(tree_objects(store, found.cluster), found.control_plane, kind)
    return rollout_sections(listed, stale=not found.live)


def also_of_object(store: Store, place: Place) -> tuple[WatchKey, ...]:
    """What a machine or a Kustomization takes with it, while it goes."""
    kind = kind_of(place)
    found: Any = store.get(kind, place.ref) if place.ref is not None else None
    if found is None or found.metadata.deletion_timestamp is None:
        return ()
    if kind == KUSTOMIZATION:
        return tuple(WatchKey(one) for one in (GITOPS_CLUSTER, *APPLICATION_KINDS, *SOURCE_KINDS))
    if kind != MACHINE:
        return ()
    behind = (found.spec.infrastructure_ref, found.spec.bootstrap.config_ref)
    return tuple(
        WatchKey(kind_of_provider(one.group, one.kind), found.metadata.namespace, "", f"metadata.name={one.name}")
        for one in behind
        if one is not None
    )


def _deletion(store: Store, kind: Any, place: Place, *, stale: bool) -> list[Section]:
    if place.ref is None:
        return []
    within = place.ref.name if place.page == "cluster" else place.within

    def target(row: Remaining) -> Place | None:
        opened = place_of(row.kind, row.ref, place.cluster, within)
        return None if opened.same(place) else opened

    return deletion_sections(remaining(store, kind, place.ref), target, stale=stale)


Sections = Callable[[Fleet, Place], Sequence[Section]]


def with_deletion(sections: Sections) -> Sections:
    """What is left of an object that goes, right behind what the list says of it."""

    def both(fleet: Fleet, place: Place) -> Sequence[Section]:
        found, store, kind = sections(fleet, place), fleet.store(place.cluster), kind_of(place)
        if not found or store is None or place.ref is None:
            return found
        stale = not store.live(kind, place.ref)
        return [*found[:1], *_deletion(store, kind, place, stale=stale), *found[1:]]

    return both


def with_upheavals(sections: Sections) -> Sections:
    """The same of a cluster, whose machines may be replaced too."""

    def both(fleet: Fleet, place: Place) -> Sequence[Section]:
        found = sections(fleet, place)
        return [*found[:1], *upheavals_of_cluster(fleet, place), *found[1:]] if found else found

    return both
