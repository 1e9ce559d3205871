"""From kubeconfig, pod or Secret to a login."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kube.watched import opened
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError, Unauthorized
from wgtui.kube.kubeconfig import contexts, from_secret, harmless, in_cluster, load

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the machine of the tests has is none of their business."""
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def written(**changes: Any) -> dict[str, Any]:
    return {
        "clusters": [{"name": "c", "cluster": {"server": "https://api.example:6443", **changes}}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "contexts": [
            {"name": "prod", "context": {"cluster": "c", "user": "u", "namespace": "team-a"}},
            {"name": "staging", "context": {"cluster": "c"}},
            {"name": "lost", "context": {"cluster": "nowhere", "user": "u"}},
            {"name": "nobody", "context": {"cluster": "c", "user": "nobody"}},
        ],
        "current-context": "prod",
    }


# Contexts


def test_the_current_context_or_the_one_that_is_named(write_kubeconfig: Write) -> None:
    """With its namespace, `default` where it has none."""
    path = str(write_kubeconfig(written()))
    prod = load(path)
    assert (prod.context, prod.server, prod.namespace) == ("prod", "https://api.example:6443", "team-a")
    staging = load(path, "staging")
    assert (staging.context, staging.namespace, staging.user) == ("staging", "default", "")
    assert contexts(path) == (("prod", "staging", "lost", "nobody"), "prod")


def test_the_namespaces_of_all_contexts_of_a_user_are_known(write_kubeconfig: Write) -> None:
    """Of the same cluster: who is bound to them may list no others."""
    many = written()
    many["contexts"] += [
        {"name": "b", "context": {"cluster": "c", "user": "u", "namespace": "team-b"}},
        {"name": "other", "context": {"cluster": "c", "user": "other", "namespace": "team-c"}},
    ]
    assert load(str(write_kubeconfig(many))).namespaces == ("team-a", "team-b")


async def test_kubeconfig_may_name_several_files(
    server: DemoServer, write_kubeconfig: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user of a context may stand in another file than its cluster."""
    whole = server.kubeconfig()
    users = write_kubeconfig({"users": whole.pop("users")}, "users")
    others = write_kubeconfig(whole, "others")
    monkeypatch.setenv("KUBECONFIG", f"{users}:{others}:/nowhere")
    async with opened(load()) as client:
        assert await client.read("/api/v1/namespaces")


@pytest.mark.parametrize(
    ("context", "title", "detail"),
    [
        ("prd", "no context 'prd'", "there are: prod, "),
        ("lost", "context 'lost' names no cluster that is there", "add cluster 'nowhere'"),
        ("nobody", "context 'nobody' names no user that is there", "add user 'nobody'"),
    ],
)
def test_a_context_that_cannot_be_used_is_told(write_kubeconfig: Write, context: str, title: str, detail: str) -> None:
    """With those that can, the most alike first."""
    with pytest.raises(ConfigError) as raised:
        load(str(write_kubeconfig(written())), context)
    assert raised.value.title == title
    assert raised.value.detail.startswith(detail)
    assert raised.value.exit_code == 2


def test_no_context_at_all_is_told(write_kubeconfig: Write) -> None:
    """And that there is a demo."""
    with pytest.raises(ConfigError, match="no kubeconfig with a context") as raised:
        load()
    assert "--demo" in raised.value.detail
    unset = written() | {"current-context": ""}
    with pytest.raises(ConfigError, match="no current context") as raised:
        load(str(write_kubeconfig(unset)))
    assert "--context: lost, nobody, prod, staging" in raised.value.detail


def test_of_thousand_contexts_a_few_are_named(write_kubeconfig: Write) -> None:
    """A line, not a page."""
    many = written()
    many["contexts"] = [{"name": f"context-{number}", "context": {"cluster": "c"}} for number in range(1000)]
    with pytest.raises(ConfigError) as raised:
        load(str(write_kubeconfig(many)), "contxt-77")
    assert raised.value.detail.startswith("there are: context-77")
    assert raised.value.detail.endswith("and 988 more")


# Servers


@pytest.mark.parametrize(
    ("server", "found"),
    [
        ("https://api.example/", "https://api.example"),
        ("https://api.example/k8s/clusters/c-1/", "https://api.example/k8s/clusters/c-1"),
        ("https://[fd00::1]:6443", "https://[fd00::1]:6443"),
        ("api.example:8080", "http://api.example:8080"),
    ],
)
def test_the_address_of_a_server(write_kubeconfig: Write, server: str, found: str) -> None:
    """A path in front is kept, as those of Rancher; a bare host speaks http, as in kubectl."""
    assert load(str(write_kubeconfig(written(server=server)))).server == found


@pytest.mark.parametrize(
    "server",
    ["", "https://", "ftp://api.example", "https://api.example:port", "https://joe:pw@api.example", "https://a\x00b"],
)
def test_an_address_that_cannot_be_used_is_told(write_kubeconfig: Write, server: str) -> None:
    """A password in it would end in logs."""
    with pytest.raises(ConfigError, match="has no usable server") as raised:
        load(str(write_kubeconfig(written(server=server))))
    assert "pw" not in str(raised.value)


def test_the_proxy_is_part_of_the_login(write_kubeconfig: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password is in no repr."""
    monkeypatch.setenv("HTTPS_PROXY", "http://joe:s3cret@proxy.example:3128")
    login = load(str(write_kubeconfig(written())))
    assert login.proxy == "http://joe:s3cret@proxy.example:3128"
    assert "s3cret" not in repr(login)
    with pytest.raises(ConfigError, match="a socks5 proxy is not supported"):
        load(str(write_kubeconfig(written(**{"proxy-url": "socks5://127.0.0.1:1080"}))))


# In a pod


@pytest.fixture
def service_account(tmp_path: Path, tls_server: DemoServer) -> Path:
    assert tls_server.authority is not None
    folder = tmp_path / "serviceaccount"
    folder.mkdir()
    (folder / "ca.crt").write_bytes(tls_server.authority.pem)
    (folder / "namespace").write_text("flux-system\n")
    (folder / "token").write_text("admin")
    return folder


async def test_in_a_pod_its_service_account_is_used(service_account: Path, tls_server: DemoServer) -> None:
    """Its namespace, its authority, and its token as often as the kubelet replaces it."""
    variables = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": str(tls_server.port)}
    login = in_cluster(variables, service_account)
    assert (login.context, login.namespace) == ("in-cluster", "flux-system")
    async with opened(login) as client:
        path = "/clusters/management/api/v1/namespaces"
        assert await client.read(path)
        tls_server.rules.tokens["rotated"] = tls_server.rules.tokens.pop("admin")
        (service_account / "token").write_text("rotated")
        assert await client.read(path)


def test_a_kubeconfig_goes_before_the_pod(write_kubeconfig: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for kubectl; without one, or a context by name, the pod is meant."""
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1")
    assert load(str(write_kubeconfig(written()))).context == "prod"
    with pytest.raises(ConfigError, match="of the service account cannot be read"):
        load()
    with pytest.raises(ConfigError, match="no kubeconfig with a context"):
        load(context="prod")


def test_outside_of_a_pod_its_files_are_missed(tmp_path: Path) -> None:
    """With the path."""
    with pytest.raises(ConfigError, match="certificate authority of the service account") as raised:
        in_cluster({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, tmp_path)
    assert str(tmp_path) in raised.value.detail


# Out of a Secret


async def test_a_leaf_is_opened_by_the_kubeconfig_of_its_secret(server: DemoServer) -> None:
    """Data only: token, certificates, authority."""
    server.add_cluster("leaf")
    login = from_secret(json.dumps(server.kubeconfig("leaf")).encode(), "fleet/prod")
    async with opened(login) as client:
        assert await client.version()


@pytest.mark.parametrize(
    ("user", "cluster", "field"),
    [
        ({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "rm"}}, {}, "exec"),
        ({"tokenFile": "/etc/shadow"}, {}, "tokenFile"),
        ({"client-certificate": "/a", "client-key": "/b"}, {}, "client-certificate, client-key"),
        ({"auth-provider": {"name": "oidc"}}, {}, "auth-provider"),
        ({}, {"certificate-authority": "/etc/passwd"}, "certificate-authority"),
    ],
)
def test_a_kubeconfig_of_others_may_run_and_read_nothing_here(
    server: DemoServer, user: dict[str, Any], cluster: dict[str, Any], field: str
) -> None:
    """Whoever may write a Secret must not get into the machine of who reads it."""
    hostile = server.kubeconfig()
    hostile["users"][0]["user"] = user
    hostile["clusters"][0]["cluster"] |= cluster
    with pytest.raises(ConfigError, match="the kubeconfig of fleet/prod is refused") as raised:
        from_secret(json.dumps(hostile).encode(), "fleet/prod")
    assert raised.value.detail.startswith(f"it uses {field};")


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"hello", b"[1]", b"current-context: a"])
def test_a_secret_without_a_kubeconfig_is_told(content: bytes) -> None:
    """Empty, cut, or something else."""
    with pytest.raises(ConfigError):
        from_secret(content, "fleet/prod")


# The old auth-provider


def jwt(end: float) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": end}).encode()).decode().rstrip("=")
    return f"e30.{claims}.sig"


async def test_an_oidc_token_is_used_while_it_lasts(write_kubeconfig: Write) -> None:
    """Then kubectl must renew it, which is noticed."""

    def provider(token: str) -> dict[str, Any]:
        config = written()
        config["users"][0]["user"] = {"auth-provider": {"name": "oidc", "config": {"id-token": token}}}
        return config

    credentials = load(str(write_kubeconfig(provider(jwt(4e9))))).credentials
    assert (await credentials.current()).authorization == f"Bearer {jwt(4e9)}"
    credentials = load(str(write_kubeconfig(provider(jwt(1e9))))).credentials
    with pytest.raises(Unauthorized, match="has run out") as raised:
        await credentials.current()
    assert "kubectl" in raised.value.detail
    write_kubeconfig(provider(jwt(5e9)))
    assert (await credentials.current()).authorization == f"Bearer {jwt(5e9)}"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a.!!.c", "a.e30.c"])
async def test_a_token_that_is_no_jwt_is_left_to_the_server(write_kubeconfig: Write, token: str) -> None:
    """It tells better what is wrong with it."""
    config = written()
    config["users"][0]["user"] = {"auth-provider": {"name": "oidc", "config": {"id-token": token}}}
    credentials = load(str(write_kubeconfig(config))).credentials
    if token:
        assert (await credentials.current()).authorization == f"Bearer {token}"
    else:
        with pytest.raises(Unauthorized):
            await credentials.current()


def test_other_auth_providers_are_gone(write_kubeconfig: Write) -> None:
    """From Kubernetes itself; their plugins are named."""
    config = written()
    config["users"][0]["user"] = {"auth-provider": {"name": "gcp"}}
    with pytest.raises(ConfigError, match="'gcp' is gone") as raised:
        load(str(write_kubeconfig(config)))
    assert "gke-gcloud-auth-plugin" in raised.value.detail


def test_what_other_programs_get_of_a_secret_is_its_current_context_alone() -> None:
    """Written anew: another context may run something, and a key that is there twice means one thing."""
    content = b"""
apiVersion: v1
kind: Config
current-context: good
contexts:
- {name: good, context: {cluster: prod, user: me, namespace: team}}
- {name: bad, context: {cluster: prod, user: evil}}
clusters:
- {name: prod, cluster: {server: "https://prod.example:6443", certificate-authority-data: QUJD, later: 1}}
users:
- {name: me, user: {token: secret}}
- {name: evil, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: reboot}}}
"""
    assert json.loads(harmless(content, "fleet/prod")) == {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "good",
        "contexts": [{"name": "good", "context": {"cluster": "prod", "user": "me", "namespace": "team"}}],
        "clusters": [
            {
                "name": "prod",
                "cluster": {"server": "https://prod.example:6443", "certificate-authority-data": "QUJD"},
            }
        ],
        "users": [{"name": "me", "user": {"token": "secret"}}],
    }
    with pytest.raises(ConfigError, match="fleet/prod is refused: it uses exec"):
        harmless(content.replace(b"current-context: good", b"current-context: bad"), "fleet/prod")
