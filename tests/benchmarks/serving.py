"""The embedded API server in a process of its own: a world of any size that moves as it is told.

Commands come as lines of JSON on standard input; each is answered by one on standard output.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.benchmarks.machines import cluster_of
from tests.benchmarks.objects import application_of
from wgtui.demo.request_log import RequestLine, RequestLog
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.demo.storage import Storage
from wgtui.demo.world.world import World

Json = dict[str, Any]

GITOPS = "gitopsclusters.gitops.weave.works"
CLUSTERS = "clusters.cluster.x-k8s.io"
A_MONTH = timedelta(days=30, hours=12)
"""Since the world stands still: whatever it holds is old enough that no age ticks while something else is measured."""

TURN = 0.01
"""Seconds between two turns of a storm."""


class CountingLog(RequestLog):
    watches = 0

    def add(self, line: RequestLine) -> RequestLine:
        self.watches += "watch" in line.query
        return super().add(line)


class Commands:
    """What the server can be told to do."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._storage: Storage = server.clusters[MANAGEMENT]
        self._log = CountingLog()
        server.requests = self._log
        self.by_name: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "requests": self._requests,
            "storm": self._storm,
            "hang up": self._hang_up,
            "watched": self._watched,
            "machines": self._machines,
            "objects": self._objects,
        }

    async def _requests(self, _: Json) -> Json:
        """How many streams were opened."""
        return {"opened": self._log.watches}

    async def _storm(self, options: Json) -> Json:
        """So many updates, at this `rate` a second, to the first `among` clusters by name; 0 is as fast as can be."""
        left, rate, sent = options["updates"], options.get("rate", 0), 0
        touched = cycle(self._by_name(options.get("among", 40)))
        began = time.monotonic()
        while sent < left:
            for _ in range(min(left - sent, max(1, round(rate * TURN)) if rate else 500)):
                self._touch(*next(touched), sent)
                sent += 1
            ahead = sent / rate - (time.monotonic() - began) if rate else 0.0
            await asyncio.sleep(max(ahead, 0.0))
        return {"seconds": time.monotonic() - began, "version": self._storage.version}

    async def _hang_up(self, _: Json) -> Json:
        self._server.hang_up()
        return {}

    async def _watched(self, _: Json) -> Json:
        """Objects of the resources that are watched now."""
        watched = {line.resource for line in self._log.open_watches()}
        return {
            found.kind.resource: len(found) for found in self._storage.collections() if found.kind.resource in watched
        }

    async def _machines(self, options: Json) -> Json:
        """A cluster of so many `machines` with what is behind each of them; every third is not ready."""
        for body in cluster_of(options["machines"]):
            self._storage.put(body)
        return {}

    async def _objects(self, options: Json) -> Json:
        """An application that has put so many `objects` on the cluster."""
        for body in application_of(options["objects"]):
            self._storage.put(body)
        return {}

    def _by_name(self, amount: int) -> list[tuple[str, str]]:
        clusters = {(found.namespace, found.name) for found in self._storage.collection(CLUSTERS).ordered("")}
        both = [(found.namespace, found.name) for found in self._storage.collection(GITOPS).ordered("")]
        return sorted((one for one in both if one in clusters), key=lambda one: one[1])[:amount]

    def _touch(self, namespace: str, name: str, count: int) -> None:
        def change(body: Json) -> None:
            body["status"]["workers"]["readyReplicas"] = 1 + (count + body["status"]["workers"]["readyReplicas"]) % 7

        self._storage.update(CLUSTERS, namespace, name, change)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clusters", type=int, default=0)
    parser.add_argument("--apps", type=int, default=0)
    options = parser.parse_args()
    server = DemoServer()
    world = World(server, start=datetime.now(UTC) - A_MONTH, clusters=options.clusters, applications=options.apps)
    await server.start()
    world.build()
    commands = Commands(server)
    with tempfile.TemporaryDirectory() as folder:
        kubeconfig = Path(folder) / "kubeconfig"
        kubeconfig.write_text(json.dumps(server.kubeconfig()), encoding="utf-8")
        _say({"kubeconfig": str(kubeconfig)})
        while line := await asyncio.to_thread(sys.stdin.readline):
            command = json.loads(line)
            _say(await commands.by_name[command["do"]](command))
    await server.stop()


def _say(answer: Json) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
