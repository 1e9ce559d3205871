"""Whether the API server would take what a pull request brings, asked by a dry run before anybody else sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.actions.checks import Finding, bodies, reader
from wgtui.errors import Absent, Conflict, Forbidden, Invalid, KubeError, NotFound, ServerFault
from wgtui.github.changes import Change
from wgtui.kube.client import Client
from wgtui.kube.discovery import Served
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import AnyObject, ObjectRef

MOST = 60
"""Objects that are tried; more of them are alike."""

AT_ONCE = 8
PATIENCE = 10.0
"""Seconds for all of them together."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One object of a file, as it would be applied."""

    path: str
    body: dict[str, Any]
    kind: Kind[Any]
    ref: ObjectRef


async def rehearsed(
    client: Client, changes: Iterable[Change], source: ObjectRef, kustomizations: Collection[Kustomization]
) -> tuple[Finding, ...]:
    """Of what the management cluster itself applies; nothing where it may not be asked."""
    if client.read_only:
        return ()
    try:
        async with asyncio.timeout(PATIENCE):
            parts, found = _parts(await client.served(), changes, source, kustomizations)
            brought = {part.ref.name for part in parts if part.kind.kind == "Namespace"}
            places = asyncio.Semaphore(AT_ONCE)
            tried = [_tried(client, part, brought, places) for part in parts[:MOST]]
            return (*found, *filter(None, await asyncio.gather(*tried)))
    except (TimeoutError, KubeError):
        return (Finding("the cluster could not be asked whether it would take these objects"),)


def _parts(
    served: Served, changes: Iterable[Change], source: ObjectRef, kustomizations: Collection[Kustomization]
) -> tuple[list[_Part], list[Finding]]:
    parts, found = [], []
    for change in changes:
        reading = reader(change.path, source, kustomizations)
        if reading is None or reading.spec.kube_config is not None:
            continue
        for body in filter(_is_plain, bodies(change.content or b"", b"kind")):
            part = _part(served, change.path, body, reading.spec.target_namespace)
            if isinstance(part, Finding):
                found.append(part)
            else:
                parts.append(part)
    return parts, found


def _is_plain(body: dict[Any, Any]) -> bool:
    """What Flux or SOPS make something else of, and what kustomize keeps for itself, is not what would be applied."""
    group = str(body.get("apiVersion", "")).partition("/")[0]
    secret = body.get("kind") == "Secret" or "sops" in body
    return not secret and group != "kustomize.config.k8s.io" and not any("${" in text for text in _texts(body))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _part(served: Served, path: str, body: dict[Any, Any], namespace: str) -> _Part | Finding:
    group, _, version = str(body.get("apiVersion", "")).rpartition("/")
    kind, meta = str(body.get("kind", "")), body.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    name = str(meta.get("name", ""))
    if not (version and kind and name):
        return Finding(f"{path}: an object without apiVersion, kind or metadata.name cannot be applied")
    plural = served.plurals.get((group, kind))
    if plural is None or version not in served.versions(group, plural):
        return Finding(f"{path}: {kind} {name}: the cluster does not serve {body['apiVersion']} {kind}")
    namespaced = served.namespaced.get((group, kind), True)
    place = (namespace or str(meta.get("namespace") or "default")) if namespaced else ""
    placed = {**body, "metadata": {**meta, **({"namespace": place} if namespaced else {})}}
    return _Part(path, placed, Kind(group, kind, plural, AnyObject, (version,), namespaced), ObjectRef(place, name))


async def _tried(client: Client, part: _Part, brought: Collection[str], places: asyncio.Semaphore) -> Finding | None:
    """Raises KubeError where the cluster has no answer to it."""
    try:
        async with places:
            await client.apply(part.kind, part.ref, part.body, force=True, dry_run=True)
    except (Forbidden, Conflict):
        return None
    except (NotFound, Absent) as error:
        return None if part.ref.namespace in brought else _refused(part, error)
    except Invalid as error:
        return _refused(part, error)
    except ServerFault as error:
        # What does not fit the schema of an apply is answered as if the server were at fault.
        if "typed patch" not in f"{error.title} {error.detail}":
            raise
        return _refused(part, error)
    return None


def _refused(part: _Part, error: KubeError) -> Finding:
    words = ": ".join(filter(None, (error.title, error.detail)))
    return Finding(f"{part.path}: the cluster refuses {part.kind} {part.ref}: {words}")
