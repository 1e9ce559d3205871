"""What Flux is meant to deliver and how far it is: sources, applications, the workloads they install."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from wgtui.demo.world.draft import Json, token


class Fault(Enum):
    """Why a source cannot be fetched."""

    NONE = "none"
    AUTHENTICATION = "authentication"
    UNREACHABLE = "unreachable"
    MISSING = "missing"
    INVALID = "invalid"
    """The spec itself is wrong: it is not tried again."""
    FETCHING = "fetching"
    """Not a fault yet: the first artifact is on its way."""


class Health(Enum):
    """Where an application is in its reconciliation."""

    READY = "ready"
    PROGRESSING = "progressing"
    BUILD_FAILED = "build failed"
    UNHEALTHY = "unhealthy"
    WAITING = "waiting"
    """A dependency is not ready."""
    NO_SOURCE = "no source"
    UPGRADE_FAILED = "upgrade failed"
    """Helm: rolled back to the release before."""
    INSTALL_FAILED = "install failed"


@dataclass(frozen=True, slots=True)
class Ref:
    kind: str
    namespace: str
    name: str


def actor_key(server: str, ref: Ref) -> str:
    """`management:Kustomization/flux-system/apps`, as scripts name it."""
    return f"{server}:{ref.kind}/{ref.namespace}/{ref.name}"


@dataclass(frozen=True, slots=True)
class Source:
    """A Flux source; `spec` is all of it but the interval."""

    server: str
    kind: str
    namespace: str
    name: str
    spec: Json
    age: timedelta = timedelta(days=30)
    interval: str = "1m0s"
    version: str = ""
    """The tag or chart version its reference resolves to."""
    annotations: dict[str, str] = field(default_factory=dict)
    pushed: Mapping[int, str] = field(default_factory=dict, compare=False)
    """What git calls the commits, where there is a real repository behind the url."""

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.namespace, self.name)


@dataclass(frozen=True, slots=True)
class SourceState:
    commit: int = 1
    """Counts what was pushed; each gives another revision."""
    fault: Fault = Fault.NONE
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Workload:
    """A Deployment with a Service and a ConfigMap."""

    namespace: str
    name: str
    image: str
    replicas: int = 2
    container: str = ""
    """Name of the container, where it is not called as the Deployment is."""
    labels: tuple[tuple[str, str], ...] = ()
    """Of the pods; `app` where there are none."""
    own_labels: tuple[tuple[str, str], ...] = ()
    """Of the Deployment alone."""

    @property
    def pod_labels(self) -> dict[str, str]:
        return dict(self.labels) or {"app": self.name}

    @property
    def container_name(self) -> str:
        return self.container or self.name


@dataclass(frozen=True, slots=True)
class Application:
    """A Kustomization, or a HelmRelease where it has a chart."""

    server: str
    namespace: str
    name: str
    source: Ref
    path: str = ""
    chart: str = ""
    """Name of a Helm chart; with an OCIRepository as `source`, of the chart in it."""
    chart_version: str = ""
    """The chart's version at the first release."""
    depends_on: tuple[str, ...] = ()
    workloads: tuple[Workload, ...] = ()
    age: timedelta = timedelta(days=20)
    interval: str = "10m0s"
    target: str = ""
    """Secret with the kubeconfig of the cluster it is applied to."""
    objects: tuple[tuple[str, str], ...] = ()
    """Further entries of the inventory, id and version, whose objects others put there."""
    labels: dict[str, str] = field(default_factory=dict)
    complaint: str = ""
    """What its build fails with, where that is not the usual."""

    @property
    def kind(self) -> str:
        return "HelmRelease" if self.chart else "Kustomization"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.namespace, self.name)


@dataclass(frozen=True, slots=True)
class ApplicationState:
    health: Health = Health.READY
    commit: int = 1
    """The source's commit that it tries to apply; the one before is applied while it fails."""
    release: int = 3
    """Helm's number of the release, and the patch level of the chart."""
    suspended: bool = False
    suspended_by: str = ""
    suspended_comment: str = ""
    behind: bool = False
    """The spec has changed and the controller has not looked yet."""


def commit_hash(repository: str, commit: int) -> str:
    return token(40, "commit", repository, commit)
