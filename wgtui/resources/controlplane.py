"""controlplane.cluster.x-k8s.io: kubeadm's and EKS's control planes."""

from __future__ import annotations

import msgspec

from wgtui.resources.aws_network import Bastion, Instance, Network, NetworkStatus
from wgtui.resources.contract import ContractStatus, Endpoint
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource
from wgtui.resources.references import Reference

GROUP = "controlplane.cluster.x-k8s.io"


class MachineTemplateSpec(Resource, frozen=True):
    infrastructure_ref: Reference | None = None


class ControlPlaneMachineTemplate(Resource, frozen=True):
    """v1beta2 has the reference in a `spec`, v1beta1 beside it."""

    infrastructure_ref: Reference | None = None
    spec: MachineTemplateSpec | None = None

    @property
    def reference(self) -> Reference | None:
        return self.infrastructure_ref or (self.spec.infrastructure_ref if self.spec else None)


class KubeadmControlPlaneSpec(Resource, frozen=True):
    replicas: int | None = None
    version: str = ""
    machine_template: ControlPlaneMachineTemplate | None = None


class KubeadmControlPlaneStatus(ContractStatus, frozen=True):
    """`initialized`, `ready` and `updated_replicas` are of v1beta1."""

    replicas: int | None = None
    ready_replicas: int | None = None
    available_replicas: int | None = None
    up_to_date_replicas: int | None = None
    updated_replicas: int | None = None
    version: str = ""
    initialized: bool = False
    ready: bool = False


class KubeadmControlPlane(Resource, frozen=True):
    metadata: ObjectMeta
    spec: KubeadmControlPlaneSpec = KubeadmControlPlaneSpec()
    status: KubeadmControlPlaneStatus = KubeadmControlPlaneStatus()


class EndpointAccess(Resource, frozen=True):
    """CAPA takes an endpoint for public where nothing is said."""

    public: bool | None = None
    private: bool | None = None
    public_cidrs: tuple[str, ...] = msgspec.field(default=(), name="publicCIDRs")


class AddonIssue(Resource, frozen=True):
    code: str = ""
    message: str = ""


class Addon(Resource, frozen=True):
    """`status`: creating, active, create_failed, updating, deleting, delete_failed, degraded; empty in a spec."""

    name: str = ""
    version: str = ""
    status: str = ""
    issues: tuple[AddonIssue, ...] = ()


class Logging(Resource, frozen=True):
    """Which logs of the control plane EKS keeps."""

    api_server: bool = False
    audit: bool = False
    authenticator: bool = False
    controller_manager: bool = False
    scheduler: bool = False


class OidcProvider(Resource, frozen=True):
    arn: str = ""


class AWSManagedControlPlaneSpec(Resource, frozen=True):
    eks_cluster_name: str = ""
    region: str = ""
    partition: str = ""
    version: str = ""
    control_plane_endpoint: Endpoint | None = None
    identity_ref: Reference | None = None
    endpoint_access: EndpointAccess | None = None
    network: Network = Network()
    bastion: Bastion = Bastion()
    logging: Logging | None = None
    addons: tuple[Addon, ...] = ()


class AWSManagedControlPlaneStatus(ContractStatus, frozen=True):
    ready: bool = False
    initialized: bool = False
    external_managed_control_plane: bool = False
    version: str = ""
    addons: tuple[Addon, ...] = ()
    network_status: NetworkStatus | None = None
    bastion: Instance | None = None
    oidc_provider: OidcProvider | None = None


class AWSManagedControlPlane(Resource, frozen=True):
    """An EKS control plane: AWS runs it, so it has no machines and no replicas."""

    metadata: ObjectMeta
    spec: AWSManagedControlPlaneSpec = AWSManagedControlPlaneSpec()
    status: AWSManagedControlPlaneStatus = AWSManagedControlPlaneStatus()


KUBEADM_CONTROL_PLANE = Kind(
    GROUP, "KubeadmControlPlane", "kubeadmcontrolplanes", KubeadmControlPlane, ("v1beta2", "v1beta1")
)
AWS_MANAGED_CONTROL_PLANE = Kind(
    GROUP, "AWSManagedControlPlane", "awsmanagedcontrolplanes", AWSManagedControlPlane, ("v1beta2",)
)
