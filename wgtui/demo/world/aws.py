"""Cluster API Provider AWS: clusters and machines on EC2, with its v1beta1-style conditions."""

from __future__ import annotations

from wgtui.demo.world.blueprint import Infrastructure, Pool, Stage
from wgtui.demo.world.capi_conditions import vpc_limit
from wgtui.demo.world.draft import Json
from wgtui.demo.world.machines import Cluster, Machine

API = "infrastructure.cluster.x-k8s.io/v1beta2"

INSTANCE_STATES = {
    Stage.CREATING: "pending",
    Stage.TERMINATING: "shutting-down",
}

NETWORK_STEPS = (
    "VpcReady",
    "SubnetsReady",
    "InternetGatewayReady",
    "NatGatewaysReady",
    "RouteTablesReady",
    "ClusterSecurityGroupsReady",
    "LoadBalancerReady",
)


def aws_cluster(cluster: Cluster, parent: Json) -> Json:
    ready = cluster.state.infrastructure is Infrastructure.READY
    spec: Json = {
        "region": cluster.blueprint.region,
        "partition": "aws",
        "sshKeyName": "fleet",
        "identityRef": identity(cluster),
        "network": network(cluster),
        "controlPlaneLoadBalancer": {"loadBalancerType": "nlb", "scheme": "internet-facing"},
    }
    if cluster.endpoint:
        spec["controlPlaneEndpoint"] = cluster.endpoint
    if cluster.blueprint.bastion:
        spec["bastion"] = {"enabled": True}
    status: Json = {"ready": ready, "conditions": infrastructure_conditions(cluster)}
    if ready:
        balancer = {"apiServerElb": _balancer(cluster)}
        status |= {"failureDomains": _zones(cluster), "networkStatus": balancer | nat_gateways(cluster)}
        status |= {"bastion": _bastion(cluster)} if cluster.blueprint.bastion else {}
    return cluster.draft_of_infrastructure.object(
        API,
        "AWSCluster",
        cluster.name,
        owner=parent,
        finalizers=["awscluster.infrastructure.cluster.x-k8s.io"],
        spec=spec,
        status=status,
    )


def network(cluster: Cluster) -> Json:
    """The VPC; its id and subnets are known once it has been made."""
    if not cluster.state.provisioned:
        return {"vpc": {"cidrBlock": "10.0.0.0/16"}}
    return {
        "vpc": {"id": f"vpc-0{cluster.draft.token(16, 'vpc')}", "cidrBlock": "10.0.0.0/16"},
        "subnets": [
            {
                "id": f"subnet-0{cluster.draft.token(16, zone, public)}",
                "availabilityZone": f"{cluster.blueprint.region}{zone}",
                "cidrBlock": f"10.0.{index * 64 + (32 if public else 0)}.0/20",
                "isPublic": public,
            }
            for index, zone in enumerate("abc")
            for public in (True, False)
        ],
    }


def _zones(cluster: Cluster) -> Json:
    return {f"{cluster.blueprint.region}{zone}": {"controlPlane": True} for zone in "abc"}


def identity(cluster: Cluster) -> Json:
    kind, _, name = cluster.blueprint.identity.partition("/")
    return {"kind": kind, "name": name}


def _balancer(cluster: Cluster) -> Json:
    digits = cluster.draft.token(16, "elb")
    name = f"{cluster.name}-apiserver"
    region = cluster.blueprint.region
    return {
        "name": name,
        "arn": f"arn:aws:elasticloadbalancing:{region}:111122223333:loadbalancer/net/{name}/{digits}",
        "dnsName": cluster.endpoint.get("host", ""),
        "scheme": "internet-facing",
        "loadBalancerType": "nlb",
    }


def nat_gateways(cluster: Cluster) -> Json:
    digits = cluster.draft.token(16, "elb")
    return {"natGatewaysIPs": [f"18.{int(digits[:2], 16)}.{int(digits[2:4], 16)}.{index + 10}" for index in range(3)]}


def _bastion(cluster: Cluster) -> Json:
    digits = cluster.draft.token(24, "bastion")
    return {
        "id": f"i-0{digits[:16]}",
        "instanceState": "running",
        "type": "t3.micro",
        "availabilityZone": f"{cluster.blueprint.region}a",
        "privateIp": f"10.0.32.{int(digits[16:18], 16) or 4}",
        "publicIp": f"3.{int(digits[16:18], 16)}.{int(digits[18:20], 16)}.{int(digits[20:22], 16)}",
        "sshKeyName": "fleet",
    }


def infrastructure_conditions(cluster: Cluster) -> list[Json]:
    """Ready first, then every step that has been begun."""
    draft = cluster.draft
    if cluster.state.infrastructure is Infrastructure.PENDING:
        return [draft.old_condition("Ready", False, "WaitingForOwner", "waiting for the Cluster", "Info")]
    begun = [draft.old_condition("PrincipalCredentialRetrieved"), draft.old_condition("PrincipalUsageAllowed")]
    bad = _failing_step(cluster)
    if not bad:
        return [draft.old_condition("Ready"), *begun, *(draft.old_condition(step) for step in NETWORK_STEPS)]
    step, reason, message, severity = bad
    done = NETWORK_STEPS[: NETWORK_STEPS.index(step)]
    return [
        draft.old_condition(
            "Ready", False, reason, f"{len(done)} of 7 completed" + (f": {message}" if message else ""), severity
        ),
        *begun,
        *(draft.old_condition(name) for name in done),
        draft.old_condition(step, False, reason, message, severity),
    ]


def _failing_step(cluster: Cluster) -> tuple[str, str, str, str] | None:
    match cluster.state.infrastructure:
        case Infrastructure.LIMITED:
            return "VpcReady", "VpcReconciliationFailed", vpc_limit(cluster), "Error"
        case Infrastructure.CREATING:
            return "NatGatewaysReady", "NatGatewaysCreationStarted", "", "Info"
        case Infrastructure.DELETING:
            return "LoadBalancerReady", "Deleting", "", "Info"
        case _:
            return None


def aws_machine(machine: Machine, parent: Json, labels: dict[str, str]) -> Json:
    state = INSTANCE_STATES.get(machine.stage, "running")
    running = state == "running" and machine.stage.has_instance
    role = "control-plane" if machine.control_plane else "nodes"
    spec: Json = {
        "instanceType": machine.instance_type,
        "ami": {"id": f"ami-0{machine.draft.token(16, 'ami', machine.version)}"},
        "iamInstanceProfile": f"{role}.cluster-api-provider-aws.sigs.k8s.io",
        "sshKeyName": "fleet",
    }
    status: Json = {"ready": running, "conditions": _machine_conditions(machine, running)}
    if machine.spot:
        spec["spotMarketOptions"] = {"maxPrice": "0.41"}
        status["interruptible"] = True
    if machine.stage.has_instance:
        spec |= {"instanceID": machine.instance_id, "providerID": machine.provider_id}
        status["instanceState"] = state
        status["addresses"] = [{"type": "InternalIP", "address": machine.address}]
    return machine.draft.object(
        API,
        "AWSMachine",
        machine.name,
        labels=labels,
        owner=parent,
        finalizers=["awsmachine.infrastructure.cluster.x-k8s.io"],
        spec=spec,
        status=status,
    )


def _machine_conditions(machine: Machine, running: bool) -> list[Json]:
    draft = machine.draft
    if running:
        parts = ["InstanceReady", "SecurityGroupsReady", *(["ELBAttached"] if machine.control_plane else [])]
        return [draft.old_condition(type_) for type_ in ("Ready", *parts)]
    if machine.stage is Stage.REFUSED:
        told = ("InstanceProvisionFailed", machine.no_capacity, "Error")
        return [draft.old_condition(type_, False, *told) for type_ in ("Ready", "InstanceReady")]
    reason, severity = {
        Stage.PENDING: ("WaitingForBootstrapData", "Info"),
        Stage.TERMINATING: ("Deleting", "Info"),
    }.get(machine.stage, ("InstanceNotReady", "Warning"))
    return [draft.old_condition(type_, False, reason, severity=severity) for type_ in ("Ready", "InstanceReady")]


def machine_template(cluster: Cluster, pool: Pool, parent: Json) -> Json:
    spot = {"spotMarketOptions": {"maxPrice": "0.41"}} if pool.spot else {}
    return cluster.draft_of_parts.object(
        API,
        "AWSMachineTemplate",
        f"{cluster.name}-{pool.name}",
        owner=parent,
        spec={"template": {"spec": {"instanceType": pool.instance_type, "sshKeyName": "fleet"} | spot}},
        status={"capacity": {"cpu": "2", "memory": "8Gi"}},
    )
