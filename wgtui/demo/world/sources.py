"""Flux sources as source-controller writes them. Pure."""

from __future__ import annotations

from wgtui.demo.world.delivery import Fault, Source, SourceState, commit_hash
from wgtui.demo.world.draft import OBSERVED, Draft, Json, digest, timestamp, token

API = "source.toolkit.fluxcd.io/v1"
HOST = "http://source-controller.flux-system.svc.cluster.local."

REASONS = {
    "HelmChart": "ChartPullSucceeded",
}


def revision(source: Source, commit: int) -> str:
    """What the artifact of this commit is called, in the form of its kind."""
    match source.kind:
        case "GitRepository":
            reference = source.spec.get("ref", {})
            name = reference.get("branch") or reference.get("tag") or "main"
            return f"{name}@sha1:{source.pushed.get(commit) or commit_hash(source.spec['url'], commit)}"
        case "OCIRepository" | "ExternalArtifact":
            return f"{source.version or 'latest'}@{digest(source.name, commit)}"
        case "HelmChart":
            return _chart_version(source.version, commit)
        case _:
            return digest(source.kind, source.name, commit)


def _chart_version(version: str, commit: int) -> str:
    major, minor, patch = version.split(".")
    return f"{major}.{minor}.{int(patch) + commit - 1}"


def source_object(draft: Draft, source: Source, state: SourceState) -> Json:
    spec = source.spec if source.kind == "ExternalArtifact" else {"interval": source.interval} | source.spec
    if state.suspended:
        spec = spec | {"suspend": True}
    return draft.object(
        API,
        source.kind,
        source.name,
        annotations=source.annotations,
        finalizers=["finalizers.fluxcd.io"],
        spec=spec,
        status={} if _static(source) else _status(draft, source, state),
    )


def _static(source: Source) -> bool:
    """An OCI HelmRepository is only an address: it has no artifact and no conditions."""
    return source.kind == "HelmRepository" and source.spec.get("type") == "oci"


def _status(draft: Draft, source: Source, state: SourceState) -> Json:
    status: Json = {"conditions": _conditions(draft, source, state)}
    if source.kind != "ExternalArtifact":
        status["observedGeneration"] = OBSERVED
    commit = state.commit - 1 if state.fault is not Fault.NONE else state.commit
    if commit > 0 and state.fault not in (Fault.MISSING, Fault.INVALID):
        status["artifact"] = _artifact(draft, source, commit)
    if source.kind == "HelmChart":
        status |= {"observedChartName": source.spec["chart"], "observedSourceArtifactRevision": digest(source.name)}
    return status


def _artifact(draft: Draft, source: Source, commit: int) -> Json:
    path = f"{source.kind.lower()}/{source.namespace}/{source.name}"
    name = token(40, path, commit)
    file = f"{path}/index-{name}.yaml" if source.kind == "HelmRepository" else f"{path}/{name}.tar.gz"
    return {
        "revision": revision(source, commit),
        "digest": digest("artifact", source.kind, source.name, commit),
        "path": file,
        "url": f"{HOST}/{file}",
        "size": 4096 + int(token(4, path, commit), 16),
        "lastUpdateTime": timestamp(draft.since),
    }


def _conditions(draft: Draft, source: Source, state: SourceState) -> list[Json]:
    if state.fault is Fault.FETCHING:
        message = f"building artifact: new upstream revision '{revision(source, state.commit)}'"
        return [
            draft.condition("Reconciling", True, "Progressing", message),
            draft.condition("Ready", None, "Progressing", message),
        ]
    if state.fault is Fault.INVALID:
        message = f'parse "{source.spec["url"]}": invalid character " " in host name'
        return [draft.condition(type_, type_ == "Stalled", "URLInvalid", message) for type_ in ("Stalled", "Ready")]
    if state.fault is not Fault.NONE:
        reason, message = _failure(source, state.fault)
        retrying = f"building artifact: new upstream revision '{revision(source, state.commit)}'"
        return [
            draft.condition("Reconciling", True, "ProgressingWithRetry", retrying),
            draft.condition("Ready", False, reason, message),
            draft.condition("FetchFailed", True, reason, message),
        ]
    stored = _stored(source, state.commit)
    reason = REASONS.get(source.kind, "Succeeded")
    return [
        draft.condition("Ready", True, reason, stored),
        draft.condition("ArtifactInStorage", True, reason, stored),
    ]


def _stored(source: Source, commit: int) -> str:
    at = revision(source, commit)
    match source.kind:
        case "GitRepository":
            return f"stored artifact for revision '{at}'"
        case "OCIRepository":
            return f"stored artifact for digest '{at}'"
        case "HelmChart":
            return f"pulled '{source.spec['chart']}' chart with version '{at}'"
        case "ExternalArtifact":
            return "Artifact is ready"
        case _:
            return f"stored artifact: revision '{at}'"


def _failure(source: Source, fault: Fault) -> tuple[str, str]:
    url: str = source.spec.get("url", "")
    match source.kind, fault:
        case "GitRepository", Fault.AUTHENTICATION:
            return "AuthenticationFailed", (
                f"failed to checkout and determine revision: unable to list remote for '{url}': "
                "authentication required: Repository not found."
            )
        case "GitRepository", _:
            return "GitOperationFailed", (
                f"failed to checkout and determine revision: unable to list remote for '{url}': "
                "dial tcp: lookup github.com on 10.96.0.10:53: server misbehaving"
            )
        case "HelmRepository", _:
            return "FetchFailed", (
                f"failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch "
                f"{url}/index.yaml : 503 Service Unavailable"
            )
        case "HelmChart", _:
            return "ChartPullFailed", (
                "chart pull error: failed to get chart version for remote reference: "
                f"no '{source.spec['chart']}' chart with version matching '{source.spec.get('version', '')}' found"
            )
        case "Bucket", _:
            name = source.spec["bucketName"]
            return "BucketOperationFailed", f"failed to confirm existence of '{name}' bucket: Access Denied."
        case _:
            return "OCIArtifactPullFailed", (
                f"failed to determine artifact digest: GET {url.replace('oci://', 'https://')}: MANIFEST_UNKNOWN: "
                "manifest unknown"
            )
