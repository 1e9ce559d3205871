"""The applications of the management cluster, in every state an application can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wgtui.demo.world import catalogue
from wgtui.demo.world.catalogue import FLEET, FLUX, MANAGEMENT, SHOP, Delivered, controllers, kustomization, release
from wgtui.demo.world.delivery import Application, ApplicationState, Health, Workload
from wgtui.demo.world.fleet import CLUSTERS


def _cluster_objects() -> tuple[tuple[str, str], ...]:
    """What the Kustomization `clusters` has applied: every cluster that came by a pull request."""
    kinds = (("gitops.weave.works_GitopsCluster", "v1alpha1"), ("cluster.x-k8s.io_Cluster", "v1beta2"))
    found = [member.blueprint for member in CLUSTERS if member.blueprint.gitops]
    return tuple(
        (f"{cluster.namespace}_{cluster.name}_{kind}", version) for cluster in found for kind, version in kinds
    )


UNTRUSTED = (
    "kustomize build failed: [bold red]accumulating[/] resources [/x] from \x1b[31;5m'deployment.yaml'\x1b[0m "
    "\x1b]8;;https://evil.example\x07here\x1b]8;;\x07 \u202eecived\u202c \u200binvisible\u200b\r\n"
    + "yaml: line 7: mapping values are not allowed in this context; "
    * 450
)
"""What nobody should be able to do to a terminal, in the longest message that a condition may have."""


def _shop(name: str, *images: str, replicas: int = 2) -> Application:
    """An application of team shop; each image is a workload of its own."""
    names = [image.rpartition("/")[2].partition(":")[0] for image in images]
    workloads = (Workload("shop", each, image, replicas) for each, image in zip(names, images, strict=True))
    return kustomization("shop", name, SHOP, f"./deploy/{name}", *workloads)


PLATFORM: tuple[Delivered, ...] = (
    Delivered(
        kustomization(FLUX, FLUX, FLEET, "./clusters/management", *catalogue.FLUX_CONTROLLERS),
        ApplicationState(commit=41),
        timedelta(minutes=8),
    ),
    Delivered(
        replace(
            kustomization(FLUX, "clusters", FLEET, "./clusters/management/clusters"),
            objects=_cluster_objects(),
            depends_on=("capi",),
        ),
        ApplicationState(commit=41),
        timedelta(minutes=7),
    ),
    Delivered(
        kustomization(
            FLUX,
            "capi",
            catalogue.MANIFESTS,
            "./capi",
            *catalogue.PROVIDERS,
        ),
        ApplicationState(commit=4),
    ),
    Delivered(
        kustomization(
            FLUX,
            "infrastructure",
            FLEET,
            "./infrastructure",
            *controllers("gitops", "cluster-controller", "cluster-bootstrap-controller"),
        ),
        ApplicationState(commit=41),
        timedelta(minutes=7),
    ),
    Delivered(
        replace(kustomization(FLUX, "policies", catalogue.POLICIES, "./"), depends_on=("infrastructure",)),
        ApplicationState(commit=8),
    ),
    Delivered(kustomization(FLUX, "tenants", catalogue.TENANTS, "./tenants"), ApplicationState(commit=6)),
    Delivered(
        replace(kustomization("fleet-prod", "ledger-platform", FLEET, "./clusters/ledger"), target="ledger-kubeconfig"),
        ApplicationState(Health.UNHEALTHY, commit=41),
        timedelta(minutes=40),
    ),
)

TEAMS: tuple[Delivered, ...] = (
    Delivered(
        _shop("cart", "ghcr.io/acme/cart-api:2.14.0", "docker.io/library/cart-redis:8.2"),
        ApplicationState(commit=12),
        timedelta(minutes=30),
    ),
    Delivered(
        _shop("catalog", "ghcr.io/acme/catalog:5.1.3"),
        ApplicationState(Health.UNHEALTHY, commit=12),
        timedelta(minutes=14),
    ),
    Delivered(
        replace(_shop("frontend", "ghcr.io/acme/frontend:9.0.1", replicas=4), depends_on=("catalog",)),
        ApplicationState(Health.WAITING, commit=12),
        timedelta(minutes=14),
    ),
    Delivered(
        _shop("recommendations", "ghcr.io/acme/recommendations:0.8.0"),
        ApplicationState(Health.BUILD_FAILED, commit=12),
        timedelta(minutes=31),
    ),
    Delivered(
        _shop("payments", "ghcr.io/acme/payments:3.3.0", replicas=3),
        ApplicationState(
            suspended=True,
            commit=10,
            suspended_by="jan@acme.example",
            suspended_comment="frozen for the audit, ask #payments",
        ),
        timedelta(days=3),
    ),
    Delivered(
        _shop("search-index", "ghcr.io/acme/search-index:1.7.2"),
        ApplicationState(Health.PROGRESSING, commit=12),
        timedelta(seconds=40),
    ),
    Delivered(_shop("newsletter"), ApplicationState(behind=True, commit=12), timedelta(hours=1)),
    Delivered(
        kustomization("research", "notebooks", catalogue.EXPERIMENTS, "./notebooks"),
        ApplicationState(commit=4),
        timedelta(hours=8),
    ),
    Delivered(
        replace(kustomization("research", "untrusted", catalogue.EXPERIMENTS, "./untrusted"), complaint=UNTRUSTED),
        ApplicationState(Health.BUILD_FAILED, commit=4),
        timedelta(minutes=95),
    ),
    Delivered(
        Application(MANAGEMENT, "research", "datasets", catalogue.MISSING, "./datasets"),
        ApplicationState(Health.NO_SOURCE),
        timedelta(days=1),
    ),
)

RELEASES: tuple[Delivered, ...] = (
    Delivered(
        release(
            "monitoring",
            "kube-prometheus-stack",
            "79.1.0",
            catalogue.PROMETHEUS,
            Workload("monitoring", "grafana", "docker.io/grafana/grafana:12.3.0", 1),
            Workload("monitoring", "prometheus-operator", "quay.io/prometheus-operator/prometheus-operator:v0.86.0", 1),
        ),
        ApplicationState(release=4),
    ),
    Delivered(
        replace(
            release(
                "ingress",
                "ingress-nginx",
                "4.13.0",
                catalogue.NGINX,
                Workload("ingress", "ingress-nginx-controller", "registry.k8s.io/ingress-nginx/controller:v1.13.3"),
            ),
            depends_on=("cert-manager",),
        ),
        ApplicationState(Health.UPGRADE_FAILED, release=3),
        timedelta(minutes=52),
    ),
    Delivered(
        release(
            "ingress",
            "cert-manager",
            "1.19.0",
            catalogue.JETSTACK,
            Workload("ingress", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1.19.1", 1),
        ),
        ApplicationState(release=1),
    ),
    Delivered(
        release("shop", "loyalty", "0.4.0", catalogue.ACME),
        ApplicationState(Health.NO_SOURCE, release=1),
        timedelta(minutes=22),
    ),
    Delivered(
        release(
            "shop",
            "podinfo",
            "6.9.2",
            catalogue.PODINFO,
            Workload("shop", "podinfo", "ghcr.io/stefanprodan/podinfo:6.9.2"),
        ),
        ApplicationState(release=2),
    ),
    Delivered(
        release(
            "research",
            "jupyterhub",
            "4.3.1",
            catalogue.ACME_OCI,
            Workload("research", "hub", "quay.io/jupyterhub/k8s-hub:4.3.1", 1),
        ),
        ApplicationState(Health.INSTALL_FAILED, release=1),
        timedelta(hours=3),
    ),
)

ON_MANAGEMENT = (*catalogue.SOURCES, *PLATFORM, *TEAMS, *RELEASES)
