"""From a kubeconfig, the service account of a pod, or a leaf cluster's Secret to a Login."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from wgtui.errors import ConfigError, Unauthorized
from wgtui.kube import kubefile
from wgtui.kube.credentials import FileCredentials, text_of
from wgtui.kube.kubefile import Cluster, Context, Kubeconfig, User
from wgtui.kube.login import Credential, FixedCredentials, Login
from wgtui.kube.printable import one_line
from wgtui.kube.proxy import proxy_for
from wgtui.kube.tls import Trust, ssl_context
from wgtui.kube.user import credentials_of, impersonation, pem_of, text_at

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def load(kubeconfig: str = "", context: str = "", as_user: str = "", as_groups: tuple[str, ...] = ()) -> Login:
    """The login of a context, the current one where none is named. Raises ConfigError with what to do."""
    paths = kubefile.paths_of(kubeconfig, os.environ)
    config = kubefile.read(paths)
    if not config.contexts and not context and not kubeconfig and "KUBERNETES_SERVICE_HOST" in os.environ:
        acting = impersonation(_acting_as(User(), as_user, as_groups))
        return replace(in_cluster(os.environ), impersonation=acting)
    name = _context_name(config, context)
    return _login_of(config, name, os.environ, lambda user: _acting_as(user, as_user, as_groups))


def contexts(kubeconfig: str = "") -> tuple[tuple[str, ...], str]:
    """The names of all contexts, and the current one."""
    config = kubefile.read(kubefile.paths_of(kubeconfig, os.environ))
    return tuple(config.contexts), config.current_context


def from_secret(content: bytes, name: str) -> Login:
    """The login to a leaf cluster. Its kubeconfig was written by others: it may neither run nor read anything here."""
    config = _harmless(content, name)
    return _login_of(config, config.current_context, os.environ)


def harmless(content: bytes, name: str) -> bytes:
    """What `from_secret` takes, as a kubeconfig for other programs: nothing but the current context.

    Written anew from what was understood, so that they understand the same. Raises ConfigError as `from_secret`.
    """
    config = _harmless(content, name)
    context = config.contexts[config.current_context]
    cluster, user = config.clusters.get(context.cluster, Cluster()), config.users.get(context.user, User())
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": config.current_context,
        "contexts": [{"name": config.current_context, "context": context}],
        "clusters": [{"name": context.cluster, "cluster": msgspec.structs.replace(cluster, extensions=None)}],
        "users": [{"name": context.user, "user": user}],
    }
    return msgspec.json.encode(document)


def _harmless(content: bytes, name: str) -> Kubeconfig:
    config, refused = _of_secret(content, name)
    if refused:
        raise ConfigError(
            f"the kubeconfig of {name} is refused", f"it uses {', '.join(refused)}; out of a Secret only data is taken"
        )
    return config


def reaches_for(content: bytes, name: str) -> tuple[str, ...]:
    """What whoever uses the kubeconfig of a Secret would let it do: `exec`, files it reads. Raises ConfigError."""
    return _of_secret(content, name)[1]


def _of_secret(content: bytes, name: str) -> tuple[Kubeconfig, tuple[str, ...]]:
    """Has a current context; and what that would run or read here."""
    config = kubefile.of_content(content, f"the kubeconfig of {name}")
    context = config.contexts.get(config.current_context)
    if context is None:
        title = f"the kubeconfig of {name}{'' if config.contexts else ' has no context'}"
        named = f"its current-context {one_line(config.current_context, 80)!r} is not among its contexts"
        raise ConfigError(title, named if config.contexts else "whoever writes its Secret has to put one there")
    cluster, user = config.clusters.get(context.cluster, Cluster()), config.users.get(context.user, User())
    return config, tuple(kubefile.reaching_out(cluster, user))


def in_cluster(environment: Mapping[str, str], folder: Path = SERVICE_ACCOUNT) -> Login:
    """The service account of the pod wgtui runs in; its token is rotated by the kubelet."""
    host, port = environment["KUBERNETES_SERVICE_HOST"], environment.get("KUBERNETES_SERVICE_PORT", "443")
    server = f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
    try:
        authority = text_of(folder / "ca.crt", "the certificate authority of the service account")
        namespace = text_of(folder / "namespace", "the namespace of the service account").strip()
    except Unauthorized as error:
        raise ConfigError(error.title, error.detail) from error
    login = Login(
        context="in-cluster",
        server=server,
        namespace=namespace or "default",
        trust=Trust(authority),
        credentials=FileCredentials(folder / "token", None, Credential()),
    )
    return _checked(login)


def _context_name(config: Kubeconfig, wanted: str) -> str:
    name = wanted or config.current_context
    if name in config.contexts:
        return name
    if not config.contexts:
        where = ", ".join(str(path) for path in config.files) or "~/.kube/config"
        raise ConfigError(
            "no kubeconfig with a context", f"looked at {where}; name one with --kubeconfig, or try --demo"
        )
    near = difflib.get_close_matches(name, config.contexts, n=5, cutoff=0.4)
    there = [*near, *(other for other in sorted(config.contexts) if other not in near)]
    listed = ", ".join(one_line(other, 80) for other in there[:12])
    more = f" and {len(there) - 12} more" if len(there) > 12 else ""
    if not name:
        raise ConfigError("no current context", f"choose one with --context: {listed}{more}")
    raise ConfigError(f"no context {one_line(name, 80)!r}", f"there are: {listed}{more}")


def _login_of(
    config: Kubeconfig, name: str, environment: Mapping[str, str], acting: Callable[[User], User] = lambda user: user
) -> Login:
    context = config.contexts[name]
    where = f"context {one_line(name, 80)!r}"
    cluster = config.clusters.get(context.cluster)
    if cluster is None:
        raise ConfigError(f"{where} names no cluster that is there", f"add cluster {one_line(context.cluster, 80)!r}")
    user = config.users.get(context.user) if context.user else User()
    if user is None:
        raise ConfigError(f"{where} names no user that is there", f"add user {one_line(context.user, 80)!r}")
    server = _server(cluster, where)
    login = Login(
        context=name,
        server=server,
        namespace=context.namespace or "default",
        namespaces=_namespaces(config, context),
        cluster=context.cluster,
        user=context.user,
        trust=_trust(cluster),
        credentials=credentials_of(config, context.user, user, cluster),
        impersonation=impersonation(acting(user)),
        proxy=proxy_for(server, cluster.proxy_url, environment),
    )
    return _checked(login)


def _namespaces(config: Kubeconfig, context: Context) -> tuple[str, ...]:
    alike = (
        other for other in config.contexts.values() if (other.cluster, other.user) == (context.cluster, context.user)
    )
    return tuple(dict.fromkeys(other.namespace for other in alike if other.namespace))


def _server(cluster: Cluster, where: str) -> str:
    # kubectl, too, takes a bare host for http.
    server = cluster.server if "://" in cluster.server else f"http://{cluster.server}" if cluster.server else ""
    try:
        address = urlsplit(server)
        usable = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:
        usable = False
    if not usable or not server.isprintable() or address.username is not None:
        raise ConfigError(
            f"the cluster of {where} has no usable server", "it must be https://HOST:PORT, without a user"
        )
    return server.rstrip("/")


def _trust(cluster: Cluster) -> Trust:
    authority = None
    if cluster.certificate_authority_data:
        authority = pem_of(cluster.certificate_authority_data, "certificate-authority-data")
    elif cluster.certificate_authority:
        authority = text_at(cluster.certificate_authority, "certificate-authority")
    if authority is not None:
        _check_authority(authority, cluster.certificate_authority or "certificate-authority-data")
    return Trust(authority, cluster.tls_server_name, cluster.insecure_skip_tls_verify)


def _check_authority(authority: str, origin: str) -> None:
    try:
        ssl_context(Trust(authority), None)
    except ConfigError as error:
        raise ConfigError(f"{origin}: {error.title}", error.detail) from error


def _acting_as(user: User, act_as: str, as_groups: tuple[str, ...]) -> User:
    """As in kubectl, what the command line says replaces what the kubeconfig says, field by field."""
    return msgspec.structs.replace(user, act_as=act_as or user.act_as, as_groups=as_groups or user.as_groups)


def _checked(login: Login) -> Login:
    """Reads what the login needs once, so that an unreadable file is told before the screen opens."""
    if isinstance(login.credentials, FileCredentials | FixedCredentials):
        try:
            certificate = login.credentials.at_once().certificate
        except Unauthorized as error:
            raise ConfigError(error.title, error.detail) from error
        if certificate is not None:
            ssl_context(login.trust, certificate)
    return login
