"""Templates for tests, made short, and their rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from wgtui.resources.templates import CAPITemplate, GitOpsTemplate, Template
from wgtui.templates.from_file import template_in
from wgtui.templates.rendering import Program, Rendered
from wgtui.templates.request import CreateRequest
from wgtui.templates.settings import Settings, Surroundings

Json = dict[str, Any]

REALISTIC = Path(__file__).with_name("realistic")
REPOSITORY: Json = {
    "apiVersion": "source.toolkit.fluxcd.io/v1beta2",
    "kind": "HelmRepository",
    "metadata": {"name": "weaveworks-charts", "namespace": "flux-system", "uid": "1", "annotations": {"a": "b"}},
    "spec": {"url": "https://charts.example.com", "interval": "1m"},
    "status": {"url": "x"},
}
CLUSTER = Surroundings(
    scope=lambda _, kind: {"Namespace": False, "Unknown": None}.get(kind, True), repository=REPOSITORY
)


def template(
    *entries: Json,
    kind: type[Template] = GitOpsTemplate,
    annotations: dict[str, str] | None = None,
    params: list[Json] | None = None,
    charts: Json | None = None,
    render_type: str = "envsubst",
) -> Template:
    body = {
        "metadata": {"name": "demo", "namespace": "default", "annotations": annotations or {}},
        "spec": {
            "renderType": render_type,
            "params": params or [],
            "charts": charts or {},
            "resourcetemplates": list(entries),
        },
    }
    return msgspec.convert(body, kind)


def capi_template(*entries: Json, **more: Any) -> Template:
    return template(*entries, kind=CAPITemplate, **more)


def content(*objects: Json, **more: Any) -> Json:
    return {"content": list(objects), **more}


def thing(**spec: Any) -> Json:
    """An object of a kind nobody knows, named after the cluster."""
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "${CLUSTER_NAME}"}, "spec": spec}


def render(
    made: Template,
    parameters: dict[str, str] | None = None,
    around: Surroundings = CLUSTER,
    settings: Settings | None = None,
    remembers: bool = False,
    **asked: Any,
) -> Rendered:
    """With a cluster named `dev` unless the parameters say otherwise."""
    given = {"CLUSTER_NAME": "dev", **(parameters or {})}
    return Program(made, settings or Settings()).render(
        CreateRequest(parameter_values=given, **asked), around, remembers=remembers
    )


def documents(rendered: Rendered, path: str = "") -> list[Json]:
    """All objects, or those of one file."""
    texts = [file.text for file in rendered.files if path in ("", file.path)]
    return [body for text in texts for body in yaml.safe_load_all(text) if body]


def realistic(name: str) -> Template:
    return template_in((REALISTIC / f"{name}.yaml").read_text(encoding="utf-8"))


def stored(body: dict[str, Any]) -> dict[str, Any]:
    """With what a server adds."""
    added = {"uid": "1", "resourceVersion": "1", "creationTimestamp": "2026-01-01T00:00:00Z"}
    return {**body, "metadata": {**body["metadata"], **added}}
