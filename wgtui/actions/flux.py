"""Flux objects as actions see them: which can be reconciled, what feeds them, and what became of a request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from wgtui.actions.outcome import Outcome, Result
from wgtui.fleet.flux import verdict
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.kube.client import Client
from wgtui.kube.watch import watch
from wgtui.resources.changes import Absent, Applied, Deleted, Denied, Synced, WatchKey
from wgtui.resources.helm import HELM_RELEASE, HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import SOURCE_KINDS
from wgtui.resources.source import (
    EXTERNAL_ARTIFACT,
    HELM_CHART,
    Bucket,
    GitRepository,
    HelmChart,
    HelmRepository,
    OCIRepository,
)

RECONCILED_KINDS: tuple[Kind[Any], ...] = (
    KUSTOMIZATION,
    HELM_RELEASE,
    *(kind for kind in SOURCE_KINDS if kind != EXTERNAL_ARTIFACT),
)
"""An ExternalArtifact is published by a controller that Flux does not know."""

FluxObject = Kustomization | HelmRelease | GitRepository | OCIRepository | HelmRepository | HelmChart | Bucket

_SOURCES = {kind.kind: kind for kind in SOURCE_KINDS}


@dataclass(frozen=True, slots=True)
class Target:
    """One object on one server."""

    kind: Kind[Any]
    ref: ObjectRef

    def __str__(self) -> str:
        return f"{self.kind.kind} {self.ref}"


def is_static(found: FluxObject) -> bool:
    """An OCI HelmRepository is only an address: no controller reconciles it."""
    return isinstance(found, HelmRepository) and found.spec.type == "oci"


def sources(found: FluxObject) -> Iterator[Target]:
    """What is reconciled first, the origin before what is made of it, as flux does it."""
    if isinstance(found, HelmRelease) and found.chart is not None and found.source is not None:
        yield Target(_SOURCES[found.source.kind], found.source.ref)
        yield Target(HELM_CHART, found.chart)
    elif isinstance(found, Kustomization | HelmRelease | HelmChart) and found.source is not None:
        kind = _SOURCES.get(found.source.kind)
        if kind is not None and kind != EXTERNAL_ARTIFACT:
            yield Target(kind, found.source.ref)


def handled(found: FluxObject, token: str, before: str) -> bool:
    """Whether its controller has taken up this request, or a later one that replaced it before it was looked at.

    `before` is what it had taken up last when this was asked.
    """
    last = found.status.last_handled_reconcile_at
    return last == token or (last not in ("", before) and last == found.metadata.annotations.reconcile_requested_at)


def judged(target: Target, found: FluxObject) -> Outcome | None:
    """What came of a request; None while it is being worked on."""
    metadata, status = found.metadata, found.status
    reached = verdict(metadata, status.conditions, status.observed_generation, found.spec.suspend)
    match reached.status:
        case Status.READY:
            return Outcome(Result.DONE, str(target), _revision(found))
        case Status.FAILED | Status.WAITING | Status.DELETING | Status.SUSPENDED:
            return Outcome(Result.FAILED, str(target), f"{reached.reason}: {short(reached.message)}".strip(": "))
    return None


def _revision(found: FluxObject) -> str:
    if isinstance(found, Kustomization):
        return f"applied {short(found.status.last_applied_revision)}".strip()
    if isinstance(found, HelmRelease):
        newest = found.status.history[0].chart_version if found.status.history else ""
        return f"released {newest}".strip()
    artifact = found.status.artifact
    return f"fetched {short(artifact.revision)}" if artifact else "ready"


async def followed(client: Client, target: Target, token: str, before: str, seconds: float) -> Outcome:
    """Watches the one object until its controller has handled the request and come to an end with it."""
    name = f"metadata.name={target.ref.name}"
    key = WatchKey(target.kind, target.ref.namespace, fields=name)
    taken_up = False
    try:
        async with asyncio.timeout(seconds), aclosing(watch(client, key)) as changes:
            async for change in changes:
                found: Any = None
                match change:
                    case Synced(objects=objects):
                        found = objects[0] if objects else None
                        if found is None:
                            return Outcome(Result.FAILED, str(target), "it is gone")
                    case Applied(object=found):
                        pass
                    case Deleted():
                        return Outcome(Result.FAILED, str(target), "it was deleted meanwhile")
                    case Denied(error=error) | Absent(error=error):
                        return Outcome(Result.UNKNOWN, str(target), f"requested; cannot be followed: {error.title}")
                if found is not None and handled(found, token, before):
                    taken_up = True
                    if outcome := judged(target, found):
                        return outcome
    except TimeoutError:
        pass
    words = "not finished" if taken_up else "its controller has not taken it up: is it running?"
    return Outcome(Result.UNKNOWN, str(target), f"requested; {words} after {seconds:.0f} s")


async def read(client: Client, target: Target) -> FluxObject:
    """Raises KubeError."""
    found: FluxObject = await client.get(target.kind, target.ref)
    return found
