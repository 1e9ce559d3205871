"""Kustomizations that make Flux on the management cluster look into folders of the cluster."""

from __future__ import annotations

from collections.abc import Mapping

from wgtui.resources.meta import ObjectRef
from wgtui.templates.budget import Budget
from wgtui.templates.files import Group, RenderedFile
from wgtui.templates.flux import FluxVersions, kustomization
from wgtui.templates.manifest.writing import dump
from wgtui.templates.place import Place
from wgtui.templates.request import FLUX_NAMESPACE

ADD_BASES = "templates.weave.works/add-common-bases"
SOPS_ENABLED = "templates.weave.works/sops-enabled"
_BASES = "clusters-bases-kustomization"
_SOURCE = ObjectRef(FLUX_NAMESPACE, FLUX_NAMESPACE)


def bases(place: Place, versions: FluxVersions, budget: Budget) -> RenderedFile:
    """What every cluster gets, from one folder for all."""
    body = kustomization(versions, ObjectRef(FLUX_NAMESPACE, _BASES), place.layout.bases, _SOURCE)
    return RenderedFile(place.file(f"{_BASES}.yaml"), dump(body, budget), Group.KUSTOMIZATIONS)


def sops(place: Place, values: Mapping[str, str], versions: FluxVersions, budget: Budget) -> RenderedFile:
    """Secrets of the cluster, encrypted with the key the parameters name."""
    secret = values.get("SOPS_SECRET_REF", "")
    body = kustomization(
        versions,
        ObjectRef(FLUX_NAMESPACE, values.get("SOPS_KUSTOMIZATION_NAME", "")),
        place.file("sops"),
        _SOURCE,
        annotations={
            "sops-public-key/name": f"{secret}-pub",
            "sops-public-key/namespace": values.get("SOPS_SECRET_REF_NAMESPACE", ""),
        },
        decryption_secret=secret,
    )
    return RenderedFile(place.file("sops-kustomization.yaml"), dump(body, budget), Group.KUSTOMIZATIONS)
