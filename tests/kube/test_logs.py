"""The log of a container."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from tests.eventually import eventually
from tests.kube.other_servers import answering
from tests.kube.watched import connected, opened
from wgtui.demo.pod_logs import Container
from wgtui.demo.server import DemoServer
from wgtui.errors import Invalid, NotFound
from wgtui.kube.client import Client
from wgtui.kube.login import Login
from wgtui.kube.logs import log_lines
from wgtui.resources.meta import ObjectRef

POD = ObjectRef("fleet", "bootstrap")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def write(server: DemoServer, *lines: str) -> None:
    server.clusters["management"].logs.write(Container("fleet", "bootstrap", "main"), NOW, *lines)


@pytest.fixture
def pod(server: DemoServer) -> DemoServer:
    server.clusters["management"].put(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "bootstrap", "namespace": "fleet"},
            "spec": {"containers": [{"name": "main", "image": "flux"}]},
            "status": {
                "phase": "Running",
                "containerStatuses": [{"name": "main", "state": {"running": {}}, "ready": True, "image": "flux"}],
            },
        }
    )
    write(server, "one", "", "na\u00efve \u202e three", "four")
    return server


async def lines(client: Client, **options: Any) -> list[str]:
    return [line async for line in log_lines(client, POD, **options)]


async def test_a_log_is_read_to_its_end(pod: DemoServer) -> None:
    """Empty lines too; what the text does is for who shows it to prevent."""
    async with connected(pod) as client:
        assert await lines(client) == ["one", "", "na\u00efve \u202e three", "four"]
        assert await lines(client, container="main", tail=1) == ["four"]
        assert await lines(client, tail=1, timestamps=True) == ["2026-03-01T12:00:00.000000000Z four"]


async def test_a_log_is_followed_until_nobody_looks(pod: DemoServer) -> None:
    """Lines come as they are written."""
    seen: list[str] = []

    async def follow(client: Client) -> None:
        async with aclosing(log_lines(client, POD, follow=True, tail=1)) as found:
            async for line in found:
                seen.append(line)

    async with connected(pod) as client:
        following = asyncio.create_task(follow(client))
        await eventually(lambda: seen == ["four"])
        write(pod, "five", "six")
        await eventually(lambda: seen == ["four", "five", "six"])
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        assert client.connection.watching == 0


async def test_a_last_line_without_an_end_is_a_line() -> None:
    """The container was stopped in the middle of it. What is no UTF-8 is replaced, a line without end is cut."""
    answers = {
        "/api": b'{"versions": ["v1"]}',
        "/apis": b"{}",
        "/api/v1": b'{"resources": [{"name": "pods", "verbs": ["get"]}]}',
        "/api/v1/namespaces/fleet/pods/bootstrap/log": b"one\n" + b"x" * 100_000 + b"\nla\xffst",
    }

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=answers[request.path])

    async with answering(answer) as address, opened(Login("other", address)) as client:
        first, long, last = await lines(client)
    assert (first, last) == ("one", "la\ufffdst")
    assert long == "x" * 2**16


async def test_a_container_or_pod_that_is_not_there_is_told(pod: DemoServer) -> None:
    """In the server's words."""
    async with connected(pod) as client:
        with pytest.raises(Invalid, match="other"):
            await lines(client, container="other")
        with pytest.raises(NotFound):
            [line async for line in log_lines(client, ObjectRef("fleet", "none"))]
