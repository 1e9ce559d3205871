"""A kubeconfig's user entry: where its credentials come from, and whom it acts as."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from urllib.parse import quote

from wgtui.errors import ConfigError, Unauthorized
from wgtui.kube import kubefile
from wgtui.kube.credentials import FileCredentials, text_of
from wgtui.kube.kubefile import Cluster, Exec, Kubeconfig, User
from wgtui.kube.login import Credential, Credentials, FixedCredentials, bearer, is_token
from wgtui.kube.oidc import OidcCredentials
from wgtui.kube.plugin import PluginCredentials
from wgtui.kube.printable import one_line
from wgtui.kube.tls import ClientCertificate

PLUGIN_EXTENSION = "client.authentication.k8s.io/exec"
PLUGIN_VERSIONS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")


def credentials_of(config: Kubeconfig, name: str, user: User, cluster: Cluster) -> Credentials:
    """Token, password, plugin, auth-provider, in kubectl's order; a certificate goes with any of them."""
    certificate, files = _certificate_of_data(user), _certificate_files(user)
    if not (user.token or user.token_file or user.username):
        if user.exec is not None:
            return _plugin(user.exec, name, cluster)
        if user.auth_provider is not None:
            return _provider(config, name, user)
    fixed = Credential(_authorization(user), certificate)
    if user.token_file or files:
        return FileCredentials(Path(user.token_file) if user.token_file else None, files, fixed)
    return FixedCredentials(fixed)


def impersonation(user: User) -> tuple[tuple[str, str], ...]:
    """The headers that ask the server to treat us as somebody else."""
    extra = user.as_user_extra or {}
    headers = [
        ("Impersonate-User", user.act_as),
        *(("Impersonate-Group", group) for group in user.as_groups or ()),
        ("Impersonate-Uid", user.as_uid),
        *((f"Impersonate-Extra-{quote(key.lower(), safe='')}", value) for key in extra for value in extra[key]),
    ]
    given = tuple((header, value) for header, value in headers if value)
    if given and not user.act_as:
        raise ConfigError("groups to act as, but no user", "--as-group needs --as, `as-groups` in a kubeconfig `as`")
    if not all(value.isprintable() for _, value in given):
        raise ConfigError("the user or group to act as holds unprintable characters", "check --as and --as-group")
    return given


def pem_of(encoded: str, field: str) -> str:
    try:
        return base64.b64decode(encoded, validate=False).decode()
    except (binascii.Error, ValueError):
        raise ConfigError(f"{field} is not base64 of PEM", "copy the kubeconfig anew") from None


def text_at(path: str, what: str) -> str:
    try:
        return text_of(Path(path), what)
    except Unauthorized as error:
        raise ConfigError(error.title, error.detail) from error


def _authorization(user: User) -> str:
    if user.token:
        token = user.token.strip()
        if not is_token(token):
            raise ConfigError("the token of the kubeconfig holds characters no token has", "copy it anew")
        return bearer(token)
    if user.username and not user.token_file:
        return "Basic " + base64.b64encode(f"{user.username}:{user.password}".encode()).decode()
    return ""


def _certificate_of_data(user: User) -> ClientCertificate | None:
    """Only where both parts can be had without reading a file again and again; data goes before files."""
    if not user.client_certificate_data and not user.client_key_data:
        return None
    chain = _part(user.client_certificate_data, user.client_certificate, "client-certificate")
    key = _part(user.client_key_data, user.client_key, "client-key")
    return ClientCertificate(chain, key, origin=user.client_certificate or "the kubeconfig")


def _part(data: str, path: str, field: str) -> str:
    if data:
        return pem_of(data, f"{field}-data")
    if not path:
        raise ConfigError(f"the kubeconfig has no {field}", "certificate and key go together")
    return text_at(path, field)


def _certificate_files(user: User) -> tuple[Path, Path] | None:
    if user.client_certificate_data or user.client_key_data:
        return None
    if not user.client_certificate and not user.client_key:
        return None
    if not user.client_certificate or not user.client_key:
        raise ConfigError("the kubeconfig has only one of client-certificate and client-key", "they go together")
    return Path(user.client_certificate), Path(user.client_key)


def _plugin(plugin: Exec, name: str, cluster: Cluster) -> PluginCredentials:
    if plugin.api_version not in PLUGIN_VERSIONS:
        raise ConfigError(
            f"the login plugin of user {one_line(name, 80)!r} has apiVersion {one_line(plugin.api_version, 60)}",
            "make it client.authentication.k8s.io/v1 or v1beta1: update the tool that wrote the kubeconfig",
        )
    return PluginCredentials(plugin, _cluster_information(cluster))


def _cluster_information(cluster: Cluster) -> dict[str, object]:
    authority = cluster.certificate_authority_data
    if not authority and cluster.certificate_authority:
        pem = text_at(cluster.certificate_authority, "certificate-authority")
        authority = base64.b64encode(pem.encode()).decode()
    extensions = cluster.extensions or []
    told = {
        "server": cluster.server,
        "tls-server-name": cluster.tls_server_name,
        "insecure-skip-tls-verify": cluster.insecure_skip_tls_verify,
        "certificate-authority-data": authority,
        "proxy-url": cluster.proxy_url,
        "config": next((given.get("extension") for given in extensions if given.get("name") == PLUGIN_EXTENSION), None),
    }
    return {field: value for field, value in told.items() if value}


def _provider(config: Kubeconfig, name: str, user: User) -> OidcCredentials:
    provider = user.auth_provider
    assert provider is not None
    if provider.name != "oidc":
        raise ConfigError(
            f"auth-provider {one_line(provider.name, 60)!r} is gone from Kubernetes",
            "use the login plugin that replaced it: gke-gcloud-auth-plugin, kubelogin",
        )

    def token() -> str:
        written = kubefile.read(config.files).users.get(name, User()).auth_provider
        return str(((written.config if written else None) or {}).get("id-token") or "")

    return OidcCredentials(token, one_line(name, 80))
