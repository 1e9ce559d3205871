"""What is decided outside of a template: where files go, what is added, and what the cluster knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.resources.meta import ObjectRef
from wgtui.templates.flux import FluxVersions
from wgtui.templates.injection import Scope
from wgtui.templates.paths import Layout
from wgtui.templates.profiles import ChartFacts
from wgtui.templates.request import FLUX_NAMESPACE

DEFAULT_REPOSITORY = ObjectRef(FLUX_NAMESPACE, "weaveworks-charts")


@dataclass(frozen=True, slots=True)
class Settings:
    """Weave GitOps' defaults. `namespace` is for clusters whose template asks for none."""

    layout: Layout = field(default_factory=Layout)
    namespace: str = "default"
    keeps_objects: bool = True
    """Whether CAPITemplates annotate their objects against pruning."""
    adds_bases: bool = True
    """Whether CAPITemplates add the Kustomization of what every cluster gets."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`scope` tells which kinds have a namespace, None without a cluster; `repository` is that of the profiles."""

    scope: Scope | None = None
    repository_ref: ObjectRef = DEFAULT_REPOSITORY
    repository: Mapping[str, Any] | None = None
    charts: Mapping[str, ChartFacts] = field(default_factory=dict)
    versions: FluxVersions = field(default_factory=FluxVersions)
    charts_note: str = ""
    """Why `charts` are not all that the repository has."""
