"""Kustomizations and HelmReleases with everything they install."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from wgtui.demo.world.delivery import Application, ApplicationState, Fault, Health, Source, SourceState
from wgtui.demo.world.draft import Draft, Json
from wgtui.demo.world.kustomizations import kustomization
from wgtui.demo.world.releases import chart_of, helm_release
from wgtui.demo.world.sources import source_object
from wgtui.demo.world.workloads import Rollout, workload_objects

SPREAD_LABELS = {"Kustomization": "kustomize.toolkit.fluxcd.io", "HelmRelease": "helm.toolkit.fluxcd.io"}


def application_objects(
    draft: Draft, application: Application, state: ApplicationState, source: Source | None, rolled_out: datetime
) -> Iterator[Json]:
    """`source` is None where the spec refers to one that is not there; `rolled_out` is when its pods were made."""
    if application.kind == "Kustomization":
        yield kustomization(draft, application, state, source)
    elif application.source.kind == "HelmRepository":
        chart = chart_of(application)
        fault = Fault.MISSING if state.health is Health.NO_SOURCE else Fault.NONE
        place = replace(draft, namespace=chart.namespace)
        yield source_object(place, chart, SourceState(commit=state.release, fault=fault))
        yield helm_release(draft, application, state, chart)
    else:
        yield helm_release(draft, application, state, source)
    group = SPREAD_LABELS[application.kind]
    labels = {f"{group}/name": application.name, f"{group}/namespace": application.namespace}
    healthy = state.health not in (Health.UNHEALTHY, Health.UPGRADE_FAILED)
    rollout = Rollout(f"v{state.release}", rolled_out, healthy)
    if state.health is Health.INSTALL_FAILED or application.target:
        return
    for workload in application.workloads:
        yield from workload_objects(draft, workload, labels, rollout)
