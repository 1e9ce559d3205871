"""Flux objects, and what the lists have to say of each: every reason that its controllers give."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.unit.worlds import condition, kustomization, made, release
from wgtui.fleet.status import Status
from wgtui.resources.source import (
    BUCKET,
    EXTERNAL_ARTIFACT,
    GIT_REPOSITORY,
    HELM_CHART,
    HELM_REPOSITORY,
    OCI_REPOSITORY,
)

REVISION = "main@sha1:0123456789abcdef0123456789abcdef01234567"
APPLIED = condition("Ready", reason="ReconciliationSucceeded", message=f"Applied revision: {REVISION}")
RETRYING = condition("Reconciling", True, "ProgressingWithRetry", "Building manifests")
WORKING = condition(
    "Reconciling", True, "Progressing", "Running health checks for revision main with a timeout of 4m30s"
)
DELETED: dict[str, Any] = {"deletionTimestamp": "2026-11-24T05:30:00Z"}
SUSPENDED: dict[str, Any] = {"spec": {"suspend": True}}


class Case(NamedTuple):
    name: str
    found: Any
    status: Status
    message: str = ""
    reason: str = ""


def failed(reason: str, message: str) -> dict[str, Any]:
    return condition("Ready", False, reason, message)


def stalled(reason: str, message: str) -> dict[str, Any]:
    return condition("Stalled", True, reason, message)


KUSTOMIZATIONS = (
    Case(
        "applied", kustomization("app", APPLIED), Status.READY, "Applied revision: main@sha1:01234567", "Reconciliation"
    ),
    Case(
        "no status at all",
        kustomization("app", status={"observedGeneration": 0}),
        Status.PENDING,
        "waiting to be reconciled",
    ),
    Case(
        "never observed",
        kustomization("app", status={"observedGeneration": -1}),
        Status.PENDING,
        "waiting to be reconciled",
    ),
    Case("the spec is newer", kustomization("app", APPLIED, generation=2), Status.PROGRESSING, "new spec"),
    Case(
        "the spec is newer than a failure",
        kustomization("app", failed("BuildFailed", "no such file"), generation=2),
        Status.PROGRESSING,
        "new spec",
    ),
    Case(
        "a failure of the newest spec",
        kustomization("app", failed("BuildFailed", "no such file") | {"observedGeneration": 2}, generation=2),
        Status.FAILED,
        "no such file",
        "BuildFailed",
    ),
    Case(
        "reconciling",
        kustomization("app", condition("Ready", None, "Progressing", "Reconciliation in progress"), WORKING),
        Status.PROGRESSING,
        "Running health checks",
        "Progressing",
    ),
    Case(
        "reconciling for the first time, without Ready",
        kustomization("app", WORKING),
        Status.PROGRESSING,
        "Running health checks",
    ),
    Case(
        "Ready is Unknown and nothing else is said",
        kustomization("app", condition("Ready", None, "Progressing", "Reconciliation in progress")),
        Status.PROGRESSING,
        "in progress",
    ),
    Case(
        "failed and tried anew for a new revision",
        kustomization("app", failed("BuildFailed", "no such file"), WORKING),
        Status.PROGRESSING,
        "Running health checks",
    ),
    Case(
        "ReconciliationFailed",
        kustomization("app", failed("ReconciliationFailed", "Namespace/x dry-run failed"), RETRYING),
        Status.FAILED,
        "dry-run failed",
        "ReconciliationFailed",
    ),
    Case(
        "BuildFailed",
        kustomization("app", failed("BuildFailed", "kustomize build failed"), RETRYING),
        Status.FAILED,
        "kustomize build failed",
        "BuildFailed",
    ),
    Case(
        "PruneFailed",
        kustomization("app", failed("PruneFailed", "pruning failed")),
        Status.FAILED,
        "pruning failed",
        "PruneFailed",
    ),
    Case(
        "HealthCheckFailed",
        kustomization(
            "app", failed("HealthCheckFailed", "timeout waiting for: [Deployment/a/b status: 'InProgress']"), RETRYING
        ),
        Status.FAILED,
        "Deployment/a/b",
        "HealthCheckFailed",
    ),
    Case(
        "ArtifactFailed names the source",
        kustomization("app", failed("ArtifactFailed", "Source artifact not found, retrying in 30s")),
        Status.FAILED,
        "GitRepository/fleet/repo: Source artifact not found",
        "ArtifactFailed",
    ),
    Case(
        "ArtifactFailed that names it already",
        kustomization("app", failed("ArtifactFailed", "Source 'GitRepository/fleet/repo' not found")),
        Status.FAILED,
        "Source 'GitRepository/fleet/repo' not found",
        "ArtifactFailed",
    ),
    Case(
        "AccessDenied",
        kustomization(
            "app",
            failed("AccessDenied", "can't access 'other/repo'"),
            stalled("AccessDenied", "can't access 'other/repo'"),
        ),
        Status.FAILED,
        "can't access",
        "AccessDenied",
    ),
    Case(
        "DependencyNotReady",
        kustomization(
            "app",
            failed("DependencyNotReady", "dependency 'fleet/base' is not ready"),
            spec={"dependsOn": [{"name": "base"}]},
        ),
        Status.WAITING,
        "dependency 'fleet/base' is not ready",
        "DependencyNotReady",
    ),
    Case(
        "stalled",
        kustomization(
            "app", failed("InvalidCELExpression", "no such field"), stalled("InvalidCELExpression", "no such field")
        ),
        Status.FAILED,
        "no such field",
    ),
    Case(
        "stalled before the spec was mended",
        kustomization("app", stalled("InvalidCELExpression", "no such field"), generation=2),
        Status.PROGRESSING,
        "new spec",
    ),
    Case("suspended", kustomization("app", APPLIED, **SUSPENDED), Status.SUSPENDED, "Applied revision"),
    Case(
        "suspended while it fails",
        kustomization("app", failed("BuildFailed", "no such file"), **SUSPENDED),
        Status.SUSPENDED,
        "no such file",
    ),
    Case("suspended and newer", kustomization("app", APPLIED, generation=9, **SUSPENDED), Status.SUSPENDED, "Applied"),
    Case(
        "suspended with a note",
        kustomization(
            "app",
            APPLIED,
            annotations={
                "metadata.weave.works/suspended-by": "ada",
                "metadata.weave.works/suspended-comment": "until the freeze is over",
            },
            **SUSPENDED,
        ),
        Status.SUSPENDED,
        "ada: until the freeze is over",
    ),
    Case(
        "suspended by flux-operator",
        kustomization("app", APPLIED, annotations={"fluxcd.controlplane.io/suspendedBy": "bob"}, **SUSPENDED),
        Status.SUSPENDED,
        "bob",
    ),
    Case("deleting", kustomization("app", APPLIED, **DELETED), Status.DELETING, "waiting for its finalizers"),
    Case(
        "deleting, and it cannot",
        kustomization("app", failed("PruneFailed", "forbidden"), **DELETED),
        Status.DELETING,
        "forbidden",
    ),
    Case(
        "deleting though suspended",
        kustomization("app", APPLIED, **DELETED, **SUSPENDED),
        Status.DELETING,
        "waiting for its finalizers",
    ),
    Case(
        "a status word that nobody knows",
        kustomization("app", {"type": "Ready", "status": "Maybe", "reason": "Odd", "message": "what?"}),
        Status.PROGRESSING,
        "what?",
    ),
)

RELEASES = (
    Case(
        "installed",
        release("app", condition("Ready", reason="InstallSucceeded", message="Helm install succeeded")),
        Status.READY,
        "Helm install succeeded",
        "InstallSucceeded",
    ),
    Case(
        "InstallFailed",
        release(
            "app",
            failed("InstallFailed", "Helm install failed"),
            condition("Released", False, "InstallFailed", "Helm install failed: timed out"),
        ),
        Status.FAILED,
        "Helm install failed: timed out",
        "InstallFailed",
    ),
    Case(
        "UpgradeFailed",
        release("app", failed("UpgradeFailed", "Helm upgrade failed: context deadline exceeded")),
        Status.FAILED,
        "context deadline exceeded",
        "UpgradeFailed",
    ),
    Case(
        "rolled back, and why",
        release(
            "app",
            failed("RollbackSucceeded", "Helm rollback to previous release succeeded"),
            condition("Released", False, "UpgradeFailed", "Helm upgrade failed: timed out"),
            condition("Remediated", True, "RollbackSucceeded", ""),
        ),
        Status.FAILED,
        "Helm upgrade failed: timed out (rolled back)",
        "UpgradeFailed",
    ),
    Case(
        "uninstalled, and why",
        release(
            "app",
            failed("UninstallSucceeded", "Helm uninstall succeeded"),
            condition("Released", False, "InstallFailed", "no such image"),
            condition("Remediated", True, "UninstallSucceeded", ""),
        ),
        Status.FAILED,
        "no such image (uninstalled)",
        "InstallFailed",
    ),
    Case(
        "no retries are left",
        release(
            "app",
            failed("InstallFailed", "Helm install failed"),
            condition("Released", False, "InstallFailed", "no such image"),
            stalled("RetriesExceeded", "Failed to install after 1 attempt(s)"),
        ),
        Status.FAILED,
        "no such image (no more retries)",
        "InstallFailed",
    ),
    Case(
        "RollbackFailed",
        release("app", failed("RollbackFailed", "Helm rollback failed")),
        Status.FAILED,
        "Helm rollback failed",
        "RollbackFailed",
    ),
    Case(
        "UninstallFailed",
        release("app", failed("UninstallFailed", "Helm uninstall failed")),
        Status.FAILED,
        "Helm uninstall failed",
        "UninstallFailed",
    ),
    Case(
        "TestFailed",
        release("app", failed("TestFailed", "1 test failed"), condition("Released", reason="UpgradeSucceeded")),
        Status.FAILED,
        "1 test failed",
        "TestFailed",
    ),
    Case(
        "its chart is not ready",
        release(
            "app",
            failed(
                "SourceNotReady",
                "HelmChart 'fleet/fleet-app' is not ready: latest generation of object has not been reconciled",
            ),
        ),
        Status.WAITING,
        "HelmChart 'fleet/fleet-app' is not ready",
        "SourceNotReady",
    ),
    Case(
        "no chart",
        release("app", failed("ArtifactFailed", "could not get Source object: not found")),
        Status.FAILED,
        "HelmRepository/fleet/repo: could not get",
        "ArtifactFailed",
    ),
    Case(
        "its dependency is not ready",
        release(
            "app",
            failed(
                "DependencyNotReady", "dependencies do not meet ready condition: dependency 'fleet/db' is not ready"
            ),
            spec={"dependsOn": [{"name": "db"}, {"name": "mq"}]},
        ),
        Status.WAITING,
        "fleet/db",
        "DependencyNotReady",
    ),
    Case(
        "upgrading",
        release(
            "app",
            condition("Ready", None, "Progressing", "Running 'upgrade' action with timeout of 5m0s"),
            condition("Reconciling", True, "Progressing", "Running 'upgrade' action with timeout of 5m0s"),
        ),
        Status.PROGRESSING,
        "Running 'upgrade' action",
    ),
    Case(
        "drift is no failure",
        release(
            "app",
            condition("Ready", reason="UpgradeSucceeded", message="ok"),
            condition("Drifted", True, "DriftDetected"),
        ),
        Status.READY,
        "ok",
    ),
    Case("new", release("app", status={"observedGeneration": -1}), Status.PENDING, "waiting to be reconciled"),
)

APPLICATIONS = (*KUSTOMIZATIONS, *RELEASES)


def source(kind: Any, *conditions: Any, spec: Any = None, status: Any = None, **more: Any) -> Any:
    return made(kind, "repo", spec, {"observedGeneration": 1, "conditions": [*conditions]} | (status or {}), **more)


STORED = condition("Ready", reason="Succeeded", message=f"stored artifact for revision '{REVISION}'")

SOURCES = (
    Case(
        "fetched",
        source(GIT_REPOSITORY, STORED),
        Status.READY,
        "stored artifact for revision 'main@sha1:01234567'",
        "Succeeded",
    ),
    Case(
        "GitOperationFailed",
        source(
            GIT_REPOSITORY,
            failed("GitOperationFailed", "failed to checkout: authentication required"),
            condition("FetchFailed", True, "GitOperationFailed", ""),
        ),
        Status.FAILED,
        "authentication required",
        "GitOperationFailed",
    ),
    Case(
        "AuthenticationFailed",
        source(GIT_REPOSITORY, failed("AuthenticationFailed", "secret not found")),
        Status.FAILED,
        "secret not found",
        "AuthenticationFailed",
    ),
    Case(
        "VerificationError",
        source(
            GIT_REPOSITORY,
            failed("VerificationError", "no signature"),
            condition("SourceVerified", False, "VerificationError", "no signature"),
        ),
        Status.FAILED,
        "no signature",
        "VerificationError",
    ),
    Case(
        "URLInvalid is not tried again",
        source(GIT_REPOSITORY, failed("URLInvalid", "bad scheme"), stalled("URLInvalid", "bad scheme")),
        Status.FAILED,
        "bad scheme",
        "URLInvalid",
    ),
    Case(
        "IncludeUnavailable",
        source(
            GIT_REPOSITORY,
            failed("IncludeUnavailable", "no artifact of fleet/other"),
            condition("IncludeUnavailable", True, "", ""),
        ),
        Status.FAILED,
        "no artifact of fleet/other",
    ),
    Case(
        "first fetch",
        source(
            GIT_REPOSITORY,
            condition("Ready", None, "Progressing", "building artifact"),
            condition("Reconciling", True, "Progressing", "building artifact: new upstream revision"),
        ),
        Status.PROGRESSING,
        "new upstream revision",
    ),
    Case(
        "an artifact that is lost is fetched again",
        source(
            GIT_REPOSITORY,
            condition("Ready", None, "Progressing", "reconciliation in progress"),
            condition("ArtifactInStorage", False),
        ),
        Status.PROGRESSING,
        "in progress",
    ),
    Case("an oci artifact", source(OCI_REPOSITORY, STORED), Status.READY, "stored artifact"),
    Case(
        "OCIArtifactPullFailed",
        source(OCI_REPOSITORY, failed("OCIArtifactPullFailed", "MANIFEST_UNKNOWN")),
        Status.FAILED,
        "MANIFEST_UNKNOWN",
        "OCIArtifactPullFailed",
    ),
    Case("a helm index", source(HELM_REPOSITORY, STORED), Status.READY, "stored artifact"),
    Case(
        "IndexationFailed",
        source(HELM_REPOSITORY, failed("IndexationFailed", "404 Not Found")),
        Status.FAILED,
        "404 Not Found",
        "IndexationFailed",
    ),
    Case(
        "a static helm repository has no status",
        source(HELM_REPOSITORY, spec={"type": "oci"}),
        Status.READY,
        "Helm repository is Ready",
    ),
    Case(
        "a static helm repository, suspended",
        source(HELM_REPOSITORY, spec={"type": "oci", "suspend": True}),
        Status.SUSPENDED,
    ),
    Case(
        "a static helm repository, deleting",
        source(HELM_REPOSITORY, spec={"type": "oci"}, **DELETED),
        Status.DELETING,
        "finalizers",
    ),
    Case(
        "a chart",
        source(HELM_CHART, condition("Ready", reason="ChartPullSucceeded", message="pulled 'podinfo' chart")),
        Status.READY,
        "pulled 'podinfo' chart",
    ),
    Case(
        "a chart whose repository is not ready",
        source(HELM_CHART, failed("NoSourceArtifact", "no artifact available for HelmRepository source 'repo'")),
        Status.FAILED,
        "no artifact available",
    ),
    Case(
        "ChartPullError",
        source(
            HELM_CHART,
            failed("ChartPullError", "chart not found"),
            condition("BuildFailed", True, "ChartPullError", ""),
        ),
        Status.FAILED,
        "chart not found",
        "ChartPullError",
    ),
    Case(
        "StorageOperationFailed",
        source(
            HELM_CHART,
            failed("StorageOperationFailed", "no space left"),
            condition("StorageOperationFailed", True, "", ""),
        ),
        Status.FAILED,
        "no space left",
    ),
    Case("a bucket", source(BUCKET, STORED), Status.READY, "stored artifact"),
    Case(
        "BucketOperationFailed",
        source(BUCKET, failed("BucketOperationFailed", "403 Forbidden")),
        Status.FAILED,
        "403 Forbidden",
    ),
    Case("suspended", source(BUCKET, STORED, spec={"suspend": True}), Status.SUSPENDED, "stored artifact"),
    Case(
        "an artifact that another controller publishes",
        made(EXTERNAL_ARTIFACT, "repo", {}, {"artifact": {"revision": "v1"}}),
        Status.READY,
        "artifact is published",
    ),
    Case(
        "an external artifact with conditions",
        made(EXTERNAL_ARTIFACT, "repo", {}, {"conditions": [failed("BuildFailed", "no input")]}),
        Status.FAILED,
        "no input",
    ),
    Case(
        "an external artifact that is not there yet",
        made(EXTERNAL_ARTIFACT, "repo"),
        Status.PENDING,
        "waiting to be reconciled",
    ),
    Case(
        "never observed",
        source(GIT_REPOSITORY, status={"observedGeneration": -1}),
        Status.PENDING,
        "waiting to be reconciled",
    ),
    Case("the spec is newer", source(GIT_REPOSITORY, STORED, generation=2), Status.PROGRESSING, "new spec"),
    Case("no status at all", made(BUCKET, "repo"), Status.PENDING, "waiting to be reconciled"),
)
