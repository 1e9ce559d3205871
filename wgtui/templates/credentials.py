"""Identities of infrastructure providers, and which clusters take which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wgtui.errors import TemplateError
from wgtui.resources.infrastructure import GROUP
from wgtui.templates.request import Credential


@dataclass(frozen=True, slots=True)
class IdentityKind:
    """`versions` are those to look for, best first; `clusters` the kinds that refer to it."""

    kind: str
    versions: tuple[str, ...]
    clusters: tuple[str, ...]


_AWS = ("AWSCluster", "AWSManagedControlPlane")
_OLDER = ("v1beta1", "v1alpha4", "v1alpha3")
IDENTITY_KINDS = (
    IdentityKind("AWSClusterStaticIdentity", ("v1beta2", *_OLDER), _AWS),
    IdentityKind("AWSClusterRoleIdentity", ("v1beta2", *_OLDER), _AWS),
    IdentityKind("AWSClusterControllerIdentity", ("v1beta2", *_OLDER), _AWS),
    IdentityKind("AzureClusterIdentity", _OLDER, ("AzureCluster", "AzureManagedControlPlane")),
    IdentityKind("VSphereClusterIdentity", _OLDER, ("VSphereCluster",)),
)
_BY_KIND = {one.kind: one for one in IDENTITY_KINDS}


@dataclass(frozen=True, slots=True)
class IdentityRef:
    """What is written into `spec` of each of `clusters`."""

    kind: str
    name: str
    clusters: frozenset[str]

    @property
    def value(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name}


def identity_ref(credential: Credential | None) -> IdentityRef | None:
    """None where no credential was chosen. Raises TemplateError for one that no cluster takes."""
    if credential is None or credential == Credential():
        return None
    known = _BY_KIND.get(credential.kind)
    if known is None or credential.group != GROUP or not credential.name:
        shown = f"{credential.kind}.{credential.group} {credential.name}".strip()
        raise TemplateError(f"{shown} is no identity of a provider", expected=f"one of {', '.join(_BY_KIND)}")
    return IdentityRef(credential.kind, credential.name, frozenset(known.clusters))
