"""The pieces of status that all Cluster API kinds and providers share, in the v1beta1 and the v1beta2 shape at once."""

from __future__ import annotations

from typing import ClassVar

from wgtui.resources.meta import Condition, Resource


class ReplicaCounts(Resource, frozen=True):
    """`status.controlPlane` and `status.workers` of a v1beta2 Cluster."""

    desired_replicas: int | None = None
    replicas: int | None = None
    ready_replicas: int | None = None
    available_replicas: int | None = None
    up_to_date_replicas: int | None = None


class NewStatus(Resource, frozen=True):
    """`status.v1beta2` of an object served as v1beta1: the new conditions and counters, early."""

    conditions: tuple[Condition, ...] = ()
    control_plane: ReplicaCounts | None = None
    workers: ReplicaCounts | None = None
    ready_replicas: int | None = None
    available_replicas: int | None = None
    up_to_date_replicas: int | None = None


class OldStatus(Resource, frozen=True):
    """`status.deprecated.v1beta1` of an object served as v1beta2: the only place where terminal failures are kept."""

    failure_reason: str = ""
    failure_message: str = ""


class Deprecated(Resource, frozen=True):
    v1beta1: OldStatus | None = None


class Initialization(Resource, frozen=True):
    """`status.initialization`: True once, never False again."""

    infrastructure_provisioned: bool = False
    control_plane_initialized: bool = False
    bootstrap_data_secret_created: bool = False
    data_secret_created: bool = False
    provisioned: bool = False


class Endpoint(Resource, frozen=True):
    host: str = ""
    port: int = 0

    def __str__(self) -> str:
        return f"{self.host}:{self.port}" if self.host else ""


class MachineAddress(Resource, frozen=True):
    """`type`: InternalIP, ExternalIP, InternalDNS, ExternalDNS or Hostname."""

    type: str = ""
    address: str = ""

    SHARED: ClassVar = ("type",)


class ContractStatus(Resource, frozen=True):
    """What every Cluster API status may have; where a field is, the version decides."""

    conditions: tuple[Condition, ...] = ()
    v1beta2: NewStatus | None = None
    deprecated: Deprecated | None = None
    initialization: Initialization | None = None
    observed_generation: int = 0
    failure_reason: str = ""
    failure_message: str = ""

    @property
    def failure(self) -> tuple[str, str]:
        """Reason and message of a terminal failure, both empty where there is none."""
        if self.failure_reason or self.failure_message:
            return self.failure_reason, self.failure_message
        old = self.deprecated.v1beta1 if self.deprecated else None
        return (old.failure_reason, old.failure_message) if old else ("", "")
