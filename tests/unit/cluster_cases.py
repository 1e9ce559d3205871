"""Worlds of one cluster, and what the list has to say of each: every row of the table, in both versions of the API."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.unit.worlds import (
    NAMESPACE,
    aws,
    cluster,
    condition,
    config,
    deployment,
    eks,
    eks_cluster,
    gitops,
    job,
    kubeadm,
    old_cluster,
    pool,
)
from wgtui.fleet.status import Status

VPC_LIMIT = "api error VpcLimitExceeded: The maximum number of VPCs has been reached."
NOT_UP: dict[str, Any] = {"initialization": {}, "phase": "Provisioning"}
INFRASTRUCTURE_UP: dict[str, Any] = {"initialization": {"infrastructureProvisioned": True}}
NEW: dict[str, Any] = {"phase": "", "initialization": {}, "conditions": []}
DELETED: dict[str, Any] = {"deletionTimestamp": "2026-11-24T05:30:00Z"}
SECRET: dict[str, Any] = {"secretRef": {"name": "prod-access"}}
WAITS = condition("Ready", False, "WaitingForControlPlaneReadyStatus", "Waiting for ControlPlaneReady status")
SELECTED: dict[str, Any] = {"labels": {"bootstrap": "flux"}}
RAN: dict[str, Any] = {"annotations": {"capi.weave.works/bootstrap-configs": f"{NAMESPACE}/flux"}}


class Case(NamedTuple):
    name: str
    world: tuple[Any, ...]
    status: Status
    message: str = ""
    """A part of it; empty: there is none."""
    reason: str = ""


UP = (
    Case("both sides say it is ready", (gitops(), cluster()), Status.READY),
    Case("both sides say it is ready, v1beta1", (gitops(), old_cluster()), Status.READY),
    Case(
        "v1beta1 with the new conditions beside the old",
        (
            gitops(),
            old_cluster(
                "prod",
                condition("Ready", False, "Old", "told by the old conditions", "Warning"),
                status={"v1beta2": {"conditions": [condition("Available")]}},
            ),
        ),
        Status.READY,
    ),
    Case("a Cluster that no GitopsCluster stands for", (cluster(),), Status.READY),
    Case(
        "a GitopsCluster with a Secret and nothing else",
        (gitops("edge", condition("Ready", reason="SecretFound"), spec=SECRET),),
        Status.READY,
    ),
    Case(
        "v1beta1 once initialized stays up while the control plane is not ready",
        (
            gitops(),
            old_cluster(
                "prod",
                condition("Ready", False, "NodesNotReady", "1 of 3 is not ready", "Warning"),
                condition("ControlPlaneInitialized"),
                condition("ControlPlaneReady", False, "NodesNotReady", "1 of 3 is not ready", "Warning"),
                status={"controlPlaneReady": False},
            ),
        ),
        Status.DEGRADED,
        "ControlPlaneReady: 1 of 3 is not ready",
        "NodesNotReady",
    ),
)

GITOPS_SIDE = (
    Case("not looked at yet", (gitops("prod", {}), cluster()), Status.PENDING, "cluster controller"),
    Case("alone and not looked at yet", (gitops("edge", {}, spec=SECRET),), Status.PENDING, "cluster controller"),
    Case(
        "its Secret is missing",
        (gitops("edge", condition("Ready", False, "WaitingForSecret", 'failed to get secret "x"'), spec=SECRET),),
        Status.WAITING,
        'failed to get secret "x"',
        "WaitingForSecret",
    ),
    Case(
        "its Cluster is missing, as it says",
        (gitops("prod", condition("Ready", False, "WaitingForCAPICluster", "failed to get CAPI cluster")),),
        Status.WAITING,
        "failed to get CAPI cluster",
        "WaitingForCAPICluster",
    ),
    Case("its Cluster is missing, though it said Ready before", (gitops(),), Status.WAITING, "no Cluster fleet/prod"),
    Case(
        "it says that its Cluster is missing, but that has come since",
        (gitops("prod", condition("Ready", False, "WaitingForCAPICluster", "failed to get CAPI cluster")), cluster()),
        Status.WAITING,
        "failed to get CAPI cluster",
    ),
    Case(
        "its controller does without Cluster API",
        (gitops("prod", condition("Ready", False, "CAPINotEnabled", "CAPI support is disabled")), cluster()),
        Status.FAILED,
        "CAPI support is disabled",
        "CAPINotEnabled",
    ),
    Case("it waits though the Cluster is available", (gitops("prod", WAITS), cluster()), Status.WAITING, "Waiting for"),
    Case(
        "Ready is Unknown",
        (gitops("prod", condition("Ready", None, "Progressing", "looking")), cluster()),
        Status.PENDING,
        "looking",
    ),
    Case(
        "its spec is newer than its condition",
        (gitops("prod", condition("Ready") | {"observedGeneration": 1}, generation=2), cluster()),
        Status.PROGRESSING,
        "GitopsCluster",
    ),
    Case(
        "a Cluster of the same name is its own, though it has a Secret",
        (
            gitops("prod", condition("Ready", reason="SecretFound"), spec=SECRET),
            cluster("prod", condition("Available", False)),
        ),
        Status.DEGRADED,
    ),
)

UNREACHABLE = (
    Case(
        "the leaf does not answer the cluster controller",
        (
            gitops(
                "prod",
                condition("Ready"),
                condition(
                    "ClusterConnectivity",
                    False,
                    "ClusterConnectionFailed",
                    "failed connecting to the cluster: i/o timeout",
                ),
            ),
            cluster(),
        ),
        Status.UNREACHABLE,
        "i/o timeout",
        "ClusterConnectionFailed",
    ),
    Case(
        "unreachable is worse than degraded",
        (
            gitops(
                "prod",
                condition("Ready"),
                condition("ClusterConnectivity", False, "ClusterConnectionFailed", "no route"),
            ),
            cluster(
                "prod", condition("Available", False), condition("WorkersAvailable", False, "NotAvailable", "1 of 2")
            ),
        ),
        Status.UNREACHABLE,
        "no route",
    ),
    Case(
        "by Cluster API's own probe, where the controller has not tried",
        (
            gitops("prod", condition("Ready")),
            cluster(
                "prod",
                condition("Available", False),
                condition("RemoteConnectionProbe", False, "ProbeFailed", "no answer"),
            ),
        ),
        Status.UNREACHABLE,
        "no answer",
        "ProbeFailed",
    ),
    Case(
        "a leaf that is not up yet cannot be unreachable",
        (
            gitops("prod", WAITS, condition("ClusterConnectivity", False, "ClusterConnectionFailed", "no Secret")),
            cluster("prod", condition("InfrastructureReady", False, "NotReady", "still coming"), status=NOT_UP),
        ),
        Status.PROVISIONING,
        "InfrastructureReady: still coming",
    ),
    Case(
        "joined by a Secret, it does not answer",
        (
            gitops(
                "edge",
                condition("Ready", reason="SecretFound"),
                condition("ClusterConnectivity", False, "ClusterConnectionFailed", "x509: certificate has expired"),
                spec=SECRET,
            ),
        ),
        Status.UNREACHABLE,
        "certificate has expired",
    ),
)

COMING_UP = (
    Case("nobody has looked at it", (gitops("prod", {}), cluster(status=NEW)), Status.PENDING, "Cluster API"),
    Case(
        "nobody has looked at it, v1beta1",
        (old_cluster(status={"conditions": [], "phase": "", "infrastructureReady": False}),),
        Status.PENDING,
        "Cluster API",
    ),
    Case(
        "infrastructure is being made",
        (
            gitops("prod", WAITS),
            cluster("prod", condition("InfrastructureReady", False, "NotReady", "3 of 8 made"), status=NOT_UP),
        ),
        Status.PROVISIONING,
        "InfrastructureReady: 3 of 8 made",
    ),
    Case(
        "what the infrastructure says itself is more telling",
        (
            gitops("prod", WAITS),
            cluster(
                "prod",
                condition("InfrastructureReady", False, "NotReady", "AWSCluster status.ready is false"),
                status=NOT_UP,
            ),
            aws(
                "prod",
                condition("Ready", False, severity="Info"),
                condition("NatGatewaysReady", False, "NatGatewaysCreationStarted", "creating 3 NAT gateways", "Info"),
            ),
        ),
        Status.PROVISIONING,
        "AWSCluster NatGatewaysReady: creating 3 NAT gateways",
        "NatGatewaysCreationStarted",
    ),
    Case(
        "AWS refuses",
        (
            gitops("prod", WAITS),
            cluster("prod", condition("InfrastructureReady", False, "NotReady", "0 of 7 completed"), status=NOT_UP),
            aws("prod", condition("VpcReady", False, "VpcReconciliationFailed", VPC_LIMIT, "Error")),
        ),
        Status.FAILED,
        f"AWSCluster VpcReady: {VPC_LIMIT}",
        "VpcReconciliationFailed",
    ),
    Case(
        "AWS refuses, and the provider only warns because the cluster is not up",
        (
            gitops("prod", WAITS),
            old_cluster(
                "prod",
                condition("Ready", False, "VpcReconciliationFailed", "0 of 7 completed", "Warning"),
                status={"infrastructureReady": False, "controlPlaneReady": False},
            ),
            aws("prod", condition("VpcReady", False, "VpcReconciliationFailed", VPC_LIMIT, "Warning")),
        ),
        Status.FAILED,
        "AWSCluster VpcReady",
    ),
    Case(
        "the control plane is being made",
        (
            gitops("prod", WAITS),
            cluster(
                "prod",
                condition("ControlPlaneInitialized", False, "NotInitialized", "not yet"),
                condition("ControlPlaneAvailable", False, "NotAvailable", "later"),
                status=INFRASTRUCTURE_UP,
            ),
        ),
        Status.PROVISIONING,
        "ControlPlaneInitialized: not yet",
    ),
    Case(
        "EKS takes its time",
        (
            gitops("prod", WAITS),
            eks_cluster(
                "prod",
                condition(
                    "ControlPlaneAvailable", False, "NotAvailable", "AWSManagedControlPlane status.ready is false"
                ),
                status=NOT_UP,
            ),
            eks(
                "prod-cp",
                condition("Ready", False, severity="Info"),
                condition("EKSControlPlaneReady", False, "EKSControlPlaneCreating", "", "Info"),
            ),
        ),
        Status.PROVISIONING,
        "AWSManagedControlPlane EKSControlPlaneReady: EKSControlPlaneCreating",
    ),
    Case(
        "EKS fails",
        (
            gitops("prod", WAITS),
            eks_cluster("prod", condition("ControlPlaneAvailable", False, "NotAvailable", ""), status=NOT_UP),
            eks(
                "prod-cp",
                condition(
                    "EKSControlPlaneReady", False, "EKSControlPlaneReconciliationFailed", "AccessDenied", "Error"
                ),
            ),
        ),
        Status.FAILED,
        "AWSManagedControlPlane EKSControlPlaneReady: AccessDenied",
    ),
    Case(
        "a probe that fails before there is something to probe is no failure",
        (
            cluster(
                "prod",
                condition("RemoteConnectionProbe", False, "ProbeFailed", "Remote connection not established yet"),
                status=INFRASTRUCTURE_UP,
            ),
        ),
        Status.PROVISIONING,
        "not established yet",
    ),
    Case(
        "no condition says anything",
        (cluster("prod", condition("Available", None), status=NOT_UP),),
        Status.PROVISIONING,
        "",
        "Provisioning",
    ),
    Case(
        "v1beta1, waiting for the infrastructure",
        (
            old_cluster(
                "prod",
                condition("Ready", False, severity="Info"),
                condition("InfrastructureReady", False, "WaitingForInfrastructure", "", "Info"),
                status={"infrastructureReady": False, "controlPlaneReady": False, "phase": "Provisioning"},
            ),
        ),
        Status.PROVISIONING,
        "InfrastructureReady: WaitingForInfrastructure",
    ),
    Case(
        "v1beta1, waiting for kubeadm",
        (
            old_cluster(
                "prod",
                condition("ControlPlaneInitialized", False, "WaitingForControlPlaneProviderInitialized", "", "Info"),
                status={"controlPlaneReady": False},
            ),
        ),
        Status.PROVISIONING,
        "ControlPlaneInitialized",
    ),
)

RUNNING = (
    Case(
        "workers are missing",
        (
            gitops(),
            cluster(
                "prod",
                condition("Available", False, "NotAvailable"),
                condition(
                    "WorkersAvailable",
                    False,
                    "NotAvailable",
                    "* MachineDeployment md-0:\n  * 1 available replicas, at least 2 required",
                ),
            ),
        ),
        Status.DEGRADED,
        "WorkersAvailable: MachineDeployment md-0: 1 available replicas, at least 2 required",
    ),
    Case(
        "the control plane comes before the workers",
        (
            cluster(
                "prod",
                condition("Available", False),
                condition("WorkersAvailable", False, "NotAvailable", "w"),
                condition("ControlPlaneAvailable", False, "NotAvailable", "etcd has lost its quorum"),
            ),
        ),
        Status.DEGRADED,
        "ControlPlaneAvailable: etcd has lost its quorum",
    ),
    Case(
        "only the summary says it",
        (cluster("prod", condition("Available", False, "NotAvailable", "* InfrastructureReady: gone")),),
        Status.DEGRADED,
        "InfrastructureReady: gone",
    ),
    Case(
        "the infrastructure fails under a running cluster",
        (
            gitops(),
            cluster(),
            aws(
                "prod",
                condition("Ready", False, severity="Error"),
                condition("LoadBalancerReady", False, "LoadBalancerFailed", "no subnets", "Error"),
            ),
        ),
        Status.DEGRADED,
        "AWSCluster LoadBalancerReady: no subnets",
    ),
    Case(
        "one control plane machine is gone, the cluster is available",
        (
            cluster(
                "prod",
                condition("Available"),
                condition("ControlPlaneMachinesReady", False, "NotReady", "* Machine cp-2: node is gone"),
            ),
        ),
        Status.DEGRADED,
        "ControlPlaneMachinesReady: Machine cp-2: node is gone",
    ),
    Case(
        "a machine is being replaced",
        (
            cluster(
                "prod",
                condition("Available", False),
                condition("Remediating", True, "Remediating"),
                condition("WorkersAvailable", False, "NotAvailable", "2 of 3"),
                condition("ScalingUp", True),
            ),
        ),
        Status.DEGRADED,
        "WorkersAvailable: 2 of 3",
    ),
    Case(
        "it rolls out",
        (
            cluster(
                "prod",
                condition("Available"),
                condition("RollingOut", True, "RollingOut", "Rolling out 2 not up-to-date replicas"),
            ),
        ),
        Status.PROGRESSING,
        "RollingOut: Rolling out 2",
        "RollingOut",
    ),
    Case(
        "it grows",
        (
            cluster(
                "prod",
                condition("Available", False),
                condition("WorkersAvailable", False, "NotAvailable", "2 of 5"),
                condition("ScalingUp", True, "ScalingUp"),
            ),
        ),
        Status.PROGRESSING,
        "WorkersAvailable: 2 of 5",
        "ScalingUp",
    ),
    Case(
        "it shrinks",
        (
            cluster(
                "prod",
                condition("Available"),
                condition("ScalingDown", True, "ScalingDown", "Scaling down from 3 to 2 replicas"),
            ),
        ),
        Status.PROGRESSING,
        "ScalingDown: Scaling down",
    ),
    Case(
        "a rollout that is refused by AWS is no progress",
        (
            cluster("prod", condition("Available"), condition("RollingOut", True)),
            aws("prod", condition("SubnetsReady", False, "SubnetsReconciliationFailed", "no address left", "Error")),
        ),
        Status.DEGRADED,
        "no address left",
    ),
    Case(
        "Available is Unknown",
        (cluster("prod", condition("Available", None, "AvailableUnknown", "no answer from the cache")),),
        Status.UNKNOWN,
        "no answer from the cache",
    ),
    Case(
        "nothing says whether it is available",
        (cluster("prod", condition("Paused", False)),),
        Status.UNKNOWN,
        "has not said",
    ),
    Case(
        "v1beta1, scaling the control plane",
        (
            old_cluster(
                "prod",
                condition("Ready", False, "ScalingUp", "", "Warning"),
                condition(
                    "ControlPlaneReady",
                    False,
                    "ScalingUp",
                    "Scaling up control plane to 3 replicas (actual 1)",
                    "Warning",
                ),
            ),
        ),
        Status.PROGRESSING,
        "Scaling up control plane",
        "ScalingUp",
    ),
    Case(
        "v1beta1, rolling the control plane",
        (
            old_cluster(
                "prod",
                condition("Ready", False, "RollingUpdateInProgress", "", "Warning"),
                condition("ControlPlaneReady", False, "RollingUpdateInProgress", "Rolling 3 replicas", "Warning"),
            ),
        ),
        Status.PROGRESSING,
        "Rolling 3 replicas",
    ),
    Case(
        "v1beta1, workers grow",
        (old_cluster(), deployment(status={"phase": "ScalingUp"})),
        Status.PROGRESSING,
        "MachineDeployment prod-md-0 is scaling up",
    ),
    Case(
        "v1beta1, workers are missing, which its summary leaves out",
        (
            old_cluster(),
            deployment(
                "prod-md-0",
                condition(
                    "Available",
                    False,
                    "WaitingForAvailableMachines",
                    "Minimum availability requires 2 replicas, current 1 available",
                    "Warning",
                ),
            ),
        ),
        Status.DEGRADED,
        "MachineDeployment prod-md-0 Available: Minimum availability",
    ),
    Case(
        "v1beta1, a pool lacks nodes",
        (old_cluster(), pool(status={"phase": "Running", "readyReplicas": 1})),
        Status.DEGRADED,
        "MachinePool prod-ng-0: 1 of 2",
    ),
    Case(
        "EKS is being upgraded",
        (eks_cluster(), eks("prod-cp", condition("EKSControlPlaneUpdating", True, "", "updating to v1.34"))),
        Status.PROGRESSING,
        "AWSManagedControlPlane EKSControlPlaneUpdating: updating to v1.34",
    ),
    Case(
        "v1beta1 says so with an Error",
        (
            old_cluster(
                "prod",
                condition("Ready", False, "VpcReconciliationFailed", "", "Error"),
                condition("InfrastructureReady", False, "VpcReconciliationFailed", "6 of 7 completed", "Error"),
            ),
            aws("prod", condition("VpcReady", False, "VpcReconciliationFailed", "vpc is gone", "Error")),
        ),
        Status.DEGRADED,
        "AWSCluster VpcReady: vpc is gone",
    ),
)

OUTDATED = (
    Case("a spec newer than its status is not ready", (gitops(), cluster(generation=2)), Status.PROGRESSING, "Cluster"),
    Case("nor is it under v1beta1", (gitops(), old_cluster(generation=2)), Status.PROGRESSING, "Cluster"),
    Case(
        "a condition may be newer than the status",
        (cluster("prod", condition("Available") | {"observedGeneration": 2}, generation=2),),
        Status.READY,
    ),
    Case(
        "what was degraded may be mended",
        (cluster("prod", condition("Available", False), generation=2),),
        Status.PROGRESSING,
        "not observed",
    ),
    Case(
        "the control plane's spec is newer",
        (cluster(), kubeadm(generation=3, status={"observedGeneration": 2})),
        Status.PROGRESSING,
        "KubeadmControlPlane prod-cp",
    ),
    Case(
        "the spec of workers is newer",
        (cluster(), deployment(generation=3, status={"observedGeneration": 2})),
        Status.PROGRESSING,
        "MachineDeployment prod-md-0",
    ),
    Case(
        "no observedGeneration says nothing", (cluster(status={"observedGeneration": 0}, generation=7),), Status.READY
    ),
)

PAUSED = (
    Case("by its spec", (gitops(), cluster(spec={"paused": True})), Status.PAUSED, "its controllers leave it alone"),
    Case(
        "by the annotation, whatever its value",
        (gitops(), cluster(annotations={"cluster.x-k8s.io/paused": ""})),
        Status.PAUSED,
        "leave it alone",
    ),
    Case(
        "what was wrong before is told",
        (
            cluster(
                "prod",
                condition("Available", False),
                condition("WorkersAvailable", False, "NotAvailable", "1 of 2"),
                spec={"paused": True},
            ),
        ),
        Status.PAUSED,
        "before: WorkersAvailable: 1 of 2",
    ),
    Case("and newer than its status", (cluster(spec={"paused": True}, generation=5),), Status.PAUSED, "leave it alone"),
)

DELETING = (
    Case(
        "Cluster API says how far it is",
        (
            gitops(**DELETED),
            cluster(
                "prod",
                condition("Available", False),
                condition("Deleting", True, "WaitingForWorkersDeletion", "* MachineDeployments: md-0\n* Machines: m-1"),
                **DELETED,
            ),
        ),
        Status.DELETING,
        "MachineDeployments: md-0; Machines: m-1",
        "WaitingForWorkersDeletion",
    ),
    Case(
        "the GitopsCluster waits for it",
        (
            gitops(
                "prod",
                condition("Ready", False, "WaitingForCAPIClusterDeletion", "waiting for CAPI cluster to be deleted"),
                **DELETED,
            ),
            cluster(),
        ),
        Status.DELETING,
        "waiting for CAPI cluster to be deleted",
    ),
    Case(
        "a Secret is still there",
        (
            gitops(
                "edge",
                condition("Ready", False, "WaitingForSecretDeletion", "waiting for access secret to be deleted"),
                spec=SECRET,
                **DELETED,
            ),
        ),
        Status.DELETING,
        "access secret",
    ),
    Case(
        "only the Cluster is being deleted",
        (gitops(), cluster(finalizers=["cluster.cluster.x-k8s.io"], **DELETED)),
        Status.DELETING,
        "waits for cluster.cluster.x-k8s.io",
    ),
    Case(
        "paused, nothing happens",
        (gitops(**DELETED), cluster(spec={"paused": True}, **DELETED)),
        Status.DELETING,
        "nothing is deleted before it is resumed",
        "Paused",
    ),
    Case(
        "AWS does not let go",
        (
            cluster(**DELETED),
            aws("prod", condition("VpcReady", False, "DeletionFailed", "DependencyViolation", "Warning")),
        ),
        Status.DELETING,
        "DependencyViolation",
        "DeletionFailed",
    ),
)

TERMINAL = (
    Case(
        "failureReason of v1beta1",
        (gitops(), old_cluster(status={"failureReason": "CreateError", "failureMessage": "no such AMI"})),
        Status.FAILED,
        "no such AMI",
        "CreateError",
    ),
    Case(
        "where v1beta2 keeps it",
        (
            cluster(
                status={"deprecated": {"v1beta1": {"failureReason": "CreateError", "failureMessage": "no such AMI"}}}
            ),
        ),
        Status.FAILED,
        "no such AMI",
        "CreateError",
    ),
    Case("only a message", (old_cluster(status={"failureMessage": "it is over"}),), Status.FAILED, "it is over"),
    Case(
        "only a reason",
        (old_cluster(status={"failureReason": "UpdateError"}),),
        Status.FAILED,
        "UpdateError",
        "UpdateError",
    ),
    Case("the phase says so", (old_cluster(status={"phase": "Failed"}),), Status.FAILED, "", "Failed"),
    Case(
        "of the control plane", (cluster(), eks("prod-cp", status={"failureMessage": "the VPC is gone"})), Status.READY
    ),
    Case(
        "of the control plane that it names",
        (eks_cluster(), eks("prod-cp", status={"failureMessage": "the VPC is gone"})),
        Status.FAILED,
        "AWSManagedControlPlane the VPC is gone",
    ),
)

BOOTSTRAP = (
    Case(
        "about to run",
        (gitops(**SELECTED), cluster(), config()),
        Status.WAITING,
        "bootstrap fleet/flux is about to run",
    ),
    Case("it ran", (gitops(**SELECTED, **RAN), cluster(), config()), Status.READY),
    Case(
        "marked by hand",
        (gitops(**SELECTED, annotations={"capi.weave.works/bootstrapped": "yes"}), cluster(), config()),
        Status.READY,
    ),
    Case(
        "its Job runs",
        (gitops(**SELECTED, **RAN), cluster(), config(), job(gitops(), active=1)),
        Status.BOOTSTRAPPING,
        "Job run-flux-abcde is running",
    ),
    Case(
        "its Job has no pod yet",
        (gitops(**SELECTED, **RAN), cluster(), config(), job(gitops())),
        Status.BOOTSTRAPPING,
        "Job run-flux-abcde",
    ),
    Case(
        "its Job is done",
        (gitops(**SELECTED, **RAN), cluster(), config(), job(gitops(), condition("Complete"), succeeded=1)),
        Status.READY,
    ),
    Case(
        "its Job failed",
        (
            gitops(**SELECTED, **RAN),
            cluster(),
            config(),
            job(
                gitops(),
                condition("Failed", True, "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
                failed=4,
            ),
        ),
        Status.DEGRADED,
        "Job run-flux-abcde: Job has reached",
        "BackoffLimitExceeded",
    ),
    Case(
        "EKS shows no control plane nodes to wait for",
        (gitops(**SELECTED), eks_cluster(), eks(), config(requireClusterReady=True)),
        Status.WAITING,
        "never shows",
    ),
    Case(
        "it waits for control plane nodes",
        (gitops(**SELECTED), cluster(), config(requireClusterReady=True)),
        Status.WAITING,
        "waits for the control plane nodes",
    ),
    Case(
        "it waits until the cluster is provisioned",
        (gitops(**SELECTED), cluster(), config(requireClusterProvisioned=True)),
        Status.WAITING,
        "ClusterProvisioned",
    ),
    Case(
        "a cluster that is not up has not failed to bootstrap",
        (
            gitops("prod", WAITS, **SELECTED),
            cluster("prod", condition("InfrastructureReady", False, "NotReady", "soon"), status=NOT_UP),
            config(),
        ),
        Status.PROVISIONING,
        "soon",
    ),
)

CASES = (*UP, *GITOPS_SIDE, *UNREACHABLE, *COMING_UP, *RUNNING, *OUTDATED, *PAUSED, *DELETING, *TERMINAL, *BOOTSTRAP)
