"""source.toolkit.fluxcd.io: where applications come from."""

from __future__ import annotations

from datetime import datetime

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, ObjectRef, Resource
from wgtui.resources.references import NameRef, Reference, SourceRef

GROUP = "source.toolkit.fluxcd.io"


class Artifact(Resource, frozen=True):
    """`size` in bytes; `digest` is absent before v1beta2."""

    revision: str = ""
    digest: str = ""
    last_update_time: datetime | None = None
    size: int | None = None


class SourceStatus(Resource, frozen=True):
    conditions: tuple[Condition, ...] = ()
    artifact: Artifact | None = None
    observed_generation: int = 0
    last_handled_reconcile_at: str = ""


class SourceReference(Resource, frozen=True):
    """`spec.ref` of a GitRepository or OCIRepository; several may be set, the later of this order wins in Git."""

    branch: str = ""
    tag: str = ""
    semver: str = ""
    name: str = ""
    commit: str = ""
    digest: str = ""


class Verification(Resource, frozen=True):
    provider: str = ""
    mode: str = ""


class GitRepositorySpec(Resource, frozen=True):
    url: str = ""
    interval: str = ""
    ref: SourceReference | None = None
    secret_ref: NameRef | None = None
    verify: Verification | None = None
    suspend: bool = False


class GitRepository(Resource, frozen=True):
    metadata: ObjectMeta
    spec: GitRepositorySpec = GitRepositorySpec()
    status: SourceStatus = SourceStatus()


class OCIRepositorySpec(Resource, frozen=True):
    url: str = ""
    interval: str = ""
    ref: SourceReference | None = None
    secret_ref: NameRef | None = None
    verify: Verification | None = None
    suspend: bool = False


class OCIRepository(Resource, frozen=True):
    metadata: ObjectMeta
    spec: OCIRepositorySpec = OCIRepositorySpec()
    status: SourceStatus = SourceStatus()


class HelmRepositorySpec(Resource, frozen=True):
    """`type` is `oci` for a static repository that no controller reconciles, else `default` or empty."""

    url: str = ""
    interval: str = ""
    type: str = ""
    secret_ref: NameRef | None = None
    suspend: bool = False


class HelmRepository(Resource, frozen=True):
    metadata: ObjectMeta
    spec: HelmRepositorySpec = HelmRepositorySpec()
    status: SourceStatus = SourceStatus()


class HelmChartSpec(Resource, frozen=True):
    """`version` is a semver range, `*` or empty for the newest."""

    chart: str = ""
    version: str = ""
    interval: str = ""
    source_ref: Reference = Reference()
    suspend: bool = False


class HelmChart(Resource, frozen=True):
    metadata: ObjectMeta
    spec: HelmChartSpec = HelmChartSpec()
    status: SourceStatus = SourceStatus()

    @property
    def source(self) -> SourceRef | None:
        """Always in the chart's own namespace."""
        reference = self.spec.source_ref
        return SourceRef(reference.kind, ObjectRef(self.metadata.namespace, reference.name)) if reference.name else None


class BucketSpec(Resource, frozen=True):
    bucket_name: str = ""
    endpoint: str = ""
    region: str = ""
    prefix: str = ""
    interval: str = ""
    secret_ref: NameRef | None = None
    suspend: bool = False


class Bucket(Resource, frozen=True):
    metadata: ObjectMeta
    spec: BucketSpec = BucketSpec()
    status: SourceStatus = SourceStatus()


class ExternalArtifactSpec(Resource, frozen=True):
    source_ref: Reference | None = None


class ExternalArtifactStatus(Resource, frozen=True):
    conditions: tuple[Condition, ...] = ()
    artifact: Artifact | None = None


class ExternalArtifact(Resource, frozen=True):
    """An artifact that some other controller publishes; it has no interval and cannot be suspended."""

    metadata: ObjectMeta
    spec: ExternalArtifactSpec = ExternalArtifactSpec()
    status: ExternalArtifactStatus = ExternalArtifactStatus()


VERSIONS = ("v1", "v1beta2", "v1beta1")

GIT_REPOSITORY = Kind(GROUP, "GitRepository", "gitrepositories", GitRepository, VERSIONS)
OCI_REPOSITORY = Kind(GROUP, "OCIRepository", "ocirepositories", OCIRepository, ("v1", "v1beta2"))
HELM_REPOSITORY = Kind(GROUP, "HelmRepository", "helmrepositories", HelmRepository, VERSIONS)
HELM_CHART = Kind(GROUP, "HelmChart", "helmcharts", HelmChart, VERSIONS)
BUCKET = Kind(GROUP, "Bucket", "buckets", Bucket, VERSIONS)
EXTERNAL_ARTIFACT = Kind(GROUP, "ExternalArtifact", "externalartifacts", ExternalArtifact, ("v1",))
