"""HTTP to an API server with nothing in between: what was answered, as it came."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp

from wgtui.kube.login import Login
from wgtui.kube.tls import ssl_context

JSON = "application/json"
YAML = "application/yaml"
MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
APPLY = "application/apply-patch+yaml"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    text: str
    warnings: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def message(self) -> str:
        return str(self.json["message"])

    @property
    def metadata(self) -> Json:
        found: Json = self.json["metadata"]
        return found

    @property
    def names(self) -> list[str]:
        """Of the items of a list."""
        return [item["metadata"]["name"] for item in self.json["items"]]


class Raw:
    """One user of one server. Query parameters are given by name, an object as body is sent as JSON."""

    def __init__(self, login: Login, session: aiohttp.ClientSession) -> None:
        self.login = login
        self._session = session

    async def get(self, path: str, **options: Any) -> Answer:
        return await self.ask("GET", path, **options)

    async def post(self, path: str, body: Any, **options: Any) -> Answer:
        return await self.ask("POST", path, body, **options)

    async def put(self, path: str, body: Any, **options: Any) -> Answer:
        return await self.ask("PUT", path, body, **options)

    async def patch(self, path: str, body: Any, kind: str = MERGE, **options: Any) -> Answer:
        return await self.ask("PATCH", path, body, content_type=kind, **options)

    async def apply(self, path: str, body: Any, manager: str, **options: Any) -> Answer:
        return await self.ask("PATCH", path, body, content_type=APPLY, fieldManager=manager, **options)

    async def delete(self, path: str, body: Any = None, **options: Any) -> Answer:
        return await self.ask("DELETE", path, body, **options)

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        content_type: str = JSON,
        headers: Mapping[str, str] | None = None,
        **query: str,
    ) -> Answer:
        data = body if isinstance(body, str | bytes | BytesIO) or body is None else json.dumps(body)
        sent = {"Content-Type": content_type, **await self._headers(), **(headers or {})}
        async with self._session.request(
            method, self.login.server + path, data=data, params=query, headers=sent
        ) as answer:
            warnings = tuple(answer.headers.getall("Warning", ()))
            return Answer(answer.status, answer.headers, await answer.text(), warnings)

    @asynccontextmanager
    async def watch(self, path: str, headers: Mapping[str, str] | None = None, **query: str) -> AsyncIterator[Events]:
        """A stream of events, closed at the end of the block."""
        params = {"watch": "true", **query}
        sent = {**await self._headers(), **(headers or {})}
        async with self._session.get(self.login.server + path, params=params, headers=sent) as answer:
            yield Events(answer)
            answer.close()

    @asynccontextmanager
    async def stream(
        self, path: str, headers: Mapping[str, str] | None = None, **query: str
    ) -> AsyncIterator[aiohttp.StreamReader]:
        """An answer's bytes as they come."""
        sent = {**await self._headers(), **(headers or {})}
        async with self._session.get(self.login.server + path, params=query, headers=sent) as answer:
            yield answer.content
            answer.close()

    async def _headers(self) -> dict[str, str]:
        credential = await self.login.credentials.current()
        return {"Authorization": credential.authorization} if credential.authorization else {}


class Events:
    """The events of one watch, in order."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.status = answer.status
        self._answer = answer
        self._lines = self._read()

    async def next(self) -> tuple[str, Json]:
        """(type, object) of the next event; raises StopAsyncIteration where the stream ends."""
        event = json.loads(await anext(self._lines))
        return event["type"], event["object"]

    async def take(self, count: int) -> list[tuple[str, str]]:
        """(type, name) of as many events."""
        found = [await self.next() for _ in range(count)]
        return [(kind, body["metadata"].get("name", "")) for kind, body in found]

    async def rest(self) -> list[tuple[str, Json]]:
        """Everything until the stream ends."""
        found = []
        async for line in self._lines:
            event = json.loads(line)
            found.append((event["type"], event["object"]))
        return found

    async def _read(self) -> AsyncIterator[bytes]:
        begun = b""
        async for part in self._answer.content.iter_any():
            *lines, begun = (begun + part).split(b"\n")
            for line in lines:
                yield line
        if begun:
            yield begun


@asynccontextmanager
async def raw(login: Login) -> AsyncIterator[Raw]:
    credential = await login.credentials.current()
    context = ssl_context(login.trust, credential.certificate) if login.server.startswith("https:") else True
    connector = aiohttp.TCPConnector(ssl=context)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
        yield Raw(login, session)
