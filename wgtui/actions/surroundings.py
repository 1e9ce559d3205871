"""What rendering a template has to know of the management cluster, asked when a form is opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wgtui.errors import Absent, Forbidden, NotFound
from wgtui.kube.client import Client
from wgtui.kube.discovery import Served
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import AnyObject, ObjectRef
from wgtui.resources.source import HELM_REPOSITORY
from wgtui.templates.flux import FluxVersions
from wgtui.templates.settings import DEFAULT_REPOSITORY, Surroundings

EXTERNAL_SECRET: Kind[Any] = Kind(
    "external-secrets.io", "ExternalSecret", "externalsecrets", AnyObject, ("v1", "v1beta1")
)


async def surroundings(client: Client, repository: ObjectRef = DEFAULT_REPOSITORY) -> Surroundings:
    """Kinds with a namespace, versions of Flux that are served, and the HelmRepository of profiles where it is there.

    Raises KubeError where the server cannot be asked.
    """
    served = await client.served()

    def scope(group: str, kind: str) -> bool | None:
        return served.namespaced.get((group, kind))

    return Surroundings(scope, repository, await _repository(client, repository), {}, _versions(served))


async def _repository(client: Client, ref: ObjectRef) -> dict[str, Any] | None:
    try:
        return await client.get_raw(HELM_REPOSITORY, ref)
    except (NotFound, Absent, Forbidden):
        return None


def _versions(served: Served) -> FluxVersions:
    """Today's, unless the server serves only others that have the same fields."""
    versions = FluxVersions()
    return replace(
        versions,
        kustomization=_version(served, KUSTOMIZATION, versions.kustomization),
        helm_release=_version(served, HELM_RELEASE, versions.helm_release),
        helm_repository=_version(served, HELM_REPOSITORY, versions.helm_repository),
        external_secret=_version(served, EXTERNAL_SECRET, versions.external_secret),
    )


def _version(served: Served, kind: Kind[Any], default: str) -> str:
    found = served.version_of(kind)
    return f"{kind.group}/{found}" if found else default
