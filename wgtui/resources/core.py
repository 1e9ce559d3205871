"""Kubernetes' own core kinds, as far as fleets and applications need them. A Secret's data has a struct of its own."""

from __future__ import annotations

from datetime import datetime

import msgspec

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, Resource


class InvolvedObject(Resource, frozen=True):
    kind: str = ""
    namespace: str = ""
    name: str = ""
    uid: str = ""
    api_version: str = ""

    @property
    def named(self) -> tuple[str, str, str]:
        """Kind, namespace and name."""
        return self.kind, self.namespace, self.name


class EventSource(Resource, frozen=True):
    component: str = ""
    host: str = ""


class EventSeries(Resource, frozen=True):
    count: int = 0
    last_observed_time: datetime | None = None


class Event(Resource, frozen=True):
    """`type` is Normal or Warning. Newer reporters fill `event_time` and `series` and leave the older fields null."""

    metadata: ObjectMeta
    involved_object: InvolvedObject = InvolvedObject()
    type: str = ""
    reason: str = ""
    message: str = ""
    count: int = 0
    first_timestamp: datetime | None = None
    last_timestamp: datetime | None = None
    event_time: datetime | None = None
    series: EventSeries | None = None
    source: EventSource = EventSource()
    reporting_component: str = ""

    @property
    def last_seen(self) -> datetime | None:
        seen = self.series.last_observed_time if self.series else None
        return (
            seen or self.last_timestamp or self.event_time or self.first_timestamp or self.metadata.creation_timestamp
        )

    @property
    def times(self) -> int:
        return max(1, self.series.count if self.series else self.count)

    @property
    def reporter(self) -> str:
        return self.reporting_component or self.source.component


class NamespaceStatus(Resource, frozen=True):
    phase: str = ""


class Namespace(Resource, frozen=True):
    metadata: ObjectMeta
    status: NamespaceStatus = NamespaceStatus()


class NodeSystemInfo(Resource, frozen=True):
    kubelet_version: str = ""
    os_image: str = ""


class NodeSpec(Resource, frozen=True):
    provider_id: str = msgspec.field(default="", name="providerID")
    unschedulable: bool = False


class NodeStatus(Resource, frozen=True):
    conditions: tuple[Condition, ...] = ()
    node_info: NodeSystemInfo = NodeSystemInfo()


class Node(Resource, frozen=True):
    metadata: ObjectMeta
    spec: NodeSpec = NodeSpec()
    status: NodeStatus = NodeStatus()


class Container(Resource, frozen=True):
    name: str = ""
    image: str = ""


class PodSpec(Resource, frozen=True):
    node_name: str = ""
    containers: tuple[Container, ...] | None = None


class ContainerWaiting(Resource, frozen=True):
    reason: str = ""
    message: str = ""


class ContainerTerminated(Resource, frozen=True):
    reason: str = ""
    exit_code: int = 0


class ContainerState(Resource, frozen=True):
    """`waiting` or `terminated`; neither while it runs."""

    waiting: ContainerWaiting | None = None
    terminated: ContainerTerminated | None = None


class ContainerStatus(Resource, frozen=True):
    name: str = ""
    ready: bool = False
    restart_count: int = 0
    state: ContainerState = ContainerState()

    @property
    def has_started(self) -> bool:
        """Whether it has ever run, so that there is a log."""
        return self.state.waiting is None or self.restart_count > 0


class PodStatus(Resource, frozen=True):
    phase: str = ""
    reason: str = ""
    message: str = ""
    conditions: tuple[Condition, ...] = ()
    container_statuses: tuple[ContainerStatus, ...] = ()
    init_container_statuses: tuple[ContainerStatus, ...] = ()


class Pod(Resource, frozen=True):
    metadata: ObjectMeta
    spec: PodSpec = PodSpec()
    status: PodStatus = PodStatus()


class Secret(Resource, frozen=True):
    """Name and type only."""

    metadata: ObjectMeta
    type: str = ""


class KubeconfigData(Resource, frozen=True, rename=None):
    """A kubeconfig as bytes; never printed."""

    value: bytes = b""
    value_yaml: bytes = msgspec.field(default=b"", name="value.yaml")

    def __repr__(self) -> str:
        return "KubeconfigData(…)"


class KubeconfigSecret(Resource, frozen=True):
    """Read once to open a leaf cluster, never watched and never kept in a store."""

    metadata: ObjectMeta
    data: KubeconfigData = KubeconfigData()

    @property
    def kubeconfig(self) -> bytes:
        """`value` first, as the cluster controller reads it; empty where the Secret has neither key."""
        return self.data.value or self.data.value_yaml


class HelmStorageData(Resource, frozen=True):
    """A release as Helm packs it; never printed."""

    release: bytes = b""

    def __repr__(self) -> str:
        return "HelmStorageData(…)"


class HelmStorage(Resource, frozen=True):
    """Read once for the list of its objects, never watched and never kept in a store."""

    metadata: ObjectMeta
    data: HelmStorageData = HelmStorageData()


EVENT = Kind("", "Event", "events", Event)
NAMESPACE = Kind("", "Namespace", "namespaces", Namespace, namespaced=False)
NODE = Kind("", "Node", "nodes", Node, namespaced=False)
POD = Kind("", "Pod", "pods", Pod)
SECRET = Kind("", "Secret", "secrets", Secret)
KUBECONFIG_SECRET = Kind("", "Secret", "secrets", KubeconfigSecret)
"""The same resource as SECRET (and equal to it): for one `get`, never for a watch."""
HELM_STORAGE = Kind("", "Secret", "secrets", HelmStorage)
"""As KUBECONFIG_SECRET."""
