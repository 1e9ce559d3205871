"""kustomize.toolkit.fluxcd.io: Kustomization, one of the two kinds of application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, ObjectRef, Resource
from wgtui.resources.references import NameRef, Reference, SourceRef


class KubeConfigRef(Resource, frozen=True):
    """`spec.kubeConfig`: the application is applied to another cluster, named by the Secret that opens it."""

    secret_ref: NameRef | None = None
    config_map_ref: NameRef | None = None


class Dependency(Resource, frozen=True):
    """`namespace` empty means that of the dependent."""

    name: str = ""
    namespace: str = ""


class KustomizationSpec(Resource, frozen=True):
    source_ref: Reference = Reference()
    path: str = ""
    interval: str = ""
    suspend: bool = False
    prune: bool = False
    target_namespace: str = ""
    depends_on: tuple[Dependency, ...] = ()
    kube_config: KubeConfigRef | None = None


class Reconciliation(Resource, frozen=True):
    """What was applied, newest first: one entry for each content, however often it was reconciled."""

    digest: str = ""
    first_reconciled: datetime | None = None
    last_reconciled: datetime | None = None
    last_reconciled_duration: str = ""
    last_reconciled_status: str = ""
    total_reconciliations: int = 0
    metadata: dict[str, str] = {}

    @property
    def revision(self) -> str:
        """Empty where the controller does not note it."""
        return self.metadata.get("revision", "")


class KustomizationStatus(Resource, frozen=True):
    """The inventory is not kept: it may hold thousands of entries; see `inventory`."""

    conditions: tuple[Condition, ...] = ()
    last_applied_revision: str = ""
    last_attempted_revision: str = ""
    observed_generation: int = 0
    last_handled_reconcile_at: str = ""


class Kustomization(Resource, frozen=True):
    metadata: ObjectMeta
    spec: KustomizationSpec = KustomizationSpec()
    status: KustomizationStatus = KustomizationStatus()

    @property
    def source(self) -> SourceRef | None:
        reference = self.spec.source_ref
        return SourceRef(reference.kind, reference.ref(self.metadata.namespace)) if reference.name else None


KUSTOMIZATION = Kind(
    "kustomize.toolkit.fluxcd.io", "Kustomization", "kustomizations", Kustomization, ("v1", "v1beta2", "v1beta1")
)

APPLIER_NAME, APPLIER_NAMESPACE = "kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"
"""Labels that kustomize-controller leaves on what it applies."""


def applier(labels: Mapping[str, str]) -> ObjectRef | None:
    """The Kustomization that applies an object, by the labels it leaves."""
    name = labels.get(APPLIER_NAME)
    return ObjectRef(labels.get(APPLIER_NAMESPACE, "flux-system"), name) if name else None
