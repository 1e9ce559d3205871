"""All kinds wgtui reads, for discovery, the palette and tests; and kinds of providers it has no struct for."""

from __future__ import annotations

from typing import Any

from wgtui.resources import (
    bootstrap,
    capi,
    cluster_bootstrap,
    controlplane,
    core,
    gitops,
    helm,
    infrastructure,
    kustomize,
    source,
    templates,
    workloads,
)
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import AnyObject
from wgtui.resources.providers import plural_of, provider_kind

APPLICATION_KINDS: tuple[Kind[Any], ...] = (kustomize.KUSTOMIZATION, helm.HELM_RELEASE)

SOURCE_KINDS: tuple[Kind[Any], ...] = (
    source.GIT_REPOSITORY,
    source.OCI_REPOSITORY,
    source.HELM_REPOSITORY,
    source.HELM_CHART,
    source.BUCKET,
    source.EXTERNAL_ARTIFACT,
)

KINDS: tuple[Kind[Any], ...] = (
    gitops.GITOPS_CLUSTER,
    cluster_bootstrap.CLUSTER_BOOTSTRAP_CONFIG,
    cluster_bootstrap.SECRET_SYNC,
    capi.CLUSTER,
    capi.MACHINE,
    capi.MACHINE_SET,
    capi.MACHINE_DEPLOYMENT,
    capi.MACHINE_POOL,
    capi.MACHINE_HEALTH_CHECK,
    controlplane.KUBEADM_CONTROL_PLANE,
    controlplane.AWS_MANAGED_CONTROL_PLANE,
    bootstrap.KUBEADM_CONFIG,
    bootstrap.EKS_CONFIG,
    bootstrap.NODEADM_CONFIG,
    infrastructure.AWS_CLUSTER,
    infrastructure.AWS_MACHINE,
    infrastructure.AWS_MACHINE_POOL,
    infrastructure.AWS_MANAGED_CLUSTER,
    infrastructure.AWS_MANAGED_MACHINE_POOL,
    infrastructure.AWS_FARGATE_PROFILE,
    infrastructure.AWS_CLUSTER_ROLE_IDENTITY,
    infrastructure.AWS_CLUSTER_STATIC_IDENTITY,
    infrastructure.AWS_CLUSTER_CONTROLLER_IDENTITY,
    *SOURCE_KINDS,
    *APPLICATION_KINDS,
    *templates.TEMPLATE_KINDS,
    core.EVENT,
    core.NAMESPACE,
    core.NODE,
    core.POD,
    core.SECRET,
    workloads.DEPLOYMENT,
    workloads.REPLICA_SET,
    workloads.STATEFUL_SET,
    workloads.DAEMON_SET,
    workloads.JOB,
)

_BY_GROUP_AND_KIND: dict[tuple[str, str], Kind[Any]] = {(kind.group, kind.kind): kind for kind in KINDS}


def known(group: str, kind: str) -> Kind[Any] | None:
    return _BY_GROUP_AND_KIND.get((group, kind))


_SHORT = {
    **{"ks": "kustomization", "hr": "helmrelease", "hc": "helmchart"},
    **{"gitrepo": "gitrepository", "ocirepo": "ocirepository", "helmrepo": "helmrepository"},
}
"""As the definitions of Flux shorten them."""


def named(text: str) -> Kind[Any] | None:
    """By `Kind`, plural, `plural.group` or Flux's short name, in any case, as kubectl reads it."""
    wanted = _SHORT.get(text.lower(), text.lower())
    for kind in KINDS:
        if wanted in (kind.kind.lower(), kind.plural, kind.resource):
            return kind
    return None


def any_kind(group: str, kind: str, version: str, *, namespaced: bool) -> Kind[Any]:
    """A kind that something refers to: known, or one whose objects can only be read whole.

    Without a version it is a provider's.
    """
    if not version:
        return kind_of_provider(group, kind)
    return known(group, kind) or Kind(group, kind, plural_of(kind), AnyObject, (version,), namespaced)


def kind_of_provider(group: str, kind: str) -> Kind[Any]:
    """What a part of a cluster refers to: known, or read by the contract."""
    return known(group, kind) or provider_kind(group, kind)
