"""The whole objects behind a page, and what only they tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef, OwnerReference
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.object_place import kind_of, place_of_named
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Objects
from wgtui.store.store import Store
from wgtui.views.page import Section
from wgtui.views.whole import note_sections, whole_sections
from wgtui.views.yaml import redacted


def own_object(_: Store, place: Place) -> Objects:
    assert place.ref is not None
    return [(kind_of(place), place.ref)]


def both_of_cluster(store: Store, place: Place) -> Objects:
    ref = place.ref
    assert ref is not None
    both: Objects = [(GITOPS_CLUSTER, ref), (CLUSTER, capi_ref(store, ref))]
    return [(kind, own) for kind, own in both if store.get(kind, own) is not None]


def notes(_: Place, whole: dict[str, Any], stale: bool) -> Sequence[Section]:
    return note_sections(redacted(whole), stale)


def everything(place: Place, whole: dict[str, Any], stale: bool) -> Sequence[Section]:
    """Of kinds whose objects are only read whole."""

    def target(owner: OwnerReference, namespace: str) -> Place | None:
        ref = ObjectRef(namespace, owner.name)
        return place_of_named(owner.api_version, owner.kind, ref, place.cluster, place.within)

    return whole_sections(kind_of(place), redacted(whole), target, stale)
