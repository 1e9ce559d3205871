"""The fleet as a table."""

from __future__ import annotations

from wgtui.fleet.clusters import ClusterSummary
from wgtui.fleet.status import Status
from wgtui.views.cells import (
    age_column,
    count_column,
    message_column,
    reason_column,
    status_column,
    text_column,
    version_column,
)
from wgtui.views.columns import Column
from wgtui.views.fields import (
    AgeField,
    CountField,
    Fields,
    FlagField,
    Match,
    NumberField,
    StatusField,
    TextField,
    VersionField,
)


def described(row: ClusterSummary) -> str:
    """The message, or the reason where there is none; before it what a pull request would make of the cluster."""
    said = row.message or row.reason
    if not row.pull or row.status is Status.PROPOSED:
        return said
    return f"deletion proposed #{row.pull}{f'; {said}' if said else ''}"


def other_name(row: ClusterSummary) -> str:
    """The name of its Cluster, where that is another one than its own."""
    return row.capi_ref.name if row.capi_ref is not None and row.capi_ref != row.ref else ""


COLUMNS: tuple[Column[ClusterSummary], ...] = (
    text_column("name", "NAME", lambda row: row.ref.name, 17, 0, grow=4, max_width=48),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 12, 7, grow=1, max_width=24),
    status_column(lambda row: row.status, lambda row: row.stale),
    text_column("provider", "PROVIDER", lambda row: row.provider, 8, 8),
    text_column("region", "REGION", lambda row: row.region, 14, 11),
    version_column("version", "VERSION", lambda row: row.version, 8, 4, max_width=20),
    count_column("control-plane", "CP", lambda row: row.control_plane, 5, 2),
    count_column("workers", "WORKERS", lambda row: row.workers, 7, 3),
    status_column(
        lambda row: row.connectivity, lambda row: row.stale, id="connectivity", title="CONNECTED", width=13, priority=10
    ),
    status_column(
        lambda row: row.bootstrap, lambda row: row.stale, id="bootstrap", title="BOOTSTRAP", width=15, priority=9
    ),
    count_column("applications", "APPS", lambda row: row.applications, 7, 5),
    age_column(lambda row: row.created, 6),
    text_column("cluster", "CLUSTER", other_name, 12, 14, grow=1, max_width=32, wide_only=True),
    text_column("phase", "PHASE", lambda row: row.phase, 12, 12, wide_only=True),
    text_column("endpoint", "ENDPOINT", lambda row: row.endpoint, 24, 15, grow=2, max_width=64, wide_only=True),
    reason_column(lambda row: row.reason, 13),
    message_column(described, 1),
)


def _text(row: ClusterSummary) -> tuple[str, ...]:
    return (
        f"{row.ref.namespace}/{row.ref.name}",
        row.status.word,
        row.provider,
        row.region,
        row.version,
        row.reason,
        described(row),
    )


FIELDS: Fields[ClusterSummary] = Fields(
    (
        TextField("name", lambda row: row.ref.name, ("cluster",)),
        TextField("namespace", lambda row: row.ref.namespace, ("ns",)),
        StatusField("status", lambda row: row.status),
        TextField("provider", lambda row: row.provider),
        TextField("region", lambda row: row.region),
        VersionField("version", lambda row: row.version),
        CountField("cp", lambda row: row.control_plane, ("control-plane",)),
        CountField("workers", lambda row: row.workers),
        CountField("apps", lambda row: row.applications, ("applications",)),
        StatusField("connectivity", lambda row: row.connectivity, ("connected",)),
        StatusField("bootstrap", lambda row: row.bootstrap),
        TextField("phase", lambda row: row.phase),
        TextField("endpoint", lambda row: row.endpoint, match=Match.INSIDE),
        AgeField("age", lambda row: row.created),
        TextField("reason", lambda row: row.reason),
        TextField("message", described, match=Match.INSIDE),
        NumberField("pull", lambda row: row.pull),
        FlagField("paused", lambda row: row.paused),
        FlagField("deleting", lambda row: row.deleting),
        FlagField("stale", lambda row: row.stale),
        FlagField("gitops", lambda row: row.gitops),
        FlagField("capi", lambda row: row.capi),
    ),
    _text,
    lambda row: row.labels,
)
