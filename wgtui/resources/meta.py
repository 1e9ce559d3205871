"""What every Kubernetes object has: metadata, conditions, references."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol

import msgspec


class Resource(msgspec.Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    """Base of all structs: camelCase on the wire, unknown fields ignored."""

    SHARED: ClassVar[tuple[str, ...]] = ()
    """Fields whose words thousands of objects have in common."""


class ObjectRef(NamedTuple):
    """An object of a known kind on a known server; `namespace` is empty for cluster-scoped kinds."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


class OwnerReference(Resource, frozen=True, gc=False):
    kind: str = ""
    name: str = ""
    uid: str = ""
    api_version: str = ""
    controller: bool = False

    SHARED: ClassVar = ("kind", "name", "api_version")


class Annotations(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The annotations wgtui reads; the others (last-applied and the like) are never kept."""

    bootstrap_configs: str | None = msgspec.field(default=None, name="capi.weave.works/bootstrap-configs")
    bootstrapped: str | None = msgspec.field(default=None, name="capi.weave.works/bootstrapped")
    cluster_kind: str | None = msgspec.field(default=None, name="weave.works/cluster-kind")
    suspended_by: str | None = msgspec.field(default=None, name="metadata.weave.works/suspended-by")
    suspended_comment: str | None = msgspec.field(default=None, name="metadata.weave.works/suspended-comment")
    suspended_at: str | None = msgspec.field(default=None, name="metadata.weave.works/suspended-at")
    suspended_until: str | None = msgspec.field(default=None, name="metadata.weave.works/suspended-until")
    flux_operator_suspended_by: str | None = msgspec.field(default=None, name="fluxcd.controlplane.io/suspendedBy")
    reconcile_requested_at: str | None = msgspec.field(default=None, name="reconcile.fluxcd.io/requestedAt")
    provisioned: str | None = msgspec.field(default=None, name="clusters.gitops.weave.works/provisioned")
    cluster_paused: str | None = msgspec.field(default=None, name="cluster.x-k8s.io/paused")
    repo_role: str | None = msgspec.field(default=None, name="weave.works/repo-role")
    repo_https_url: str | None = msgspec.field(default=None, name="weave.works/repo-https-url")
    kustomize_revision: str | None = msgspec.field(default=None, name="kustomize.toolkit.fluxcd.io/revision")
    helm_revision: str | None = msgspec.field(default=None, name="helm.toolkit.fluxcd.io/revision")

    @property
    def revision(self) -> str:
        """That Flux notes at its events; empty where it notes none."""
        return self.kustomize_revision or self.helm_revision or ""


class ObjectMeta(Resource, frozen=True, gc=False):
    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    generation: int = 0
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None
    labels: dict[str, str] = {}
    annotations: Annotations = Annotations()
    owner_references: tuple[OwnerReference, ...] = ()
    finalizers: tuple[str, ...] = ()

    SHARED: ClassVar = ("namespace", "labels", "finalizers")

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.namespace, self.name)


class ConditionStatus(StrEnum):
    """Compares equal to the plain text; what is none of the three counts as Unknown."""

    TRUE = "True"
    FALSE = "False"
    UNKNOWN = "Unknown"

    @classmethod
    def _missing_(cls, _value: object) -> ConditionStatus:
        return cls.UNKNOWN


class Condition(Resource, frozen=True, gc=False):
    """metav1.Condition, and the older Cluster API form with a `severity` (Error, Warning, Info or empty)."""

    type: str = ""
    status: ConditionStatus = ConditionStatus.UNKNOWN
    reason: str = ""
    message: str = ""
    last_transition_time: datetime | None = None
    severity: str = ""
    observed_generation: int = 0

    SHARED: ClassVar = ("type", "reason")


class KubeObject(Protocol):
    """What the store needs to know of any object."""

    @property
    def metadata(self) -> ObjectMeta: ...


class AnyObject(Resource, frozen=True):
    """Of a kind that has no struct: enough to see it come, change and go."""

    metadata: ObjectMeta
