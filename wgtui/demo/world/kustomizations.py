"""Kustomizations as kustomize-controller writes them. Pure."""

from __future__ import annotations

from wgtui.demo.world.delivery import Application, ApplicationState, Health, Source
from wgtui.demo.world.draft import BEHIND, OBSERVED, Draft, Json, digest, timestamp
from wgtui.demo.world.sources import revision
from wgtui.demo.world.workloads import inventory

API = "kustomize.toolkit.fluxcd.io/v1"

FAILED = (Health.BUILD_FAILED, Health.UNHEALTHY, Health.WAITING, Health.NO_SOURCE)


def kustomization(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> Json:
    return draft.object(
        API,
        "Kustomization",
        application.name,
        labels=application.labels,
        annotations=suspension(state),
        finalizers=["finalizers.fluxcd.io"],
        spec=_spec(application, state),
        status=_status(draft, application, state, source),
    )


def suspension(state: ApplicationState) -> dict[str, str]:
    """Who suspended it and why, as Weave GitOps notes it."""
    notes = {"suspended-by": state.suspended_by, "suspended-comment": state.suspended_comment}
    return {f"metadata.weave.works/{key}": value for key, value in notes.items() if value and state.suspended}


def _spec(application: Application, state: ApplicationState) -> Json:
    source = application.source
    reference = {"kind": source.kind, "name": source.name}
    if source.namespace != application.namespace:
        reference["namespace"] = source.namespace
    spec: Json = {
        "interval": application.interval,
        "retryInterval": "2m0s",
        "timeout": "5m0s",
        "path": application.path,
        "prune": True,
        "wait": True,
        "sourceRef": reference,
    }
    if application.depends_on:
        spec["dependsOn"] = [{"name": name} for name in application.depends_on]
    if application.target:
        spec["kubeConfig"] = {"secretRef": {"name": application.target}}
    if state.suspended:
        spec["suspend"] = True
    return spec


def _status(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> Json:
    status: Json = {
        "observedGeneration": BEHIND if state.behind else OBSERVED,
        "conditions": _conditions(draft, application, state, source),
    }
    if source is None or state.health is Health.NO_SOURCE:
        return status
    attempted = revision(source, state.commit)
    applied = revision(source, state.commit - 1) if _older(state.health) else attempted
    status |= {"lastAppliedRevision": applied, "lastAttemptedRevision": attempted}
    installed = ((id_, "v1") for workload in application.workloads for id_ in inventory(workload))
    entries = sorted((*installed, *application.objects))
    status["inventory"] = {"entries": [{"id": id_, "v": version} for id_, version in entries]}
    status["history"] = _history(draft, application, state, source)
    return status


def _older(health: Health) -> bool:
    return health in (Health.BUILD_FAILED, Health.UNHEALTHY, Health.PROGRESSING, Health.WAITING)


def _history(draft: Draft, application: Application, state: ApplicationState, source: Source) -> list[Json]:
    """What was applied before, newest first: never more than the five that the controller keeps."""
    words = {Health.BUILD_FAILED: "BuildFailed", Health.UNHEALTHY: "HealthCheckFailed"}
    return [
        {
            "digest": digest(application.name, commit),
            "firstReconciled": draft.after(60 * commit),
            "lastReconciled": timestamp(draft.since) if commit == state.commit else draft.after(60 * commit + 30),
            "lastReconciledDuration": f"{200 + commit * 37 % 900}ms",
            "lastReconciledStatus": words.get(state.health, "ReconciliationSucceeded")
            if commit == state.commit
            else "ReconciliationSucceeded",
            "totalReconciliations": 1 + commit % 7,
            "metadata": {"revision": revision(source, commit)},
        }
        for commit in range(state.commit, max(0, state.commit - 5), -1)
    ]


def _conditions(draft: Draft, application: Application, state: ApplicationState, source: Source | None) -> list[Json]:
    at = revision(source, state.commit) if source else ""
    if state.health is Health.READY:
        healthy = f"Health check passed in {20 + state.commit % 60}.{state.commit % 997:03}ms"
        return [
            draft.condition("Ready", True, "ReconciliationSucceeded", f"Applied revision: {at}"),
            draft.condition("Healthy", True, "ReconciliationSucceeded", healthy),
        ]
    if state.health is Health.PROGRESSING:
        message = f"Running health checks for revision {at} with a timeout of 4m30s"
        return [
            draft.condition("Reconciling", True, "Progressing", message),
            draft.condition("Ready", None, "Progressing", "Reconciliation in progress"),
            draft.condition("Healthy", None, "Progressing", message),
        ]
    reason, message = failure(application, state.health)
    retrying = f"Building manifests for revision {at} with a timeout of 4m30s"
    shown = [
        draft.condition("Reconciling", True, "ProgressingWithRetry", retrying),
        draft.condition("Ready", False, reason, message),
    ]
    if state.health is Health.UNHEALTHY:
        shown.append(draft.condition("Healthy", False, reason, message))
    return shown


def failure(application: Application, health: Health) -> tuple[str, str]:
    """Reason and message of what went wrong, in the controller's words."""
    match health:
        case Health.BUILD_FAILED if application.complaint:
            return "BuildFailed", application.complaint
        case Health.BUILD_FAILED:
            return "BuildFailed", (
                "kustomize build failed: accumulating resources: accumulation err='accumulating resources from "
                f"'deployment.yaml': evalsymlink failure on '/tmp/kustomization-{application.name}/deployment.yaml' : "
                f"lstat /tmp/kustomization-{application.name}/deployment.yaml: no such file or directory'"
            )
        case Health.UNHEALTHY:
            target = application.workloads[0] if application.workloads else None
            name = f"{target.namespace}/{target.name}" if target else f"{application.namespace}/{application.name}"
            return "HealthCheckFailed", (
                f"health check failed after 4m30.011s: timeout waiting for: [Deployment/{name} status: 'InProgress']"
            )
        case Health.WAITING:
            return (
                "DependencyNotReady",
                f"dependency '{application.namespace}/{application.depends_on[0]}' is not ready",
            )
        case _:
            source = application.source
            return "ArtifactFailed", f'{source.kind}.source.toolkit.fluxcd.io "{source.name}" not found'
