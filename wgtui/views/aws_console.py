"""Addresses of the AWS console, made only of what has the form that AWS gives it; nothing here is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

_HOSTS = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
"""By partition. The isolated ones have consoles that only their own networks reach."""

_REGION = re.compile(r"(?:[a-z]{2}|us-gov|us-isob?)-[a-z]{2,12}-[0-9]{1,2}\Z")
_ID = r"{}-[0-9a-f]{{8,17}}\Z"
_VPC, _SUBNET, _INSTANCE = (re.compile(_ID.format(prefix)) for prefix in ("vpc", "subnet", "i"))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}\Z")
_BALANCER = re.compile(
    r"arn:(aws|aws-cn|aws-us-gov):elasticloadbalancing:([a-z0-9-]+):[0-9]{12}:loadbalancer/[A-Za-z0-9/-]{1,128}\Z"
)
_ROLE = re.compile(
    r"arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/(?:[A-Za-z0-9_+=,.@-]+/)*([A-Za-z0-9_+=,.@-]{1,64})\Z"
)


def partition_of(region: str) -> str:
    """Empty for what is no region."""
    if not _REGION.match(region):
        return ""
    if region.startswith("cn-"):
        return "aws-cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return "" if region.startswith("us-iso") else "aws"


@dataclass(frozen=True, slots=True)
class Console:
    """Of one region. Every address is empty where the region, the partition or the id is not what AWS would write."""

    region: str
    partition: str = ""
    """As the object names it; it has to fit the region."""

    @property
    def base(self) -> str:
        found = partition_of(self.region)
        host = _HOSTS.get(found) if self.partition in ("", found) else None
        return f"https://{self.region}.{host}" if host else ""

    def vpc(self, id: str) -> str:
        return self._at("vpcconsole", f"VpcDetails:VpcId={id}") if _VPC.match(id) else ""

    def subnet(self, id: str) -> str:
        return self._at("vpcconsole", f"SubnetDetails:subnetId={id}") if _SUBNET.match(id) else ""

    def instance(self, id: str) -> str:
        return self._at("ec2", f"InstanceDetails:instanceId={id}") if _INSTANCE.match(id) else ""

    def load_balancer(self, arn: str, name: str) -> str:
        """By its ARN; a classic one has none."""
        found = _BALANCER.match(arn)
        if found is not None and (found[1], found[2]) == (partition_of(self.region), self.region):
            return self._at("ec2", f"LoadBalancer:loadBalancerArn={arn}")
        return self._at("ec2", f"LoadBalancers:search={name}") if not arn and _NAME.match(name) else ""

    def scaling_group(self, name: str) -> str:
        return self._at("ec2", f"AutoScalingGroupDetails:id={name}") if _NAME.match(name) else ""

    def eks_cluster(self, name: str) -> str:
        return self._at("eks", f"/clusters/{name}") if _NAME.match(name) else ""

    def node_group(self, cluster: str, name: str) -> str:
        return self._at("eks", f"/clusters/{cluster}/nodegroups/{name}") if _all_names(cluster, name) else ""

    def fargate_profile(self, cluster: str, name: str) -> str:
        return self._at("eks", f"/clusters/{cluster}/fargate-profiles/{name}") if _all_names(cluster, name) else ""

    def role(self, arn: str) -> str:
        found = _ROLE.match(arn)
        if found is None or found[1] != partition_of(self.region):
            return ""
        return self._at("iam", f"/roles/details/{quote(found[2])}")

    def _at(self, service: str, fragment: str) -> str:
        base = self.base
        return f"{base}/{service}/home?region={self.region}#{fragment}" if base else ""


def _all_names(*names: str) -> bool:
    return all(_NAME.match(name) for name in names)
