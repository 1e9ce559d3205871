"""Secrets that others keep, secrets that SOPS sealed, and policies, for the folder of a cluster."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.crds import wrong_with
from tests.templates.making import content, documents, render, stored, template, thing
from wgtui.errors import TemplateError
from wgtui.templates.automations import Automation, SopsSecret, Target, automation
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
from wgtui.templates.flux import FluxVersions
from wgtui.templates.policy_configs import Match, Matched, PolicyConfig, PolicyConfigSpec, PolicyParameters
from wgtui.templates.request import CreateRequest, read
from wgtui.templates.wire import NameChoice

DEV = Target("dev", "team")
STORE, TARGET = StoreRef("vault", "ClusterSecretStore"), SecretTarget("db")
ONE = (SecretData("", RemoteRef("apps/db", "password")),)


def external(**spec: Any) -> ExternalSecret:
    return ExternalSecret(
        NameChoice("db", "shop"),
        ExternalSecretSpec(**{"secret_store_ref": STORE, "target": TARGET, "data": ONE, **spec}),
    )


def policy(match: Match = Match(namespaces=("shop",)), **parameters: Any) -> PolicyConfig:  # noqa: B008
    config = {"min-replicas": PolicyParameters(parameters or {"replica_count": 3})}
    return PolicyConfig(NameChoice("shop"), PolicyConfigSpec(match, config))


SEALED = """\
apiVersion: v1
kind: Secret
metadata:
    name: db
    namespace: shop
stringData:
    password: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
    empty: ""
sops:
    age:
        - recipient: age1x
          enc: x
    mac: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
"""


def body(choice: Automation, **options: Any) -> tuple[str, dict[str, Any]]:
    (file,) = automation(choice, DEV, **options)
    return file.path, yaml.safe_load(file.text)


def test_an_external_secret_names_what_is_kept_elsewhere() -> None:
    """Each property by its own name, unless another is given."""
    path, made = body(external(data=(*ONE, SecretData("user", RemoteRef("apps/db", "login")))))
    assert path == "clusters/team/dev/secrets/db-shop-externalsecret.yaml"
    assert made == {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {"name": "db", "namespace": "shop"},
        "spec": {
            "refreshInterval": "1h",
            "secretStoreRef": {"kind": "ClusterSecretStore", "name": "vault"},
            "target": {"creationPolicy": "Owner", "name": "db"},
            "data": [
                {"secretKey": "password", "remoteRef": {"key": "apps/db", "property": "password"}},
                {"secretKey": "user", "remoteRef": {"key": "apps/db", "property": "login"}},
            ],
        },
    }


def test_a_whole_secret_can_be_taken() -> None:
    """In the version that the cluster serves."""
    versions = FluxVersions(external_secret="external-secrets.io/v1beta1")
    _, made = body(external(data=(), data_from=DataFrom(Extract("apps/db"))), versions=versions)
    assert made["apiVersion"] == "external-secrets.io/v1beta1"
    assert made["spec"]["dataFrom"] == [{"extract": {"key": "apps/db"}}]
    assert "data" not in made["spec"]


def test_a_policy_config_is_what_its_definition_takes() -> None:
    """Cluster-scoped, without what is empty."""
    path, made = body(policy(Match(apps=(Matched("HelmRelease", "web", "shop"), Matched("Kustomization", "all")))))
    assert path == "clusters/team/dev/policy-configs/shop-policy-config.yaml"
    assert wrong_with(stored(made)) == []
    assert made["metadata"] == {"name": "shop"}
    assert made["spec"] == {
        "match": {
            "apps": [
                {"kind": "HelmRelease", "name": "web", "namespace": "shop"},
                {"kind": "Kustomization", "name": "all"},
            ]
        },
        "config": {"min-replicas": {"parameters": {"replica_count": 3}}},
    }


def test_a_sealed_secret_is_committed_as_it_is() -> None:
    """Its signature is over the order of the values; the folder is that of the Kustomization that decrypts."""
    (file,) = automation(SopsSecret(SEALED), DEV)
    assert (file.path, file.text) == ("clusters/team/dev/sops/db-shop-sops-secret.yaml", SEALED)
    (file,) = automation(SopsSecret(SEALED, "secrets/prod"), DEV)
    assert file.path == "secrets/prod/db-shop-sops-secret.yaml"


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        (ExternalSecret(), "external secret name must be specified"),
        (ExternalSecret(NameChoice("a")), "external secret namespace must be specified in ExternalSecret a"),
        (
            external(secret_store_ref=StoreRef()),
            "external secret secretStoreRef must be specified in ExternalSecret db",
        ),
        (external(secret_store_ref=StoreRef("", "SecretStore")), "secretStoreRef name must be specified"),
        (external(secret_store_ref=StoreRef("a")), "secretStoreRef kind must be specified in ExternalSecret db"),
        (external(secret_store_ref=StoreRef("a", "Vault")), "Vault is no kind of store"),
        (external(target=SecretTarget()), "target name must be specified in ExternalSecret db"),
        (external(data=()), "external secret data or dataFrom must be specified in ExternalSecret db"),
        (external(data=(SecretData("a", RemoteRef("", "p")),)), "remoteRef key kind must be specified"),
        (external(data=(SecretData("a", RemoteRef("k")),)), "remoteRef property kind must be specified"),
        (external(data_from=DataFrom()), "extract key in dataFrom must be specified in ExternalSecret db"),
        (PolicyConfig(), "policy config name must be specified"),
        (policy(Match()), "policy config must target workspaces, namespaces, applications or resources"),
        (
            PolicyConfig(NameChoice("a"), PolicyConfigSpec(Match(("w",)))),
            "policy config configuration must be specified",
        ),
        (
            PolicyConfig(NameChoice("a"), PolicyConfigSpec(Match(("w",)), {"p": PolicyParameters()})),
            "policy p configuration must have at least one parameter",
        ),
        (policy(Match(("w",), ("n",))), "cannot target workspaces and namespaces in same policy config"),
        (policy(Match(apps=(Matched("", "x"),))), "invalid matches, application kind is required"),
        (policy(Match(apps=(Matched("HelmRelease"),))), "invalid matches, application name is required"),
        (policy(Match(resources=(Matched("", "x"),))), "invalid matches, resource kind is required"),
        (policy(Match(resources=(Matched("Pod"),))), "invalid matches, resource name is required"),
        (policy(Match(apps=(Matched("Pod", "x"),))), "Pod is no application"),
        (SopsSecret("[]"), "the text holds no Secret"),
        (SopsSecret("kind: Secret"), "missing apiVersion field"),
        (SopsSecret("apiVersion: v1"), "missing kind field"),
        (SopsSecret("apiVersion: v1\nkind: Secret"), "missing secret name"),
        (SopsSecret("apiVersion: v1\nkind: Secret\nmetadata: {name: a}"), "missing secret namespace"),
        (SopsSecret(SEALED.replace("stringData", "other")), "key/value pairs must be set in either data or stringData"),
        (SopsSecret(f"{SEALED}data: {{a: b}}\n"), "expected only one of data or stringData fields, but found both"),
        (SopsSecret(SEALED.replace("kind: Secret", "kind: Pod")), "v1 Pod is no Secret"),
        (SopsSecret(SEALED.partition("sops:")[0]), "Secret db is not encrypted"),
        (SopsSecret(SEALED.replace('""', "hunter2")), "Secret db is not encrypted"),
        (
            SopsSecret(SEALED.replace("        - recipient: age1x\n          enc: x\n", "")),
            "Secret db is not encrypted",
        ),
    ],
)
def test_what_is_missing_is_named(choice: Automation, title: str) -> None:
    """In the original's words where it had some; never with a value of the secret."""
    with pytest.raises(TemplateError) as caught:
        automation(choice, DEV)
    assert caught.value.title.startswith(title)
    assert "hunter2" not in str(caught.value)


def test_they_come_with_a_new_cluster_and_are_remembered() -> None:
    """The original took them with the request and made nothing of them."""
    rendered = render(
        template(content(thing())),
        {"NAMESPACE": "team"},
        external_secrets=(external(),),
        policy_configs=(policy(),),
        sops_secrets=(SEALED,),
    )
    folder = "clusters/team/dev"
    assert documents(rendered, f"{folder}/secrets/db-shop-externalsecret.yaml")[0]["kind"] == "ExternalSecret"
    assert documents(rendered, f"{folder}/policy-configs/shop-policy-config.yaml")[0]["kind"] == "PolicyConfig"
    assert documents(rendered, f"{folder}/sops/db-shop-sops-secret.yaml")[0]["kind"] == "Secret"
    asked = CreateRequest(external_secrets=(external(),), policy_configs=(policy(),), sops_secrets=(SEALED,))
    assert read(asked.text()) == asked
