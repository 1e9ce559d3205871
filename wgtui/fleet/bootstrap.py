"""How far the bootstrap of a cluster is, by the rules of the bootstrap controller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.resources.cluster_bootstrap import ClusterBootstrapConfig
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB, Job
from wgtui.store.store import Health, Store

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
DEFAULT_BACKOFF_LIMIT = 6
_SUFFIX = 5
"""Characters that the API server adds to a `generateName`."""


class Bootstrap(Struct, frozen=True, gc=False):
    """`status`: READY done, BOOTSTRAPPING running, FAILED, WAITING selected but not begun, UNKNOWN where its Jobs are
    not read; None: nothing selects it.
    """

    status: Status | None = None
    reason: str = ""
    message: str = ""


NOTHING = Bootstrap()


def bootstrap_of(
    gitops: GitopsCluster,
    configs: Iterable[ClusterBootstrapConfig],
    jobs: Sequence[Job],
    shows_control_plane_nodes: bool = True,
    jobs_read: bool = True,
) -> Bootstrap:
    """`configs` are those of the cluster's namespace, `jobs` those it owns. The worst of them is told.

    Whoever may not read Jobs cannot tell one that runs or failed from one that ended well. A managed control plane,
    such as that of EKS, shows no nodes.
    """
    newest = latest(jobs) if jobs else []
    failed = next((job for job in newest if job_status(job) is Status.FAILED), None)
    if failed is not None:
        return Bootstrap(Status.FAILED, _failure(failed), f"Job {failed.metadata.name}: {job_message(failed)}")
    running = next((job for job in newest if job_status(job) is not Status.READY), None)
    if running is not None:
        return Bootstrap(Status.BOOTSTRAPPING, "JobRunning", f"Job {running.metadata.name} is running")
    selecting = [config for config in configs if selects(config, gitops)]
    waiting = [config for config in selecting if not has_run(config.metadata.ref, gitops)]
    if waiting:
        waits_for = why_waiting(waiting[0], gitops, shows_control_plane_nodes)
        return Bootstrap(Status.WAITING, "BootstrapPending", f"bootstrap {waiting[0].metadata.ref} {waits_for}")
    if not jobs_read and ran(gitops):
        return Bootstrap(Status.UNKNOWN, "JobsUnread", "its Jobs are not read: how they ended is not known")
    if selecting or ran(gitops) or newest:
        return Bootstrap(Status.READY)
    return NOTHING


def reads_jobs(store: Store, namespace: str) -> bool:
    """Whether it is known which Jobs there are."""
    known = store.freshness(JOB)
    return known.health not in (Health.LOADING, Health.DENIED) and namespace not in known.denied


def selects(config: ClusterBootstrapConfig, gitops: GitopsCluster) -> bool:
    """In its own namespace only; an empty selector selects nothing, and what is being deleted is left alone."""
    selector = config.spec.cluster_selector
    return (
        config.metadata.namespace == gitops.metadata.namespace
        and not selector.empty
        and selector.matches(gitops.metadata.labels)
        and gitops.metadata.deletion_timestamp is None
    )


def ran(gitops: GitopsCluster) -> frozenset[str]:
    """`namespace/name` of the configurations whose Job was made, by the controller's annotation."""
    listed = gitops.metadata.annotations.bootstrap_configs
    if not listed:
        return frozenset()
    return frozenset(name.strip() for name in listed.split(",") if name.strip())


def has_run(config: ObjectRef, gitops: GitopsCluster) -> bool:
    """Or will never be: the older annotation, whatever its value, says that the cluster is bootstrapped."""
    return gitops.metadata.annotations.bootstrapped is not None or str(config) in ran(gitops)


def why_waiting(config: ClusterBootstrapConfig, gitops: GitopsCluster, shows_control_plane_nodes: bool = True) -> str:
    """What the bootstrap controller asks for before it makes the Job."""
    wanted = wanted_condition(config)
    if not conditions.is_true(gitops.status.conditions, wanted):
        return f"waits for {wanted} of the GitopsCluster"
    if not config.spec.require_cluster_ready:
        return "is about to run"
    if not shows_control_plane_nodes:
        return "waits for control plane nodes, which a managed control plane never shows"
    return "waits for the control plane nodes to be Ready"


def wanted_condition(config: ClusterBootstrapConfig) -> str:
    """Of the GitopsCluster, before anything is run."""
    return "ClusterProvisioned" if config.spec.require_cluster_provisioned else "Ready"


def job_status(job: Job) -> Status:
    """A Job ends by its conditions alone; until then its pods come and go."""
    if conditions.is_true(job.status.conditions, "Failed"):
        return Status.FAILED
    if conditions.is_true(job.status.conditions, "Complete"):
        return Status.READY
    return Status.BOOTSTRAPPING if job.status.active else Status.PENDING


def job_message(job: Job) -> str:
    failed = conditions.find(job.status.conditions, "Failed")
    return (failed.message or failed.reason) if failed else ""


def attempt(job: Job) -> str:
    """`attempt 2 of 7`: a pod that failed is followed by another until the limit."""
    most = (DEFAULT_BACKOFF_LIMIT if job.spec.backoff_limit is None else job.spec.backoff_limit) + 1
    number = job.status.failed + (0 if job_status(job) is Status.FAILED else 1)
    return f"attempt {min(max(number, 1), most)} of {most}"


def _failure(job: Job) -> str:
    failed = conditions.find(job.status.conditions, "Failed")
    return failed.reason if failed else ""


def latest(jobs: Sequence[Job]) -> list[Job]:
    """The newest Job of each configuration: they share all but the suffix of their name."""
    newest: dict[str, Job] = {}
    for job in sorted(jobs, key=lambda job: job.metadata.creation_timestamp or _LONG_AGO):
        newest[job.metadata.name[:-_SUFFIX]] = job
    return list(newest.values())
