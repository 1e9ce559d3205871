"""The Bootstrap tab of a cluster: why it is so, which configurations select it, their Jobs, the Secrets it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from wgtui.fleet import conditions
from wgtui.fleet.bootstrap import attempt, has_run, job_message, job_status, ran, selects, why_waiting
from wgtui.fleet.bootstrap_why import World, why
from wgtui.fleet.secret_syncs import Copy, copies
from wgtui.fleet.status import Tone
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG, SECRET_SYNC, ClusterBootstrapConfig, SecretSync
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.workloads import JOB, Job
from wgtui.views.ages import age
from wgtui.views.cells import NOTHING, age_column, status_cell, status_column, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table, Target


def bootstrap_sections(world: World, syncs: Sequence[SecretSync], stale: bool, target: Target) -> list[Section]:
    """`syncs` are those of the cluster's namespace."""
    gitops = world.gitops
    head = Facts("Bootstrap", tuple(_facts(world, stale, target)), stale)
    if gitops is None:
        return [head]
    selecting = tuple(config for config in world.configs if selects(config, gitops))
    return [
        head,
        Table(
            "Configurations that select it",
            _columns(gitops, world.shows_control_plane_nodes),
            selecting,
            lambda row: row.metadata.ref,
            lambda row: target(CLUSTER_BOOTSTRAP_CONFIG, row.metadata.ref),
            empty="none selects it",
            stale=stale,
        ),
        Table(
            "Jobs",
            JOBS,
            tuple(world.jobs),
            lambda row: row.metadata.ref,
            lambda row: target(JOB, row.metadata.ref),
            empty="none is there any more" if ran(gitops) else "none was made",
            stale=stale,
        ),
        Table(
            "Secrets it is given",
            COPIES,
            tuple(copies(syncs, gitops)),
            lambda row: row.sync,
            lambda row: target(SECRET_SYNC, row.sync),
            empty="no SecretSync selects it",
            stale=stale,
        ),
    ]


def _facts(world: World, stale: bool, target: Target) -> Iterator[Fact]:
    """The verdict is about the Job that decides, where there is one: its logs are a key away."""
    job = why(world, None).job
    about = target(JOB, job.metadata.ref) if job is not None else None
    yield Fact("status", lambda now: status_cell(why(world, now).status, stale), target=about)
    yield Fact("why", lambda now: text_cell(why(world, now).text), target=about)
    if world.gitops is None:
        return
    annotations = world.gitops.metadata.annotations
    if annotations.bootstrap_configs:
        yield Fact("run by", text_cell(annotations.bootstrap_configs.replace(",", ", ")))
    if annotations.bootstrapped is not None:
        yield Fact("marked", text_cell(f"capi.weave.works/bootstrapped: {annotations.bootstrapped or 'empty'}"))


def _columns(gitops: GitopsCluster, shows_nodes: bool) -> tuple[Column[ClusterBootstrapConfig], ...]:
    def state(row: ClusterBootstrapConfig, _: datetime) -> Cell:
        if str(row.metadata.ref) in ran(gitops):
            return Cell("ran", Tone.GOOD)
        if has_run(row.metadata.ref, gitops):
            return Cell("not run: marked as bootstrapped", Tone.MUTED)
        return Cell(why_waiting(row, gitops, shows_nodes), Tone.WARN)

    return (
        text_column("name", "CONFIGURATION", lambda row: str(row.metadata.ref), 24, 0, grow=2, max_width=48),
        text_column("asks", "ASKS FOR", _asks_for, 16, 1, grow=2, max_width=44),
        Column("state", "STATE", state, lambda row: has_run(row.metadata.ref, gitops), 20, 0, 4),
    )


def _asks_for(row: ClusterBootstrapConfig) -> str:
    """What it waits for before its Job is made."""
    first = "ClusterProvisioned" if row.spec.require_cluster_provisioned else "Ready"
    return f"{first}, control plane nodes" if row.spec.require_cluster_ready else first


def _took(row: Job, now: datetime) -> Cell:
    """Until it was complete or had failed, or so far."""
    failed = conditions.find(row.status.conditions, "Failed")
    begun, ended = row.status.start_time, row.status.completion_time or (failed and failed.last_transition_time)
    return NOTHING if begun is None else Cell(age(begun, ended or now), Tone.MUTED)


JOBS: tuple[Column[Job], ...] = (
    text_column("name", "JOB", lambda row: row.metadata.name, 24, 0, grow=2, max_width=56),
    status_column(job_status, lambda _: False),
    text_column("attempt", "ATTEMPT", lambda row: attempt(row).removeprefix("attempt "), 7, 2),
    age_column(lambda row: row.metadata.creation_timestamp, 2),
    Column("took", "TOOK", _took, lambda row: row.status.start_time is None, 6, 3, right=True, ages=True),
    text_column("message", "MESSAGE", job_message, 16, 1, grow=4),
)

COPIES: tuple[Column[Copy], ...] = (
    text_column("secret", "SECRET", lambda row: str(row.secret), 20, 0, grow=2, max_width=48),
    text_column("target", "TO NAMESPACE", lambda row: row.target_namespace, 12, 1, grow=1, max_width=32),
    status_column(lambda row: row.status, lambda _: False, width=10),
    text_column("version", "VERSION", lambda row: row.version, 8, 3),
    text_column("message", "MESSAGE", lambda row: row.message, 16, 1, grow=4),
)
