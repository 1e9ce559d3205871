"""What a server says it serves: aggregated and plain discovery, version, health."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from wgtui.demo.answers import Json
from wgtui.demo.reviews import REVIEW_KINDS
from wgtui.demo.served import ServedKind, ServedKinds

VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
CUSTOM_VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"]
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
VERSION: Json = {
    "major": "1",
    "minor": "35",
    "emulationMajor": "1",
    "emulationMinor": "35",
    "minCompatibilityMajor": "1",
    "minCompatibilityMinor": "34",
    "gitVersion": "v1.35.0",
    "gitCommit": "8e16b12fda5b1dccc41a6de48b3e356cc7d5048b",
    "gitTreeState": "",
    "buildDate": "1970-01-01T00:00:00Z",
    "goVersion": "go1.27.3",
    "compiler": "gc",
    "platform": "linux/amd64",
}


def version(git_version: str = "") -> Json:
    """Of Kubernetes, as `v1.34.2`; the newest where none is named."""
    if not git_version:
        return VERSION
    minor = git_version.split(".")[1]
    return VERSION | {"minor": minor, "emulationMinor": minor, "gitVersion": git_version}


Resources = dict[str, dict[str, list[Json]]]


def wants_aggregated(accept: str) -> str:
    """The content type to answer with, empty where the client asked for plain discovery first."""
    for clause in accept.split(","):
        parts = {part.strip() for part in clause.split(";")}
        if {"application/json", "g=apidiscovery.k8s.io", "as=APIGroupDiscoveryList"} <= parts:
            version = "v2" if "v=v2" in parts else "v2beta1" if "v=v2beta1" in parts else ""
            if version:
                return AGGREGATED.replace("v=v2", f"v={version}")
        elif parts & {"application/json", "*/*"}:
            return ""
    return ""


def aggregated(kinds: ServedKinds, *, core: bool, content_type: str) -> Json:
    items = []
    for group, versions in _resources(kinds, _aggregated_entries).items():
        if (group == "") == core:
            listed = [
                {"version": version, "resources": resources, "freshness": "Current"}
                for version, resources in versions.items()
            ]
            items.append({"metadata": {"name": group} if group else {}, "versions": listed})
    version = "v2beta1" if "v2beta1" in content_type else "v2"
    return {
        "kind": "APIGroupDiscoveryList",
        "apiVersion": f"apidiscovery.k8s.io/{version}",
        "metadata": {},
        "items": items,
    }


def group_list(kinds: ServedKinds) -> Json:
    groups = [api_group(kinds, group) for group in _resources(kinds, _plain_entries) if group]
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}


def paths(kinds: ServedKinds) -> list[str]:
    """Of all groups and versions."""
    return [
        path
        for group, versions in sorted(_resources(kinds, _plain_entries).items())
        if group
        for path in (f"/apis/{group}", *(f"/apis/{group}/{version}" for version in versions))
    ]


def api_group(kinds: ServedKinds, group: str) -> Json:
    """One entry of the group list; KeyError where the group is not served."""
    versions = [
        {"groupVersion": f"{group}/{version}", "version": version}
        for version in _resources(kinds, _plain_entries)[group]
    ]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def resource_list(kinds: ServedKinds, group: str, version: str) -> Json:
    """`/apis/G/V`; KeyError where it is not served."""
    resources = _resources(kinds, _plain_entries)[group][version]
    name = f"{group}/{version}" if group else version
    head: Json = {"kind": "APIResourceList", "groupVersion": name, "resources": resources}
    return head if not group else {"kind": "APIResourceList", "apiVersion": "v1", **head}


def _resources(kinds: ServedKinds, entries: Callable[[ServedKind, str], list[Json]]) -> Resources:
    """Entries by group and version, versions best first."""
    found: Resources = defaultdict(lambda: defaultdict(list))
    for kind in kinds:
        for version in kind.versions:
            found[kind.group][version].extend(entries(kind, version))
    for review in REVIEW_KINDS.values():
        found[review.group]["v1"].extend(entry | {"verbs": ["create"]} for entry in entries(review, "v1"))
    return {group: dict(versions) for group, versions in found.items()}


def _aggregated_entries(kind: ServedKind, version: str) -> list[Json]:
    response = {"group": kind.group, "version": version, "kind": kind.kind}
    entry: Json = {
        "resource": kind.plural,
        "responseKind": response,
        "scope": "Namespaced" if kind.namespaced else "Cluster",
        "singularResource": kind.kind.lower(),
        "verbs": CUSTOM_VERBS if kind.custom else VERBS,
    }
    if kind.short_names:
        entry["shortNames"] = list(kind.short_names)
    if kind.categories:
        entry["categories"] = list(kind.categories)
    if kind.subresources:
        entry["subresources"] = [
            {"subresource": name, "responseKind": _scale_kind() if name == "scale" else response, "verbs": verbs}
            for name, verbs in kind.subresources.items()
        ]
    return [entry]


def _scale_kind() -> Json:
    return {"group": "autoscaling", "version": "v1", "kind": "Scale"}


def _plain_entries(kind: ServedKind, version: str) -> list[Json]:
    del version
    entry: Json = {
        "name": kind.plural,
        "singularName": kind.kind.lower(),
        "namespaced": kind.namespaced,
        "kind": kind.kind,
        "verbs": CUSTOM_VERBS if kind.custom else VERBS,
    }
    if kind.short_names:
        entry["shortNames"] = list(kind.short_names)
    if kind.categories:
        entry["categories"] = list(kind.categories)
    return [entry] + [
        {
            "name": f"{kind.plural}/{name}",
            "singularName": "",
            "namespaced": kind.namespaced,
            **(_scale_kind() if name == "scale" else {"kind": kind.kind}),
            "verbs": verbs,
        }
        for name, verbs in kind.subresources.items()
    ]
