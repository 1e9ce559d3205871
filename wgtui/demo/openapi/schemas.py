"""What both versions of OpenAPI share: names of definitions, and the operations of a resource."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.demo.schema.structure import Schema
from wgtui.demo.served import ServedKind

Json = dict[str, Any]

GROUP_VERSION_KIND = "x-kubernetes-group-version-kind"
PATCHES = ("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json")


@dataclass(frozen=True)
class Operation:
    """One method of one path; `action` is the verb as Kubernetes says it."""

    path: str
    method: str
    action: str
    query: tuple[str, ...] = ()


_WRITING = ("dryRun", "fieldManager", "fieldValidation")
_LISTING = (
    "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion",
    "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch",
)  # fmt: skip


def group_version_kind(kind: ServedKind, version: str) -> Json:
    return {"group": kind.group, "kind": kind.kind, "version": version}


def definition_name(kind: ServedKind, version: str) -> str:
    """`io.x-k8s.cluster.v1beta2.Cluster`: the group backwards, as the real server names custom kinds."""
    if kind.custom:
        backwards = ".".join(reversed(kind.group.split(".")))
        return f"{backwards}.{version}.{kind.kind}"
    group = kind.group.partition(".")[0] or "core"
    return f"io.k8s.api.{group}.{version}.{kind.kind}"


def definition(kind: ServedKind, version: str) -> Schema:
    return {**kind.schema(version), GROUP_VERSION_KIND: [group_version_kind(kind, version)]}


def operations(kind: ServedKind, version: str) -> Iterator[Operation]:
    root = f"/apis/{kind.group}/{version}" if kind.group else f"/api/{version}"
    many = f"{root}/namespaces/{{namespace}}/{kind.plural}" if kind.namespaced else f"{root}/{kind.plural}"
    one = f"{many}/{{name}}"
    yield Operation(many, "get", "list", _LISTING)
    yield Operation(many, "post", "post", _WRITING)
    yield Operation(one, "get", "get")
    yield Operation(one, "put", "put", _WRITING)
    yield Operation(one, "patch", "patch", (*_WRITING, "force"))
    yield Operation(one, "delete", "delete", ("dryRun", "gracePeriodSeconds", "propagationPolicy"))
