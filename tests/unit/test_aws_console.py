"""Addresses of the AWS console: by region and partition, and only of what AWS itself would write."""

from __future__ import annotations

import pytest

from wgtui.views.aws_console import Console, partition_of
from wgtui.widgets.sections_view import is_harmless_link

ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/prod-apiserver/0123456789abcdef"
VPC = "vpc-0123456789abcdef0"


@pytest.mark.parametrize(
    ("region", "partition", "base"),
    [
        ("eu-west-1", "", "https://eu-west-1.console.aws.amazon.com"),
        ("ap-southeast-2", "aws", "https://ap-southeast-2.console.aws.amazon.com"),
        ("cn-north-1", "aws-cn", "https://cn-north-1.console.amazonaws.cn"),
        ("cn-northwest-1", "", "https://cn-northwest-1.console.amazonaws.cn"),
        ("us-gov-west-1", "aws-us-gov", "https://us-gov-west-1.console.amazonaws-us-gov.com"),
        ("us-iso-east-1", "aws-iso", ""),
        ("us-isob-east-1", "", ""),
        ("eu-west-1", "aws-cn", ""),
        ("", "aws", ""),
        ("evil.example", "", ""),
        ("eu-west-1.evil.example/", "aws", ""),
        ("eu-west-1\n", "aws", ""),
    ],
)
def test_the_console_is_that_of_the_region_and_its_partition(region: str, partition: str, base: str) -> None:
    """No address where they do not fit, or where nobody outside could open it."""
    assert Console(region, partition).base == base


def test_every_thing_has_its_page() -> None:
    """By the id that AWS gave it."""
    console, home = Console("eu-west-1"), "https://eu-west-1.console.aws.amazon.com"
    region = "home?region=eu-west-1"
    assert console.vpc(VPC) == f"{home}/vpcconsole/{region}#VpcDetails:VpcId={VPC}"
    assert console.subnet("subnet-01234567") == f"{home}/vpcconsole/{region}#SubnetDetails:subnetId=subnet-01234567"
    assert (
        console.instance("i-0123456789abcdef0") == f"{home}/ec2/{region}#InstanceDetails:instanceId=i-0123456789abcdef0"
    )
    assert console.load_balancer(ARN, "x") == f"{home}/ec2/{region}#LoadBalancer:loadBalancerArn={ARN}"
    assert console.load_balancer("", "prod-api") == f"{home}/ec2/{region}#LoadBalancers:search=prod-api"
    assert console.scaling_group("batch") == f"{home}/ec2/{region}#AutoScalingGroupDetails:id=batch"
    assert console.eks_cluster("fleet_prod") == f"{home}/eks/{region}#/clusters/fleet_prod"
    assert console.node_group("prod", "ng-0") == f"{home}/eks/{region}#/clusters/prod/nodegroups/ng-0"
    assert console.fargate_profile("prod", "jobs") == f"{home}/eks/{region}#/clusters/prod/fargate-profiles/jobs"
    role = "arn:aws:iam::111122223333:role/team/fleet@acme"
    assert console.role(role) == f"{home}/iam/{region}#/roles/details/fleet%40acme"


HOSTILE = (
    "",
    "x",
    "vpc-",
    "vpc-xyz",
    f"{VPC}\n",
    f"{VPC}\x1b\\",
    f"{VPC}/../../evil",
    f"{VPC}#@evil.example",
    f"{VPC}&x=1",
    f"{VPC} ",
    "javascript:alert(1)",
    "https://evil.example/",
    "\u202e" + VPC,
    "vpc-０１２３４５６７",
    "a" * 5000,
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/x?y",
    "arn:aws:iam::111122223333:role/x y",
)
NAMES = ("x", "vpc-", "vpc-xyz")
"""Nothing that a cluster or a group could not be called."""


@pytest.mark.parametrize("id", HOSTILE, ids=range(len(HOSTILE)))
def test_what_aws_would_not_write_makes_no_address(id: str) -> None:
    """Whoever may write an object must not lead anybody elsewhere; nor out of the escape sequence of the link."""
    console = Console("eu-west-1")
    assert console.vpc(id) == console.subnet(id) == console.instance(id) == console.role(id) == ""
    assert console.load_balancer(id, "") == ""
    named = [console.load_balancer("", id), console.node_group("prod", id), console.fargate_profile(id, "jobs")]
    if id in NAMES:
        assert all(is_harmless_link(url) for url in named)
    else:
        assert named == ["", "", ""]


def test_a_load_balancer_of_another_region_or_partition_has_no_address() -> None:
    """The ARN says where it is."""
    assert Console("eu-central-1").load_balancer(ARN, "prod") == ""
    assert Console("cn-north-1").role("arn:aws:iam::111122223333:role/fleet") == ""
    assert partition_of("us-gov-east-1") == "aws-us-gov"
