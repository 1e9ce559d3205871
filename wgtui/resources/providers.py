"""Kinds of providers that have no struct of their own: the fields of Cluster API's contract, in any version."""

from __future__ import annotations

from typing import Any

import msgspec

from wgtui.resources.contract import Endpoint
from wgtui.resources.controlplane import ControlPlaneMachineTemplate, KubeadmControlPlaneStatus
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource


class ProviderSpec(Resource, frozen=True):
    """`region` of GCP, DigitalOcean, OCI; `location` of Azure; `replicas` and `version` of a control plane."""

    replicas: int | None = None
    version: str = ""
    machine_template: ControlPlaneMachineTemplate | None = None
    region: str = ""
    location: str = ""
    control_plane_endpoint: Endpoint | None = None
    provider_id: str = msgspec.field(default="", name="providerID")


class ProviderStatus(KubeadmControlPlaneStatus, frozen=True):
    """A control plane's counters are in the contract; of anything else they are not there."""

    external_managed_control_plane: bool = False


class ProviderObject(Resource, frozen=True):
    """DockerCluster, AzureMachine, RKE2ControlPlane, …: infrastructure, control plane or bootstrap configuration."""

    metadata: ObjectMeta
    spec: ProviderSpec = ProviderSpec()
    status: ProviderStatus = ProviderStatus()


def provider_kind(group: str, kind: str) -> Kind[Any]:
    """Cluster API itself finds a provider's kind by its plural: that of the lower-case kind, as English has it."""
    return Kind(group, kind, plural_of(kind), ProviderObject, ())


def plural_of(kind: str) -> str:
    """As English has it, which is how most kinds are named."""
    lower = kind.lower()
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return f"{lower[:-1]}ies"
    return f"{lower}es" if lower.endswith(("s", "x", "ch", "sh")) else f"{lower}s"
