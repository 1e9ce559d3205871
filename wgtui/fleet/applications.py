"""An application is a Kustomization or a HelmRelease; this is what the list shows of one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from wgtui.fleet import conditions
from wgtui.fleet.flux import DEPENDENCY, SOURCE, Judged, judged
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.fleet.suspension import suspension
from wgtui.fleet.verdict import Verdict
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import Condition, ObjectRef

Application = Kustomization | HelmRelease

_BECAUSE_OF_SOURCE = frozenset({"ArtifactFailed", SOURCE})


class ApplicationSummary(Struct, frozen=True, gc=False):
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
    """The cluster it is applied to by spec.kubeConfig, `namespace/name`; empty for its own."""
    stale: bool = False
    suspended_by: str = ""
    """Who suspended it and why, where the one who did left a note."""
    suspended_since: datetime | None = None
    suspended_until: datetime | None = None
    blocked_by: str = ""
    """`Kind/namespace/name` of the source or the dependency that it is not ready because of."""


def application_verdict(application: Application) -> Verdict:
    return application_judged(application).verdict


def application_judged(application: Application) -> Judged:
    status = application.status
    return judged(application.metadata, status.conditions, status.observed_generation, application.spec.suspend)


class OpenedBy(NamedTuple):
    """The Secret, or the ConfigMap, by which an application is applied to another cluster than its own."""

    kind: str
    ref: ObjectRef


def opened_by(application: Application) -> OpenedBy | None:
    """Always in the namespace of the application; None: it stays on its own cluster."""
    found, namespace = application.spec.kube_config, application.metadata.namespace
    if found is None:
        return None
    if found.secret_ref is not None:
        return OpenedBy("Secret", ObjectRef(namespace, found.secret_ref.name))
    return OpenedBy("ConfigMap", ObjectRef(namespace, found.config_map_ref.name if found.config_map_ref else ""))


def target(application: Application) -> str:
    """The cluster it is applied to, as `namespace/name`, by the name that Cluster API gives its kubeconfig."""
    found = opened_by(application)
    if found is None:
        return ""
    name = found.ref.name.removesuffix("-kubeconfig").removesuffix("-user")
    return str(ObjectRef(found.ref.namespace, name))


def application_summary(application: Application, cluster: str = "", stale: bool = False) -> ApplicationSummary:
    metadata, spec, status = application.metadata, application.spec, application.status
    reached = application_verdict(application)
    blocked_by = _blocked_by(application, reached)
    suspended = suspension(metadata.annotations) if spec.suspend else None
    note = str(suspended or "")
    return ApplicationSummary(
        uid=row_uid(metadata.uid, cluster),
        cluster=cluster,
        kind="Kustomization" if isinstance(application, Kustomization) else "HelmRelease",
        ref=metadata.ref,
        status=reached.status,
        reason=reached.reason,
        message=short(note or _naming(application, reached)),
        source=str(application.source or ""),
        revision=revision(application),
        changed=changed(status.conditions) or metadata.creation_timestamp,
        suspended=spec.suspend,
        labels=metadata.labels,
        target=target(application),
        stale=stale,
        suspended_by=note,
        suspended_since=suspended.since if suspended else None,
        suspended_until=suspended.until if suspended else None,
        blocked_by=blocked_by,
    )


def _blocked_by(application: Application, reached: Verdict) -> str:
    if reached.status is Status.SUSPENDED:
        return ""
    if reached.reason in _BECAUSE_OF_SOURCE:
        return str(application.source or "")
    if reached.reason != DEPENDENCY:
        return ""
    namespace = application.metadata.namespace
    wanted = [str(ObjectRef(one.namespace or namespace, one.name)) for one in application.spec.depends_on]
    named = next((name for name in wanted if f"'{name}'" in reached.message), wanted[0] if len(wanted) == 1 else "")
    return f"{type(application).__name__}/{named}" if named else ""


def _naming(application: Application, reached: Verdict) -> str:
    """kustomize-controller says "not found" without saying what."""
    source = application.source if reached.reason == "ArtifactFailed" else None
    if source is None or source.ref.name in reached.message:
        return reached.message
    return f"{source}: {reached.message}"


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


def row_uid(uid: str, cluster: str) -> str:
    """Identity of a row: leaves made from one backup hold objects of the same uid."""
    return f"{cluster}:{uid}" if cluster else uid
