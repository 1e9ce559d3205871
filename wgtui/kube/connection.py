"""The one place where requests leave: login, rights, limits and the translation of what goes wrong."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
from multidict import CIMultiDict

from wgtui import __version__
from wgtui.errors import ReadOnly, ServerFault, Unreachable
from wgtui.kube.answers import error_of_answer
from wgtui.kube.login import Credential, Login
from wgtui.kube.printable import one_line
from wgtui.kube.requests import Request
from wgtui.kube.sleep import Wakefulness
from wgtui.kube.tls import ssl_context
from wgtui.kube.transport import CONNECT_TIMEOUT, CutOff, Redirected, Transport

AT_ONCE = 16
"""Ordinary requests on their way at a time; watches do not count."""

LONGEST_ANSWER = 64 * 2**20
"""Bytes of one answer held in memory."""


class TooLarge(ServerFault):
    """An answer longer than LONGEST_ANSWER: ask for less."""


class Connection:
    """HTTP to the server of one login. `read_only` stops everything that is not known to read."""

    def __init__(self, login: Login, *, read_only: bool, timeout: float) -> None:
        self.login = login
        self.read_only = read_only
        self.timeout = timeout
        self.watching = 0
        self._sent: deque[float] = deque()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._transport: Transport | None = None
        self._shown: Credential | None = None
        self._wakefulness = Wakefulness()

    @property
    def requests_per_minute(self) -> int:
        self._forget_sent()
        return len(self._sent)

    async def read(self, request: Request, timeout: float | None = None) -> bytes:
        """The whole answer; raises the error a refusal means."""
        limit = aiohttp.ClientTimeout(total=timeout or self.timeout, sock_connect=CONNECT_TIMEOUT)
        async with self._places:
            with self._translated():
                async with await self._send(request, limit) as answer:
                    return await _body(answer)

    @asynccontextmanager
    async def stream(self, request: Request) -> AsyncIterator[aiohttp.StreamReader]:
        """An answer that goes on for ever; its headers must come within the request timeout."""
        limit = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT)
        with self._translated():
            async with asyncio.timeout(self.timeout):
                answer = await self._send(request, limit)
        self.watching += 1
        try:
            with self._translated():
                yield answer.content
        finally:
            self.watching -= 1
            # Not `release`: that would wait for the rest of a stream without end.
            answer.close()

    def check_awake(self) -> None:
        """Raises Unreachable after this machine slept: connections from before are dead, whatever they look like."""
        if not self._wakefulness.woke():
            return
        transport, self._transport = self._transport, None
        if transport is not None:
            # All other streams of this server end with their connections, and begin anew.
            transport.cut()
        raise Unreachable("this machine was asleep", f"{self.login.server}: connecting again")

    async def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.close()

    async def _send(self, request: Request, limit: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        if self.read_only and not request.reads:
            raise ReadOnly(f"read-only: {request.method} was not sent", "start without --read-only to change things")
        credential = await self.login.credentials.current()
        answer = await self._send_as(credential, request, limit)
        if answer.status == 401 and request.reads:
            renewed = await self.login.credentials.renew(credential)
            if renewed != credential:
                answer.close()
                answer = await self._send_as(renewed, request, limit)
        if answer.status >= 400:
            async with answer:
                raise error_of_answer(answer.status, await answer.content.read(2**16), answer.headers)
        return answer

    async def _send_as(
        self, credential: Credential, request: Request, limit: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        transport = await self._transport_for(credential)
        self._forget_sent()
        self._sent.append(time.monotonic())
        answer: aiohttp.ClientResponse = await transport.request(
            request.method,
            self.login.server + request.path,
            query_params=request.query,
            headers=self._headers(credential, request),
            body=request.body,
            _preload_content=False,
            _request_timeout=limit,
        )
        return answer

    async def _transport_for(self, credential: Credential) -> Transport:
        if self._transport is None or self._shown is None or self._shown.certificate != credential.certificate:
            await self.close()
            context = ssl_context(self.login.trust, credential.certificate)
            self._transport = Transport(context, self.login.trust.server_name, self.login.proxy)
        self._shown = credential
        return self._transport

    def _headers(self, credential: Credential, request: Request) -> CIMultiDict[str]:
        # Not a dict: every group to act as is a header of the same name.
        headers = CIMultiDict(self.login.impersonation)
        headers["User-Agent"] = f"wgtui/{__version__}"
        headers["Accept"] = request.accept
        headers["Content-Type"] = request.content_type
        if credential.authorization:
            headers["Authorization"] = credential.authorization
        return headers

    def _forget_sent(self) -> None:
        while self._sent and self._sent[0] < time.monotonic() - 60:
            self._sent.popleft()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the network as Unreachable: what is the matter, and with which server."""
        try:
            yield
        except TimeoutError as error:
            raise Unreachable("the server does not answer", f"{self.login.server}: no answer in time") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(*_matter(error, self.login.server)) from error


def _matter(error: Exception, server: str) -> tuple[str, str]:
    match error:
        case Redirected():
            return (
                "the server redirects elsewhere",
                f"{server} → {one_line(str(error))}: put that address in the kubeconfig",
            )
        case CutOff():
            return "the connection broke", "the change may or may not have been made: look before repeating it"
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "its certificate is not trusted"
            return "the server's certificate is refused", f"{server}: {one_line(reason)}; check certificate-authority"
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return "the proxy does not let us through", f"to {server}: check proxy-url, HTTPS_PROXY and NO_PROXY"
        case aiohttp.ClientConnectorDNSError():
            return "the server's name is not known", f"{server}: check the address, the network or the VPN"
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return "no TLS with the server", f"{server}: it may want a client certificate, or not speak TLS"
        case aiohttp.ClientConnectorError():
            return "the server cannot be reached", f"{server}: {one_line(error.strerror or str(error.os_error))}"
        case aiohttp.InvalidURL():
            return "the server's address is not a URL", one_line(server)
        case _:
            return "the connection broke", f"{server}: {type(error).__name__}"


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.content.iter_any():
        size += len(part)
        if size > LONGEST_ANSWER:
            raise TooLarge("an answer of the server is too large", f"more than {LONGEST_ANSWER // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)
