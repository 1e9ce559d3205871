"""Flux objects as today's controllers serve them; another version only where a cluster is known to serve no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgtui.resources.meta import ObjectRef
from wgtui.templates.request import FLUX_NAMESPACE

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FluxVersions:
    """`v2beta1` and `v1beta2`, which Weave GitOps wrote, are no longer served."""

    kustomization: str = "kustomize.toolkit.fluxcd.io/v1"
    helm_release: str = "helm.toolkit.fluxcd.io/v2"
    helm_repository: str = "source.toolkit.fluxcd.io/v1"
    external_secret: str = "external-secrets.io/v1"
    """Of the External Secrets Operator, which goes along with it."""


def kustomization(
    versions: FluxVersions,
    ref: ObjectRef,
    path: str,
    source: ObjectRef,
    *,
    target_namespace: str = "",
    annotations: Mapping[str, str] | None = None,
    decryption_secret: str = "",
) -> Json:
    spec: Json = {
        "interval": "10m0s",
        "path": path,
        "prune": True,
        "sourceRef": _without_empty({"kind": "GitRepository", "name": source.name, "namespace": source.namespace}),
    }
    if target_namespace:
        spec["targetNamespace"] = target_namespace
    if decryption_secret:
        spec["decryption"] = {"provider": "sops", "secretRef": {"name": decryption_secret}}
    return _object(versions.kustomization, "Kustomization", ref, spec, annotations=annotations)


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    version: str
    repository: ObjectRef


def helm_release(
    versions: FluxVersions,
    ref: ObjectRef,
    chart: Chart,
    values: Json,
    *,
    interval: str,
    target_namespace: str = "",
    labels: Mapping[str, str] | None = None,
    depends_on: tuple[str, ...] = (),
) -> Json:
    """CRDs are installed and upgraded; the target namespace is made where it is missing."""
    install: Json = {"crds": "CreateReplace"}
    spec: Json = {
        "chart": {"spec": _chart(versions, chart)},
        "install": install,
        "interval": interval,
        "upgrade": {"crds": "CreateReplace"},
        "values": values,
    }
    if target_namespace:
        spec["targetNamespace"] = target_namespace
        install["createNamespace"] = True
    if depends_on:
        spec["dependsOn"] = [{"name": name} for name in depends_on]
    return _object(versions.helm_release, "HelmRelease", ref, spec, labels=labels)


def _chart(versions: FluxVersions, chart: Chart) -> Json:
    source = {
        "apiVersion": versions.helm_repository,
        "kind": "HelmRepository",
        "name": chart.repository.name,
        "namespace": chart.repository.namespace,
    }
    return _without_empty({"chart": chart.name, "sourceRef": source, "version": chart.version})


def helm_repository(versions: FluxVersions, found: Json) -> Json:
    """A copy to commit: what makes the repository, and nothing of its state."""
    metadata = found.get("metadata") or {}
    ref = ObjectRef(metadata.get("namespace") or FLUX_NAMESPACE, metadata.get("name") or "")
    return _object(versions.helm_repository, "HelmRepository", ref, found.get("spec") or {})


def namespace(name: str) -> Json:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def _object(
    api_version: str,
    kind: str,
    ref: ObjectRef,
    spec: Json,
    *,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> Json:
    metadata: Json = {"name": ref.name, "namespace": ref.namespace}
    if labels:
        metadata["labels"] = dict(labels)
    if annotations:
        metadata["annotations"] = dict(annotations)
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def _without_empty(values: Json) -> Json:
    return {key: value for key, value in values.items() if value}
