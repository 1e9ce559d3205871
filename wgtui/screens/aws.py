"""The AWS tab of a cluster: what it watches, and when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.fleet.aws import LABELLED, aws_objects, is_on_aws
from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.core import NAMESPACE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.infrastructure import AWS_FARGATE_PROFILE
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.object_place import place_of
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.views.aws import aws_sections
from wgtui.views.page import Section


def watch_aws(place: Place) -> tuple[WatchKey, ...]:
    """Parts by the label of the cluster; profiles name it; identities belong to nobody."""
    assert place.ref is not None
    namespace = place.ref.namespace
    return (
        WatchKey(GITOPS_CLUSTER),
        WatchKey(CLUSTER),
        *parts_of(place, *LABELLED),
        WatchKey(AWS_FARGATE_PROFILE, namespace),
        *(WatchKey(kind) for kind in IDENTITIES),
        WatchKey(NAMESPACE, "", "", f"metadata.name={namespace}"),
    )


def is_there(place: Place, host: Host) -> bool:
    if host.session is None or place.ref is None:
        return False
    store = host.session.fleet.management
    return is_on_aws(store.get(CLUSTER, capi_ref(store, place.ref)))


def aws_of_cluster(fleet: Fleet, place: Place) -> Sequence[Section]:
    assert place.ref is not None
    store = fleet.management
    cluster = store.get(CLUSTER, capi_ref(store, place.ref))
    found = aws_objects(store, cluster) if cluster is not None else None
    if found is None:
        return ()
    stale = not all(store.live(kind, one.metadata.ref) for kind, one in found.objects())

    def target(kind: Kind[Any], ref: ObjectRef) -> Place:
        return place_of(kind, ref, within=place.ref.name if place.ref else "")

    return aws_sections(found, stale, target)
