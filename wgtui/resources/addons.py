"""addons.cluster.x-k8s.io: which sets of resources Cluster API puts on a cluster."""

from __future__ import annotations

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource
from wgtui.resources.providers import ProviderObject

GROUP = "addons.cluster.x-k8s.io"
VERSIONS = ("v1beta2", "v1beta1")


class Binding(Resource, frozen=True):
    cluster_resource_set_name: str = ""


class BindingSpec(Resource, frozen=True):
    bindings: tuple[Binding, ...] | None = None


class ClusterResourceSetBinding(Resource, frozen=True):
    """Called as the cluster it is about."""

    metadata: ObjectMeta
    spec: BindingSpec = BindingSpec()


CLUSTER_RESOURCE_SET = Kind(GROUP, "ClusterResourceSet", "clusterresourcesets", ProviderObject, VERSIONS)
CLUSTER_RESOURCE_SET_BINDING = Kind(
    GROUP, "ClusterResourceSetBinding", "clusterresourcesetbindings", ClusterResourceSetBinding, VERSIONS
)
