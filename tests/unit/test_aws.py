"""What CAPA holds for a cluster: identities and who may use them, instances, EKS, what AWS refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tests.unit.worlds import NAMESPACE, cluster, condition, eks, eks_cluster, gitops, made, store_of
from wgtui.errors import Forbidden
from wgtui.fleet.aws import LABELLED, AwsObjects, aws_objects, is_on_aws
from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.fleet.aws_instances import instances, parts_of
from wgtui.fleet.explaining.cards import card_for
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.status import Status, Tone
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import Denied, Synced, WatchKey
from wgtui.resources.core import NAMESPACE as NAMESPACE_KIND
from wgtui.resources.infrastructure import (
    AWS_CLUSTER,
    AWS_CLUSTER_CONTROLLER_IDENTITY,
    AWS_CLUSTER_ROLE_IDENTITY,
    AWS_CLUSTER_STATIC_IDENTITY,
    AWS_FARGATE_PROFILE,
    AWS_MACHINE,
    AWS_MACHINE_POOL,
    AWS_MANAGED_MACHINE_POOL,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store
from wgtui.views.aws import aws_sections, endpoint_access
from wgtui.views.aws_eks import addon_rows, group_rows, state_of
from wgtui.views.aws_identity import allowed_text, identity_cell
from wgtui.views.page import Facts, Section, Table

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
OWN = {"cluster.x-k8s.io/cluster-name": "prod"}
READ = (CLUSTER, *LABELLED, *IDENTITIES, AWS_FARGATE_PROFILE, NAMESPACE_KIND)
ROLE = "arn:aws:iam::111122223333:role/fleet"
EVERYWHERE: dict[str, Any] = {"allowedNamespaces": {}}


def part(kind: Kind[Any], name: str, spec: Any = None, status: Any = None, **metadata: Any) -> Any:
    return made(kind, name, spec, status, labels=OWN, **metadata)


def aws_cluster(spec: Any = None, status: Any = None) -> Any:
    return part(AWS_CLUSTER, "prod", {"region": "eu-west-1"} | (spec or {}), status)


class Identity(NamedTuple):
    """The three kinds of them share one struct."""

    kind: Kind[Any]
    found: Any


def identity(kind: Kind[Any], name: str, **spec: Any) -> Identity:
    return Identity(kind, made(kind, name, spec, namespace=""))


def namespace(**labels: str) -> Any:
    return made(NAMESPACE_KIND, NAMESPACE, namespace="", labels=labels)


def store_in(*world: Any) -> Store:
    store = store_of(*(one for one in world if not isinstance(one, Identity)), read=READ)
    identities = [one for one in world if isinstance(one, Identity)]
    for kind in IDENTITIES:
        store.apply(WatchKey(kind), Synced([one.found for one in identities if one.kind is kind], "1"), 0.0)
    return store


def found_in(*world: Any, of: Any = None) -> AwsObjects:
    root = of or cluster()
    found = aws_objects(store_in(root, *world), root)
    assert found is not None
    return found


def names(*found: str) -> dict[str, Any]:
    return {"allowedNamespaces": {"list": [*found]}}


def labels(**wanted: str) -> dict[str, Any]:
    return {"allowedNamespaces": {"selector": {"matchLabels": wanted}}}


@pytest.mark.parametrize(
    ("spec", "of", "allowed", "text"),
    [
        ({}, {}, False, "none"),
        (EVERYWHERE, {}, True, "every namespace"),
        ({"allowedNamespaces": {"selector": {}}}, {}, True, "every namespace"),
        ({"allowedNamespaces": {"list": []}}, {}, False, "none"),
        (names("fleet", "other"), {}, True, "fleet, other"),
        (names("other"), {}, False, "other"),
        (labels(env="prod"), {"env": "prod"}, True, "namespaces with env=prod"),
        (labels(env="prod"), {"env": "dev"}, False, "namespaces with env=prod"),
        (labels(env="prod"), None, None, "namespaces with env=prod"),
        (names("fleet") | {}, None, True, "fleet"),
    ],
)
def test_an_identity_allows_namespaces_as_capa_decides(
    spec: dict[str, Any], of: dict[str, str] | None, allowed: bool | None, text: str
) -> None:
    """Absent: none. Empty: all. Otherwise by name or by labels, which may not be known."""
    world = [identity(AWS_CLUSTER_CONTROLLER_IDENTITY, "default", **spec)] + (
        [namespace(**of)] if of is not None else []
    )
    use = found_in(aws_cluster(), *world).use
    assert [(step.kind, step.name) for step in use.chain] == [("AWSClusterControllerIdentity", "default")]
    assert use.allowed is allowed
    step = use.chain[0].found
    assert step is not None
    assert allowed_text(step.spec.allowed_namespaces) == text


def role(name: str, source: str, kind: str = "AWSClusterRoleIdentity", **spec: Any) -> Any:
    taken = {"sourceIdentityRef": {"kind": kind, "name": source}}
    return identity(AWS_CLUSTER_ROLE_IDENTITY, name, roleARN=ROLE, **(EVERYWHERE | spec | taken))


def using(name: str, kind: str = "AWSClusterRoleIdentity") -> Any:
    return aws_cluster({"identityRef": {"kind": kind, "name": name}})


def test_a_role_is_taken_on_from_another_identity() -> None:
    """Every one of the chain has to allow the namespace."""
    source = identity(AWS_CLUSTER_STATIC_IDENTITY, "keys", secretRef="aws-keys", **names("other"))
    found = found_in(using("fleet"), role("fleet", "keys", "AWSClusterStaticIdentity"), source)
    assert [step.allowed for step in found.use.chain] == [True, False]
    assert found.use.allowed is False
    told = identity_cell(found.use)
    assert told.text == (
        "AWSClusterRoleIdentity/fleet: not allowed: AWSClusterStaticIdentity/keys: it does not name fleet"
    )
    assert told.tone is Tone.BAD
    assert found.account == "111122223333"


def test_roles_that_go_round_in_a_circle_end() -> None:
    """And are told."""
    found = found_in(using("a"), role("a", "b"), role("b", "a"))
    assert [step.name for step in found.use.chain] == ["a", "b", "a"]
    assert "circle" in found.use.chain[-1].why
    assert found.use.allowed is False


def test_an_identity_that_is_not_there_is_told() -> None:
    """And one that may not be read is not taken for missing."""
    found = found_in(using("fleet"))
    assert (found.use.allowed, found.use.chain[0].why) == (False, "it is not there")
    store = store_of(cluster(), using("fleet"), read=READ[:-2])
    store.apply(WatchKey(AWS_CLUSTER_ROLE_IDENTITY), Denied(Forbidden("no", "", 403)), 0.0)
    denied = aws_objects(store, cluster())
    assert denied is not None
    assert (denied.use.allowed, denied.use.chain[0].why) == (None, "not read")
    assert identity_cell(denied.use).text.endswith("not known whether it is allowed")
    assert identity_cell(found_in(using("x", "SomethingElse")).use).text == (
        "SomethingElse/x: not known whether it is allowed"
    )


@pytest.mark.parametrize(
    ("identities", "cause", "card"),
    [
        ([], "AWSClusterRoleIdentity fleet Missing", "The AWS identity is not there"),
        (
            [identity(AWS_CLUSTER_ROLE_IDENTITY, "fleet", **names("other"))],
            "AWSClusterRoleIdentity fleet NotAllowed",
            "The AWS identity is not for this namespace",
        ),
        ([identity(AWS_CLUSTER_ROLE_IDENTITY, "fleet", **EVERYWHERE)], "AWSCluster fleet/prod Unauthorized", ""),
    ],
)
def test_what_an_identity_refuses_is_the_cause(identities: list[Identity], cause: str, card: str) -> None:
    """CAPA tells it of the AWSCluster; the walk goes on to the identity that does not allow the namespace."""
    said = condition("PrincipalUsageAllowed", False, "Unauthorized", "not permitted", "Error")
    own = {"region": "eu-west-1", "identityRef": {"kind": "AWSClusterRoleIdentity", "name": "fleet"}}
    waiting = cluster("prod", condition("InfrastructureReady", False, "NotReady"))
    world = [gitops("prod", condition("Ready", False, "WaitingForControlPlaneReadyStatus")), waiting]
    found = explain_cluster(
        store_in(*world, aws_cluster(own, {"conditions": [said]}), *identities), ObjectRef(NAMESPACE, "prod")
    )
    assert f"{found.cause} {found.cause.reason}" == cause
    known = card_for(found.cause)
    assert (known.title if known and card else "") == card


def test_only_clusters_of_capa_are_on_aws() -> None:
    """By the group and kind of their infrastructure or control plane."""
    assert is_on_aws(cluster())
    assert is_on_aws(eks_cluster())
    assert not is_on_aws(None)
    other = {"apiGroup": "infrastructure.example.com", "kind": "AWSCluster", "name": "prod"}
    assert not is_on_aws(cluster(spec={"infrastructureRef": other, "controlPlaneRef": None}))


def test_instances_are_told_whoever_made_them() -> None:
    """Machines, Auto Scaling groups, node groups; those that are not there yet too."""
    provider = "aws:///eu-west-1a/i-0000000000000000{}"
    machine = {"instanceType": "m6i.large", "providerID": provider.format(1), "spotMarketOptions": {}}
    addresses = [
        {"type": "InternalIP", "address": "10.0.0.1"},
        {"type": "InternalIP", "address": "10.0.0.2"},
        {"type": "ExternalIP", "address": "203.0.113.9"},
    ]
    group = {
        "awsLaunchTemplate": {"instanceType": "c6i.large", "marketType": "Spot"},
        "providerIDList": [provider.format(2)],
    }
    nodes = {"instanceType": "m6i.xlarge", "capacityType": "onDemand", "providerIDList": [provider.format(3)]}
    failed = {"failureReason": "CreateError", "failureMessage": "no capacity"}
    found = found_in(
        aws_cluster(),
        part(AWS_MACHINE, "a", machine, {"instanceState": "running", "addresses": addresses}),
        part(AWS_MACHINE, "b", {"instanceType": "m6i.large"}, failed),
        part(AWS_MACHINE_POOL, "asg", group, {"instances": [{"instanceID": "i-00000000000000002"}]}),
        part(AWS_MANAGED_MACHINE_POOL, "ng", nodes),
    )
    rows = instances(found)
    assert [(row.id, row.state, row.type, row.zone, row.spot) for row in rows] == [
        ("i-00000000000000001", "running", "m6i.large", "eu-west-1a", True),
        ("", "", "m6i.large", "", False),
        ("i-00000000000000002", "", "c6i.large", "eu-west-1a", True),
        ("i-00000000000000003", "", "m6i.xlarge", "eu-west-1a", False),
    ]
    assert (rows[0].internal_ip, rows[0].external_ip, rows[0].tone) == ("10.0.0.1", "203.0.113.9", Tone.GOOD)
    assert (rows[1].machine, rows[1].message) == (ObjectRef(NAMESPACE, "b"), "CreateError no capacity")
    assert [row.group for row in rows] == ["", "", "asg", "ng"]
    assert [(one.ref.name, one.reason, one.message) for one in found.failures] == [("b", "CreateError", "no capacity")]


@pytest.mark.parametrize(
    "provider_id", ["", "aws:////", "gce:///a/i-1", "aws:///a/i-1\x1b]8;;x", "i-1", "aws:///a/b/i-1"]
)
def test_what_is_no_provider_id_has_no_parts(provider_id: str) -> None:
    """Nothing is guessed."""
    assert parts_of(provider_id) == ("", "")


def plane(spec: Any = None, status: Any = None) -> Any:
    return eks(spec={"eksClusterName": "fleet_prod"} | (spec or {}), status=status)


@pytest.mark.parametrize(
    ("access", "text"),
    [
        (None, "public"),
        ({}, "public"),
        ({"private": True}, "public and private"),
        ({"public": False, "private": True, "publicCIDRs": ["0.0.0.0/0"]}, "private"),
        (
            {"public": True, "publicCIDRs": ["203.0.113.0/24", "198.51.100.0/24"]},
            "public, public from 203.0.113.0/24, 198.51.100.0/24",
        ),
        ({"public": False}, "none"),
    ],
)
def test_how_the_endpoint_can_be_reached(access: Any, text: str) -> None:
    """CAPA makes it public where nothing is said."""
    assert endpoint_access(found_in(plane({"endpointAccess": access}), of=eks_cluster())) == text


def test_addons_are_those_wanted_and_those_there() -> None:
    """With their issues."""
    issue = {"code": "InsufficientNumberOfReplicas", "message": "no replicas"}
    wanted = [{"name": "coredns", "version": "v1.2"}, {"name": "vpc-cni", "version": "v1.20"}]
    there = [
        {"name": "coredns", "version": "v1.1", "status": "degraded", "issues": [issue]},
        {"name": "own", "version": "v1"},
    ]
    found = plane({"addons": wanted}, {"addons": there})
    assert [(row.name, row.wanted, row.runs, row.status, row.issues) for row in addon_rows(found)] == [
        ("coredns", "v1.2", "v1.1", "degraded", "InsufficientNumberOfReplicas no replicas"),
        ("own", "", "v1", "", ""),
        ("vpc-cni", "v1.20", "", "not there", ""),
    ]


@pytest.mark.parametrize(
    ("status", "metadata", "wanted"),
    [
        ({}, {}, (Status.PENDING, "")),
        ({"ready": True, "conditions": [condition("Ready")]}, {}, (Status.READY, "")),
        ({"failureReason": "InvalidConfiguration"}, {}, (Status.FAILED, "InvalidConfiguration")),
        (
            {"conditions": [condition("Ready", False), condition("EKSNodegroupReady", False, "Creating", "", "Info")]},
            {},
            (Status.PROGRESSING, "EKSNodegroupReady: Creating"),
        ),
        (
            {
                "conditions": [
                    condition("EKSNodegroupReady", False, "EKSNodegroupReconciliationFailed", "denied", "Error")
                ]
            },
            {},
            (Status.FAILED, "EKSNodegroupReady: denied"),
        ),
        ({"ready": True}, {"deletionTimestamp": "2026-11-24T05:30:00Z"}, (Status.DELETING, "")),
    ],
)
def test_the_state_of_a_group(status: Any, metadata: Any, wanted: tuple[Status, str]) -> None:
    """By its failure, its conditions, whether it is ready."""
    assert state_of(part(AWS_MANAGED_MACHINE_POOL, "ng", None, status, **metadata)) == wanted


def texts(sections: list[Section]) -> str:
    lines = []
    for section in sections:
        lines.append(section.title)
        if isinstance(section, Facts):
            lines += [f"{fact.name}: {fact.cell(NOW).text}" for fact in section.facts]
        else:
            lines += [" | ".join(column.cell(row, NOW).text for column in section.columns) for row in section.rows]
    return "\n".join(lines)


def test_the_page_of_a_self_managed_cluster() -> None:
    """VPC, load balancer, bastion, subnets, each with its address in the console."""
    vpc = {"id": "vpc-0123456789abcdef0", "cidrBlock": "10.0.0.0/16"}
    subnet = {
        "id": "subnet-0123456789abcdef0",
        "availabilityZone": "eu-west-1a",
        "cidrBlock": "10.0.0.0/20",
        "isPublic": True,
    }
    balancer = {"name": "prod-api", "dnsName": "prod.example", "scheme": "internal", "loadBalancerType": "nlb"}
    bastion = {"id": "i-0123456789abcdef0", "instanceState": "running", "publicIp": "203.0.113.7"}
    found = found_in(
        aws_cluster(
            {"network": {"vpc": vpc, "subnets": [subnet]}, "bastion": {"enabled": True}},
            {"networkStatus": {"apiServerElb": balancer, "natGatewaysIPs": ["18.0.0.1"]}, "bastion": bastion},
        )
    )
    sections = aws_sections(found, False, lambda kind, ref: (kind, ref))
    text = texts(sections)
    for told in (
        "region: eu-west-1",
        "VPC: vpc-0123456789abcdef0  10.0.0.0/16",
        "NAT gateways: 18.0.0.1",
        "load balancer: prod-api  nlb  internal",
        "DNS name: prod.example",
        "bastion: i-0123456789abcdef0  running  203.0.113.7",
        "subnet-0123456789abcdef0 | eu-west-1a | 10.0.0.0/20 | public",
    ):
        assert told in text
    facts = {fact.name: fact.link for section in sections if isinstance(section, Facts) for fact in section.facts}
    assert all("eu-west-1.console.aws.amazon.com" in facts[name] for name in ("VPC", "load balancer", "bastion"))
    (table,) = [section for section in sections if isinstance(section, Table) and section.title == "Subnets"]
    assert table.link is not None
    assert "SubnetDetails" in table.link(table.rows[0])


def test_the_page_of_an_eks_cluster() -> None:
    """Version, access, node groups and profiles; of a profile that names the EKS cluster too."""
    nodes = {
        "eksNodegroupName": "ng",
        "instanceType": "m6i.large",
        "capacityType": "spot",
        "scaling": {"minSize": 1, "maxSize": 4},
    }
    profile = {
        "clusterName": "fleet_prod",
        "profileName": "jobs",
        "selectors": [{"namespace": "jobs", "labels": {"app": "x"}}],
    }
    found = found_in(
        plane({"logging": {"audit": True, "apiServer": True}}, {"version": "1.33"}),
        part(AWS_MANAGED_MACHINE_POOL, "ng", nodes, {"ready": True, "replicas": 2}),
        made(AWS_FARGATE_PROFILE, "jobs", profile, {"ready": True}),
        made(AWS_FARGATE_PROFILE, "other", profile | {"clusterName": "other"}, {"ready": True}),
        of=eks_cluster(),
    )
    text = texts(aws_sections(found, False, lambda kind, ref: (kind, ref)))
    for told in (
        "version: v1.34.1, runs 1.33",
        "logs kept: api server, audit",
        "ng | ready | m6i.large | spot | 2, 1 to 4",
        "jobs | ready | jobs with app=x",
    ):
        assert told in text
    assert [row.name for row in group_rows(found)] == ["ng"]
    assert text.count("jobs | ready") == 1


def test_nothing_read_yet_is_a_page_all_the_same() -> None:
    """Only that it is on AWS is known; an EKS cluster without its control plane too."""
    for root in (cluster(), eks_cluster()):
        found = found_in(of=root)
        assert texts(aws_sections(found, True, lambda kind, ref: (kind, ref))).startswith("AWS\nregion: –")
        assert found.is_eks is (root.spec.infrastructure_ref.kind == "AWSManagedCluster")
