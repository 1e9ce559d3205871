"""The Bootstrap tab of a cluster: what it watches and what it shows of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.fleet.bootstrap_why import world_of
from wgtui.fleet.cluster_objects import CONTROL_PLANES, cluster_objects_of
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG, SECRET_SYNC
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.object_place import place_of
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Health
from wgtui.views.bootstrap import bootstrap_sections
from wgtui.views.page import Section


def watch_bootstrap(place: Place) -> tuple[WatchKey, ...]:
    """Configurations of all namespaces: one of another namespace may be the one that was meant to select it."""
    namespace = place.ref.namespace if place.ref else ""
    return (
        WatchKey(GITOPS_CLUSTER),
        WatchKey(CLUSTER),
        WatchKey(CLUSTER_BOOTSTRAP_CONFIG),
        WatchKey(JOB, namespace),
        WatchKey(SECRET_SYNC, namespace),
        *parts_of(place, *CONTROL_PLANES),
    )


def cluster_bootstrap(fleet: Fleet, place: Place) -> Sequence[Section]:
    store = fleet.management
    found = cluster_objects_of(store, place.ref) if place.ref is not None else None
    if found is None or place.ref is None:
        return ()
    kinds = (GITOPS_CLUSTER, CLUSTER_BOOTSTRAP_CONFIG, JOB)
    stale = not all(store.freshness(kind).health is Health.LIVE for kind in kinds)
    syncs = store.in_namespace(SECRET_SYNC, place.ref.namespace)

    def target(kind: Kind[Any], ref: ObjectRef) -> Place:
        return place_of(kind, ref, within=place.ref.name if place.ref else "")

    world = world_of(store, found, fleet.store(str(place.ref)))
    return bootstrap_sections(world, sorted(syncs, key=lambda one: one.metadata.name), stale, target)
