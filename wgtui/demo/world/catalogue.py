"""The sources of the demo, and short ways to write one down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wgtui.demo.world.delivery import Application, ApplicationState, Fault, Ref, Source, SourceState, Workload

MANAGEMENT = "management"
FLUX = "flux-system"
REGION = "eu-central-1"
CAPI_IMAGES = "registry.k8s.io/cluster-api"


@dataclass(frozen=True, slots=True)
class Delivered:
    """An application or a source with its state; `since` is how long ago it came into it."""

    what: Application | Source
    state: ApplicationState | SourceState
    since: timedelta = timedelta(hours=5)


def git(server: str, name: str, repository: str, *, namespace: str = FLUX, secret: str = "", role: str = "") -> Source:
    """A repository of the demo's organisation."""
    spec = {"url": f"https://github.com/acme/{repository}", "ref": {"branch": "main"}, "timeout": "60s"}
    if secret:
        spec["secretRef"] = {"name": secret}
    annotations = {"weave.works/repo-role": role} if role else {}
    return Source(server, "GitRepository", namespace, name, spec, annotations=annotations)


def helm_repository(server: str, name: str, url: str) -> Source:
    spec = {"url": url} | ({"type": "oci"} if url.startswith("oci:") else {})
    return Source(server, "HelmRepository", FLUX, name, spec, interval="1h0m0s")


def bucket(name: str, bucket_name: str) -> Source:
    endpoint = f"s3.{REGION}.amazonaws.com"
    spec = {"bucketName": bucket_name, "endpoint": endpoint, "provider": "aws", "region": REGION}
    return Source(MANAGEMENT, "Bucket", FLUX, name, spec, interval="5m0s")


def oci(namespace: str, name: str, url: str, *, semver: str, version: str, **spec: object) -> Source:
    """`version` is the tag that the semver range resolves to."""
    spec = {"url": url, "ref": {"semver": semver}} | spec
    return Source(MANAGEMENT, "OCIRepository", namespace, name, spec, interval="5m0s", version=version)


def kustomization(namespace: str, name: str, source: Source, path: str, *workloads: Workload) -> Application:
    return Application(source.server, namespace, name, source.ref, path, workloads=workloads)


def release(namespace: str, chart: str, version: str, repository: Source, *workloads: Workload) -> Application:
    """A HelmRelease, called as its chart is."""
    return Application(
        repository.server,
        namespace,
        chart,
        repository.ref,
        chart=chart,
        chart_version=version,
        workloads=workloads,
    )


def controllers(namespace: str, *names: str) -> tuple[Workload, ...]:
    return tuple(Workload(namespace, name, f"ghcr.io/acme/mirror/{name}:v1.12.0", 1, "manager") for name in names)


def _of_flux(component: str) -> tuple[tuple[str, str], ...]:
    return (
        ("app.kubernetes.io/component", component),
        ("app.kubernetes.io/instance", FLUX),
        ("app.kubernetes.io/part-of", "flux"),
        ("app.kubernetes.io/version", "v2.7.3"),
    )


FLUX_CONTROLLERS = tuple(
    Workload(FLUX, name, f"ghcr.io/fluxcd/{name}:{version}", 1, "manager", (("app", name),), _of_flux(name))
    for name, version in (
        ("source-controller", "v1.7.3"),
        ("kustomize-controller", "v1.7.2"),
        ("helm-controller", "v1.4.3"),
        ("notification-controller", "v1.7.4"),
    )
)


def _provider(namespace: str, name: str, image: str, provider: str) -> Workload:
    labels = (("cluster.x-k8s.io/provider", provider), ("control-plane", f"{namespace.removesuffix('-system')}"))
    return Workload(namespace, name, image, 1, "manager", labels)


PROVIDERS = (
    _provider("capi-system", "capi-controller-manager", f"{CAPI_IMAGES}/cluster-api-controller:v1.12.2", "cluster-api"),
    _provider(
        "capi-kubeadm-bootstrap-system",
        "capi-kubeadm-bootstrap-controller-manager",
        f"{CAPI_IMAGES}/kubeadm-bootstrap-controller:v1.12.2",
        "bootstrap-kubeadm",
    ),
    _provider(
        "capi-kubeadm-control-plane-system",
        "capi-kubeadm-control-plane-controller-manager",
        f"{CAPI_IMAGES}/kubeadm-control-plane-controller:v1.12.2",
        "control-plane-kubeadm",
    ),
    _provider(
        "capa-system",
        "capa-controller-manager",
        "registry.k8s.io/cluster-api-aws/cluster-api-aws-controller:v2.10.0",
        "infrastructure-aws",
    ),
)

FLEET = git(MANAGEMENT, FLUX, "fleet", secret=FLUX, role="default")
SHOP = git(MANAGEMENT, "shop", "shop", namespace="shop")
EXPERIMENTS = git(MANAGEMENT, "experiments", "experiments", namespace="research", secret="experiments-token")
MISSING = Ref("GitRepository", "research", "datasets")
MANIFESTS = oci(FLUX, "platform-manifests", "oci://ghcr.io/acme/manifests/platform", semver=">=1.0.0", version="1.8.0")
PODINFO = oci(
    "shop",
    "podinfo",
    "oci://ghcr.io/stefanprodan/charts/podinfo",
    semver="6.x",
    version="6.9.2",
    layerSelector={"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "operation": "copy"},
)
POLICIES = bucket("policies", "acme-policies")
TENANTS = Source(
    MANAGEMENT,
    "ExternalArtifact",
    FLUX,
    "tenants",
    {
        "sourceRef": {
            "apiVersion": "source.extensions.fluxcd.io/v1beta1",
            "kind": "ArtifactGenerator",
            "name": "tenants",
        }
    },
)
PROMETHEUS = helm_repository(MANAGEMENT, "prometheus-community", "https://prometheus-community.github.io/helm-charts")
NGINX = helm_repository(MANAGEMENT, "ingress-nginx", "https://kubernetes.github.io/ingress-nginx")
JETSTACK = helm_repository(MANAGEMENT, "jetstack", "https://charts.jetstack.io")
ACME = helm_repository(MANAGEMENT, "acme-charts", "https://charts.acme.example")
PROFILES = helm_repository(MANAGEMENT, "weaveworks-charts", "https://profiles.acme.example")
"""Where templates look for the charts they name, called as Weave GitOps Enterprise calls it."""
ACME_OCI = helm_repository(MANAGEMENT, "acme-oci", "oci://ghcr.io/acme/charts")

HANDBOOK = git(MANAGEMENT, "handbook", "handbook", namespace="research")
TYPING_ERROR = Source(MANAGEMENT, "HelmRepository", FLUX, "bitnami-mirror", {"url": "https://charts acme.example"})

SOURCES: tuple[Delivered, ...] = (
    Delivered(FLEET, SourceState(commit=41), timedelta(minutes=9)),
    Delivered(SHOP, SourceState(commit=12), timedelta(minutes=31)),
    Delivered(EXPERIMENTS, SourceState(commit=5, fault=Fault.AUTHENTICATION), timedelta(hours=7)),
    Delivered(
        git(MANAGEMENT, "docs", "docs", namespace="research"), SourceState(commit=3, suspended=True), timedelta(days=12)
    ),
    Delivered(HANDBOOK, SourceState(fault=Fault.FETCHING), timedelta(seconds=20)),
    Delivered(
        oci("shop", "loyalty-images", "oci://ghcr.io/acme/loyalty", semver="*", version="0.1.0"),
        SourceState(commit=2, fault=Fault.UNREACHABLE),
        timedelta(minutes=95),
    ),
    Delivered(TYPING_ERROR, SourceState(fault=Fault.INVALID), timedelta(days=2)),
    Delivered(MANIFESTS, SourceState(commit=4)),
    Delivered(PODINFO, SourceState(commit=2)),
    Delivered(POLICIES, SourceState(commit=8)),
    Delivered(bucket("audit-exports", "acme-audit"), SourceState(fault=Fault.AUTHENTICATION), timedelta(hours=2)),
    Delivered(TENANTS, SourceState(commit=6)),
    Delivered(PROMETHEUS, SourceState(commit=21)),
    Delivered(NGINX, SourceState(commit=9)),
    Delivered(JETSTACK, SourceState(commit=4)),
    Delivered(PROFILES, SourceState(commit=3)),
    Delivered(ACME, SourceState(commit=2, fault=Fault.UNREACHABLE), timedelta(minutes=22)),
    Delivered(ACME_OCI, SourceState()),
)
