"""Which kinds a server serves, in which versions: aggregated discovery, or the plain one of old servers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from wgtui.errors import Absent, KubeError, ServerFault
from wgtui.kube.decoding import decoded
from wgtui.resources.kinds import Kind

AGGREGATED = ",".join(
    [
        *(f"application/json;g=apidiscovery.k8s.io;v={v};as=APIGroupDiscoveryList" for v in ("v2", "v2beta1")),
        "application/json",
    ]
)


class Reads(Protocol):
    """The part of a client that discovery needs."""

    async def read(self, path: str, accept: str = ..., query: tuple[tuple[str, str], ...] = ...) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Served:
    """`kinds` holds (group, version, plural) and its verbs; `broken` tells which groups could not be read, and why.

    `namespaced` tells of (group, kind) whether its objects have a namespace, `plurals` what its collection is called.
    """

    kinds: Mapping[tuple[str, str, str], frozenset[str]]
    broken: Mapping[str, str] = field(default_factory=dict)
    namespaced: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    plurals: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def version_of(self, kind: Kind[Any]) -> str | None:
        """The best version wgtui can read; None where the server has none of them.

        Of a kind that names no version: the one that Kubernetes itself would take first.
        """
        if not kind.versions:
            return max(self.versions_of(kind), key=_priority, default=None)
        return next((v for v in kind.versions if (kind.group, v, kind.plural) in self.kinds), None)

    def versions_of(self, kind: Kind[Any]) -> tuple[str, ...]:
        """Every version the server has of this kind, known to wgtui or not."""
        return self.versions(kind.group, kind.plural)

    def versions(self, group: str, plural: str) -> tuple[str, ...]:
        return tuple(v for (of, v, name) in self.kinds if (of, name) == (group, plural))


_VERSION = re.compile(r"v(\d+)(?:(alpha|beta)(\d+))?\Z")
_STAGES = {"alpha": 1, "beta": 2, None: 3}


def _priority(version: str) -> tuple[int, int, int]:
    """v2 before v1, v1 before v1beta2, beta before alpha; what has another form comes last."""
    found = _VERSION.match(version)
    return (_STAGES[found[2]], int(found[1]), int(found[3] or 0)) if found else (0, 0, 0)


class _ResponseKind(msgspec.Struct, frozen=True):
    kind: str = ""


class _Resource(msgspec.Struct, rename="camel"):
    """The aggregated form has `resource`, `responseKind` and `scope`, the plain one `name`, `kind` and `namespaced`."""

    resource: str = ""
    name: str = ""
    verbs: list[str] | None = None
    response_kind: _ResponseKind | None = None
    scope: str = ""
    kind: str = ""
    namespaced: bool = False


class _Version(msgspec.Struct, rename="camel"):
    version: str = ""
    group_version: str = ""
    freshness: str = ""
    resources: list[_Resource] | None = None


class _Name(msgspec.Struct, frozen=True):
    name: str = ""


class _Group(msgspec.Struct):
    metadata: _Name = _Name()
    name: str = ""
    versions: list[_Version] | None = None


class _Discovery(msgspec.Struct):
    """An APIGroupDiscoveryList, or the APIGroupList or APIVersions of a server that has no aggregated discovery."""

    kind: str = ""
    items: list[_Group] | None = None
    groups: list[_Group] | None = None
    versions: list[str] | None = None
    resources: list[_Resource] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    kinds: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    namespaced: dict[tuple[str, str], bool] = field(default_factory=dict)
    plurals: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, group: str, version: str, plural: str, kind: str, verbs: list[str] | None, namespaced: bool) -> None:
        self.kinds[group, version, plural] = frozenset(verbs or [])
        if kind:
            self.namespaced[group, kind] = namespaced
            # Of several collections of one kind, as a core server may have, the first is the kind's own.
            self.plurals.setdefault((group, kind), plural)


async def discover(client: Reads) -> Served:
    """Asks the server; a group whose own server is down is told in `broken` and hides nothing else.

    Raises the KubeError where the server as a whole cannot be asked.
    """
    found = _Found()
    try:
        core, named = await asyncio.gather(_ask(client, "/api"), _ask(client, "/apis"))
    except Absent as error:
        raise ServerFault("this is no Kubernetes API server", "check the server's address", error.code) from error
    plain: list[tuple[str, str]] = [("", version) for version in core.versions or []]
    for group in [*(core.items or []), *(named.items or [])]:
        _take_aggregated(group, found)
    for group in named.groups or []:
        plain += [(group.name, version.version) for version in group.versions or []]
    await asyncio.gather(*(_take_plain(client, group, version, found) for group, version in plain))
    return Served(found.kinds, found.broken, found.namespaced, found.plurals)


def _take_aggregated(group: _Group, found: _Found) -> None:
    name = group.metadata.name
    for version in group.versions or []:
        if version.freshness == "Stale":
            found.broken[name] = f"{version.version}: its server does not answer"
        for resource in version.resources or []:
            kind = resource.response_kind.kind if resource.response_kind is not None else ""
            is_namespaced = resource.scope == "Namespaced"
            found.take(name, version.version, resource.resource, kind, resource.verbs, is_namespaced)


async def _take_plain(client: Reads, group: str, version: str, found: _Found) -> None:
    try:
        answer = await _ask(client, f"/apis/{group}/{version}" if group else f"/api/{version}")
    except KubeError as error:
        found.broken[group] = f"{version}: {error.title}"
        return
    for resource in answer.resources or []:
        if "/" not in resource.name:
            found.take(group, version, resource.name, resource.kind, resource.verbs, resource.namespaced)


async def _ask(client: Reads, path: str) -> _Discovery:
    return decoded(await client.read(path, AGGREGATED), _Discovery, f"the discovery at {path}")
