"""`wgtui add`: what is put into the folder of a cluster; its grammar, and what was typed understood."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.mistakes import hint
from wgtui.wishes import PullRequestWishes, add_wishes, wished


@dataclass(frozen=True, slots=True)
class Application:
    """A Kustomization of `path` in `source`, or a HelmRelease of `chart` in the repository `source`."""

    name: str
    source: str
    path: str = ""
    chart: str = ""
    version: str = ""
    values: str = ""
    target_namespace: str = ""


@dataclass(frozen=True, slots=True)
class ExternalSecret:
    """`properties` are `PROPERTY` or `SECRETKEY=PROPERTY`; without any the whole remote secret is taken."""

    name: str
    store: str
    key: str
    properties: tuple[str, ...] = ()
    target: str = ""
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A PolicyConfig, or a Secret for SOPS, in a file; `kustomization` is the one that decrypts it."""

    kind: str
    file: str
    kustomization: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    config: Config
    what: Application | ExternalSecret | Manifest
    cluster: str
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


KINDS = {
    "application": ("app", "apps", "applications"),
    "external-secret": ("externalsecret", "es"),
    "sops-secret": ("sopssecret", "sops"),
    "policy-config": ("policyconfig",),
}


def add_grammar(made: argparse.ArgumentParser) -> None:
    made.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    made.add_argument("name", metavar="NAME", nargs="?", default="", help="name or namespace/name of the new object")
    made.add_argument("--cluster", metavar="NAME", required=True, help="name, namespace/name or management")
    application = made.add_argument_group("application")
    application.add_argument("--source", metavar="NAME", default="", help="GitRepository or HelmRepository")
    application.add_argument("--path", metavar="DIR", default="", help="a Kustomization of this folder")
    application.add_argument("--chart", metavar="NAME", default="", help="a HelmRelease of this chart")
    application.add_argument("--chart-version", metavar="V", default="", help="of the chart (default: any)")
    application.add_argument("--values", metavar="FILE", default="", help="of the HelmRelease")
    application.add_argument("--target-namespace", metavar="NS", default="", help="where its objects go")
    secret = made.add_argument_group("external-secret")
    secret.add_argument("--store", metavar="[KIND/]NAME", default="", help="SecretStore or ClusterSecretStore")
    secret.add_argument("--key", metavar="KEY", default="", help="of the secret in the store")
    secret.add_argument("--property", metavar="[KEY=]PROPERTY", action="append", default=[], help="(default: all)")
    secret.add_argument("--target", metavar="NAME", default="", help="the Secret that is made (default: NAME)")
    secret.add_argument("--refresh", metavar="TIME", default="", help="(default: 1h)")
    manifest = made.add_argument_group("sops-secret, policy-config")
    manifest.add_argument("-f", "--file", metavar="FILE", default="", help="the manifest")
    manifest.add_argument("--kustomization", metavar="NAME", default="", help="that decrypts: sops encrypts for it")
    add_wishes(made)


def add_of(config: Config, options: Mapping[str, Any]) -> Add:
    """Raises ConfigError."""
    typed = options["kind"].casefold()
    kind = next((kind for kind, words in KINDS.items() if typed == kind or typed in words), "")
    if not kind:
        title = f"cannot add {options['kind']!r}"
        raise ConfigError(title, f"there are {', '.join(KINDS)}{hint(typed, KINDS)}")
    what: Application | ExternalSecret | Manifest
    if kind in ("application", "external-secret") and not options["name"]:
        raise ConfigError(f"which {kind}?", f"as in wgtui add {kind} NAME --cluster team-a/prod")
    if kind == "application":
        what = _application(options)
    elif kind == "external-secret":
        what = _external_secret(options)
    else:
        what = _manifest(kind, options)
    return Add(config, what, options["cluster"], wished(options))


def _application(options: Mapping[str, Any]) -> Application:
    if bool(options["path"]) == bool(options["chart"]):
        raise ConfigError("an application is either a folder or a chart", "name one of --path and --chart")
    if not options["source"]:
        raise ConfigError("where does it come from?", "name --source, a GitRepository or HelmRepository")
    return Application(
        options["name"],
        options["source"],
        options["path"],
        options["chart"],
        options["chart_version"],
        options["values"],
        options["target_namespace"],
    )


def _external_secret(options: Mapping[str, Any]) -> ExternalSecret:
    for flag in ("store", "key"):
        if not options[flag]:
            raise ConfigError(f"an external secret needs --{flag}", "see wgtui add --help")
    return ExternalSecret(
        options["name"],
        options["store"],
        options["key"],
        tuple(options["property"]),
        options["target"],
        options["refresh"],
    )


def _manifest(kind: str, options: Mapping[str, Any]) -> Manifest:
    if not options["file"]:
        raise ConfigError(f"a {kind} is in a file", "name it with -f FILE")
    if options["name"]:
        raise ConfigError(f"unexpected argument {options['name']!r}", "its name stands in the file")
    return Manifest(kind, options["file"], options["kustomization"])
