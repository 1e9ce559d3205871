"""The floor of a list: the same streams read with aiohttp, their lines counted until the initial ones are over.

Run as a script with URLs as arguments; prints seconds from the first request, and lines.
"""

import asyncio
import sys
import time

import aiohttp

LAST = b'"k8s.io/initial-events-end":"true"'


async def read(session: aiohttp.ClientSession, url: str) -> int:
    lines, begun = 0, b""
    async with session.get(url, headers={"Authorization": "Bearer admin"}) as answer:
        async for part in answer.content.iter_any():
            *whole, begun = (begun + part).split(b"\n")
            lines += len(whole)
            if any(LAST in line for line in whole[-1:]):
                break
        answer.close()
    return lines


async def read_all(urls: list[str]) -> tuple[float, int]:
    began = time.monotonic()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(None)) as session:
        lines = await asyncio.gather(*(read(session, url) for url in urls))
        return time.monotonic() - began, sum(lines)


if __name__ == "__main__":
    print(*asyncio.run(read_all(sys.argv[1:])))  # noqa: T201
