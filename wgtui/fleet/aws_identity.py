"""As whom CAPA acts for a cluster, and whether it may: identities, the chain of roles, allowed namespaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wgtui.resources.core import Namespace
from wgtui.resources.infrastructure import (
    AWS_CLUSTER_CONTROLLER_IDENTITY,
    AWS_CLUSTER_ROLE_IDENTITY,
    AWS_CLUSTER_STATIC_IDENTITY,
    AllowedNamespaces,
    AWSIdentity,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.references import LabelSelector, Reference
from wgtui.store.store import Health, Store

IDENTITIES: tuple[Kind[Any], ...] = (
    AWS_CLUSTER_ROLE_IDENTITY,
    AWS_CLUSTER_STATIC_IDENTITY,
    AWS_CLUSTER_CONTROLLER_IDENTITY,
)

_BY_KIND = {kind.kind: kind for kind in IDENTITIES}

DEFAULT = Reference(kind=AWS_CLUSTER_CONTROLLER_IDENTITY.kind, name="default")
"""What CAPA takes where a cluster names none: the identity that the controller itself runs as."""

LONGEST_CHAIN = 8
"""Roles that are taken on one after the other; a loop ends there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One identity of the chain. `allowed` is None where it cannot be told; `found` is None where it is not there."""

    kind: str
    name: str
    found: AWSIdentity | None = None
    allowed: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """`chain`: the identity of the cluster, then the one that it is taken on from, and so on."""

    chain: tuple[Step, ...] = ()

    @property
    def allowed(self) -> bool | None:
        """Whether the cluster's namespace may use every one of them."""
        answers = [step.allowed for step in self.chain]
        return False if False in answers else None if None in answers or not answers else True


def identity_use(store: Store, reference: Reference | None, namespace: Namespace | None, name: str) -> Use:
    """Of a cluster in the namespace of this `name`; its labels are known where it could be read."""
    return Use(tuple(_chain(store, reference or DEFAULT, namespace, name)))


def _chain(store: Store, reference: Reference, namespace: Namespace | None, name: str) -> list[Step]:
    steps: list[Step] = []
    following: Reference | None = reference
    while following is not None and len(steps) < LONGEST_CHAIN:
        if any((step.kind, step.name) == (following.kind, following.name) for step in steps):
            return [*steps, Step(following.kind, following.name, None, False, "the roles go round in a circle")]
        step = _step(store, following, namespace, name)
        steps.append(step)
        following = step.found.spec.source_identity_ref if step.found else None
    return steps


def _step(store: Store, reference: Reference, namespace: Namespace | None, name: str) -> Step:
    kind = _BY_KIND.get(reference.kind)
    if kind is None:
        return Step(reference.kind, reference.name, None, None, "a kind of identity that is not known here")
    found = store.get(kind, ObjectRef("", reference.name))
    if found is None:
        read = store.freshness(kind).health is Health.LIVE
        return Step(kind.kind, reference.name, None, False if read else None, "it is not there" if read else "not read")
    allowed, why = may_use(found.spec.allowed_namespaces, namespace, name)
    return Step(kind.kind, reference.name, found, allowed, why)


def may_use(allowed: AllowedNamespaces | None, namespace: Namespace | None, name: str) -> tuple[bool | None, str]:
    """As CAPA decides it, and why: absent allows none, empty allows all, and an empty selector selects nothing."""
    if allowed is None:
        return False, "it allows no namespace"
    selector = allowed.selector or LabelSelector()
    if allowed.list is None and selector.empty:
        return True, "it allows every namespace"
    if name in (allowed.list or ()):
        return True, f"it names {name}"
    if selector.empty:
        return False, f"it does not name {name}"
    if namespace is None:
        return None, f"it selects namespaces by labels, and those of {name} are not read"
    selects = selector.matches(namespace.metadata.labels)
    return selects, f"its labels {'select' if selects else 'do not select'} {name}"
