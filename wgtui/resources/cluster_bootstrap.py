"""capi.weave.works: what is run once on each new cluster, and which Secrets are copied to it."""

from __future__ import annotations

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource
from wgtui.resources.references import LabelSelector, NameRef


class BootstrapJobTemplate(Resource, frozen=True):
    """`generate_name` is a Go template over the cluster: jobs are found by their owner, not by it."""

    generate_name: str = ""
    backoff_limit: int | None = None
    ttl_seconds_after_finished: int | None = None


class ClusterBootstrapConfigSpec(Resource, frozen=True):
    cluster_selector: LabelSelector = LabelSelector()
    job_template: BootstrapJobTemplate = BootstrapJobTemplate()
    require_cluster_ready: bool = False
    require_cluster_provisioned: bool = False
    cluster_readiness_backoff: str = ""


class ClusterBootstrapConfig(Resource, frozen=True):
    metadata: ObjectMeta
    spec: ClusterBootstrapConfigSpec = ClusterBootstrapConfigSpec()


class SecretSyncSpec(Resource, frozen=True):
    cluster_selector: LabelSelector = LabelSelector()
    secret_ref: NameRef = NameRef()
    target_namespace: str = ""


class SecretSyncStatus(Resource, frozen=True):
    """`versions`: name of the cluster to the resource version of the Secret that was copied there."""

    versions: dict[str, str] = {}


class SecretSync(Resource, frozen=True):
    metadata: ObjectMeta
    spec: SecretSyncSpec = SecretSyncSpec()
    status: SecretSyncStatus = SecretSyncStatus()


CLUSTER_BOOTSTRAP_CONFIG = Kind(
    "capi.weave.works", "ClusterBootstrapConfig", "clusterbootstrapconfigs", ClusterBootstrapConfig, ("v1alpha1",)
)
SECRET_SYNC = Kind("capi.weave.works", "SecretSync", "secretsyncs", SecretSync, ("v1alpha1",))
