"""cluster.x-k8s.io: Cluster API's own kinds, v1beta1 and v1beta2 alike."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from wgtui.resources.contract import ContractStatus, Endpoint, MachineAddress, ReplicaCounts
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource
from wgtui.resources.references import LabelSelector, NameRef, Reference

GROUP = "cluster.x-k8s.io"
VERSIONS = ("v1beta2", "v1beta1")

CLUSTER_NAME_LABEL = "cluster.x-k8s.io/cluster-name"
CONTROL_PLANE_LABEL = "cluster.x-k8s.io/control-plane"


class Topology(Resource, frozen=True):
    """`class` is a plain name in v1beta1, `classRef` in v1beta2."""

    version: str = ""
    class_name: str = msgspec.field(default="", name="class")
    class_ref: Reference | None = None


class ClusterSpec(Resource, frozen=True):
    paused: bool = False
    control_plane_endpoint: Endpoint | None = None
    infrastructure_ref: Reference | None = None
    control_plane_ref: Reference | None = None
    topology: Topology | None = None


class ClusterStatus(ContractStatus, frozen=True):
    phase: str = ""
    infrastructure_ready: bool = False
    control_plane_ready: bool = False
    control_plane: ReplicaCounts | None = None
    workers: ReplicaCounts | None = None

    @property
    def infrastructure_provisioned(self) -> bool:
        return self.infrastructure_ready or bool(self.initialization and self.initialization.infrastructure_provisioned)

    @property
    def control_plane_initialized(self) -> bool:
        return self.control_plane_ready or bool(self.initialization and self.initialization.control_plane_initialized)


class Cluster(Resource, frozen=True):
    metadata: ObjectMeta
    spec: ClusterSpec = ClusterSpec()
    status: ClusterStatus = ClusterStatus()


class MachineBootstrap(Resource, frozen=True):
    config_ref: Reference | None = None
    data_secret_name: str = ""


class MachineSpec(Resource, frozen=True):
    cluster_name: str = ""
    version: str = ""
    provider_id: str = msgspec.field(default="", name="providerID")
    failure_domain: str = ""
    bootstrap: MachineBootstrap = MachineBootstrap()
    infrastructure_ref: Reference | None = None

    SHARED: ClassVar = ("cluster_name", "version", "failure_domain")


class MachineDeletion(Resource, frozen=True):
    """Since when the machine waits for its node to drain, and then for its volumes."""

    node_drain_start_time: datetime | None = None
    wait_for_node_volume_detach_start_time: datetime | None = None


class NodeInfo(Resource, frozen=True):
    os_image: str = ""
    kubelet_version: str = ""

    SHARED: ClassVar = ("os_image", "kubelet_version")


class MachineStatus(ContractStatus, frozen=True):
    phase: str = ""
    node_ref: NameRef | None = None
    node_info: NodeInfo | None = None
    addresses: tuple[MachineAddress, ...] = ()
    infrastructure_ready: bool = False
    bootstrap_ready: bool = False
    deletion: MachineDeletion | None = None


class Machine(Resource, frozen=True):
    metadata: ObjectMeta
    spec: MachineSpec = MachineSpec()
    status: MachineStatus = MachineStatus()


class MachineTemplateSpec(Resource, frozen=True):
    version: str = ""
    bootstrap: MachineBootstrap = MachineBootstrap()
    infrastructure_ref: Reference | None = None


class MachineTemplate(Resource, frozen=True):
    spec: MachineTemplateSpec = MachineTemplateSpec()


class MachineGroupSpec(Resource, frozen=True):
    """Of a MachineSet, MachineDeployment or MachinePool; `replicas` None: whoever scales it decides."""

    cluster_name: str = ""
    replicas: int | None = None
    paused: bool = False
    template: MachineTemplate = MachineTemplate()


class MachineGroupStatus(ContractStatus, frozen=True):
    """`updated_replicas` is the v1beta1 name of `up_to_date_replicas`."""

    phase: str = ""
    replicas: int | None = None
    ready_replicas: int | None = None
    available_replicas: int | None = None
    up_to_date_replicas: int | None = None
    updated_replicas: int | None = None


class MachineSet(Resource, frozen=True):
    metadata: ObjectMeta
    spec: MachineGroupSpec = MachineGroupSpec()
    status: MachineGroupStatus = MachineGroupStatus()


class MachineDeployment(Resource, frozen=True):
    metadata: ObjectMeta
    spec: MachineGroupSpec = MachineGroupSpec()
    status: MachineGroupStatus = MachineGroupStatus()


class MachinePoolStatus(MachineGroupStatus, frozen=True):
    infrastructure_ready: bool = False
    bootstrap_ready: bool = False
    node_refs: tuple[NameRef, ...] = ()


class MachinePool(Resource, frozen=True):
    metadata: ObjectMeta
    spec: MachineGroupSpec = MachineGroupSpec()
    status: MachinePoolStatus = MachinePoolStatus()


class MachineHealthCheckSpec(Resource, frozen=True):
    cluster_name: str = ""
    selector: LabelSelector = LabelSelector()


class MachineHealthCheckStatus(ContractStatus, frozen=True):
    expected_machines: int | None = None
    current_healthy: int | None = None
    remediations_allowed: int | None = None


class MachineHealthCheck(Resource, frozen=True):
    metadata: ObjectMeta
    spec: MachineHealthCheckSpec = MachineHealthCheckSpec()
    status: MachineHealthCheckStatus = MachineHealthCheckStatus()


CLUSTER = Kind(GROUP, "Cluster", "clusters", Cluster, VERSIONS)
MACHINE = Kind(GROUP, "Machine", "machines", Machine, VERSIONS)
MACHINE_SET = Kind(GROUP, "MachineSet", "machinesets", MachineSet, VERSIONS)
MACHINE_DEPLOYMENT = Kind(GROUP, "MachineDeployment", "machinedeployments", MachineDeployment, VERSIONS)
MACHINE_POOL = Kind(GROUP, "MachinePool", "machinepools", MachinePool, VERSIONS)
MACHINE_HEALTH_CHECK = Kind(GROUP, "MachineHealthCheck", "machinehealthchecks", MachineHealthCheck, VERSIONS)
