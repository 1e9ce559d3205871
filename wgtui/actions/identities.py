"""The identities that clusters of a provider may be made with: names and what they stand for, no secrets."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from wgtui.errors import Absent, ConfigError, Forbidden, NotFound
from wgtui.kube.client import Client
from wgtui.resources import infrastructure
from wgtui.resources.infrastructure import AllowedNamespaces, AWSIdentity
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import AnyObject, ObjectRef
from wgtui.resources.registry import any_kind
from wgtui.templates.credentials import IDENTITY_KINDS, IdentityKind
from wgtui.templates.request import Credential

EVERYWHERE, NOWHERE, SOMEWHERE = "every namespace", "no namespace", "namespaces with labels"

_NAMESPACED: Final = ("AzureClusterIdentity",)


@dataclass(frozen=True, slots=True)
class Identity:
    """`detail` is what it stands for: a role, the name of a Secret. `allowed` are the namespaces of its clusters."""

    kind: str
    version: str
    ref: ObjectRef
    detail: str = ""
    source: str = ""
    """The identity by which this one is taken on, `Kind/name`."""
    allowed: str = ""
    """Empty where the provider does not say."""
    created: datetime | None = None

    @property
    def credential(self) -> Credential:
        return Credential(infrastructure.GROUP, self.version, self.kind, self.ref.name, self.ref.namespace)

    def allows(self, namespace: str) -> bool | None:
        """Whether clusters of a namespace may have it; None where that cannot be told from here."""
        known = self.allowed.split(", ")
        if EVERYWHERE in known or namespace in known:
            return True
        return None if not self.allowed or SOMEWHERE in known else False


@dataclass(frozen=True, slots=True)
class Identities:
    """`unread` are kinds that may not be read, and why."""

    found: tuple[Identity, ...]
    unread: tuple[str, ...] = ()


async def identities(client: Client) -> Identities:
    """Of every provider whose controller is there. Raises KubeError where the server cannot be asked."""
    served = await client.served()
    kinds = [kind for kind in map(_kind, IDENTITY_KINDS) if served.version_of(kind) is not None]
    found: list[Identity] = []
    unread: list[str] = []
    for kind, objects in zip(kinds, await asyncio.gather(*(_read(client, kind) for kind in kinds)), strict=True):
        if isinstance(objects, str):
            unread.append(f"{kind.kind}: {objects}")
        else:
            found += [_identity(kind, served.version_of(kind) or "", one) for one in objects]
    return Identities(tuple(sorted(found, key=lambda one: (one.kind, one.ref))), tuple(unread))


def named(known: Identities, typed: str) -> Identity:
    """By `name` or `Kind/name`. Raises NotFound, and ConfigError where several are called so."""
    kind, slash, name = typed.partition("/")
    wanted, name = (kind.casefold(), name) if slash else ("", kind)
    fitting = [one for one in known.found if one.ref.name == name and wanted in ("", one.kind.casefold())]
    if not fitting:
        there = ", ".join(f"{one.kind}/{one.ref.name}" for one in known.found) or "none"
        raise NotFound(f"no credential {typed!r}", f"there are {there}")
    if len(fitting) > 1:
        raise ConfigError(
            f"{typed!r} is more than one credential", f"name it with its kind: {fitting[0].kind}/{name}, …"
        )
    return fitting[0]


def _kind(one: IdentityKind) -> Kind[Any]:
    """Known to us or not; in any version that has the fields."""
    found = any_kind(infrastructure.GROUP, one.kind, one.versions[0], namespaced=one.kind in _NAMESPACED)
    return replace(found, versions=one.versions)


async def _read(client: Client, kind: Kind[Any]) -> list[Any] | str:
    try:
        return await client.list(kind)
    except Absent:
        return []
    except Forbidden as error:
        return error.detail or error.title


def _identity(kind: Kind[Any], version: str, found: AWSIdentity | AnyObject) -> Identity:
    metadata = found.metadata
    if not isinstance(found, AWSIdentity):
        return Identity(kind.kind, version, metadata.ref, created=metadata.creation_timestamp)
    spec, source = found.spec, found.spec.source_identity_ref
    return Identity(
        kind.kind,
        version,
        metadata.ref,
        spec.role_arn or (f"Secret {spec.secret_ref}" if spec.secret_ref else ""),
        f"{source.kind}/{source.name}" if source else "",
        _allowed(spec.allowed_namespaces),
        metadata.creation_timestamp,
    )


def _allowed(namespaces: AllowedNamespaces | None) -> str:
    """By the words of the provider: nothing said is nowhere, said and empty is everywhere."""
    if namespaces is None:
        return NOWHERE
    selector = namespaces.selector
    by_labels = (SOMEWHERE,) if selector is not None and not selector.empty else ()
    if namespaces.list is None and not by_labels:
        return EVERYWHERE
    return ", ".join((*(namespaces.list or ()), *by_labels)) or NOWHERE
