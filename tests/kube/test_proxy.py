"""Through a proxy to the server."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kube.other_servers import Tunnel, tunnelling
from tests.kube.watched import opened, watching
from wgtui.demo.server import DemoServer
from wgtui.errors import Unreachable
from wgtui.kube.kubeconfig import load
from wgtui.kube.login import Login

Write = Callable[..., Path]


def through(server: DemoServer, proxy: str, write_kubeconfig: Write) -> Login:
    written = server.kubeconfig()
    written["clusters"][0]["cluster"]["proxy-url"] = proxy
    return load(str(write_kubeconfig(written)))


async def test_requests_and_streams_go_through_the_proxy(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """In a tunnel: it reads neither tokens nor objects. Its own password goes to it alone."""
    tunnel = Tunnel()
    async with tunnelling(tunnel) as port:
        login = through(tls_server, f"http://joe:s3cret@127.0.0.1:{port}", write_kubeconfig)
        async with opened(login) as client, watching(client) as watched:
            await watched.synced()
    assert tunnel.heads
    for head in tunnel.heads:
        assert head.startswith(f"CONNECT 127.0.0.1:{tls_server.port} ")
        assert base64.b64encode(b"joe:s3cret").decode() in head
        assert "Bearer" not in head


async def test_a_proxy_that_refuses_is_told(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """With its code, without its password."""
    async with (
        tunnelling(Tunnel(refuses=407)) as port,
        opened(through(tls_server, f"http://joe:s3cret@127.0.0.1:{port}", write_kubeconfig)) as client,
    ):
        with pytest.raises(Unreachable, match="the proxy does not let us through") as raised:
            await client.version()
    assert "407" in raised.value.detail
    assert "s3cret" not in f"{raised.value!s}"


async def test_a_proxy_that_is_not_there_is_told(tls_server: DemoServer, write_kubeconfig: Write) -> None:
    """Not as if the server were down."""
    async with opened(through(tls_server, "http://127.0.0.1:1", write_kubeconfig)) as client:
        with pytest.raises(Unreachable, match="the proxy cannot be reached"):
            await client.version()
