"""gitops.weave.works: the clusters Weave GitOps knows, by Secret or by Cluster API."""

from __future__ import annotations

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, Resource
from wgtui.resources.references import NameRef

GROUP = "gitops.weave.works"


class GitopsClusterSpec(Resource, frozen=True):
    """Exactly one of the two is set; both name an object in the cluster's own namespace."""

    secret_ref: NameRef | None = None
    capi_cluster_ref: NameRef | None = None


class GitopsClusterStatus(Resource, frozen=True):
    conditions: tuple[Condition, ...] = ()


class GitopsCluster(Resource, frozen=True):
    metadata: ObjectMeta
    spec: GitopsClusterSpec = GitopsClusterSpec()
    status: GitopsClusterStatus = GitopsClusterStatus()


GITOPS_CLUSTER = Kind(GROUP, "GitopsCluster", "gitopsclusters", GitopsCluster, ("v1alpha1",))
