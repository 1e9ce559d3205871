"""`wgtui add`: something for the folder of a cluster, by a pull request."""

from __future__ import annotations

from typing import Any

import msgspec

from wgtui import adding
from wgtui.actions.add_application import added
from wgtui.actions.sops import for_git, recipient
from wgtui.actions.surroundings import surroundings
from wgtui.adding import Add, Application, Manifest
from wgtui.errors import TemplateError
from wgtui.headless.changing import LAYOUT, gitops_cluster, opened_hub
from wgtui.headless.names import object_ref
from wgtui.headless.output import Output
from wgtui.headless.proposing import propose, where
from wgtui.headless.templates import file_text
from wgtui.kube.client import Client
from wgtui.serving import Connect
from wgtui.templates.automations import Automation, HelmReleaseChoice, Target
from wgtui.templates.budget import Budget
from wgtui.templates.external_secrets import (
    DataFrom,
    ExternalSecret,
    ExternalSecretSpec,
    Extract,
    RemoteRef,
    SecretData,
    SecretTarget,
    StoreRef,
)
from wgtui.templates.manifest.reading import load
from wgtui.templates.policy_configs import API_VERSION, PolicyConfig
from wgtui.templates.request import FLUX_NAMESPACE, Kustomization, KustomizationChoice
from wgtui.templates.wire import NameChoice


async def add(command: Add, connect: Connect, output: Output) -> int:
    """Raises TemplateError for a choice that makes no object."""
    async with opened_hub(command.config, connect) as (client, hosts):
        target = Target("management", is_management=True)
        if command.cluster != "management":
            ref = await gitops_cluster(client, command.cluster, command.config.namespace)
            target = Target(ref.name, ref.namespace)
        wishes, versions = command.wishes, (await surroundings(client)).versions
        choice = await _choice(client, command)
        proposal = added(choice, target, LAYOUT, wishes.title, wishes.description, versions=versions)
        place = await where(client, hosts, wishes)
        return await propose(client, hosts, proposal, place, wishes, output)


async def _choice(client: Client, command: Add) -> Automation:
    match command.what:
        case Application() as what:
            return _release(what) if what.chart else _kustomization(what)
        case adding.ExternalSecret() as what:
            return _external_secret(what, command.config.namespace)
        case Manifest(kind="policy-config") as what:
            return _policy_config(file_text(what.file))
    text, to = file_text(command.what.file), command.what.kustomization
    key = await recipient(client, object_ref(to, FLUX_NAMESPACE)) if to else None
    return await for_git(client, text, key)


def _release(what: Application) -> HelmReleaseChoice:
    ref, source = object_ref(what.name, FLUX_NAMESPACE), object_ref(what.source, FLUX_NAMESPACE)
    values = file_text(what.values) if what.values else ""
    return HelmReleaseChoice(ref.name, what.chart, source, ref.namespace, what.version, values, what.target_namespace)


def _kustomization(what: Application) -> Kustomization:
    ref, source = object_ref(what.name, FLUX_NAMESPACE), object_ref(what.source, FLUX_NAMESPACE)
    spec = KustomizationChoice(
        what.path, NameChoice(source.name, source.namespace), what.target_namespace, bool(what.target_namespace)
    )
    return Kustomization(NameChoice(ref.name, ref.namespace), spec)


def _external_secret(what: adding.ExternalSecret, namespace: str) -> ExternalSecret:
    ref, (kind, _, store) = object_ref(what.name, namespace), what.store.rpartition("/")
    pairs = [one.rpartition("=") for one in what.properties]
    spec = ExternalSecretSpec(
        what.refresh,
        StoreRef(store, kind or "SecretStore"),
        SecretTarget(what.target or ref.name),
        tuple(SecretData(key, RemoteRef(what.key, name)) for key, _, name in pairs),
        None if pairs else DataFrom(Extract(what.key)),
    )
    return ExternalSecret(NameChoice(ref.name, ref.namespace), spec)


def _policy_config(text: str) -> PolicyConfig:
    """Of a manifest. Raises TemplateError for what it could not hold."""
    body: Any = load(text, Budget())
    if not isinstance(body, dict) or body.get("kind") != "PolicyConfig":
        raise TemplateError("the file holds no PolicyConfig", expected=f"one manifest of {API_VERSION}")
    try:
        return msgspec.convert({key: body.get(key) or {} for key in ("metadata", "spec")}, PolicyConfig)
    except msgspec.ValidationError as error:
        raise TemplateError("the PolicyConfig cannot be read", str(error)) from None
