"""What Cluster API Provider AWS holds for one cluster, gathered from its objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from wgtui.fleet.aws_identity import Use, identity_use
from wgtui.resources import controlplane, infrastructure
from wgtui.resources.aws_network import Instance, LoadBalancer, Network
from wgtui.resources.capi import Cluster
from wgtui.resources.controlplane import AWS_MANAGED_CONTROL_PLANE, AWSManagedControlPlane
from wgtui.resources.core import NAMESPACE
from wgtui.resources.infrastructure import (
    AWS_CLUSTER,
    AWS_FARGATE_PROFILE,
    AWS_MACHINE,
    AWS_MACHINE_POOL,
    AWS_MANAGED_MACHINE_POOL,
    AWSCluster,
    AWSFargateProfile,
    AWSMachine,
    AWSMachinePool,
    AWSManagedMachinePool,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.references import Reference
from wgtui.store.store import Store

LABELLED: tuple[Kind[Any], ...] = (
    AWS_CLUSTER,
    AWS_MANAGED_CONTROL_PLANE,
    AWS_MACHINE,
    AWS_MACHINE_POOL,
    AWS_MANAGED_MACHINE_POOL,
)
"""What carries the label of the cluster."""

_KINDS = {
    (infrastructure.GROUP, "AWSCluster"),
    (infrastructure.GROUP, "AWSManagedCluster"),
    (controlplane.GROUP, "AWSManagedControlPlane"),
}


_ACCOUNT = re.compile(r"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}):")


class Failure(NamedTuple):
    """What no controller tries again: failureReason and failureMessage of an object."""

    kind: str
    ref: ObjectRef
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class AwsObjects:
    """`infrastructure` is self-managed on EC2, `control_plane` is EKS; either may not be read, or not be there yet."""

    cluster: Cluster
    use: Use
    infrastructure: AWSCluster | None = None
    control_plane: AWSManagedControlPlane | None = None
    machines: tuple[AWSMachine, ...] = ()
    machine_pools: tuple[AWSMachinePool, ...] = ()
    node_groups: tuple[AWSManagedMachinePool, ...] = ()
    profiles: tuple[AWSFargateProfile, ...] = ()

    @property
    def is_eks(self) -> bool:
        reference = self.cluster.spec.infrastructure_ref
        return self.control_plane is not None or (reference is not None and reference.kind != "AWSCluster")

    @property
    def _main(self) -> AWSCluster | AWSManagedControlPlane | None:
        return self.infrastructure or self.control_plane

    @property
    def region(self) -> str:
        return self._main.spec.region if self._main else ""

    @property
    def partition(self) -> str:
        return self._main.spec.partition if self._main else ""

    @property
    def network(self) -> Network:
        return self._main.spec.network if self._main else Network()

    @property
    def load_balancer(self) -> LoadBalancer | None:
        found = self._main.status.network_status if self._main else None
        balancer = found.api_server_elb if found else None
        return balancer if balancer is not None and (balancer.name or balancer.dns_name) else None

    @property
    def nat_gateway_ips(self) -> tuple[str, ...]:
        found = self._main.status.network_status if self._main else None
        return found.nat_gateways_ips if found else ()

    @property
    def endpoint(self) -> str:
        found = self._main.spec.control_plane_endpoint if self._main else None
        return str(found).removeprefix("https://") if found else ""

    @property
    def bastion(self) -> Instance | None:
        """The host, where there is one or is to be one: CAPA writes an empty one where there is none."""
        if self._main is None:
            return None
        found = self._main.status.bastion
        return (found or Instance()) if self._main.spec.bastion.enabled or (found and found.id) else None

    @property
    def account(self) -> str:
        """Of whatever has a name that tells it."""
        first = self.use.chain[0].found if self.use.chain else None
        oidc = self.control_plane.status.oidc_provider if self.control_plane else None
        balancer = self.load_balancer
        names = (balancer.arn if balancer else "", oidc.arn if oidc else "", first.spec.role_arn if first else "")
        return next((found[1] for name in names if (found := _ACCOUNT.match(name))), "")

    @property
    def failures(self) -> list[Failure]:
        return [
            Failure(kind.kind, found.metadata.ref, *found.status.failure)
            for kind, found in self.objects()
            if any(found.status.failure)
        ]

    def objects(self) -> Iterator[tuple[Kind[Any], Any]]:
        """Every one of CAPA, the one that all others depend on first."""
        if self.infrastructure is not None:
            yield AWS_CLUSTER, self.infrastructure
        if self.control_plane is not None:
            yield AWS_MANAGED_CONTROL_PLANE, self.control_plane
        yield from ((AWS_MANAGED_MACHINE_POOL, one) for one in self.node_groups)
        yield from ((AWS_MACHINE_POOL, one) for one in self.machine_pools)
        yield from ((AWS_FARGATE_PROFILE, one) for one in self.profiles)
        yield from ((AWS_MACHINE, one) for one in self.machines)


def is_on_aws(cluster: Cluster | None) -> bool:
    """Whether CAPA makes its infrastructure."""
    return cluster is not None and any(_is_of_capa(one) for one in _references(cluster))


def _references(cluster: Cluster) -> Iterator[Reference]:
    return (one for one in (cluster.spec.infrastructure_ref, cluster.spec.control_plane_ref) if one is not None)


def _is_of_capa(reference: Reference) -> bool:
    return (reference.group, reference.kind) in _KINDS


def aws_objects(store: Store, cluster: Cluster) -> AwsObjects | None:
    """As far as they are read; None where the cluster is not on AWS."""
    if not is_on_aws(cluster):
        return None
    ref = cluster.metadata.ref
    main = _referred(store, cluster, AWS_CLUSTER)
    control_plane = _referred(store, cluster, AWS_MANAGED_CONTROL_PLANE)
    owner = main or control_plane
    return AwsObjects(
        cluster,
        identity_use(
            store,
            owner.spec.identity_ref if owner else None,
            store.get(NAMESPACE, ObjectRef("", ref.namespace)),
            ref.namespace,
        ),
        main,
        control_plane,
        _sorted(store.in_cluster(AWS_MACHINE, ref)),
        _sorted(store.in_cluster(AWS_MACHINE_POOL, ref)),
        _sorted(store.in_cluster(AWS_MANAGED_MACHINE_POOL, ref)),
        _sorted(
            one for one in store.in_namespace(AWS_FARGATE_PROFILE, ref.namespace) if _is_of(one, cluster, control_plane)
        ),
    )


def _is_of(profile: AWSFargateProfile, cluster: Cluster, control_plane: AWSManagedControlPlane | None) -> bool:
    """`spec.clusterName` is the name of the Cluster; some wrote that of the EKS cluster."""
    eks = control_plane.spec.eks_cluster_name if control_plane else ""
    return profile.spec.cluster_name in {cluster.metadata.name, eks}


def _referred(store: Store, cluster: Cluster, kind: Kind[Any]) -> Any:
    for one in _references(cluster):
        if (one.group, one.kind) == (kind.group, kind.kind):
            return store.get(kind, one.ref(cluster.metadata.namespace))
    return None


def _sorted(found: Any) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda one: one.metadata.name))
