"""The floor of a list: the same streams read with aiohttp, their lines counted until the initial ones are over.

Run as a script with a kubeconfig and URLs as arguments; prints seconds from the first request, and lines.
"""

import asyncio
import sys
import time

import aiohttp

from wgtui.kube.kubeconfig import load
from wgtui.kube.tls import ssl_context

LAST = b'"k8s.io/initial-events-end":"true"'


async def read(session: aiohttp.ClientSession, url: str) -> int:
    lines, begun = 0, b""
    async with session.get(url) as answer:
        async for part in answer.content.iter_any():
            *whole, begun = (begun + part).split(b"\n")
            lines += len(whole)
            if any(LAST in line for line in whole[-1:]):
                break
        answer.close()
    return lines


async def read_all(kubeconfig: str, urls: list[str]) -> tuple[float, int]:
    login = load(kubeconfig)
    shown = await login.credentials.current()
    headers = {"Authorization": shown.authorization} if shown.authorization else {}
    context = ssl_context(login.trust, shown.certificate) if login.server.startswith("https:") else True
    began = time.monotonic()
    connector, forever = aiohttp.TCPConnector(ssl=context, limit=0), aiohttp.ClientTimeout(None)
    async with aiohttp.ClientSession(timeout=forever, connector=connector, headers=headers) as session:
        lines = await asyncio.gather(*(read(session, url) for url in urls))
        return time.monotonic() - began, sum(lines)


if __name__ == "__main__":
    print(*asyncio.run(read_all(sys.argv[1], sys.argv[2:])))  # noqa: T201
