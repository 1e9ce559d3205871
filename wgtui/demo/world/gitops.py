"""Weave GitOps: GitopsCluster, bootstrap configurations, their Jobs, kubeconfig Secrets, credentials."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from wgtui.demo.world.blueprint import Answers, Bootstrap
from wgtui.demo.world.capi import cluster_phase
from wgtui.demo.world.draft import Draft, Json, owner, timestamp
from wgtui.demo.world.machines import CLUSTER_LABEL, Cluster

API = "gitops.weave.works/v1alpha1"
JOB_KEPT_FOR = timedelta(days=1)
"""After it has finished."""

SILENT = "https://127.0.0.1:9"
"""Where nothing listens: the port of a service that nobody runs any more."""


def kubeconfig(name: str, url: str, login: str) -> str:
    """A kubeconfig as Cluster API writes it; `login` is the body of its one user."""
    return (
        "apiVersion: v1\nkind: Config\npreferences: {}\n"
        f"clusters:\n- name: {name}\n  cluster:\n    server: {url}\n"
        f"contexts:\n- name: {name}-admin@{name}\n  context:\n    cluster: {name}\n    user: {name}-admin\n"
        f"current-context: {name}-admin@{name}\n"
        f"users:\n- name: {name}-admin\n  user:\n{login}\n"
    )


def token_login(token: str) -> str:
    return f"    token: {token}"


def eks_login(name: str, region: str) -> str:
    """What `aws eks update-kubeconfig` writes: a plugin that must not be run because a Secret says so."""
    return (
        "    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: aws\n"
        f"      args: [--region, {region}, eks, get-token, --cluster-name, {name}]\n"
    )


def secret(draft: Draft, name: str, key: str, text: str, *, type_: str = "") -> Json:
    value = base64.b64encode(text.encode()).decode()
    return draft.object("v1", "Secret", name, type=type_ or "Opaque", data={key: value})


def kubeconfig_secrets(cluster: Cluster, url: str) -> Iterator[Json]:
    """`<name>-kubeconfig` for controllers; for EKS also `<name>-user-kubeconfig` for people."""
    if not cluster.state.initialized:
        return
    draft = replace(cluster.draft, labels={CLUSTER_LABEL: cluster.name}, deleted=None)
    if cluster.blueprint.answers is Answers.SILENCE:
        url = SILENT
    text = kubeconfig(cluster.name, url, token_login("admin"))
    yield secret(draft, f"{cluster.name}-kubeconfig", "value", text, type_="cluster.x-k8s.io/secret")
    if cluster.managed:
        host = cluster.endpoint.get("host", SILENT)
        text = kubeconfig(cluster.name, host, eks_login(cluster.name, cluster.blueprint.region))
        name = f"{cluster.name}-user-kubeconfig"
        yield secret(draft, name, "value", text, type_="cluster.x-k8s.io/secret")


def gitops_cluster(cluster: Cluster) -> Json:
    """The GitopsCluster of a cluster that Cluster API runs."""
    annotations = {
        "metadata.weave.works/dashboard.grafana": f"https://grafana.example.com/d/cluster?var-cluster={cluster.name}"
    }
    ran = cluster.state.bootstrap in (Bootstrap.RUNNING, Bootstrap.FAILED, Bootstrap.DONE)
    if ran and cluster.blueprint.bootstrap_config:
        ref = f"{cluster.blueprint.namespace}/{cluster.blueprint.bootstrap_config}"
        annotations["capi.weave.works/bootstrap-configs"] = ref
    return cluster.draft.object(
        API,
        "GitopsCluster",
        cluster.name,
        labels=cluster.blueprint.labels | _flux_labels(),
        annotations=annotations,
        finalizers=["clusters.gitops.weave.works"],
        spec={"capiClusterRef": {"name": cluster.name}},
        status={"conditions": _conditions(cluster)},
    )


def _flux_labels() -> dict[str, str]:
    return {"kustomize.toolkit.fluxcd.io/name": "clusters", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}


def _conditions(cluster: Cluster) -> list[Json]:
    draft, state = cluster.draft, cluster.state
    if state.deleting:
        ready = draft.condition(
            "Ready", False, "WaitingForCAPIClusterDeletion", "waiting for CAPI cluster to be deleted"
        )
    elif state.initialized:
        ready = draft.condition("Ready", True, "ControlPlaneReadyStatus")
    else:
        ready = draft.condition(
            "Ready", False, "WaitingForControlPlaneReadyStatus", "Waiting for ControlPlaneReady status"
        )
    shown = [ready]
    if cluster_phase(cluster) in ("Provisioned", "Deleting"):
        shown.append(
            draft.condition("ClusterProvisioned", True, "ClusterProvisioned", "CAPI Cluster has been provisioned")
        )
    if state.connected is not None and state.initialized:
        shown.append(connectivity(draft, state.connected))
    return shown


def connectivity(draft: Draft, connected: bool, url: str = SILENT) -> Json:
    if connected:
        return draft.condition("ClusterConnectivity", True, "ClusterConnectionSucceeded", "cluster connectivity is ok")
    message = (
        f"failed connecting to the cluster: failed to get API group resources: unable to retrieve the complete list of "
        f'server APIs: v1: Get "{url}/api/v1": dial tcp {url.rpartition("/")[2]}: connect: connection refused'
    )
    return draft.condition("ClusterConnectivity", False, "ClusterConnectionFailed", message)


def joined_cluster(draft: Draft, name: str, labels: dict[str, str], conditions: list[Json], **spec: Json) -> Json:
    """A GitopsCluster that stands alone: joined by a Secret, or referring to a cluster that is not there."""
    return draft.object(
        API,
        "GitopsCluster",
        name,
        labels=labels,
        finalizers=["clusters.gitops.weave.works"],
        spec=spec,
        status={"conditions": conditions},
    )


def joined_by_secret(draft: Draft, name: str, labels: dict[str, str], url: str, connected: bool) -> Iterator[Json]:
    """The kubeconfig that somebody brought, and the GitopsCluster that uses it."""
    found = draft.condition("Ready", True, "SecretFound", "Referenced secret is available")
    conditions = [found, connectivity(draft, connected=connected)]
    yield joined_cluster(draft, name, labels, conditions, secretRef={"name": f"{name}-access"})
    yield secret(draft, f"{name}-access", "value", kubeconfig(name, url, token_login("admin")))


def bootstrap_config(draft: Draft, name: str, selector: dict[str, str]) -> Json:
    return draft.object(
        "capi.weave.works/v1alpha1",
        "ClusterBootstrapConfig",
        name,
        spec={
            "clusterSelector": {"matchLabels": selector},
            "requireClusterProvisioned": False,
            "jobTemplate": {
                "generateName": "run-bootstrap-{{ .ObjectMeta.Name }}-",
                "backoffLimit": 3,
                "ttlSecondsAfterFinished": int(JOB_KEPT_FOR.total_seconds()),
                "spec": _pod_spec("{{ .ObjectMeta.Name }}"),
            },
        },
    )


def _pod_spec(cluster: str) -> Json:
    return {
        "restartPolicy": "Never",
        "serviceAccountName": "cluster-bootstrap",
        "containers": [
            {
                "name": "flux-bootstrap",
                "image": "ghcr.io/fluxcd/flux-cli:v2.7.3",
                "command": ["flux", "bootstrap", "github"],
                "args": ["--owner=acme", "--repository=fleet", f"--path=clusters/{cluster}"],
                "env": [{"name": "KUBECONFIG", "value": "/etc/gitops/value"}],
                "volumeMounts": [{"name": "kubeconfig", "mountPath": "/etc/gitops", "readOnly": True}],
            }
        ],
        "volumes": [{"name": "kubeconfig", "secret": {"secretName": f"{cluster}-kubeconfig"}}],
    }


def bootstrap_job(cluster: Cluster, parent: Json) -> Iterator[Json]:
    """The Job of the bootstrap controller and its pods; none before it has been started."""
    status = cluster.state.bootstrap
    if status not in (Bootstrap.RUNNING, Bootstrap.FAILED, Bootstrap.DONE):
        return
    if status is Bootstrap.DONE and "bootstrap" not in cluster.changed and cluster.blueprint.age > JOB_KEPT_FOR:
        return
    since = cluster.since("bootstrap")
    started = cluster.changed.get("bootstrap_run") or max(cluster.draft.created, since - timedelta(seconds=90))
    draft = replace(cluster.draft, created=started, since=since, labels={}, deleted=None)
    name = f"run-bootstrap-{cluster.name}-{draft.token(5, 'job', cluster.draft.life, cluster.state.bootstrap_run)}"
    job = draft.object(
        "batch/v1",
        "Job",
        name,
        owner=owner(parent),
        spec={
            "backoffLimit": 3,
            "completions": 1,
            "parallelism": 1,
            "template": {"metadata": {"labels": {"job-name": name}}, "spec": _pod_spec(cluster.name)},
        },
        status=_job_status(draft, status),
    )
    yield job
    attempts = 4 if status is Bootstrap.FAILED else 1
    for attempt in range(attempts):
        yield _pod(draft, job, attempt, status)


def _job_status(draft: Draft, status: Bootstrap) -> Json:
    started = {"startTime": timestamp(draft.created)}
    moment = timestamp(draft.since)
    if status is Bootstrap.RUNNING:
        return started | {"active": 1, "ready": 1}
    if status is Bootstrap.DONE:
        return started | {
            "succeeded": 1,
            "completionTime": moment,
            "conditions": [
                {"type": one, "status": "True", "lastTransitionTime": moment}
                for one in ("SuccessCriteriaMet", "Complete")
            ],
        }
    message = "Job has reached the specified backoff limit"
    why = {"status": "True", "reason": "BackoffLimitExceeded", "message": message, "lastTransitionTime": moment}
    # A server takes neither of the last without the first.
    return started | {"failed": 4, "conditions": [{"type": one} | why for one in ("FailureTarget", "Failed")]}


def _pod(draft: Draft, job: Json, attempt: int, status: Bootstrap) -> Json:
    name = f"{job['metadata']['name']}-{draft.token(5, 'pod', attempt)}"
    state: Json = {"running": {"startedAt": timestamp(draft.created)}}
    if status is not Bootstrap.RUNNING:
        code = 1 if status is Bootstrap.FAILED else 0
        finished = {"startedAt": timestamp(draft.created), "finishedAt": timestamp(draft.since)}
        state = {"terminated": finished | {"exitCode": code, "reason": "Error" if code else "Completed"}}
    phase = {Bootstrap.RUNNING: "Running", Bootstrap.FAILED: "Failed"}.get(status, "Succeeded")
    container = {"name": "flux-bootstrap", "image": "ghcr.io/fluxcd/flux-cli:v2.7.3", "imageID": "", "restartCount": 0}
    return draft.object(
        "v1",
        "Pod",
        name,
        labels={"job-name": job["metadata"]["name"], "batch.kubernetes.io/job-name": job["metadata"]["name"]},
        owner=owner(job),
        spec=job["spec"]["template"]["spec"],
        status={
            "phase": phase,
            "startTime": timestamp(draft.created),
            "containerStatuses": [container | {"ready": status is Bootstrap.RUNNING, "started": False, "state": state}],
        },
    )
