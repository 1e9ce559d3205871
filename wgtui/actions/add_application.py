"""Add: an application for a cluster, a Kustomization or a HelmRelease in the cluster's folder."""

from __future__ import annotations

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.templates.automations import HelmReleaseChoice, Target, automation
from wgtui.templates.paths import Layout
from wgtui.templates.request import Kustomization


def added(
    choice: Kustomization | HelmReleaseChoice, target: Target, layout: Layout, title: str = "", description: str = ""
) -> Proposal:
    """Raises TemplateError for a choice that makes no object."""
    kind = "Kustomization" if isinstance(choice, Kustomization) else "HelmRelease"
    files = automation(choice, target, layout)
    return Proposal(
        Verb.ADD,
        (Subject(kind, choice.ref.namespace, choice.ref.name),),
        title or f"Add {choice.ref.name} to {target.name}",
        description or f"This adds the {kind} {choice.ref} to the cluster {target.name}.",
        written(files),
    )
