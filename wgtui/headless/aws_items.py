"""From what CAPA holds for a cluster to the documented models."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.fleet.aws import AwsObjects
from wgtui.fleet.aws_identity import Step
from wgtui.fleet.aws_instances import Instance, instances
from wgtui.headless import aws_models as models
from wgtui.headless.items import word
from wgtui.resources.aws_network import LoadBalancer
from wgtui.resources.infrastructure import AWSFargateProfile
from wgtui.views.aws import endpoint_access
from wgtui.views.aws_console import Console, partition_of
from wgtui.views.aws_eks import addon_rows, group_rows, state_of
from wgtui.views.aws_identity import allowed_text
from wgtui.views.aws_tables import subnet_id


def aws(found: AwsObjects) -> models.Aws:
    console, vpc = Console(found.region, found.partition), found.network.vpc
    return models.Aws(
        region=found.region,
        partition=found.partition or partition_of(found.region),
        account=found.account,
        identities=[_identity(step) for step in found.use.chain],
        vpc=models.AwsVpc(id=vpc.id, cidr=vpc.cidr_block, console=console.vpc(vpc.id)),
        subnets=[
            models.AwsSubnet(id=subnet_id(one), zone=one.availability_zone, cidr=one.cidr_block, public=one.is_public)
            for one in found.network.subnets
        ],
        nat_gateway_ips=list(found.nat_gateway_ips),
        load_balancer=_balancer(found.load_balancer),
        endpoint=found.endpoint,
        bastion=_bastion(found),
        eks=_eks(found, console),
        groups=list(_groups(found)),
        instances=[_instance(one, console) for one in instances(found)],
        failures=[
            models.AwsFailure(
                kind=one.kind, namespace=one.ref.namespace, name=one.ref.name, reason=one.reason, message=one.message
            )
            for one in found.failures
        ],
    )


def _identity(step: Step) -> models.AwsIdentity:
    spec = step.found.spec if step.found else None
    return models.AwsIdentity(
        kind=step.kind,
        name=step.name,
        allowed=step.allowed,
        why=step.why,
        used_by=allowed_text(spec.allowed_namespaces) if spec else "",
        role_arn=spec.role_arn if spec else "",
        secret=spec.secret_ref if spec else "",
    )


def _balancer(found: LoadBalancer | None) -> models.AwsLoadBalancer | None:
    if found is None:
        return None
    return models.AwsLoadBalancer(
        name=found.name, arn=found.arn, dns_name=found.dns_name, type=found.load_balancer_type, scheme=found.scheme
    )


def _bastion(found: AwsObjects) -> models.AwsBastion | None:
    host = found.bastion
    if host is None:
        return None
    return models.AwsBastion(
        id=host.id, state=host.instance_state, public_ip=host.public_ip, private_ip=host.private_ip
    )


def _eks(found: AwsObjects, console: Console) -> models.Eks | None:
    plane = found.control_plane
    if plane is None:
        return None
    return models.Eks(
        name=plane.spec.eks_cluster_name,
        version=plane.spec.version,
        runs=plane.status.version,
        endpoint_access=endpoint_access(found),
        oidc_provider=plane.status.oidc_provider.arn if plane.status.oidc_provider else "",
        addons=[
            models.EksAddon(name=row.name, wanted=row.wanted, runs=row.runs, status=row.status, issues=row.issues)
            for row in addon_rows(plane)
        ],
        console=console.eks_cluster(plane.spec.eks_cluster_name),
    )


def _groups(found: AwsObjects) -> Iterator[models.AwsGroup]:
    for row in group_rows(found):
        yield models.AwsGroup(
            kind="AWSManagedMachinePool" if row.kind.kind == "AWSManagedMachinePool" else "AWSMachinePool",
            namespace=row.ref.namespace,
            name=row.ref.name,
            name_in_aws=row.name,
            type=row.type,
            capacity=row.capacity,
            size=row.size,
            status=word(row.status),
            message=row.message,
        )
    yield from map(_profile, found.profiles)


def _profile(found: AWSFargateProfile) -> models.AwsGroup:
    status, message = state_of(found)
    return models.AwsGroup(
        kind="AWSFargateProfile",
        namespace=found.metadata.namespace,
        name=found.metadata.name,
        name_in_aws=found.spec.profile_name,
        type="",
        capacity="",
        size="",
        status=word(status),
        message=message,
    )


def _instance(found: Instance, console: Console) -> models.AwsInstance:
    return models.AwsInstance(
        id=found.id,
        state=found.state,
        type=found.type,
        zone=found.zone,
        spot=found.spot,
        provider_id=found.provider_id,
        internal_ip=found.internal_ip,
        external_ip=found.external_ip,
        machine=found.machine.name if found.machine else "",
        group=found.group,
        console=console.instance(found.id),
    )
