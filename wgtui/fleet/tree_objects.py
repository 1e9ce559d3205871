"""The objects that the tree of a cluster is made of, as far as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.resources import bootstrap, capi, controlplane, infrastructure
from wgtui.resources.addons import CLUSTER_RESOURCE_SET_BINDING
from wgtui.resources.capi import Cluster, Machine, MachineDeployment, MachinePool, MachineSet
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.resources.references import Reference
from wgtui.resources.registry import kind_of_provider
from wgtui.store.store import Store

KINDS: tuple[Kind[Any], ...] = (
    capi.MACHINE,
    capi.MACHINE_SET,
    capi.MACHINE_DEPLOYMENT,
    capi.MACHINE_POOL,
    controlplane.KUBEADM_CONTROL_PLANE,
    controlplane.AWS_MANAGED_CONTROL_PLANE,
    bootstrap.KUBEADM_CONFIG,
    bootstrap.EKS_CONFIG,
    bootstrap.NODEADM_CONFIG,
    infrastructure.AWS_CLUSTER,
    infrastructure.AWS_MACHINE,
    infrastructure.AWS_MACHINE_POOL,
    infrastructure.AWS_MANAGED_CLUSTER,
    infrastructure.AWS_MANAGED_MACHINE_POOL,
)
"""All of them carry the label of their cluster, and so do those of other providers: Cluster API writes it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object and its kind."""

    kind: Kind[Any]
    object: Any

    @property
    def ref(self) -> ObjectRef:
        ref: ObjectRef = self.object.metadata.ref
        return ref


Read = Callable[[Reference | None, str], Found | None]
"""What a reference names, seen from a namespace; None where it is not there or not read."""


@dataclass(frozen=True, slots=True)
class TreeObjects:
    cluster: Cluster
    machines: tuple[Machine, ...]
    deployments: tuple[MachineDeployment, ...]
    sets: tuple[MachineSet, ...]
    pools: tuple[MachinePool, ...]
    read: Read
    resource_sets: tuple[str, ...] = ()
    """Names of the ClusterResourceSets that are applied to it, where those were read."""


def tree_objects(store: Store, cluster: Cluster) -> TreeObjects:
    ref = cluster.metadata.ref

    def read(reference: Reference | None, namespace: str) -> Found | None:
        if reference is None:
            return None
        kind = kind_of_provider(reference.group, reference.kind)
        found = store.get(kind, reference.ref(namespace))
        return Found(kind, found) if found is not None else None

    bound = store.get(CLUSTER_RESOURCE_SET_BINDING, ref)
    return TreeObjects(
        cluster,
        tuple(store.in_cluster(capi.MACHINE, ref)),
        tuple(store.in_cluster(capi.MACHINE_DEPLOYMENT, ref)),
        tuple(store.in_cluster(capi.MACHINE_SET, ref)),
        tuple(store.in_cluster(capi.MACHINE_POOL, ref)),
        read,
        tuple(one.cluster_resource_set_name for one in bound.spec.bindings or ()) if bound is not None else (),
    )


def kinds_of_providers(parts: TreeObjects) -> frozenset[Kind[Any]]:
    """Kinds that the cluster refers to and that are not among those read anyway."""
    # Of thousands of references a handful of kinds.
    named = {(one.group, one.kind) for one in _references(parts) if one is not None}
    return frozenset(kind_of_provider(*one) for one in named) - frozenset(KINDS)


def _references(parts: TreeObjects) -> Iterator[Reference | None]:
    spec = parts.cluster.spec
    yield from (spec.infrastructure_ref, spec.control_plane_ref)
    for machine in parts.machines:
        yield from (machine.spec.infrastructure_ref, machine.spec.bootstrap.config_ref)
    for pool in parts.pools:
        template = pool.spec.template.spec
        yield from (template.infrastructure_ref, template.bootstrap.config_ref)


def template_references(parts: TreeObjects) -> list[tuple[Reference, str]]:
    """What machines of the control plane and of each deployment are made from, with the namespace it is seen from."""
    namespace = parts.cluster.metadata.namespace
    control_plane = parts.read(parts.cluster.spec.control_plane_ref, namespace)
    found = templates_of(control_plane.object) if control_plane is not None else []
    return [(one, namespace) for one in (*found, *(each for md in parts.deployments for each in templates_of(md)))]


def templates_of(found: Any) -> list[Reference]:
    """Of a control plane or a MachineDeployment: infrastructure, and the configuration of its machines."""
    references: tuple[Reference | None, ...] = ()
    template = getattr(getattr(found, "spec", None), "machine_template", None)
    if template is not None:
        references = (template.reference,)
    elif isinstance(found, MachineDeployment):
        spec = found.spec.template.spec
        references = (spec.bootstrap.config_ref, spec.infrastructure_ref)
    return [one for one in references if one is not None]


def controlled_by(found: Iterable[Any], owner: KubeObject) -> list[Any]:
    """Those whose controller it is, by uid: an owner of the same name may be another one."""
    uid = owner.metadata.uid
    return [one for one in found if any(ref.controller and ref.uid == uid for ref in one.metadata.owner_references)]
