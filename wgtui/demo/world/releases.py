"""HelmReleases as helm-controller writes them. Pure."""

from __future__ import annotations

from wgtui.demo.world.delivery import Application, ApplicationState, Health, Source
from wgtui.demo.world.draft import BEHIND, OBSERVED, Draft, Json, digest, timestamp
from wgtui.demo.world.kustomizations import suspension
from wgtui.demo.world.sources import revision
from wgtui.demo.world.workloads import inventory

API = "helm.toolkit.fluxcd.io/v2"


def helm_release(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> Json:
    """`source` is the HelmChart made for it, or the OCIRepository its chartRef names."""
    return draft.object(
        API,
        "HelmRelease",
        application.name,
        labels=application.labels,
        annotations=suspension(state),
        finalizers=["finalizers.fluxcd.io"],
        spec=_spec(application, state),
        status=_status(draft, application, state, source),
    )


def chart_of(application: Application) -> Source:
    """The HelmChart that helm-controller makes for a HelmRelease, in its repository's namespace."""
    repository = application.source
    spec = {
        "chart": application.chart,
        "version": "*",
        "sourceRef": {"kind": repository.kind, "name": repository.name},
        "reconcileStrategy": "ChartVersion",
    }
    name = f"{application.namespace}-{application.name}"
    version = application.chart_version
    return Source(application.server, "HelmChart", repository.namespace, name, spec, interval="10m0s", version=version)


def target_namespace(application: Application) -> str:
    return application.workloads[0].namespace if application.workloads else application.namespace


def _spec(application: Application, state: ApplicationState) -> Json:
    spec: Json = {
        "interval": application.interval,
        "install": {"crds": "CreateReplace", "createNamespace": True},
        "upgrade": {"crds": "CreateReplace", "remediation": {"retries": 3, "strategy": "rollback"}},
        "targetNamespace": target_namespace(application),
        "releaseName": application.name,
        "values": {"replicaCount": 2, "serviceMonitor": {"enabled": True}},
    }
    spec |= _chart(application)
    if application.depends_on:
        spec["dependsOn"] = [{"name": name} for name in application.depends_on]
    if state.suspended:
        spec["suspend"] = True
    return spec


def _chart(application: Application) -> Json:
    source = application.source
    if source.kind == "OCIRepository":
        return {"chartRef": {"kind": source.kind, "name": source.name, "namespace": source.namespace}}
    reference = {"kind": source.kind, "name": source.name, "namespace": source.namespace}
    return {"chart": {"spec": {"chart": application.chart, "version": "*", "sourceRef": reference}}}


def _status(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> Json:
    status: Json = {
        "observedGeneration": BEHIND if state.behind else OBSERVED,
        "conditions": _conditions(draft, application, state, source),
        "storageNamespace": target_namespace(application),
    }
    if application.source.kind != "OCIRepository":
        status["helmChart"] = f"{application.source.namespace}/{application.namespace}-{application.name}"
    if source is None or state.health in (Health.WAITING, Health.NO_SOURCE):
        return status
    status |= {
        "history": history(draft, application, state, source),
        "lastAttemptedGeneration": 1,
        "lastAttemptedRevision": chart_version(source, state.release),
        "lastAttemptedConfigDigest": digest("values", application.name),
        "lastAttemptedReleaseAction": "install" if state.health is Health.INSTALL_FAILED else "upgrade",
    }
    failures = {Health.INSTALL_FAILED: "installFailures", Health.UPGRADE_FAILED: "upgradeFailures"}
    if state.health in failures:
        return status | {"failures": 3, failures[state.health]: 3}
    ids = sorted(id_ for workload in application.workloads for id_ in inventory(workload))
    return status | {"inventory": {"entries": [{"id": id_, "v": "v1"} for id_ in ids]}}


def chart_version(source: Source, release: int) -> str:
    """The chart version that a release has: its patch level counts with the releases."""
    if source.kind == "OCIRepository":
        major, minor, _ = source.version.split(".")
        return f"{major}.{minor}.{release}+{digest(source.name)[7:19]}"
    return revision(source, release)


def history(draft: Draft, application: Application, state: ApplicationState, source: Source) -> list[Json]:
    """Newest first, never more than three."""
    first = 1 if state.health is Health.INSTALL_FAILED else max(1, state.release - 2)
    numbers = range(state.release if state.health is not Health.INSTALL_FAILED else 1, first - 1, -1)
    return [_entry(draft, application, state, source, number) for number in numbers]


def _entry(draft: Draft, application: Application, state: ApplicationState, source: Source, number: int) -> Json:
    deployed = timestamp(draft.since) if number == state.release else draft.after(86400 * number)
    return {
        "name": application.name,
        "namespace": target_namespace(application),
        "version": number,
        "status": _release_status(state, number),
        "chartName": application.chart,
        "chartVersion": chart_version(source, number),
        "appVersion": f"v{number}.0.{number % 5}",
        "configDigest": digest("values", application.name),
        "digest": digest("release", application.name, number),
        "firstDeployed": draft.after(86400),
        "lastDeployed": deployed,
    }


def _release_status(state: ApplicationState, number: int) -> str:
    if number < state.release:
        rolled_back = state.health is Health.UPGRADE_FAILED and number == state.release - 1
        return "deployed" if rolled_back else "superseded"
    if state.health in (Health.UPGRADE_FAILED, Health.INSTALL_FAILED):
        return "failed"
    return "pending-upgrade" if state.health is Health.PROGRESSING else "deployed"


def _conditions(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> list[Json]:
    place = f"{target_namespace(application)}/{application.name}"
    version = chart_version(source, state.release) if source else ""
    chart = f"{application.chart}@{version}"
    match state.health:
        case Health.READY:
            action = "install" if state.release == 1 else "upgrade"
            message = f"Helm {action} succeeded for release {place}.v{state.release} with chart {chart}"
            reason = f"{action.title()}Succeeded"
            return [draft.condition("Ready", True, reason, message), draft.condition("Released", True, reason, message)]
        case Health.PROGRESSING:
            return [
                draft.condition("Reconciling", True, "Progressing", "Running 'upgrade' action with timeout of 5m0s"),
                draft.condition("Ready", None, "Progressing", "Reconciliation in progress"),
            ]
        case Health.UPGRADE_FAILED:
            return _upgrade_failed(draft, place, chart, state)
        case Health.INSTALL_FAILED:
            message = (
                f"Helm install failed for release {place} with chart {chart}: failed pre-install: 1 error occurred:\n"
                f"\t* job {application.name}-admission-create failed: BackoffLimitExceeded"
            )
            return _failed(draft, "InstallFailed", message, "Failed to install after 1 attempt(s)")
        case Health.WAITING:
            message = f"dependency '{application.namespace}/{application.depends_on[0]}' is not ready"
            return [draft.condition("Ready", False, "DependencyNotReady", message)]
        case _:
            chart = f"{application.source.namespace}/{application.namespace}-{application.name}"
            message = f"HelmChart '{chart}' is not ready: latest generation of object has not been reconciled"
            return [draft.condition("Ready", False, "SourceNotReady", message)]


def _failed(draft: Draft, reason: str, message: str, stalled: str) -> list[Json]:
    return [
        draft.condition("Ready", False, reason, message),
        draft.condition("Released", False, reason, message),
        draft.condition("Stalled", True, "RetriesExceeded", stalled),
    ]


def _upgrade_failed(draft: Draft, place: str, chart: str, state: ApplicationState) -> list[Json]:
    message = f"Helm upgrade failed for release {place} with chart {chart}: context deadline exceeded"
    back = f"Helm rollback to previous release {place}.v{state.release - 1} succeeded"
    return [
        *_failed(draft, "UpgradeFailed", message, "Failed to upgrade after 4 attempt(s)"),
        draft.condition("Remediated", True, "RollbackSucceeded", back),
    ]
