"""helm.toolkit.fluxcd.io: HelmRelease, one of the two kinds of application."""

from __future__ import annotations

from datetime import datetime

from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import Dependency, KubeConfigRef
from wgtui.resources.meta import Condition, ObjectMeta, ObjectRef, Resource
from wgtui.resources.references import Reference, SourceRef


class ChartTemplateSpec(Resource, frozen=True):
    chart: str = ""
    version: str = ""
    source_ref: Reference = Reference()


class ChartTemplate(Resource, frozen=True):
    spec: ChartTemplateSpec = ChartTemplateSpec()


class HelmReleaseSpec(Resource, frozen=True):
    """Either `chart` or `chart_ref` is set."""

    chart: ChartTemplate | None = None
    chart_ref: Reference | None = None
    interval: str = ""
    suspend: bool = False
    release_name: str = ""
    target_namespace: str = ""
    storage_namespace: str = ""
    depends_on: tuple[Dependency, ...] = ()
    kube_config: KubeConfigRef | None = None


class ReleaseSnapshot(Resource, frozen=True):
    """One Helm release of the history, newest first; `version` is Helm's revision number."""

    name: str = ""
    namespace: str = ""
    version: int = 0
    status: str = ""
    chart_name: str = ""
    chart_version: str = ""
    app_version: str = ""
    last_deployed: datetime | None = None
    action: str = ""
    config_digest: str = ""


class HelmReleaseStatus(Resource, frozen=True):
    """`last_applied_revision` and `last_release_revision` are of v2beta1; current Flux keeps `history`."""

    conditions: tuple[Condition, ...] = ()
    history: tuple[ReleaseSnapshot, ...] = ()
    helm_chart: str = ""
    storage_namespace: str = ""
    last_attempted_revision: str = ""
    last_applied_revision: str = ""
    last_release_revision: int = 0
    failures: int = 0
    observed_generation: int = 0
    last_handled_reconcile_at: str = ""


class HelmRelease(Resource, frozen=True):
    metadata: ObjectMeta
    spec: HelmReleaseSpec = HelmReleaseSpec()
    status: HelmReleaseStatus = HelmReleaseStatus()

    @property
    def source(self) -> SourceRef | None:
        """The chartRef, else the source of the chart; not the HelmChart that the controller makes of the latter."""
        reference = self.spec.chart_ref or (self.spec.chart.spec.source_ref if self.spec.chart else None)
        if reference is None or not reference.name:
            return None
        return SourceRef(reference.kind, reference.ref(self.metadata.namespace))

    @property
    def chart(self) -> ObjectRef | None:
        """The HelmChart that the controller makes of `spec.chart`, by its status or by how it names them."""
        if self.spec.chart is None or self.source is None:
            return None
        if self.status.helm_chart:
            return ObjectRef(*self.status.helm_chart.split("/", 1))
        return ObjectRef(self.source.ref.namespace, f"{self.metadata.namespace}-{self.metadata.name}")


HELM_RELEASE = Kind("helm.toolkit.fluxcd.io", "HelmRelease", "helmreleases", HelmRelease, ("v2", "v2beta2", "v2beta1"))
