"""What is added to rendered objects: labels, namespace, the annotation against pruning, credentials, what made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wgtui.resources.templates import CAPITemplate, Template
from wgtui.templates.budget import Budget
from wgtui.templates.credentials import IdentityRef
from wgtui.templates.objects import Document

PRUNE = "kustomize.toolkit.fluxcd.io/prune"
INJECT_PRUNE = "templates.weave.works/inject-prune-annotation"
NAME_LABEL = "templates.weave.works/template-name"
NAMESPACE_LABEL = "templates.weave.works/template-namespace"
_NEVER_KEPT = ("Cluster", "GitopsCluster")

Scope = Callable[[str, str], bool | None]
"""API group and kind → whether its objects have a namespace; None where the cluster does not know the kind."""


def is_switched_on(template: Template, annotation: str, *, default: bool) -> bool:
    """The template's own word, else the setting, which is meant for CAPITemplates alone."""
    word = template.metadata.all_annotations.get(annotation, "")
    return word == "true" if word else default and isinstance(template, CAPITemplate)


@dataclass(frozen=True, slots=True)
class Additions:
    """The same for every object of one rendering. Without a `scope`, no cluster can be asked: no namespace then."""

    labels: tuple[tuple[str, str], ...]
    namespace: str
    scope: Scope | None
    keeps: bool
    identity: IdentityRef | None


def additions(
    template: Template, namespace: str, scope: Scope | None, *, keeps: bool, identity: IdentityRef | None
) -> Additions:
    """`keeps` is the setting for the annotation against pruning."""
    meta = template.metadata
    labels = ((NAME_LABEL, meta.name), (NAMESPACE_LABEL, meta.namespace))
    return Additions(
        tuple(label for label in labels if label[1]),
        namespace,
        scope,
        is_switched_on(template, INJECT_PRUNE, default=keeps),
        identity,
    )


def add(document: Document, additions: Additions, budget: Budget) -> None:
    kind = document.value("kind", budget)
    _map_in(document, "labels").update(additions.labels)
    if additions.scope is not None and not document.metadata.get("namespace"):
        group = str(document.value("apiVersion", budget)).rpartition("/")[0]
        if additions.scope(group, str(kind)) is not False:
            document.metadata["namespace"] = additions.namespace
    if additions.keeps and kind not in _NEVER_KEPT:
        _map_in(document, "annotations")[PRUNE] = "disabled"
    if additions.identity is not None and kind in additions.identity.clusters:
        spec = document.value("spec", budget)
        document.replace(
            "spec", {**(spec if isinstance(spec, dict) else {}), "identityRef": additions.identity.value}, budget
        )


def _map_in(document: Document, key: str) -> dict[str, str]:
    found = document.metadata.get(key)
    if not isinstance(found, dict):
        found = document.metadata[key] = {}
    return found
