"""Who we are to a server: tokens, files that change, certificates, passwords, and acting as somebody else."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.kube.watched import cluster, opened, watching
from wgtui.demo.access import Identity, Rule
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError, Forbidden, Unauthorized, Unreachable
from wgtui.kube.kubeconfig import load
from wgtui.kube.login import Login
from wgtui.resources.changes import Lost, Resumed

Write = Callable[..., Path]


def config(server: DemoServer, user: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A kubeconfig whose user has these fields; `changes` are to its cluster."""
    written = server.kubeconfig(token="")
    written["users"][0]["user"] = user
    written["clusters"][0]["cluster"] |= changes
    return written


def login_of(path: Path, **acting: Any) -> Login:
    return load(str(path), **acting)


async def may_list(login: Login) -> bool:
    async with opened(login) as client:
        try:
            await client.read("/api/v1/namespaces")
        except (Unauthorized, Forbidden):
            return False
        return True


# Tokens


async def test_a_token_in_the_kubeconfig(server: DemoServer, write_kubeconfig: Write) -> None:
    """White space around it is nobody's intention."""
    assert await may_list(login_of(write_kubeconfig(config(server, {"token": " admin\n"}))))
    assert not await may_list(login_of(write_kubeconfig(config(server, {"token": "wrong"}))))


async def test_a_token_file_goes_before_a_token_and_that_before_a_password(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """kubectl's order; a token beside a file is used while the file cannot be read."""
    token = tmp_path / "token"
    token.write_text("admin\n")
    user = {"tokenFile": "token", "username": "joe", "password": "x"}
    assert await may_list(login_of(write_kubeconfig(config(server, user))))
    user = {"tokenFile": "token", "token": "wrong"}
    assert await may_list(login_of(write_kubeconfig(config(server, user))))
    token.unlink()
    assert not await may_list(login_of(write_kubeconfig(config(server, user))))


async def test_a_token_file_that_changes_is_read_again(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """The kubelet replaces it every hour; no request fails for that."""
    token = tmp_path / "token"
    token.write_text("admin")
    async with opened(login_of(write_kubeconfig(config(server, {"tokenFile": "token"})))) as client:
        await client.read("/api/v1/namespaces")
        server.rules.add("renewed", Rule(("*",)), groups=("system:masters",))
        del server.rules.tokens["admin"]
        token.write_text("renewed")
        await client.read("/api/v1/namespaces")
        assert 401 not in [line.status for line in server.requests]


async def test_a_token_that_ends_in_mid_session_recovers_by_itself(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """The rows stay, the reason is told, and when the file is renewed the watch goes on at once."""
    server.clusters["management"].put(cluster("alpha"))
    token = tmp_path / "token"
    token.write_text("admin")
    async with (
        opened(login_of(write_kubeconfig(config(server, {"tokenFile": "token"})))) as client,
        watching(client) as watched,
    ):
        await watched.has("alpha")
        server.rules.tokens["renewed"] = server.rules.tokens.pop("admin")
        server.hang_up()
        await eventually(lambda: [lost for lost in watched.of(Lost) if isinstance(lost.error, Unauthorized)])
        assert watched.names == ["alpha"]
        server.clusters["management"].put(cluster("beta"))
        token.write_text("renewed")
        await watched.told(Resumed)
        await watched.has("alpha", "beta")


async def test_a_token_file_that_vanished_is_told_and_not_hammered(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """Nothing is sent without a token; when the file is back the watch goes on."""
    token = tmp_path / "token"
    token.write_text("admin")
    async with (
        opened(login_of(write_kubeconfig(config(server, {"tokenFile": "token"})))) as client,
        watching(client) as watched,
    ):
        await watched.synced()
        token.unlink()
        server.hang_up()
        await eventually(lambda: [lost for lost in watched.of(Lost) if isinstance(lost.error, Unauthorized)])
        before = len(server.requests)
        lost = len(watched.of(Lost))
        await watched.told(Lost, lost + 3)
        assert len(server.requests) == before
        assert watched.of(Lost)[-1].error.title == "the token cannot be read"
        assert str(token) in watched.of(Lost)[-1].error.detail
        token.write_text("admin")
        await watched.told(Resumed)


@pytest.mark.parametrize("content", ["", " \n", "two\nlines", "na\u00efve"])
def test_a_file_without_a_token_is_told(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path, content: str
) -> None:
    """With its path, not with its content."""
    (tmp_path / "token").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="holds no token") as raised:
        login_of(write_kubeconfig(config(server, {"tokenFile": "token"})))
    assert str(tmp_path / "token") in raised.value.detail


async def test_a_password_is_sent_as_basic_authentication(server: DemoServer, write_kubeconfig: Write) -> None:
    """Some proxies in front of a server still want it."""
    login = login_of(write_kubeconfig(config(server, {"username": "joe", "password": "s3cret:x"})))
    credential = await login.credentials.current()
    assert base64.b64decode(credential.authorization.removeprefix("Basic ")) == b"joe:s3cret:x"


async def test_without_any_credential_we_are_anonymous(server: DemoServer, write_kubeconfig: Write) -> None:
    """The server decides what that is worth."""
    with pytest.raises(Forbidden, match="system:anonymous"):
        async with opened(login_of(write_kubeconfig(config(server, {})))) as client:
            await client.read("/api/v1/namespaces")


# Acting as somebody else


async def test_acting_as_a_user_and_groups(server: DemoServer, write_kubeconfig: Write) -> None:
    """What the server answers is for them; several groups are several headers."""
    server.rules.grants["dev"] = (Rule(("list",), ("namespaces",)),)
    server.rules.grants["team:b"] = (Rule(("list",), ("clusters",)),)
    path = write_kubeconfig(server.kubeconfig())
    async with opened(login_of(path, as_user="joe", as_groups=("dev", "team:b"))) as client:
        await client.read("/api/v1/namespaces")
        await client.read("/apis/cluster.x-k8s.io/v1beta2/clusters")
        with pytest.raises(Forbidden, match='User "joe" cannot list'):
            await client.read("/api/v1/secrets")


async def test_the_kubeconfig_may_name_whom_to_act_as(server: DemoServer, write_kubeconfig: Write) -> None:
    """The command line goes before it, field by field."""
    user = {
        "token": "admin",
        "as": "jane",
        "as-groups": ["dev"],
        "as-uid": "7",
        "as-user-extra": {"Reason": ["x", "y"]},
    }
    path = write_kubeconfig(config(server, user))
    assert login_of(path).impersonation == (
        ("Impersonate-User", "jane"),
        ("Impersonate-Group", "dev"),
        ("Impersonate-Uid", "7"),
        ("Impersonate-Extra-reason", "x"),
        ("Impersonate-Extra-reason", "y"),
    )
    assert login_of(path, as_user="joe", as_groups=("ops",)).impersonation[:2] == (
        ("Impersonate-User", "joe"),
        ("Impersonate-Group", "ops"),
    )
    assert login_of(path, as_groups=("ops",)).impersonation[1] == ("Impersonate-Group", "ops")


@pytest.mark.parametrize("acting", [{"as_groups": ("dev",)}, {"as_user": "joe\r\nX-Evil: 1"}])
def test_nonsense_to_act_as_is_refused(server: DemoServer, write_kubeconfig: Write, acting: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigError, match="act as"):
        login_of(write_kubeconfig(server.kubeconfig()), **acting)


# TLS


async def test_the_authority_of_the_kubeconfig_is_trusted(
    tls_server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """As data, or as a file beside the kubeconfig."""
    assert tls_server.authority is not None
    written = tls_server.kubeconfig()
    assert await may_list(login_of(write_kubeconfig(written)))
    (tmp_path / "ca.crt").write_bytes(b"# un certificat a\xc3\xa9rien\n" + tls_server.authority.pem)
    del written["clusters"][0]["cluster"]["certificate-authority-data"]
    written["clusters"][0]["cluster"]["certificate-authority"] = "ca.crt"
    assert await may_list(login_of(write_kubeconfig(written)))


async def test_a_server_nobody_vouches_for_is_refused(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """With what to look at; `insecure-skip-tls-verify` accepts it."""
    written = tls_server.kubeconfig()
    del written["clusters"][0]["cluster"]["certificate-authority-data"]
    with pytest.raises(Unreachable, match="certificate is refused") as raised:
        await may_list(login_of(write_kubeconfig(written)))
    assert "certificate-authority" in raised.value.detail
    written["clusters"][0]["cluster"]["insecure-skip-tls-verify"] = True
    assert await may_list(login_of(write_kubeconfig(written)))


async def test_the_name_on_the_certificate_may_be_another(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """`tls-server-name`: the server is reached through a tunnel or an address."""
    written = tls_server.kubeconfig()
    written["clusters"][0]["cluster"]["tls-server-name"] = "api.example"
    with pytest.raises(Unreachable, match="certificate is refused"):
        await may_list(login_of(write_kubeconfig(written)))
    written["clusters"][0]["cluster"]["tls-server-name"] = "localhost"
    assert await may_list(login_of(write_kubeconfig(written)))


async def test_a_client_certificate_as_data_or_files(
    tls_server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """Files are read again when they are renewed."""
    assert tls_server.authority is not None
    chain, key = tls_server.authority.client(Identity("jane", ("system:masters",)))
    data = {
        "client-certificate-data": base64.b64encode(chain).decode(),
        "client-key-data": base64.b64encode(key).decode(),
    }
    assert await may_list(login_of(write_kubeconfig(config(tls_server, data))))
    chain, key = tls_server.authority.client(Identity("joe"))
    (tmp_path / "joe.crt").write_bytes(chain)
    (tmp_path / "joe.key").write_bytes(key)
    login = login_of(write_kubeconfig(config(tls_server, {"client-certificate": "joe.crt", "client-key": "joe.key"})))
    async with opened(login) as client:
        with pytest.raises(Forbidden, match='User "joe"'):
            await client.read("/api/v1/namespaces")
        chain, key = tls_server.authority.client(Identity("jane", ("system:masters",)))
        (tmp_path / "joe.crt").write_bytes(chain)
        (tmp_path / "joe.key").write_bytes(key)
        await client.read("/api/v1/namespaces")


async def test_a_certificate_half_written_in_mid_session_is_told(
    tls_server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """It ends no watch: when it is whole the watch goes on."""
    assert tls_server.authority is not None
    chain, key = tls_server.authority.client(Identity("jane", ("system:masters",)))
    (tmp_path / "jane.crt").write_bytes(chain)
    (tmp_path / "jane.key").write_bytes(key)
    login = login_of(write_kubeconfig(config(tls_server, {"client-certificate": "jane.crt", "client-key": "jane.key"})))
    async with opened(login) as client, watching(client) as watched:
        await watched.synced()
        (tmp_path / "jane.crt").write_bytes(chain[:100])
        tls_server.hang_up()
        await eventually(lambda: [lost for lost in watched.of(Lost) if isinstance(lost.error, Unauthorized)])
        (tmp_path / "jane.crt").write_bytes(chain)
        await watched.told(Resumed)


async def test_a_server_that_speaks_no_tls_is_told(server: DemoServer, write_kubeconfig: Write) -> None:
    """https in the kubeconfig, http at the port."""
    written = server.kubeconfig()
    written["clusters"][0]["cluster"]["server"] = server.url().replace("http:", "https:")
    with pytest.raises(Unreachable, match="no TLS"):
        await may_list(login_of(write_kubeconfig(written)))


@pytest.mark.parametrize(
    ("user", "matter"),
    [
        ({"client-certificate": "nowhere.crt", "client-key": "nowhere.key"}, "the client certificate cannot be read"),
        ({"client-certificate": "some.crt"}, "only one of client-certificate and client-key"),
        ({"client-certificate-data": "###"}, "the kubeconfig has no client-key"),
        ({"client-certificate-data": "eHg=", "client-key-data": "eHg="}, "cannot be used"),
        ({"token": "na\u00efve"}, "characters no token has"),
    ],
)
def test_what_cannot_be_used_is_told_before_the_screen_opens(
    server: DemoServer, write_kubeconfig: Write, user: dict[str, str], matter: str
) -> None:
    """One line, with what to do."""
    with pytest.raises(ConfigError, match=matter) as raised:
        login_of(write_kubeconfig(config(server, user)))
    assert raised.value.detail


@pytest.mark.parametrize("authority", [b"", b"no PEM", b"\xff\xff", b"-----BEGIN CERTIFICATE-----\nxx\n"])
def test_an_authority_that_cannot_be_read_is_told(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path, authority: bytes
) -> None:
    """With the file that is meant."""
    (tmp_path / "ca.crt").write_bytes(authority)
    with pytest.raises(ConfigError, match="cannot be read") as raised:
        login_of(write_kubeconfig(config(server, {}, **{"certificate-authority": "ca.crt"})))
    assert str(tmp_path / "ca.crt") in str(raised.value)
