"""What every leaf runs: Flux itself, the platform, and one team's application."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wgtui.demo.world.catalogue import (
    FLUX,
    FLUX_CONTROLLERS,
    Delivered,
    controllers,
    git,
    helm_repository,
    kustomization,
    release,
)
from wgtui.demo.world.delivery import ApplicationState, Health, SourceState, Workload

FAILING = ("storefront-us", "warehouse-12")
"""Leaves whose team application does not become healthy."""


def on_leaf(leaf: str) -> tuple[Delivered, ...]:
    fleet = git(leaf, FLUX, "fleet", secret=FLUX)
    repository = helm_repository(leaf, "podinfo", "https://stefanprodan.github.io/podinfo")
    team = Workload("team", "api", "ghcr.io/acme/api:1.9.4"), Workload("team", "worker", "ghcr.io/acme/worker:1.9.4", 1)
    podinfo = Workload("team", "podinfo", "ghcr.io/stefanprodan/podinfo:6.9.2")
    state = ApplicationState(commit=41)
    health = Health.UNHEALTHY if leaf in FAILING else Health.READY
    return (
        Delivered(fleet, SourceState(commit=41), timedelta(minutes=9)),
        Delivered(repository, SourceState(commit=3)),
        Delivered(kustomization(FLUX, FLUX, fleet, f"./clusters/{leaf}", *FLUX_CONTROLLERS), state),
        Delivered(
            kustomization(
                FLUX, "platform", fleet, "./platform", *controllers("platform", "external-dns", "metrics-server")
            ),
            state,
        ),
        Delivered(
            replace(kustomization(FLUX, "team", fleet, f"./teams/{leaf}", *team), depends_on=("platform",)),
            replace(state, health=health),
            timedelta(minutes=17),
        ),
        Delivered(release("team", "podinfo", "6.9.0", repository, podinfo), ApplicationState(release=3)),
    )
