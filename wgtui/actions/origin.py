"""Where an object comes from: the Kustomization that applies it, the repository and folder that one reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wgtui.errors import ConfigError, NotFound
from wgtui.github.hosts import Hosts
from wgtui.github.repository import Repository
from wgtui.kube.client import Client
from wgtui.resources.kustomize import KUSTOMIZATION, applier
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY, GitRepository

HELM_NAME = "helm.toolkit.fluxcd.io/name"
HELM_NAMESPACE = "helm.toolkit.fluxcd.io/namespace"
FLUX = ObjectRef("flux-system", "flux-system")
DEFAULT_ROLE = "default"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A branch of a repository as Flux reads it; `branch` empty is the repository's default one."""

    repository: Repository
    branch: str
    source: ObjectRef


@dataclass(frozen=True, slots=True)
class Origin:
    """`folder` is spec.path of the Kustomization, without `./`; empty for the whole repository."""

    kustomization: ObjectRef
    checkout: Checkout
    folder: str


def unmanaged(metadata: Mapping[str, Any]) -> ConfigError | None:
    """Why an object has no file in git, and what to edit instead; None where a Kustomization applies it."""
    labels = metadata.get("labels") or {}
    if applier(labels) is not None:
        return None
    release = labels.get(HELM_NAME)
    if release:
        ref = ObjectRef(labels.get(HELM_NAMESPACE, ""), release)
        return ConfigError(f"HelmRelease {ref} made this", "edit that one, or its values")
    for made in metadata.get("ownerReferences") or ():
        title = f"{made.get('kind')} {made.get('name')} made this"
        return ConfigError(title, "it has no file of its own: edit what made it")
    return ConfigError("this is not managed by git", "no Kustomization of Flux applies it: it was made by hand")


async def origin(client: Client, hosts: Hosts, labels: Mapping[str, str]) -> Origin:
    """Raises ConfigError where no Kustomization with a GitRepository applied it, KubeError, NotGitHub."""
    applied_by = applier(labels)
    if applied_by is None:
        raise ConfigError("no Kustomization applies this", "its file cannot be found: it was made by hand or by Helm")
    kustomization = await client.get(KUSTOMIZATION, applied_by)
    source = kustomization.source
    if source is None or source.kind != GIT_REPOSITORY.kind:
        what = source.kind if source else "nothing"
        raise ConfigError(
            f"Kustomization {applied_by} reads {what}", "only what comes from a GitRepository can be changed"
        )
    repository = await client.get(GIT_REPOSITORY, source.ref)
    return Origin(applied_by, checkout(hosts, repository), kustomization.spec.path.removeprefix(".").strip("/"))


def checkout(hosts: Hosts, source: GitRepository) -> Checkout:
    """Raises ConfigError where it follows no branch, NotGitHub."""
    annotations = source.metadata.annotations
    repository = hosts.repository(source.spec.url, annotations.repo_https_url or "")
    reference = source.spec.ref
    if reference is not None and (reference.commit or reference.name or reference.semver or reference.tag):
        pinned = reference.commit or reference.name or reference.semver or reference.tag
        raise ConfigError(
            f"GitRepository {source.metadata.ref} follows {pinned}, no branch", "name the branch to change with --base"
        )
    return Checkout(repository, reference.branch if reference else "", source.metadata.ref)


def default_source(sources: Iterable[GitRepository]) -> GitRepository:
    """Where new files go: the annotated one, else flux-system, else the first by name. Raises NotFound."""
    ordered = sorted(sources, key=lambda source: source.metadata.ref)
    for source in ordered:
        if source.metadata.annotations.repo_role == DEFAULT_ROLE:
            return source
    found = next((source for source in ordered if source.metadata.ref == FLUX), None) or next(iter(ordered), None)
    if found is None:
        raise NotFound("no GitRepository", "where should the files go? name one with --repository")
    return found


async def fleet_checkout(client: Client, hosts: Hosts) -> Checkout:
    """Where the fleet's files are. Raises ConfigError, KubeError, NotGitHub."""
    return checkout(hosts, default_source(await client.list(GIT_REPOSITORY)))
