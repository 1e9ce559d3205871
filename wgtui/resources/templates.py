"""templates.weave.works and capi.weave.works: what clusters and applications are made from."""

from __future__ import annotations

from typing import Any

import msgspec

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Annotations, ObjectMeta, Resource

GROUP = "templates.weave.works"
CAPI_GROUP = "capi.weave.works"
TYPE_LABEL = "weave.works/template-type"
ENVSUBST = "envsubst"
TEMPLATING = "templating"


class TemplateMeta(ObjectMeta, frozen=True):
    """With every annotation: profiles are in numbered ones."""

    # The wire's name goes to the whole map; nobody sends the other, so that it stays empty.
    annotations: Annotations = msgspec.field(default=Annotations(), name="annotationsOfOtherKinds")
    all_annotations: dict[str, str] = msgspec.field(default_factory=dict, name="annotations")


class TemplateParameter(Resource, frozen=True):
    """`required` is true where the server filled in the default; a file that leaves it out means false."""

    name: str = ""
    description: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    default: str = ""


class PathTemplate(Resource, frozen=True):
    path: str = ""


class HelmReleaseTemplate(Resource, frozen=True):
    """`content` is merged over the HelmRelease that is made for a chart."""

    path: str = ""
    content: dict[str, Any] | None = None


class TemplateChart(Resource, frozen=True):
    """A profile. `values` are an object, not a text."""

    chart: str = ""
    version: str = ""
    target_namespace: str = ""
    layer: str = ""
    required: bool = False
    editable: bool = False
    values: dict[str, Any] | None = None
    template: HelmReleaseTemplate = HelmReleaseTemplate()


class TemplateCharts(Resource, frozen=True):
    items: tuple[TemplateChart, ...] = ()
    helm_repository_template: PathTemplate = PathTemplate()


class TemplateSpec(Resource, frozen=True):
    """`resourcetemplates`: v1alpha2's entries (`path`, `content` or `raw`) or v1alpha1's plain objects, as stored."""

    description: str = ""
    render_type: str = ENVSUBST
    params: tuple[TemplateParameter, ...] = ()
    charts: TemplateCharts = TemplateCharts()
    resourcetemplates: tuple[dict[str, Any], ...] = ()


class Template(Resource, frozen=True):
    """GitOpsTemplate or CAPITemplate."""

    metadata: TemplateMeta
    spec: TemplateSpec = TemplateSpec()


class CAPITemplate(Template, frozen=True): ...


class GitOpsTemplate(Template, frozen=True): ...


_VERSIONS = ("v1alpha2", "v1alpha1")
GITOPS_TEMPLATE = Kind(GROUP, "GitOpsTemplate", "gitopstemplates", GitOpsTemplate, _VERSIONS)
CAPI_TEMPLATE = Kind(CAPI_GROUP, "CAPITemplate", "capitemplates", CAPITemplate, _VERSIONS)
TEMPLATE_KINDS: tuple[Kind[Any], ...] = (GITOPS_TEMPLATE, CAPI_TEMPLATE)
