"""infrastructure.cluster.x-k8s.io: what AWS holds for a cluster."""

from __future__ import annotations

import msgspec

from wgtui.resources.aws_network import Bastion, Instance, Network, NetworkStatus
from wgtui.resources.contract import ContractStatus, Endpoint, MachineAddress
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource
from wgtui.resources.references import LabelSelector, Reference

GROUP = "infrastructure.cluster.x-k8s.io"
VERSIONS = ("v1beta2",)


class AWSClusterSpec(Resource, frozen=True):
    region: str = ""
    partition: str = ""
    control_plane_endpoint: Endpoint | None = None
    identity_ref: Reference | None = None
    network: Network = Network()
    bastion: Bastion = Bastion()


class AWSClusterStatus(ContractStatus, frozen=True):
    ready: bool = False
    network_status: NetworkStatus | None = None
    bastion: Instance | None = None


class AWSCluster(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSClusterSpec = AWSClusterSpec()
    status: AWSClusterStatus = AWSClusterStatus()


class Ami(Resource, frozen=True):
    id: str = ""


class SpotMarketOptions(Resource, frozen=True):
    """Being there asks for a spot instance; `max_price` in dollars an hour, empty: as much as an ordinary one."""

    max_price: str = ""


class AWSMachineSpec(Resource, frozen=True):
    instance_type: str = ""
    provider_id: str = msgspec.field(default="", name="providerID")
    instance_id: str = msgspec.field(default="", name="instanceID")
    ami: Ami = Ami()
    spot_market_options: SpotMarketOptions | None = None
    market_type: str = ""


class AWSMachineStatus(ContractStatus, frozen=True):
    """`instance_state`: pending, running, shutting-down, terminated, stopping, stopped."""

    ready: bool = False
    instance_state: str = ""
    interruptible: bool = False
    addresses: tuple[MachineAddress, ...] = ()


class AWSMachine(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSMachineSpec = AWSMachineSpec()
    status: AWSMachineStatus = AWSMachineStatus()


class LaunchTemplate(Resource, frozen=True):
    name: str = ""
    instance_type: str = ""
    spot_market_options: SpotMarketOptions | None = None
    market_type: str = ""


class PoolInstance(Resource, frozen=True):
    instance_id: str = msgspec.field(default="", name="instanceID")
    version: str = ""


class AWSMachinePoolSpec(Resource, frozen=True):
    min_size: int | None = None
    max_size: int | None = None
    aws_launch_template: LaunchTemplate = LaunchTemplate()
    availability_zones: tuple[str, ...] = ()
    provider_ids: tuple[str, ...] = msgspec.field(default=(), name="providerIDList")


class AWSMachinePoolStatus(ContractStatus, frozen=True):
    ready: bool = False
    replicas: int | None = None
    asg_status: str = ""
    launch_template_id: str = msgspec.field(default="", name="launchTemplateID")
    launch_template_version: str = ""
    instances: tuple[PoolInstance, ...] = ()


class AWSMachinePool(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSMachinePoolSpec = AWSMachinePoolSpec()
    status: AWSMachinePoolStatus = AWSMachinePoolStatus()


class AWSManagedClusterSpec(Resource, frozen=True):
    control_plane_endpoint: Endpoint | None = None


class ReadyStatus(ContractStatus, frozen=True):
    ready: bool = False


class AWSManagedCluster(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSManagedClusterSpec = AWSManagedClusterSpec()
    status: ReadyStatus = ReadyStatus()


class Scaling(Resource, frozen=True):
    min_size: int | None = None
    max_size: int | None = None


class AWSManagedMachinePoolSpec(Resource, frozen=True):
    """`capacity_type`: onDemand or spot; `disk_size` in GiB."""

    eks_nodegroup_name: str = ""
    instance_type: str = ""
    ami_type: str = ""
    capacity_type: str = ""
    disk_size: int | None = None
    scaling: Scaling | None = None
    aws_launch_template: LaunchTemplate | None = None
    provider_ids: tuple[str, ...] = msgspec.field(default=(), name="providerIDList")


class AWSManagedMachinePoolStatus(ContractStatus, frozen=True):
    ready: bool = False
    replicas: int | None = None


class AWSManagedMachinePool(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSManagedMachinePoolSpec = AWSManagedMachinePoolSpec()
    status: AWSManagedMachinePoolStatus = AWSManagedMachinePoolStatus()


class FargateSelector(Resource, frozen=True):
    namespace: str = ""
    labels: dict[str, str] = {}


class AWSFargateProfileSpec(Resource, frozen=True):
    cluster_name: str = ""
    profile_name: str = ""
    selectors: tuple[FargateSelector, ...] = ()


class AWSFargateProfile(Resource, frozen=True):
    metadata: ObjectMeta
    spec: AWSFargateProfileSpec = AWSFargateProfileSpec()
    status: ReadyStatus = ReadyStatus()


class AllowedNamespaces(Resource, frozen=True):
    """Present but empty allows every namespace; absent allows none."""

    list: tuple[str, ...] | None = None
    selector: LabelSelector | None = None


class AWSIdentitySpec(Resource, frozen=True):
    """`secret_ref` is only the Secret's name."""

    allowed_namespaces: AllowedNamespaces | None = None
    role_arn: str = msgspec.field(default="", name="roleARN")
    secret_ref: str = ""
    source_identity_ref: Reference | None = None


class AWSIdentity(Resource, frozen=True):
    """AWSClusterRoleIdentity, AWSClusterStaticIdentity or AWSClusterControllerIdentity; cluster-scoped."""

    metadata: ObjectMeta
    spec: AWSIdentitySpec = AWSIdentitySpec()


AWS_CLUSTER = Kind(GROUP, "AWSCluster", "awsclusters", AWSCluster, VERSIONS)
AWS_MACHINE = Kind(GROUP, "AWSMachine", "awsmachines", AWSMachine, VERSIONS)
AWS_MACHINE_POOL = Kind(GROUP, "AWSMachinePool", "awsmachinepools", AWSMachinePool, VERSIONS)
AWS_MANAGED_CLUSTER = Kind(GROUP, "AWSManagedCluster", "awsmanagedclusters", AWSManagedCluster, VERSIONS)
AWS_MANAGED_MACHINE_POOL = Kind(
    GROUP, "AWSManagedMachinePool", "awsmanagedmachinepools", AWSManagedMachinePool, VERSIONS
)
AWS_FARGATE_PROFILE = Kind(GROUP, "AWSFargateProfile", "awsfargateprofiles", AWSFargateProfile, VERSIONS)
AWS_CLUSTER_ROLE_IDENTITY = Kind(
    GROUP, "AWSClusterRoleIdentity", "awsclusterroleidentities", AWSIdentity, VERSIONS, namespaced=False
)
AWS_CLUSTER_STATIC_IDENTITY = Kind(
    GROUP, "AWSClusterStaticIdentity", "awsclusterstaticidentities", AWSIdentity, VERSIONS, namespaced=False
)
AWS_CLUSTER_CONTROLLER_IDENTITY = Kind(
    GROUP, "AWSClusterControllerIdentity", "awsclustercontrolleridentities", AWSIdentity, VERSIONS, namespaced=False
)
