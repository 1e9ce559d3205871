"""An application is a Kustomization or a HelmRelease; this is what the list shows of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wgtui.fleet import conditions
from wgtui.fleet.flux import verdict
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import Condition, ObjectRef

Application = Kustomization | HelmRelease


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """`cluster` is empty for the management cluster, else the leaf's `namespace/name`.

    `stale`: the watch that told this is not live; `status` is then the last known one and may not be shown as green.
    """

    uid: str
    cluster: str
    kind: str
    ref: ObjectRef
    status: Status
    reason: str
    message: str
    source: str
    """`Kind/namespace/name`."""
    revision: str
    """Last applied; hex cut to 8 characters as flux prints it."""
    changed: datetime | None
    suspended: bool
    labels: dict[str, str]
    target: str = ""
    """The leaf an application of the management cluster is applied to by spec.kubeConfig, `namespace/name`."""
    stale: bool = False
    suspended_by: str = ""
    """Who suspended it and why, where the one who did left a note."""


def application_verdict(application: Application) -> Verdict:
    status = application.status
    return verdict(application.metadata, status.conditions, status.observed_generation, application.spec.suspend)


def kubeconfig_of(application: Application) -> ObjectRef | None:
    """The Secret by which it is applied to another cluster than its own; always in its namespace."""
    opened_by = application.spec.kube_config
    secret = opened_by.secret_ref if opened_by else None
    return ObjectRef(application.metadata.namespace, secret.name) if secret else None


def application_summary(
    application: Application, cluster: str = "", target: str = "", stale: bool = False
) -> ApplicationSummary:
    metadata, spec, status = application.metadata, application.spec, application.status
    reached = application_verdict(application)
    return ApplicationSummary(
        uid=row_uid(metadata.uid, cluster),
        cluster=cluster,
        kind="Kustomization" if isinstance(application, Kustomization) else "HelmRelease",
        ref=metadata.ref,
        status=reached.status,
        reason=reached.reason,
        message=short(reached.message),
        source=str(application.source or ""),
        revision=revision(application),
        changed=changed(status.conditions) or metadata.creation_timestamp,
        suspended=spec.suspend,
        labels=metadata.labels,
        target=target,
        stale=stale,
        suspended_by=suspended_by(application) if spec.suspend else "",
    )


def revision(application: Application) -> str:
    """A Kustomization's last applied revision; a HelmRelease's newest chart version, else what it last attempted."""
    if isinstance(application, HelmRelease):
        history = application.status.history
        return (
            (history[0].chart_version if history else "")
            or application.status.last_applied_revision
            or application.status.last_attempted_revision
        )
    return short(application.status.last_applied_revision)


def changed(found: tuple[Condition, ...]) -> datetime | None:
    """When Ready last turned; a retry every few minutes does not count as a change."""
    ready = conditions.find(found, "Ready")
    return ready.last_transition_time if ready else None


def suspended_by(application: Application) -> str:
    notes = application.metadata.annotations
    who = notes.suspended_by or notes.flux_operator_suspended_by or ""
    return ": ".join(part for part in (who, notes.suspended_comment or "") if part)


def row_uid(uid: str, cluster: str) -> str:
    """Identity of a row: leaves made from one backup hold objects of the same uid."""
    return f"{cluster}:{uid}" if cluster else uid
