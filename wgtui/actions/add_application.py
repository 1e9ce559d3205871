"""Add: something for a cluster, in the cluster's folder: an application, a secret that others keep, a policy."""

from __future__ import annotations

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.templates.automations import Automation, HelmReleaseChoice, SopsSecret, Target, automation
from wgtui.templates.external_secrets import ExternalSecret
from wgtui.templates.flux import FluxVersions
from wgtui.templates.paths import Layout
from wgtui.templates.policy_configs import PolicyConfig
from wgtui.templates.request import Kustomization


def added(
    choice: Automation,
    target: Target,
    layout: Layout,
    title: str = "",
    description: str = "",
    *,
    versions: FluxVersions | None = None,
) -> Proposal:
    """Raises TemplateError for a choice that makes no object."""
    files = automation(choice, target, layout, versions or FluxVersions())
    about = subject(choice)
    named = f"{about.namespace}/{about.name}" if about.namespace else about.name
    return Proposal(
        Verb.ADD,
        (about,),
        title or f"Add {about.name} to {target.name}",
        description or f"This adds the {about.kind} {named} to the cluster {target.name}.",
        written(files),
    )


def subject(choice: Automation) -> Subject:
    """The object that it will be."""
    match choice:
        case Kustomization():
            return Subject("Kustomization", *choice.ref)
        case HelmReleaseChoice():
            return Subject("HelmRelease", *choice.ref)
        case ExternalSecret():
            return Subject("ExternalSecret", choice.metadata.namespace, choice.metadata.name)
        case PolicyConfig():
            return Subject("PolicyConfig", "", choice.metadata.name)
        case SopsSecret():
            return Subject("Secret", *choice.ref)
