"""Nothing that is secret reaches an exception, a log or a repr."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kube.other_servers import Tunnel, tunnelling
from tests.kube.watched import opened, watching
from wgtui.demo.faults import HangUp, Malformed, Refuse, Silence
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError, WgtuiError
from wgtui.kube.client import Client
from wgtui.kube.kubeconfig import from_secret, load
from wgtui.resources.core import KUBECONFIG_SECRET, SECRET
from wgtui.resources.meta import ObjectRef

Write = Callable[..., Path]

TOKEN = "s3cret-token-0f6a2b"
PASSWORD = "s3cret-password-77aa"
KEY = base64.b64encode(b"s3cret-private-key-data").decode()
SECRETS = (TOKEN, PASSWORD, KEY, base64.b64encode(TOKEN.encode()).decode(), "s3cret")


def told(error: BaseException) -> str:
    """All that anybody could print of an error, but for the values of local variables."""
    chain = [error]
    while (deeper := _deeper(chain[-1])) is not None:
        chain.append(deeper)
    return "\n".join([*traceback.format_exception(error), *(f"{one!r} {one!s}" for one in chain)])


def _deeper(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def check(*texts: str) -> None:
    for text in texts:
        for secret in SECRETS:
            assert secret not in text


@pytest.fixture(autouse=True)
def every_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a library logs, at any level, is looked through at the end."""
    caplog.set_level(logging.DEBUG)
    yield
    check(caplog.text)


@pytest.fixture
def login(server: DemoServer, write_kubeconfig: Write) -> Any:
    server.rules.tokens[TOKEN] = server.rules.tokens["admin"]
    written = server.kubeconfig(token="")
    written["users"][0]["user"] = {"token": TOKEN}
    return load(str(write_kubeconfig(written)))


@pytest.fixture
def kubeconfig_secret(server: DemoServer) -> ObjectRef:
    body = json.dumps(server.kubeconfig(token=TOKEN)).encode()
    server.clusters["management"].put(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "prod-kubeconfig", "namespace": "fleet"},
            "type": "cluster.x-k8s.io/secret",
            "data": {"value": base64.b64encode(body).decode()},
        }
    )
    return ObjectRef("fleet", "prod-kubeconfig")


async def read_raw(client: Client, ref: ObjectRef) -> object:
    return await client.get_raw(SECRET, ref)


async def read_kubeconfig(client: Client, ref: ObjectRef) -> object:
    return await client.get(KUBECONFIG_SECRET, ref)


async def change(client: Client, ref: ObjectRef) -> object:
    return await client.patch(SECRET, ref, {"data": {"value": base64.b64encode(PASSWORD.encode()).decode()}})


@pytest.mark.parametrize("ask", [read_raw, read_kubeconfig, change])
@pytest.mark.parametrize(
    "fault", [Refuse(401), Refuse(403), Refuse(500, "no"), HangUp(), HangUp(after_headers=True), Silence()]
)
async def test_no_failure_tells_what_was_sent_or_read(
    server: DemoServer,
    login: Any,
    kubeconfig_secret: ObjectRef,
    ask: Callable[[Client, ObjectRef], Awaitable[object]],
    fault: Any,
) -> None:
    """Neither our token nor what is in the Secret."""
    async with opened(login) as client:
        await client.version_of(SECRET)
        if isinstance(fault, Silence):
            client.connection.timeout = 0.1
        server.faults.add(fault, resource="secrets")
        with pytest.raises(WgtuiError) as raised:
            await ask(client, kubeconfig_secret)
            raise ConfigError("this fault spoils whole answers only")
        check(told(raised.value))


async def test_secrets_that_are_watched_are_names(server: DemoServer, login: Any, kubeconfig_secret: ObjectRef) -> None:
    """Their data is not even kept; one that cannot be decoded is told without it."""
    server.faults.add(
        Malformed(json.dumps({"metadata": {"name": "bad"}, "type": [TOKEN], "data": {"value": TOKEN}}).encode()),
        resource="secrets",
    )
    async with opened(login) as client, watching(client, SECRET) as watched:
        await watched.has("prod-kubeconfig")
        assert watched.of(object)
        check(repr(watched.changes))
        found = await client.get(KUBECONFIG_SECRET, kubeconfig_secret)
        assert TOKEN.encode() in found.kubeconfig
        check(repr(found), str(found))


async def test_what_holds_a_login_does_not_show_it(login: Any) -> None:
    """Wherever somebody puts it into a message."""
    async with opened(login) as client:
        await client.version()
        check(repr(login), str(login), repr(client), repr(client.connection), repr(await login.credentials.current()))


@pytest.mark.parametrize(
    "user",
    [
        {"token": {"x": TOKEN}},
        {"token": f"{TOKEN}\u00ef"},
        {"client-certificate-data": KEY, "client-key-data": KEY},
        {"client-key-data": f"%{KEY}%", "client-certificate-data": "x"},
        {"username": "joe", "password": [PASSWORD]},
        {"auth-provider": {"name": "gcp", "config": {"access-token": TOKEN}}},
        {"exec": {"command": "/nowhere", "apiVersion": "v0", "env": [{"name": "A", "value": PASSWORD}]}},
    ],
)
def test_a_broken_kubeconfig_is_told_without_its_secrets(
    server: DemoServer, write_kubeconfig: Write, user: dict[str, Any]
) -> None:
    """From a file and out of a Secret."""
    written = server.kubeconfig(token="")
    written["users"][0]["user"] = user
    with pytest.raises(ConfigError) as raised:
        load(str(write_kubeconfig(written)))
    check(told(raised.value))
    with pytest.raises(ConfigError) as raised:
        from_secret(json.dumps(written).encode(), "fleet/prod")
    check(told(raised.value))


async def test_the_password_of_a_proxy_is_told_to_nobody(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """When it refuses, when it is gone, and when its address is wrong."""
    written = tls_server.kubeconfig()
    async with tunnelling(Tunnel(refuses=403)) as port:
        for address in (f"127.0.0.1:{port}", "127.0.0.1:1", "no such host:80"):
            written["clusters"][0]["cluster"]["proxy-url"] = f"http://joe:{PASSWORD}@{address}"
            with pytest.raises(WgtuiError) as raised:
                async with opened(load(str(write_kubeconfig(written)))) as client:
                    check(repr(client.login))
                    await client.version()
            check(told(raised.value))


async def test_a_plugin_that_prints_its_token_is_told_without_it(
    server: DemoServer, write_kubeconfig: Write, tmp_path: Path
) -> None:
    """As an ExecCredential that is half right, or among its complaints."""
    token = f"{TOKEN}-{'x' * 32}"
    written = server.kubeconfig(token="")
    for line in (f'echo \'{{"apiVersion": 1, "status": {{"token": "{token}"}}}}\'', f"echo bad {token} >&2; exit 1"):
        plugin = tmp_path / "plugin"
        await asyncio.to_thread(plugin.write_text, f"#!/bin/sh\n{line}\n")
        await asyncio.to_thread(plugin.chmod, 0o700)
        written["users"][0]["user"] = {
            "exec": {"command": str(plugin), "apiVersion": "client.authentication.k8s.io/v1"}
        }
        with pytest.raises(WgtuiError) as raised:
            async with opened(load(str(write_kubeconfig(written)))) as client:
                await client.version()
        check(told(raised.value))
