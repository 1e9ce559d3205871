"""The AWS tab of a cluster: where it runs, its network, EKS, instances, as whom CAPA acts, and what AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.fleet.aws import AwsObjects, Failure
from wgtui.fleet.aws_instances import instances
from wgtui.fleet.conditions import said_by
from wgtui.fleet.status import Tone
from wgtui.views import aws_eks, aws_identity, aws_tables
from wgtui.views.aws_console import Console
from wgtui.views.cells import NOTHING, text_cell, text_column
from wgtui.views.columns import Cell
from wgtui.views.described import condition_table
from wgtui.views.page import Fact, Facts, Section, Table, Target


def aws_sections(found: AwsObjects, stale: bool, target: Target) -> list[Section]:
    console = Console(found.region, found.partition)
    sections: list[Section] = [Facts("AWS", tuple(_facts(found, console)), stale)]
    if found.failures:
        sections.append(_failures(found.failures, stale))
    if found.control_plane is not None:
        sections.append(Facts("EKS", tuple(_eks(found, console)), stale))
        sections.append(aws_eks.addons(found.control_plane, stale))
        sections.append(aws_eks.node_groups(found, console, stale, target))
        sections.append(aws_eks.profiles(found, console, stale, target))
    elif found.machine_pools:
        sections.append(aws_eks.node_groups(found, console, stale, target))
    sections.append(aws_tables.instance_table(instances(found), console, stale, target))
    sections.append(aws_tables.subnets(found, console, stale))
    sections.append(aws_identity.identities(found.use, console, stale))
    for kind, one in found.objects():
        if one in (found.infrastructure, found.control_plane):
            sections.append(condition_table(said_by(one), stale, f"Conditions of {kind.kind}/{one.metadata.name}"))
    return sections


def _facts(found: AwsObjects, console: Console) -> Iterator[Fact]:
    """What everybody looks for stands there even where it is not known yet."""
    vpc = found.network.vpc
    yield Fact("region", text_cell(found.region))
    if found.partition not in ("", "aws"):
        yield Fact("partition", text_cell(found.partition))
    if found.account:
        yield Fact("account", text_cell(found.account))
    yield Fact("identity", aws_identity.identity_cell(found.use))
    yield Fact("VPC", text_cell("  ".join(part for part in (vpc.id, vpc.cidr_block) if part)), link=console.vpc(vpc.id))
    if found.nat_gateway_ips:
        yield Fact("NAT gateways", text_cell(", ".join(found.nat_gateway_ips)))
    yield from _balancer(found, console)
    yield Fact("endpoint", text_cell(found.endpoint))
    yield from _bastion(found, console)


def _balancer(found: AwsObjects, console: Console) -> Iterator[Fact]:
    balancer = found.load_balancer
    if balancer is not None:
        words = (balancer.name, balancer.load_balancer_type, balancer.scheme)
        told = text_cell("  ".join(word for word in words if word))
        yield Fact("load balancer", told, link=console.load_balancer(balancer.arn, balancer.name))
        yield Fact("DNS name", text_cell(balancer.dns_name))
    elif not found.is_eks:
        yield Fact("load balancer", NOTHING)


def _bastion(found: AwsObjects, console: Console) -> Iterator[Fact]:
    host = found.bastion
    if host is None:
        yield Fact("bastion", Cell("none", Tone.MUTED))
        return
    words = (host.id or "none yet", host.instance_state, host.public_ip or host.ipv6_address or host.private_ip)
    told = text_cell("  ".join(word for word in words if word), Tone.PLAIN if host.id else Tone.WARN)
    yield Fact("bastion", told, link=console.instance(host.id))


def _eks(found: AwsObjects, console: Console) -> Iterator[Fact]:
    plane = found.control_plane
    assert plane is not None
    spec, status = plane.spec, plane.status
    yield Fact("cluster", text_cell(spec.eks_cluster_name), link=console.eks_cluster(spec.eks_cluster_name))
    runs = f", runs {status.version}" if status.version and status.version not in spec.version else ""
    yield Fact("version", text_cell(f"{spec.version}{runs}"))
    yield Fact("endpoint access", text_cell(endpoint_access(found)))
    logs = spec.logging
    if logs is not None:
        kept = [name.replace("_", " ") for name in logs.__struct_fields__ if getattr(logs, name)]
        yield Fact("logs kept", text_cell(", ".join(kept) or "none"))
    if status.oidc_provider is not None and status.oidc_provider.arn:
        yield Fact("OIDC provider", text_cell(status.oidc_provider.arn))


def endpoint_access(found: AwsObjects) -> str:
    """`public and private, public from 203.0.113.0/24`; public where nothing is said."""
    access = found.control_plane.spec.endpoint_access if found.control_plane else None
    if access is None:
        return "public"
    ways = [name for name, way in (("public", access.public is not False), ("private", access.private)) if way]
    cidrs = f", public from {', '.join(access.public_cidrs)}" if access.public_cidrs and "public" in ways else ""
    return (" and ".join(ways) or "none") + cidrs


def _failures(found: list[Failure], stale: bool) -> Table[Failure]:
    return Table(
        "What no controller tries again",
        (
            text_column("object", "OBJECT", lambda row: f"{row.kind}/{row.ref.name}", 24, 0, grow=1, max_width=56),
            text_column("reason", "REASON", lambda row: row.reason, 12, 1, grow=1, max_width=36, tone=Tone.BAD),
            text_column("message", "MESSAGE", lambda row: row.message, 20, 0, grow=4),
        ),
        tuple(found),
        lambda row: (row.kind, row.ref),
        stale=stale,
    )
