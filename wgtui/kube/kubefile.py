"""A kubeconfig as it is written: files read, checked and merged by kubectl's rules."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from wgtui.errors import ConfigError
from wgtui.kube.printable import one_line

LARGEST = 4 * 2**20
"""Bytes; the largest kubeconfigs seen have a few thousand contexts and 2 MB."""


class _Written(msgspec.Struct, frozen=True, rename="kebab", omit_defaults=True):
    """kebab-case in the file, unknown fields ignored."""


class Cluster(_Written, frozen=True, rename="kebab"):
    server: str = ""
    certificate_authority: str = ""
    certificate_authority_data: str = ""
    tls_server_name: str = ""
    insecure_skip_tls_verify: bool = False
    proxy_url: str = ""
    extensions: list[dict[str, Any]] | None = None


class ExecVariable(msgspec.Struct, frozen=True):
    name: str
    value: str = ""


class Exec(msgspec.Struct, frozen=True, rename="camel"):
    """A login plugin; `config` is the cluster's extension for it, where it asks for cluster information."""

    command: str
    api_version: str
    args: tuple[str, ...] | None = None
    env: tuple[ExecVariable, ...] | None = None
    install_hint: str = ""
    provide_cluster_info: bool = False
    interactive_mode: str = "IfAvailable"


class AuthProvider(msgspec.Struct, frozen=True):
    name: str = ""
    config: dict[str, Any] | None = None


class User(_Written, frozen=True, rename="kebab"):
    token: str = ""
    token_file: str = msgspec.field(default="", name="tokenFile")
    client_certificate: str = ""
    client_certificate_data: str = ""
    client_key: str = ""
    client_key_data: str = ""
    username: str = ""
    password: str = ""
    act_as: str = msgspec.field(default="", name="as")
    as_uid: str = ""
    as_groups: tuple[str, ...] | None = None
    as_user_extra: dict[str, tuple[str, ...]] | None = None
    exec: Exec | None = None
    auth_provider: AuthProvider | None = None


class Context(_Written, frozen=True, rename="kebab"):
    cluster: str = ""
    user: str = ""
    namespace: str = ""


class _NamedCluster(msgspec.Struct, frozen=True):
    name: str
    cluster: Cluster | None = None


class _NamedUser(msgspec.Struct, frozen=True):
    name: str
    user: User | None = None


class _NamedContext(msgspec.Struct, frozen=True):
    name: str
    context: Context | None = None


class _File(_Written, frozen=True, rename="kebab"):
    clusters: list[_NamedCluster] | None = None
    users: list[_NamedUser] | None = None
    contexts: list[_NamedContext] | None = None
    current_context: str | None = None


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """All files as one; paths in it are absolute."""

    files: tuple[Path, ...]
    clusters: dict[str, Cluster]
    users: dict[str, User]
    contexts: dict[str, Context]
    current_context: str


def paths_of(kubeconfig: str, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """`--kubeconfig`, else KUBECONFIG, else ~/.kube/config. Only a file named on the command line must be there."""
    if kubeconfig:
        path = Path(kubeconfig).expanduser()
        if not path.exists():
            raise ConfigError(f"no kubeconfig at {path}", "check --kubeconfig")
        return (path,)
    listed = environment.get("KUBECONFIG", "")
    entries = [entry for entry in listed.split(os.pathsep) if entry] or ["~/.kube/config"]
    return tuple(path for entry in entries if (path := Path(entry).expanduser()).exists())


def read(paths: tuple[Path, ...]) -> Kubeconfig:
    """Merged as kubectl does: of two entries with one name, and of two current contexts, the first counts.

    kubernetes_asyncio's merger lets the last current context win and dies of an entry without a name.
    """
    merged = Kubeconfig(paths, {}, {}, {}, "")
    for path in paths:
        merged = _with(merged, parse(_content(path), str(path)), path.absolute().parent)
    return merged


def of_content(content: bytes, origin: str) -> Kubeconfig:
    """A kubeconfig that is no file; relative paths in it stay as they are."""
    if len(content) > LARGEST or _has_aliases(content):
        raise ConfigError(f"{origin} is refused", "it is too large, or built of YAML aliases")
    return _with(Kubeconfig((), {}, {}, {}, ""), parse(content, origin), Path())


def reaching_out(cluster: Cluster, user: User) -> tuple[str, ...]:
    """The fields that would run a program or read a file of this machine."""
    named = {
        "exec": user.exec is not None,
        "auth-provider": user.auth_provider is not None,
        "tokenFile": bool(user.token_file),
        "client-certificate": bool(user.client_certificate),
        "client-key": bool(user.client_key),
        "certificate-authority": bool(cluster.certificate_authority),
    }
    return tuple(name for name, used in named.items() if used)


def _with(merged: Kubeconfig, written: _File, folder: Path) -> Kubeconfig:
    for cluster in written.clusters or ():
        merged.clusters.setdefault(cluster.name, _beside(folder, cluster.cluster or Cluster()))
    for user in written.users or ():
        merged.users.setdefault(user.name, _user_beside(folder, user.user or User()))
    for context in written.contexts or ():
        merged.contexts.setdefault(context.name, context.context or Context())
    return replace(merged, current_context=merged.current_context or written.current_context or "")


def _has_aliases(content: bytes) -> bool:
    # A few lines of nested aliases are a billion entries once they are walked.
    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(content, _Loader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return False  # `parse` tells what is wrong


def parse(content: bytes, origin: str) -> _File:
    """Raises ConfigError with line and column, or with the field that is wrong; never quotes a value."""
    try:
        document = yaml.load(content, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ConfigError(f"{origin} is not YAML", f"{place}{one_line(error.problem or 'broken')}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ConfigError(f"{origin} is not YAML", "it holds characters or nesting that YAML does not allow") from None
    try:
        return msgspec.convert(document if document is not None else {}, _File)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{origin} is not a kubeconfig", one_line(str(error))) from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe, and in C where PyYAML was built so: a kubeconfig of a thousand contexts in 0.1 s, not 2.

    Like kubectl's, it knows no dates: they are names.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(f"{path} is too large for a kubeconfig", "check KUBECONFIG and --kubeconfig")
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read", error.strerror or "check its permissions") from error


def _absolute(folder: Path, path: str) -> str:
    return str(folder / path) if path else ""


def _beside(folder: Path, cluster: Cluster) -> Cluster:
    return msgspec.structs.replace(cluster, certificate_authority=_absolute(folder, cluster.certificate_authority))


def _user_beside(folder: Path, user: User) -> User:
    """Relative paths are relative to their file; so is a plugin's command if it has a slash in it."""
    plugin = user.exec
    if plugin is not None and "/" in plugin.command:
        plugin = msgspec.structs.replace(plugin, command=_absolute(folder, plugin.command))
    return msgspec.structs.replace(
        user,
        token_file=_absolute(folder, user.token_file),
        client_certificate=_absolute(folder, user.client_certificate),
        client_key=_absolute(folder, user.client_key),
        exec=plugin,
    )
