"""What the containers of some pods write, followed while somebody looks: new pods and restarts join by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from wgtui.errors import Forbidden, KubeError
from wgtui.fleet.logging import FLUX_NAMESPACE, Writers, Written, containers, is_running, restarts, written
from wgtui.kube.client import Client
from wgtui.kube.log_following import followed_lines, stamp
from wgtui.kube.logs import log_lines
from wgtui.resources.core import POD, Pod
from wgtui.resources.meta import ObjectRef

LOOK_AGAIN = 5.0
"""Seconds between two looks for pods that have come and containers that were started anew."""

AT_ONCE = 12
"""Containers that are followed at a time: each keeps a connection open."""

QUEUED = 5_000
"""Lines that wait to be shown; while there are so many, nothing more is read."""

TOGETHER = 0.15
"""Seconds in which lines of several containers are gathered, so that they come in the order of their times."""

_Run = tuple[str, str, int]
"""A container's life: uid of its pod, its name, how often it was restarted."""


class PodLogs:
    """`names` are the containers that are read, as `pod/container`; `troubles` says of some why they are not."""

    def __init__(self, client: Client, writers: Writers, *, tail: int, previous: bool = False) -> None:
        self.names: list[str] = []
        self.left_out = 0
        self.troubles: dict[str, KubeError] = {}
        self.trouble: KubeError | None = None
        """Why not even the pods can be found."""
        self.looked = False
        self._client = client
        self._writers = writers
        self._tail = tail
        self._previous = previous
        self._reading: dict[_Run, asyncio.Task[None]] = {}
        self._last: dict[_Run, str] = {}
        """The timestamp of the last line that was read."""
        self._lines: asyncio.Queue[Written] = asyncio.Queue(QUEUED)

    async def run(self) -> None:
        """Looks for pods and reads what they write, until cancelled."""
        async with asyncio.TaskGroup() as streams:
            while True:
                try:
                    pods = await self._pods()
                    self.trouble = None
                except KubeError as error:
                    self.trouble, pods = error, []
                self._read(pods, streams)
                self.looked = True
                await asyncio.sleep(LOOK_AGAIN)

    async def lines(self) -> list[Written]:
        """The next lines, of all containers in the order of their times; waits until there are any."""
        found = [await self._lines.get()]
        await asyncio.sleep(TOGETHER)
        while not self._lines.empty():
            found.append(self._lines.get_nowait())
        return sorted(found, key=lambda line: line.at)

    async def _pods(self) -> list[Pod]:
        writers = self._writers
        fields = f"metadata.name={writers.name}" if writers.name else ""
        try:
            found = await self._client.list(POD, writers.namespace, writers.selector, fields)
        except Forbidden:
            if writers.namespace or not writers.controller:
                raise
            found = await self._client.list(POD, FLUX_NAMESPACE, writers.selector)
        return sorted(found, key=lambda pod: (pod.metadata.creation_timestamp is None, str(pod.metadata.ref)))

    def _read(self, pods: list[Pod], streams: asyncio.TaskGroup) -> None:
        runs = [(pod, name) for pod in pods for name in containers(pod)]
        open_ = sum(not task.done() for task in self._reading.values())
        self.left_out = 0
        for pod, name in runs:
            run = (pod.metadata.uid, name, restarts(pod, name))
            if run in self._reading and not (self._reading[run].done() and self._goes_on(pod, name)):
                continue
            if open_ >= AT_ONCE:
                self.left_out += 1
                continue
            open_ += 1
            label = f"{pod.metadata.name}/{name}"
            if label not in self.names:
                self.names.append(label)
            self._reading[run] = streams.create_task(self._read_one(run, pod.metadata.ref, label), name=f"log {label}")

    def _goes_on(self, pod: Pod, container: str) -> bool:
        """A log that has ended although its container runs: the server had enough of it."""
        return not self._previous and is_running(pod, container)

    async def _read_one(self, run: _Run, pod: ObjectRef, label: str) -> None:
        self.troubles.pop(label, None)
        try:
            async with aclosing(self._lines_of(run, pod)) as lines:
                async for line in lines:
                    self._last[run] = stamp(line) or self._last.get(run, "")
                    await self._lines.put(written(line, label))
        except KubeError as error:
            self.troubles[label] = error

    def _lines_of(self, run: _Run, pod: ObjectRef) -> AsyncGenerator[str, None]:
        _, container, _ = run
        if self._previous:
            return log_lines(self._client, pod, container, previous=True, timestamps=True, tail=self._tail)
        return followed_lines(self._client, pod, container, tail=self._tail, after=self._last.get(run, ""))
