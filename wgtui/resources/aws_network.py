"""What an AWSCluster and an AWSManagedControlPlane say of their network alike: VPC, subnets, load balancer, bastion."""

from __future__ import annotations

from sys import intern

import msgspec
from msgspec.structs import force_setattr

from wgtui.resources.contract import MachineAddress
from wgtui.resources.meta import Resource


class Vpc(Resource, frozen=True):
    id: str = ""
    cidr_block: str = ""
    internet_gateway_id: str = ""


class Subnet(Resource, frozen=True):
    """`resource_id` is that of AWS, where `id` is only a name that somebody chose."""

    id: str = ""
    resource_id: str = msgspec.field(default="", name="resourceID")
    cidr_block: str = ""
    availability_zone: str = ""
    is_public: bool = False

    def __post_init__(self) -> None:
        # Words that thousands of clusters share are kept once.
        force_setattr(self, "cidr_block", intern(self.cidr_block))
        force_setattr(self, "availability_zone", intern(self.availability_zone))


class Network(Resource, frozen=True):
    vpc: Vpc = Vpc()
    subnets: tuple[Subnet, ...] = ()


class LoadBalancer(Resource, frozen=True):
    name: str = ""
    arn: str = ""
    dns_name: str = ""
    scheme: str = ""
    load_balancer_type: str = ""

    def __post_init__(self) -> None:
        force_setattr(self, "scheme", intern(self.scheme))
        force_setattr(self, "load_balancer_type", intern(self.load_balancer_type))


class NetworkStatus(Resource, frozen=True):
    api_server_elb: LoadBalancer | None = None
    nat_gateways_ips: tuple[str, ...] = msgspec.field(default=(), name="natGatewaysIPs")


class Bastion(Resource, frozen=True):
    enabled: bool = False


class Instance(Resource, frozen=True):
    """The bastion host; CAPA writes an empty one where there is none."""

    id: str = ""
    instance_state: str = ""
    type: str = ""
    availability_zone: str = ""
    public_ip: str = ""
    private_ip: str = ""
    ipv6_address: str = ""
    addresses: tuple[MachineAddress, ...] = ()
