"""Kustomizations that make Flux on the management cluster look into folders of the cluster."""

from __future__ import annotations

from collections.abc import Mapping

from wgtui.errors import TemplateError
from wgtui.resources.meta import ObjectRef
from wgtui.templates.budget import Budget
from wgtui.templates.files import Group, RenderedFile
from wgtui.templates.flux import FluxVersions, kustomization
from wgtui.templates.manifest.writing import dump
from wgtui.templates.names import check_name
from wgtui.templates.place import Place
from wgtui.templates.request import FLUX_NAMESPACE

ADD_BASES = "templates.weave.works/add-common-bases"
SOPS_ENABLED = "templates.weave.works/sops-enabled"
SOPS_PARAMETERS = ("SOPS_KUSTOMIZATION_NAME", "SOPS_SECRET_REF", "SOPS_SECRET_REF_NAMESPACE")
_BASES = "clusters-bases-kustomization"
_SOURCE = ObjectRef(FLUX_NAMESPACE, FLUX_NAMESPACE)


def bases(place: Place, versions: FluxVersions, budget: Budget) -> RenderedFile:
    """What every cluster gets, from one folder for all."""
    body = kustomization(versions, ObjectRef(FLUX_NAMESPACE, _BASES), place.layout.bases, _SOURCE)
    return RenderedFile(place.file(f"{_BASES}.yaml"), dump(body, budget), Group.KUSTOMIZATIONS)


def sops(place: Place, values: Mapping[str, str], versions: FluxVersions, budget: Budget) -> RenderedFile:
    """Secrets of the cluster, encrypted with the key the parameters name. Raises TemplateError where one is missing."""
    name, secret, namespace = (_needed(values, parameter) for parameter in SOPS_PARAMETERS)
    check_name(name)
    body = kustomization(
        versions,
        ObjectRef(FLUX_NAMESPACE, name),
        place.file("sops"),
        _SOURCE,
        annotations={"sops-public-key/name": f"{secret}-pub", "sops-public-key/namespace": namespace},
        decryption_secret=secret,
    )
    return RenderedFile(place.file("sops-kustomization.yaml"), dump(body, budget), Group.KUSTOMIZATIONS)


def _needed(values: Mapping[str, str], parameter: str) -> str:
    value = values.get(parameter, "")
    if not value:
        raise TemplateError(f"missing required parameter: {parameter}", parameter=parameter, expected="a value")
    return value
