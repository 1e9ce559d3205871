"""HTTP to one API server, on kubernetes_asyncio's REST client."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import suppress
from typing import Any

import aiohttp

from wgtui.kube.library import library_module

CONNECT_TIMEOUT = 10.0
"""Seconds until a connection stands, TLS included."""

CLOSE_TIMEOUT = 0.5
"""Seconds for what is still to be sent when connections are closed."""

READ_BUFFER = 2**18
"""Bytes aiohttp reads ahead; twice this pauses the socket."""

_rest: Any = library_module("client.rest")


class Redirected(aiohttp.ClientError):
    """The server points elsewhere: never followed, a credential is for the server of the kubeconfig alone."""


class CutOff(aiohttp.ClientError):
    """The connection broke under a mutating request: it may have been done."""


class Transport(_rest.RESTClientObject):  # type: ignore[misc]
    """The library's REST client with a session of ours; only `request` is used, with `_preload_content=False`.

    The library's own session takes key files only, trusts `~/.netrc` (which breaks every request that has a token)
    and lets dead connections stand for hours.
    """

    def __init__(self, context: ssl.SSLContext | None, server_name: str, proxy: str, *, keeps_alive: bool) -> None:
        self.server_hostname = server_name or None
        self.proxy = proxy or None
        self.proxy_headers = None
        self._connector = aiohttp.TCPConnector(
            limit=0, ssl=context or True, socket_factory=_watched_over, force_close=not keeps_alive
        )
        self.pool_manager = aiohttp.ClientSession(
            connector=self._connector,
            trust_env=False,
            read_bufsize=READ_BUFFER,
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_sent_once,),
        )

    async def close(self) -> None:
        """Ends all connections at once, streams too: a server that went silent is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._connector.close(abort_ssl=True)
        await self.pool_manager.close()


async def _sent_once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keeps aiohttp from sending a DELETE twice and from following redirects."""
    try:
        answer = await send(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        if request.method in ("GET", "HEAD") or isinstance(error, aiohttp.ClientConnectorError):
            raise
        raise CutOff from error
    if answer.status in (301, 302, 303, 307, 308):
        answer.close()
        raise Redirected(answer.headers.get("Location", ""))
    return answer


def _watched_over(address: aiohttp.AddrInfoType) -> socket.socket:
    """TCP keepalive after 30 s, so that a server that vanished is noticed within two minutes."""
    family, kind, protocol, _, _ = address
    connection = socket.socket(family, kind, protocol)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        option = getattr(socket, name, None)
        if option is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
    return connection
