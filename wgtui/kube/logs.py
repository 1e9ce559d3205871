"""The log of a container, line by line, as it was and as it grows."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wgtui.kube.client import Client
from wgtui.kube.lines import HEAD, LineReader
from wgtui.kube.paths import object_path
from wgtui.kube.requests import Request
from wgtui.resources.core import POD
from wgtui.resources.meta import ObjectRef

LOOK = 5.0
"""Seconds between two looks whether this machine was asleep, while nothing is logged."""


async def log_lines(
    client: Client,
    pod: ObjectRef,
    container: str = "",
    *,
    follow: bool = False,
    previous: bool = False,
    timestamps: bool = False,
    tail: int | None = None,
    since_seconds: int | None = None,
    since_time: str = "",
) -> AsyncGenerator[str, None]:
    """Ends with the log, with `follow` when the container does; raises KubeError where it cannot be read.

    `previous`: of the container that ran before; `tail`: so many lines at most, the last ones; `since_time`: from
    then on, in RFC 3339. A line longer than 64 KiB is cut, what is no UTF-8 is replaced; other characters are the
    container's own, harmless or not.
    """
    options = {
        "container": container,
        "follow": _flag(follow),
        "previous": _flag(previous),
        "timestamps": _flag(timestamps),
        "tailLines": "" if tail is None else str(tail),
        "sinceSeconds": "" if since_seconds is None else str(since_seconds),
        "sinceTime": since_time,
    }
    query = tuple((name, value) for name, value in options.items() if value)
    path = object_path(POD, await client.version_of(POD), pod, "log")
    async with client.connection.stream(Request(path, query=query, accept="*/*")) as stream:
        lines = LineReader(stream.content, HEAD)
        while True:
            try:
                some = await lines.read(LOOK)
            except TimeoutError:
                await client.connection.check_awake()
                continue
            if not some:
                break
            for line in some:
                yield line.decode(errors="replace")
        if rest := lines.rest():
            yield rest.decode(errors="replace")


def _flag(is_set: bool) -> str:
    return "true" if is_set else ""
