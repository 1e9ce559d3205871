"""The Bootstrap tab of a cluster: which configurations select it, which ran, and their Jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wgtui.fleet.bootstrap import has_run, job_message, job_status, ran, selects, why_waiting
from wgtui.fleet.cluster_objects import ClusterObjects, shows_control_plane_nodes
from wgtui.fleet.status import Tone
from wgtui.resources.cluster_bootstrap import ClusterBootstrapConfig
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.workloads import Job
from wgtui.views.cells import age_column, status_cell, status_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table


def bootstrap_sections(
    found: ClusterObjects, configs: Sequence[ClusterBootstrapConfig], jobs: Sequence[Job], stale: bool
) -> list[Section]:
    """`configs` are those of the cluster's namespace; `jobs` those the cluster owns."""
    gitops = found.gitops
    if gitops is None:
        return [Facts("Bootstrap", (Fact("status", text_cell("no GitopsCluster: nothing is run on it")),))]
    selecting = tuple(config for config in configs if selects(config, gitops))
    said = found.bootstrap
    facts = [Fact("status", status_cell(said.status, stale))]
    facts += [Fact("message", text_cell(said.message))] if said.message else []
    return [
        Facts("Bootstrap", tuple(facts), stale),
        Table(
            "Configurations that select it",
            _columns(gitops, shows_control_plane_nodes(found.control_plane)),
            selecting,
            lambda row: row.metadata.ref,
            empty="none selects it",
            stale=stale,
        ),
        Table("Jobs", JOBS, tuple(jobs), lambda row: row.metadata.ref, empty="none is there any more", stale=stale),
    ]


def _columns(gitops: GitopsCluster, shows_nodes: bool) -> tuple[Column[ClusterBootstrapConfig], ...]:
    def state(row: ClusterBootstrapConfig, _: datetime) -> Cell:
        if str(row.metadata.ref) in ran(gitops):
            return Cell("ran", Tone.GOOD)
        if has_run(row.metadata.ref, gitops):
            return Cell("not run: marked as bootstrapped", Tone.MUTED)
        return Cell(why_waiting(row, gitops, shows_nodes), Tone.WARN)

    return (
        text_column("name", "CONFIGURATION", lambda row: str(row.metadata.ref), 24, 0, grow=2, max_width=48),
        Column("state", "STATE", state, lambda row: has_run(row.metadata.ref, gitops), 20, 0, 4),
    )


JOBS: tuple[Column[Job], ...] = (
    text_column("name", "JOB", lambda row: row.metadata.name, 24, 0, grow=2, max_width=56),
    status_column(job_status, lambda _: False),
    Column("failed", "FAILED PODS", lambda row, _: Cell(str(row.status.failed)), lambda row: row.status.failed, 11, 3),
    age_column(lambda row: row.metadata.creation_timestamp, 2),
    text_column("message", "MESSAGE", job_message, 16, 1, grow=4),
)
