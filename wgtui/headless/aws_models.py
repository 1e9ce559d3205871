"""What `wgtui describe cluster -o json` tells of AWS: documented models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wgtui.headless.models import Model, StatusWord


class AwsIdentity(Model):
    """The first is the one the cluster names; each is taken on from the one after it."""

    kind: str
    name: str
    allowed: bool | None = Field(description="whether the cluster's namespace may use it; null where that is not known")
    why: str
    used_by: str = Field(description="what it allows, such as `every namespace` or `team-a, team-b`")
    role_arn: str = Field(description="empty where it takes on no role")
    secret: str = Field(description="name of the Secret with its keys; never what is in it")


class AwsVpc(Model):
    id: str = Field(description="empty until it is made")
    cidr: str
    console: str = Field(description="address in the AWS console; empty where region or id have no form that AWS knows")


class AwsSubnet(Model):
    id: str
    zone: str
    cidr: str
    public: bool


class AwsLoadBalancer(Model):
    name: str
    arn: str = Field(description="a classic one has none")
    dns_name: str
    type: str = Field(description="`nlb`, `classic`, …")
    scheme: str


class AwsBastion(Model):
    id: str = Field(description="empty until it is made")
    state: str
    public_ip: str
    private_ip: str


class EksAddon(Model):
    name: str
    wanted: str = Field(description="version; empty where EKS brought it along")
    runs: str = Field(description="version; empty where it is not there yet")
    status: str = Field(description="`active`, `degraded`, `create_failed`, …; `not there`")
    issues: str


class Eks(Model):
    name: str = Field(description="in AWS")
    version: str = Field(description="that is asked for")
    runs: str = Field(description="as EKS has it, such as `1.34`")
    endpoint_access: str = Field(description="such as `public and private, public from 203.0.113.0/24`")
    oidc_provider: str = Field(description="its ARN")
    addons: list[EksAddon]
    console: str = Field(description="address in the AWS console, or empty")


class AwsGroup(Model):
    """An EKS node group, an Auto Scaling group or a Fargate profile."""

    kind: Literal["AWSManagedMachinePool", "AWSMachinePool", "AWSFargateProfile"]
    namespace: str
    name: str
    name_in_aws: str
    type: str = Field(description="of its instances")
    capacity: str = Field(description="`spot`, `on demand`, or empty")
    size: str = Field(description="such as `2, 1 to 6`")
    status: StatusWord | None
    message: str


class AwsInstance(Model):
    id: str = Field(description="empty until there is one")
    state: str = Field(description="in EC2's words; empty where nobody tells")
    type: str
    zone: str
    spot: bool | None
    provider_id: str
    internal_ip: str
    external_ip: str
    machine: str = Field(description="name of its AWSMachine, or empty")
    group: str = Field(description="name of what scales it, where it has no AWSMachine")
    console: str = Field(description="address in the AWS console, or empty")


class AwsFailure(Model):
    """What no controller tries again."""

    kind: str
    namespace: str
    name: str
    reason: str
    message: str


class Aws(Model):
    region: str
    partition: str
    account: str = Field(description="where something tells it")
    identities: list[AwsIdentity]
    vpc: AwsVpc
    subnets: list[AwsSubnet]
    nat_gateway_ips: list[str]
    load_balancer: AwsLoadBalancer | None
    endpoint: str
    bastion: AwsBastion | None = Field(description="null where none is wanted")
    eks: Eks | None = Field(description="null where the control plane is self-managed")
    groups: list[AwsGroup]
    instances: list[AwsInstance]
    failures: list[AwsFailure]
