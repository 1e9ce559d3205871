"""Kustomizations and HelmReleases with everything they install."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wgtui.demo.world.delivery import Application, ApplicationState, Fault, Health, Source, SourceState
from wgtui.demo.world.draft import Draft, Json
from wgtui.demo.world.helm_storage import storage_secrets
from wgtui.demo.world.kustomizations import kustomization
from wgtui.demo.world.releases import chart_of, helm_release
from wgtui.demo.world.sources import source_object
from wgtui.demo.world.workloads import Progress, Rollout, workload_objects

PROGRESS = {
    Health.PROGRESSING: Progress.ROLLING,
    Health.UNHEALTHY: Progress.CRASHING,
    Health.UPGRADE_FAILED: Progress.CRASHING,
}

SPREAD_LABELS = {"Kustomization": "kustomize.toolkit.fluxcd.io", "HelmRelease": "helm.toolkit.fluxcd.io"}


def application_objects(
    draft: Draft,
    application: Application,
    state: ApplicationState,
    source: Source | None,
    rolled_out: datetime,
    nodes: Sequence[str],
) -> Iterator[Json]:
    """`source` is None where the spec refers to one that is not there; `rolled_out` is when its pods were made."""
    yield from _flux_objects(draft, application, state, source)
    group = SPREAD_LABELS[application.kind]
    labels = {f"{group}/name": application.name, f"{group}/namespace": application.namespace}
    if state.health is Health.INSTALL_FAILED or application.target:
        return
    rollout = Rollout(f"v{state.release}", rolled_out, PROGRESS.get(state.health, Progress.DONE), nodes)
    for workload in application.workloads:
        yield from workload_objects(draft, workload, labels, rollout)


def _flux_objects(
    draft: Draft, application: Application, state: ApplicationState, source: Source | None
) -> Iterator[Json]:
    """The Kustomization; or the HelmRelease with its chart and what Helm stores."""
    if application.kind == "Kustomization":
        yield kustomization(draft, application, state, source)
        return
    from_repository = application.source.kind == "HelmRepository"
    chart = chart_of(application) if from_repository else source
    yield helm_release(draft, application, state, chart)
    if chart and from_repository:
        fault = Fault.MISSING if state.health is Health.NO_SOURCE else Fault.NONE
        place = replace(draft, namespace=chart.namespace)
        yield source_object(place, chart, SourceState(commit=state.release, fault=fault))
    if chart and application.workloads:
        yield from storage_secrets(draft, application, state, chart)
