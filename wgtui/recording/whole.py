"""What is recorded of an object: all that a page shows of it, and nothing that is secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from wgtui.resources import bootstrap, capi, controlplane, core, workloads
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import KINDS

APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class WholeMeta(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    generation: int = 0
    creation_timestamp: str | None = None
    deletion_timestamp: str | None = None
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    owner_references: msgspec.Raw = msgspec.Raw()
    finalizers: msgspec.Raw = msgspec.Raw()
    managed_fields: msgspec.Raw = msgspec.Raw()

    def __post_init__(self) -> None:
        # It repeats the whole object.
        self.annotations.pop(APPLIED, None)

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.namespace, self.name)


class Whole(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """By name: what is not named here (`data`, `stringData`) never gets into a file. The rest are of an Event."""

    metadata: WholeMeta
    api_version: str = ""
    kind: str = ""
    spec: msgspec.Raw = msgspec.Raw()
    status: msgspec.Raw = msgspec.Raw()
    involved_object: msgspec.Raw = msgspec.Raw()
    source: msgspec.Raw = msgspec.Raw()
    series: msgspec.Raw = msgspec.Raw()
    type: str = ""
    reason: str = ""
    message: str = ""
    count: int = 0
    first_timestamp: str | None = None
    last_timestamp: str | None = None
    event_time: str | None = None
    reporting_component: str = ""


_LEFT_OUT = (
    core.SECRET,
    core.POD,
    workloads.DEPLOYMENT,
    workloads.REPLICA_SET,
    workloads.STATEFUL_SET,
    workloads.DAEMON_SET,
    capi.MACHINE_HEALTH_CHECK,
)
"""Secrets are secret; the others are no part of the fleet's own pages."""

RECORDED: tuple[Kind[Whole], ...] = tuple(replace(kind, struct=Whole) for kind in KINDS if kind not in _LEFT_OUT)

_WITHOUT_SPEC = frozenset({bootstrap.KUBEADM_CONFIG, bootstrap.EKS_CONFIG, bootstrap.NODEADM_CONFIG})
"""What a machine boots with: it holds the token to join."""

_WITHOUT: Mapping[Kind[Any], str] = {controlplane.KUBEADM_CONTROL_PLANE: "kubeadmConfigSpec"}
"""A part of the spec that may hold files and passwords."""


def harmless(kind: Kind[Whole], found: Whole) -> Whole:
    """Without what may be secret in it."""
    if kind in _WITHOUT_SPEC:
        return msgspec.structs.replace(found, spec=msgspec.Raw(b"{}"))
    secret = _WITHOUT.get(kind)
    if secret is None or not found.spec:
        return found
    spec = msgspec.json.decode(found.spec, type=dict[str, msgspec.Raw])
    spec.pop(secret, None)
    return msgspec.structs.replace(found, spec=msgspec.Raw(msgspec.json.encode(spec)))
