"""From an object that something names to the page that shows it, and back to what has to be read for it."""

from __future__ import annotations

from typing import Any

from wgtui.fleet.logging import writes
from wgtui.fleet.pulls import PULL_REQUEST, pull_ref
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS, any_kind, named
from wgtui.screens.place import Place

_PAGES: dict[Kind[Any], str] = {
    GITOPS_CLUSTER: "cluster",
    CLUSTER: "cluster",
    MACHINE: "machine",
    **dict.fromkeys(APPLICATION_KINDS, "application"),
    **dict.fromkeys(SOURCE_KINDS, "source"),
}

_LISTED = (GITOPS_CLUSTER, CLUSTER, *APPLICATION_KINDS, *SOURCE_KINDS)
"""Read as a whole, so that going back to their list costs nothing; of other kinds the one object is read."""


def place_of_cluster(ref: ObjectRef, capi_ref: ObjectRef | None) -> Place:
    """`ref` is that of its row, `capi_ref` the Cluster it stands for."""
    return Place("cluster", ref, capi=capi_ref.name if capi_ref is not None and capi_ref != ref else "")


def place_of_pull(number: int) -> Place:
    """Its journey: a pull request is no object of any cluster."""
    return Place("journey", pull_ref(number), PULL_REQUEST.kind)


def place_of(kind: Kind[Any], ref: ObjectRef, cluster: str = "", within: str = "") -> Place:
    """`cluster` names the leaf it is on. Only clusters of the management cluster have a page of their own."""
    page = _PAGES.get(kind, "object")
    if page == "cluster":
        return Place(page, ref) if not cluster else Place("object", ref, written(kind), cluster, within)
    return Place(page, ref, written(kind) if page == "object" else kind.kind, cluster, within)


def place_of_named(api_version: str, name: str, ref: ObjectRef, cluster: str = "", within: str = "") -> Place | None:
    """Of an object by its apiVersion and kind; some reporters of events leave the former out. None for the unknown."""
    group, _, version = api_version.rpartition("/")
    kind = any_kind(group, name, version, namespaced=bool(ref.namespace)) if version else named(name)
    return place_of(kind, ref, cluster, within) if kind is not None and name and ref.name else None


def written(kind: Kind[Any]) -> str:
    """`Deployment.v1.apps`: what `kind_of` reads again. `DockerMachine..example.com` is of a provider."""
    return f"{kind.kind}.{kind.versions[0] if kind.versions else ''}.{kind.group}"


def kind_of(place: Place) -> Kind[Any]:
    """The kind of the object a place shows; of a cluster's two that of its GitopsCluster."""
    if place.page == "cluster":
        return GITOPS_CLUSTER
    found = named(place.kind)
    if found is not None:
        return found
    kind, version, group = place.kind.split(".", 2)
    return any_kind(group, kind, version, namespaced=bool(place.ref and place.ref.namespace))


def is_logged(place: Place) -> bool:
    """Whether anybody writes a log about what is there."""
    return place.ref is not None and writes(kind_of(place))


def is_traced(place: Place) -> bool:
    """Whether it can be told where it comes from."""
    return place.page in ("application", "source", "object")


def has_tab(place: Place, id: str) -> bool:
    """Whether the page at a place has the tab that a key turns to. A journey has no other."""
    if place.page == "journey":
        return id == "journey"
    match id:
        case "journey":
            return place.page == "cluster"
        case "logs":
            return is_logged(place)
        case "trace":
            return is_traced(place)
    return True


def watch_object(place: Place) -> tuple[WatchKey, ...]:
    kind, ref = kind_of(place), place.ref
    if kind in _LISTED or ref is None:
        return (WatchKey(kind),)
    return (WatchKey(kind, ref.namespace, "", f"metadata.name={ref.name}"),)
