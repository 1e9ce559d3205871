"""A cluster on EKS: AWSManagedControlPlane and node groups."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.demo.world import aws
from wgtui.demo.world.blueprint import Infrastructure, Pool, Stage
from wgtui.demo.world.capi import CONTROL_PLANE_GROUP, cluster_object, counters, health_check, pool_objects, reference
from wgtui.demo.world.capi_machine import BOOTSTRAP_GROUP
from wgtui.demo.world.draft import OBSERVED, Json, owner, timestamp
from wgtui.demo.world.machines import CONTROL_PLANE, Cluster

ADDONS = {"vpc-cni": "v1.20.4-eksbuild.1", "coredns": "v1.12.4-eksbuild.1", "kube-proxy": "v1.34.1-eksbuild.2"}


def eks_objects(cluster: Cluster) -> Iterator[Json]:
    """Everything of Cluster API and AWS that belongs to it."""
    root = cluster_object(cluster)
    child = owner(root, controller=False)
    yield root
    yield _managed_cluster(cluster, child)
    if cluster.state.control_plane.strip("_"):
        yield _control_plane(cluster, child)
    for pool in cluster.blueprint.pools:
        yield from _pool(cluster, pool, root)
    if not cluster.state.deleting:
        yield from (_fargate_profile(cluster, *profile, child) for profile in cluster.blueprint.fargate)


def _managed_cluster(cluster: Cluster, child: Json) -> Json:
    ready = bool(cluster.endpoint)
    status: Json = {"ready": ready}
    if ready:
        status["failureDomains"] = {f"{cluster.blueprint.region}{zone}": {"controlPlane": True} for zone in "abc"}
    return cluster.draft_of_infrastructure.object(
        aws.API,
        "AWSManagedCluster",
        cluster.name,
        owner=child | {"controller": True},
        finalizers=["awsmanagedcluster.infrastructure.cluster.x-k8s.io"],
        spec={"controlPlaneEndpoint": cluster.endpoint} if cluster.endpoint else {},
        status=status,
    )


def _control_plane(cluster: Cluster, child: Json) -> Json:
    region, stage = cluster.blueprint.region, Stage(cluster.state.control_plane[0])
    spec: Json = {
        "eksClusterName": f"{cluster.blueprint.namespace}_{cluster.name}",
        "region": region,
        "version": cluster.version,
        "sshKeyName": "fleet",
        "identityRef": aws.identity(cluster),
        "network": aws.network(cluster),
        "endpointAccess": {"public": True, "private": True, "publicCIDRs": ["203.0.113.0/24"]},
        "logging": {"apiServer": True, "audit": True},
        "addons": [{"name": name, "version": version} for name, version in ADDONS.items()],
        "associateOIDCProvider": True,
    }
    if cluster.endpoint:
        spec["controlPlaneEndpoint"] = cluster.endpoint
    status: Json = {
        "ready": stage.up,
        "initialized": stage.up,
        "externalManagedControlPlane": True,
        "conditions": _conditions(cluster, stage),
    }
    if stage.up:
        status |= {"version": cluster.version.removeprefix("v").rpartition(".")[0], "addons": _addons(cluster)}
        status |= {"networkStatus": aws.nat_gateways(cluster), "oidcProvider": {"arn": _oidc_provider(cluster)}}
    return cluster.draft_of_control_plane.object(
        f"{CONTROL_PLANE_GROUP}/v1beta2",
        "AWSManagedControlPlane",
        f"{cluster.name}-{CONTROL_PLANE}",
        owner=child | {"controller": True},
        finalizers=["awsmanagedcontrolplane.controlplane.cluster.x-k8s.io"],
        spec=spec,
        status=status,
    )


def _fargate_profile(cluster: Cluster, name: str, namespace: str, child: Json) -> Json:
    ready = Stage(cluster.state.control_plane[:1] or "_").up
    parts = ("Ready", "EKSFargateProfileReady", "IAMFargateRolesReady")
    creating = [cluster.draft.old_condition(type_, False, "Creating", severity="Info") for type_ in parts]
    return cluster.draft_of_parts.object(
        aws.API,
        "AWSFargateProfile",
        f"{cluster.name}-{name}",
        owner=child,
        finalizers=["awsfargateprofile.infrastructure.cluster.x-k8s.io"],
        spec={
            "clusterName": cluster.name,
            "profileName": f"{cluster.name}-{name}",
            "roleName": "fargate.cluster-api-provider-aws.sigs.k8s.io",
            "selectors": [{"namespace": namespace}],
        },
        status={
            "ready": ready,
            "conditions": [cluster.draft.old_condition(type_) for type_ in parts] if ready else creating,
        },
    )


def _oidc_provider(cluster: Cluster) -> str:
    issuer = f"oidc.eks.{cluster.blueprint.region}.amazonaws.com/id/{cluster.draft.token(32, 'endpoint').upper()}"
    return f"arn:aws:iam::111122223333:oidc-provider/{issuer}"


def _addons(cluster: Cluster) -> list[Json]:
    return [_addon(cluster, name, version) for name, version in ADDONS.items()]


def _addon(cluster: Cluster, name: str, version: str) -> Json:
    place = f"arn:aws:eks:{cluster.blueprint.region}:111122223333:addon/{cluster.name}"
    degraded = name == cluster.blueprint.degraded_addon
    body: Json = {
        "name": name,
        "version": version,
        "arn": f"{place}/{name}/{cluster.draft.token(8, name)}",
        "status": "degraded" if degraded else "active",
        "createdAt": timestamp(cluster.draft.created),
    }
    if degraded:
        message = "The add-on is unhealthy because it doesn't have the desired number of replicas."
        body["issues"] = [{"code": "InsufficientNumberOfReplicas", "message": message}]
    return body


def _conditions(cluster: Cluster, stage: Stage) -> list[Json]:
    draft, network = cluster.draft, aws.infrastructure_conditions(cluster)
    if cluster.state.infrastructure is not Infrastructure.READY:
        return network
    steps = network[1:-1]
    if stage.up:
        done = (
            "EKSControlPlaneReady",
            "IAMControlPlaneRolesReady",
            "IAMAuthenticatorConfigured",
            "EKSAddonsConfigured",
        )
        creating = draft.old_condition("EKSControlPlaneCreating", False, "created", severity="Info")
        return [draft.old_condition("Ready"), *steps, creating, *(draft.old_condition(name) for name in done)]
    reason = "Deleting" if stage.deleting else "EKSControlPlaneCreating"
    return [
        draft.old_condition("Ready", False, reason, severity="Info"),
        *steps,
        draft.old_condition("IAMControlPlaneRolesReady"),
        draft.old_condition("EKSControlPlaneCreating", not stage.deleting, "" if not stage.deleting else "Deleting"),
        draft.old_condition("EKSControlPlaneReady", False, reason, severity="Info"),
    ]


def _pool(cluster: Cluster, pool: Pool, root: Json) -> Iterator[Json]:
    child = owner(root, controller=False)
    if pool.managed:
        if not cluster.state.deleting or cluster.workers(pool):
            yield from _node_group(cluster, pool, child)
        return
    if cluster.state.deleting and not cluster.workers(pool):
        return
    yield aws.machine_template(cluster, pool, child)
    yield cluster.draft_of_parts.object(
        f"{BOOTSTRAP_GROUP}/v1beta2",
        "EKSConfigTemplate",
        f"{cluster.name}-{pool.name}",
        owner=child,
        spec={"template": {"spec": {"useMaxPods": True}}},
    )
    yield from pool_objects(cluster, pool, root, "EKSConfig")
    if cluster.blueprint.health_check:
        yield health_check(cluster, pool, root)


def _node_group(cluster: Cluster, pool: Pool, child: Json) -> Iterator[Json]:
    draft, name = cluster.draft_of_parts, f"{cluster.name}-{pool.name}"
    machines = cluster.workers(pool)
    instances = [machine for machine in machines if machine.stage.has_instance and machine.stage is not Stage.CREATING]
    body = draft.object(
        "cluster.x-k8s.io/v1beta2",
        "MachinePool",
        name,
        owner=child,
        finalizers=["machinepool.cluster.x-k8s.io"],
        spec=_pool_spec(cluster, pool, name) | {"providerIDList": [machine.provider_id for machine in instances]},
        status=_pool_status(cluster, pool),
    )
    yield body
    yield _managed_pool(cluster, pool, owner(body), [machine.provider_id for machine in instances])


def _pool_spec(cluster: Cluster, pool: Pool, name: str) -> Json:
    spec = {
        "clusterName": cluster.name,
        "version": cluster.version,
        "bootstrap": {"dataSecretName": ""},
        "infrastructureRef": reference("infrastructure.cluster.x-k8s.io", "AWSManagedMachinePool", name),
    }
    return {"clusterName": cluster.name, "replicas": pool.replicas, "template": {"spec": spec}}


def _pool_status(cluster: Cluster, pool: Pool) -> Json:
    draft, machines = cluster.draft, cluster.workers(pool)
    up = [machine for machine in machines if machine.stage.up]
    old = ["Ready", "BootstrapReady", "InfrastructureReady", "ReplicasReady"]
    good = len(up) >= pool.replicas
    waiting = draft.old_condition("ReplicasReady", False, "WaitingForReplicasReady", severity="Info")
    conditions = [draft.old_condition(type_) for type_ in old] if good else [waiting]
    status: Json = {
        "phase": _pool_phase(cluster, pool, len(up)),
        "observedGeneration": OBSERVED,
        "initialization": {"bootstrapDataSecretCreated": True} | ({"infrastructureProvisioned": True} if up else {}),
        "nodeRefs": [{"kind": "Node", "name": machine.node} for machine in up],
        "conditions": [
            draft.condition("Paused", cluster.state.paused, "Paused" if cluster.state.paused else "NotPaused")
        ],
        "deprecated": {"v1beta1": {"readyReplicas": len(up), "conditions": conditions}},
    }
    return status | counters(machines)


def _pool_phase(cluster: Cluster, pool: Pool, ready: int) -> str:
    if cluster.state.deleting:
        return "Deleting"
    if not ready:
        return "Provisioning"
    return "Running" if ready == pool.replicas else "ScalingUp"


def _managed_pool(cluster: Cluster, pool: Pool, parent: Json, provider_ids: list[str]) -> Json:
    draft, ready = cluster.draft_of_parts, bool(provider_ids) and not cluster.state.deleting
    reason = "Deleting" if cluster.state.deleting else "EKSNodegroupReconciliationFailed"
    group = draft.old_condition("EKSNodegroupReady", ready, "" if ready else "Creating", severity="Info")
    summary = draft.old_condition("Ready", ready, "" if ready else reason, severity="Info")
    return draft.object(
        aws.API,
        "AWSManagedMachinePool",
        f"{cluster.name}-{pool.name}",
        owner=parent,
        finalizers=["awsmanagedmachinepools.infrastructure.cluster.x-k8s.io"],
        spec={
            "eksNodegroupName": f"{cluster.name}-{pool.name}",
            "instanceType": pool.instance_type,
            "amiType": "AL2023_x86_64_STANDARD",
            "capacityType": "onDemand",
            "diskSize": 80,
            "scaling": {"minSize": 1, "maxSize": pool.replicas * 3},
            "providerIDList": provider_ids,
        },
        status={
            "ready": ready,
            "replicas": len(provider_ids),
            "conditions": [summary, group, draft.old_condition("IAMNodegroupRolesReady")],
        },
    )
