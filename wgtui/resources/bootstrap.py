"""bootstrap.cluster.x-k8s.io: how a machine becomes a node."""

from __future__ import annotations

from wgtui.resources.contract import ContractStatus
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource

GROUP = "bootstrap.cluster.x-k8s.io"


class BootstrapStatus(ContractStatus, frozen=True):
    """`data_secret_name` is only the Secret's name; its content is never read."""

    ready: bool = False
    data_secret_name: str = ""


class KubeadmConfig(Resource, frozen=True):
    metadata: ObjectMeta
    status: BootstrapStatus = BootstrapStatus()


class EKSConfig(Resource, frozen=True):
    metadata: ObjectMeta
    status: BootstrapStatus = BootstrapStatus()


class NodeadmConfig(Resource, frozen=True):
    metadata: ObjectMeta
    status: BootstrapStatus = BootstrapStatus()


KUBEADM_CONFIG = Kind(GROUP, "KubeadmConfig", "kubeadmconfigs", KubeadmConfig, ("v1beta2", "v1beta1"))
EKS_CONFIG = Kind(GROUP, "EKSConfig", "eksconfigs", EKSConfig, ("v1beta2",))
NODEADM_CONFIG = Kind(GROUP, "NodeadmConfig", "nodeadmconfigs", NodeadmConfig, ("v1beta2",))
