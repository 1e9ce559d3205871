"""How far the bootstrap of a cluster is: which configurations select it, which ran, and their Jobs."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet import conditions
from wgtui.fleet.status import Status, Tone
from wgtui.resources.cluster_bootstrap import ClusterBootstrapConfig
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.workloads import Job
from wgtui.views.cells import age_column, status_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Section, Table


def bootstrap_sections(
    gitops: GitopsCluster, configs: tuple[ClusterBootstrapConfig, ...], jobs: tuple[Job, ...], stale: bool
) -> list[Section]:
    """`configs` are those of the cluster's namespace; `jobs` those the cluster owns."""
    ran = set((gitops.metadata.annotations.bootstrap_configs or "").split(","))
    legacy = gitops.metadata.annotations.bootstrapped is not None
    selecting = tuple(one for one in configs if _selects(one, gitops))

    def state(row: ClusterBootstrapConfig, _: datetime) -> Cell:
        if str(row.metadata.ref) in ran:
            return Cell("ran", Tone.GOOD)
        return (
            Cell("not run: marked as bootstrapped", Tone.MUTED) if legacy else Cell(_waits_for(row, gitops), Tone.WARN)
        )

    columns: tuple[Column[ClusterBootstrapConfig], ...] = (
        text_column("name", "CONFIGURATION", lambda row: str(row.metadata.ref), 24, 0, grow=2, max_width=48),
        Column("state", "STATE", state, lambda row: str(row.metadata.ref) in ran, 20, 0, 4),
    )
    return [
        Table(
            "Configurations that select it",
            columns,
            selecting,
            lambda row: row.metadata.ref,
            empty="none selects it",
            stale=stale,
        ),
        Table("Jobs", JOBS, jobs, lambda row: row.metadata.ref, empty="none is there any more", stale=stale),
    ]


def _selects(config: ClusterBootstrapConfig, gitops: GitopsCluster) -> bool:
    """An empty selector selects nothing."""
    selector = config.spec.cluster_selector
    return not selector.empty and selector.matches(gitops.metadata.labels)


def _waits_for(config: ClusterBootstrapConfig, gitops: GitopsCluster) -> str:
    """What the bootstrap controller asks for before it makes the Job."""
    wanted = "ClusterProvisioned" if config.spec.require_cluster_provisioned else "Ready"
    if not conditions.is_true(gitops.status.conditions, wanted):
        return f"waits for {wanted}"
    return "waits for the control plane's nodes" if config.spec.require_cluster_ready else "about to run"


def job_status(job: Job) -> Status:
    if conditions.is_true(job.status.conditions, "Failed"):
        return Status.FAILED
    if conditions.is_true(job.status.conditions, "Complete"):
        return Status.READY
    return Status.BOOTSTRAPPING if job.status.active else Status.PENDING


def _message(job: Job) -> str:
    failed = conditions.find(job.status.conditions, "Failed")
    return failed.message or failed.reason if failed else ""


JOBS: tuple[Column[Job], ...] = (
    text_column("name", "JOB", lambda row: row.metadata.name, 24, 0, grow=2, max_width=56),
    Column("status", "STATUS", lambda row, _: status_cell(job_status(row)), lambda row: job_status(row).rank, 15, 0),
    Column("failed", "FAILED PODS", lambda row, _: Cell(str(row.status.failed)), lambda row: row.status.failed, 11, 3),
    age_column(lambda row: row.metadata.creation_timestamp, 2),
    text_column("message", "MESSAGE", _message, 16, 1, grow=4),
)
