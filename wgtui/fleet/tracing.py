"""Where an object comes from: what applies it, from which source, and what applies those in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from wgtui.fleet.applications import application_verdict, changed, revision
from wgtui.fleet.revisions import short
from wgtui.fleet.sources import source_verdict
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.helm import HELM_RELEASE, HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.references import SourceRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.source import HELM_CHART, ExternalArtifact, HelmChart
from wgtui.store.store import Store

_SOURCES = {kind.kind: kind for kind in SOURCE_KINDS}

LONGEST = 32
"""Steps."""

NOT_THERE = Verdict(Status.FAILED, "NotFound", "it is not there")
NOT_READ = Verdict(Status.UNKNOWN, "", "it is not read")


class Step(NamedTuple):
    """`how` is what it does for the step before; empty of the first. `kind` is None for one that nobody knows."""

    how: str
    name: str
    kind: Kind[Any] | None
    ref: ObjectRef
    verdict: Verdict
    revision: str = ""
    changed: datetime | None = None
    stale: bool = False


def trace(store: Store, kind: Kind[Any], ref: ObjectRef, labels: Mapping[str, str]) -> list[Step]:
    """From the object on; `labels` are its own. Nothing is shown twice, so that it ends where Flux applies itself."""
    return _Walk(store).walk(kind, ref, labels)


def owner_of(labels: Mapping[str, str]) -> tuple[Kind[Any], ObjectRef] | None:
    """The application that Flux says has applied an object; a release rather than the Kustomization of a release."""
    for kind in (HELM_RELEASE, KUSTOMIZATION):
        name = labels.get(f"{kind.group}/name")
        if name:
            return kind, ObjectRef(labels.get(f"{kind.group}/namespace", ""), name)
    return None


def readers(store: Store, kind: Kind[Any], ref: ObjectRef, besides: Iterable[Step] = ()) -> list[Step]:
    """What else reads a source, the worst first; without the steps that are shown already."""
    shown = {(one.kind, one.ref) for one in besides}
    source = SourceRef(kind.kind, ref)
    found = [
        _step(store, "", reader, one.metadata.ref, one)
        for reader in (*APPLICATION_KINDS, HELM_CHART)
        for one in store.using(reader, source)
        if (reader, one.metadata.ref) not in shown
    ]
    return sorted(found, key=lambda step: (step.verdict.status.rank, step.name, step.ref))


class _Walk:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: set[tuple[Kind[Any], ObjectRef]] = set()

    def walk(self, kind: Kind[Any], ref: ObjectRef, labels: Mapping[str, str]) -> list[Step]:
        steps: list[Step] = []
        if kind in APPLICATION_KINDS or kind in SOURCE_KINDS:
            steps += self._flux("", kind, ref)
        owner = owner_of(labels)
        while owner is not None and owner not in self._seen and len(steps) < LONGEST:
            steps += self._flux("applied by", *owner)
            found = self._store.get(*owner)
            owner = owner_of(found.metadata.labels) if found is not None else None
        return steps

    def _flux(self, how: str, kind: Kind[Any], ref: ObjectRef) -> Iterator[Step]:
        """An application with its chart and its source; or a source with what that is made of."""
        if (kind, ref) in self._seen or len(self._seen) >= LONGEST:
            return
        self._seen.add((kind, ref))
        found = self._store.get(kind, ref)
        yield _step(self._store, how, kind, ref, found)
        if isinstance(found, HelmRelease) and found.chart is not None:
            yield from self._flux("chart", HELM_CHART, found.chart)
        source = _source_of(found)
        if source is not None:
            known = _SOURCES.get(source.kind)
            if known is None:
                yield Step("from", source.kind, None, source.ref, Verdict(Status.UNKNOWN, "", "no kind of source"))
            else:
                yield from self._flux("from", known, source.ref)


def _step(store: Store, how: str, kind: Kind[Any], ref: ObjectRef, found: Any) -> Step:
    if found is None:
        return Step(how, kind.kind, kind, ref, NOT_THERE if store.tells_of(kind, ref) else NOT_READ)
    stale = not store.live(kind, ref)
    if kind in APPLICATION_KINDS:
        since = changed(found.status.conditions)
        return Step(how, kind.kind, kind, ref, _shortened(application_verdict(found)), revision(found), since, stale)
    artifact = found.status.artifact
    at, since = (short(artifact.revision), artifact.last_update_time) if artifact else ("", None)
    return Step(how, kind.kind, kind, ref, _shortened(source_verdict(found)), at, since, stale)


def _shortened(verdict: Verdict) -> Verdict:
    return verdict._replace(message=short(verdict.message))


def _source_of(found: Any) -> SourceRef | None:
    if isinstance(found, ExternalArtifact):
        made_by = found.spec.source_ref
        return SourceRef(made_by.kind, made_by.ref(found.metadata.namespace)) if made_by else None
    if isinstance(found, HelmChart) or type(found) in {kind.struct for kind in APPLICATION_KINDS}:
        source: SourceRef | None = found.source
        return source
    return None
