"""The one place where requests leave: login, rights and limits."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple

import aiohttp
from multidict import CIMultiDict

from wgtui import __version__
from wgtui.errors import KubeError, ReadOnly, ServerFault, Throttled, Unreachable, Waiting
from wgtui.kube.answers import error_of_answer
from wgtui.kube.login import Credential, Login
from wgtui.kube.network import translated
from wgtui.kube.places import Attention, Place, Places
from wgtui.kube.requests import Request
from wgtui.kube.sleep import Wakefulness
from wgtui.kube.tls import ClientCertificate, ssl_context
from wgtui.kube.transport import CONNECT_TIMEOUT, Transport

AT_ONCE = 16
"""Requests that wait for an answer at a time; a stream counts until its headers have come."""

ASKED_AGAIN = 3
LONGEST_WAIT, SHORTEST_WAIT = 5.0, 0.05
"""Seconds, where a server asks for fewer requests and says when it will answer."""

LONGEST_ANSWER = 64 * 2**20
"""Bytes of one answer held in memory."""

LONGEST_REFUSAL = 2**16
"""Bytes read of an answer that is an error."""


class Stream(NamedTuple):
    """`settle` is to be called once it has given what there was: from then on it may have to make room for others."""

    content: aiohttp.StreamReader
    settle: Callable[[], None]


class TooLarge(ServerFault):
    """An answer longer than LONGEST_ANSWER: ask for less."""


class Connection:
    """HTTP to the server of one login. `read_only` stops everything that is not known to read.

    `timeout` is in seconds for one answer, a stream has it for its headers; waiting for a place does not count.
    """

    def __init__(self, login: Login, *, read_only: bool, timeout: float, places: Places) -> None:
        self.login = login
        self.read_only = read_only
        self.timeout = timeout
        self.watching = 0
        """Streams open now."""
        self._arriving: set[aiohttp.ClientResponse] = set()
        self._sent: deque[float] = deque()
        self._attention = Attention()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._places = places
        self._transport: Transport | None = None
        self._certificate: ClientCertificate | None = None
        self._wakefulness = Wakefulness()

    @property
    def requests_per_minute(self) -> int:
        self._forget_sent()
        return len(self._sent)

    @property
    def wait(self) -> float:
        """Seconds a stream that made room for others may expect to wait for its next turn."""
        return self._places.wait

    def look(self, is_looked_at: bool) -> None:
        """Whether somebody has it on screen: it then goes before others that share its places."""
        self._attention.is_looked_at = is_looked_at
        self._places.make_room()

    async def read(self, request: Request) -> bytes:
        """The whole answer; raises the error a refusal means.

        What only reads is asked again where the server says when, as it does while it takes up a new kind.
        """
        for _ in range(ASKED_AGAIN):
            try:
                return await self._read(request)
            except Throttled as error:
                wait = error.retry_after
                if not request.reads or wait is None or wait > LONGEST_WAIT:
                    raise
            await asyncio.sleep(max(wait, SHORTEST_WAIT))
        return await self._read(request)

    async def _read(self, request: Request) -> bytes:
        limit = aiohttp.ClientTimeout(total=self.timeout, sock_connect=CONNECT_TIMEOUT)
        async with self._at_once, self._places.taken(Place(self._attention)):
            with translated(self.login.server):
                answer = await self._send(request, limit)
                async with answer:
                    with self._open(answer):
                        return await _body(answer)

    @asynccontextmanager
    async def stream(self, request: Request, *, is_first: bool = True) -> AsyncIterator[Stream]:
        """An answer that goes on for ever; raises Waiting where it has to make room for others.

        `is_first`: nothing of it is known yet, so it need not wait for those that only want to be told what is new.
        """
        limit = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT)
        place = Place(self._attention, is_first)
        async with self._places.taken(place):
            async with self._at_once:
                with translated(self.login.server):
                    answer = await self._send(request, limit)
            place.end = answer.close
            self.watching += 1
            try:
                with translated(self.login.server), self._open(answer):
                    yield Stream(answer.content, lambda: self._places.settle(place))
            except Unreachable:
                if not place.is_over:
                    raise
                raise Waiting(
                    "read in turns", f"more is watched than {self._places.limit} connections can tell at a time"
                ) from None
            finally:
                self.watching -= 1
                # Not `release`: that would wait for the rest of a stream without end.
                answer.close()

    async def check_awake(self) -> None:
        """Raises Unreachable after this machine slept, for all streams of the server: they begin anew."""
        if await self._slept():
            raise Unreachable("this machine was asleep", f"{self.login.server}: connecting again")

    async def _slept(self) -> bool:
        """Connections from before are dead then, whatever they look like, and are ended."""
        if not self._wakefulness.woke():
            return False
        await self.close()
        return True

    async def close(self) -> None:
        """Ends all connections at once, streams too; the next request opens a new one."""
        transport, self._transport = self._transport, None
        for answer in self._arriving:
            # Or who reads it would not be told, and wait.
            answer.close()
        if transport is not None:
            await transport.close()

    async def _send(self, request: Request, limit: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        if self.read_only and not request.reads:
            raise ReadOnly(f"read-only: {request.method} was not sent", "start without --read-only to change things")
        await self._slept()
        credential = await self.login.credentials.current()
        answer = await self._send_as(credential, request, limit)
        if answer.status == 401:
            refusal = await self._refusal(answer)
            renewed = await self.login.credentials.renew(credential)
            if renewed == credential:
                raise refusal
            answer = await self._send_as(renewed, request, limit)
        if answer.status >= 400:
            raise await self._refusal(answer)
        return answer

    async def _send_as(
        self, credential: Credential, request: Request, limit: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        transport = await self._transport_for(credential)
        self._forget_sent()
        self._sent.append(time.monotonic())
        async with asyncio.timeout(self.timeout):
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

    @contextmanager
    def _open(self, answer: aiohttp.ClientResponse) -> Iterator[None]:
        self._arriving.add(answer)
        try:
            yield
        finally:
            self._arriving.discard(answer)

    async def _refusal(self, answer: aiohttp.ClientResponse) -> KubeError:
        async with asyncio.timeout(self.timeout), answer:
            body = bytearray()
            while len(body) < LONGEST_REFUSAL and (part := await answer.content.readany()):
                body += part
            return error_of_answer(answer.status, bytes(body[:LONGEST_REFUSAL]), answer.headers)

    async def _transport_for(self, credential: Credential) -> Transport:
        if self._transport is not None and self._certificate != credential.certificate:
            await self.close()
        if self._transport is None:
            trust, is_tls = self.login.trust, self.login.server.startswith("https:")
            context = ssl_context(trust, credential.certificate) if is_tls else None
            self._transport = Transport(
                context, trust.server_name if is_tls else "", self.login.proxy, keeps_alive=self._places.keeps_alive
            )
            self._certificate = credential.certificate
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


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.content.iter_any():
        size += len(part)
        if size > LONGEST_ANSWER:
            raise TooLarge("an answer of the server is too large", f"more than {LONGEST_ANSWER // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)
