"""From a configuration to a client of its API server; with `--demo` that server is a child process of ours."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from types import TracebackType
from typing import IO, TYPE_CHECKING

from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.github.tokens import HostSettings

if TYPE_CHECKING:  # The dashboard paints before it imports these.
    from wgtui.kube.client import Client

PATIENCE = 120.0
"""Seconds that the embedded cluster may take to start: ten thousands of objects on a slow machine."""


class Demo(AbstractContextManager["Demo"]):
    """The embedded management cluster in a process of its own, begun at once, that ends with us.

    It reads its standard input, which is a pipe of ours: however we end, it sees the end of that.
    """

    def __init__(self, config: Config) -> None:
        scale = ["--clusters", str(config.demo_clusters)] if config.demo_clusters else []
        scale += ["--apps", str(config.demo_apps)] if config.demo_apps else []
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "wgtui.demo", *scale],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            # ^c in the terminal is for us: the child goes when we do.
            start_new_session=True,
        )
        self._kubeconfig = ""
        self.github: Mapping[str, HostSettings] = {}
        """The embedded GitHub, as soon as the embedded cluster answers."""

    async def kubeconfig(self) -> str:
        """The path of the kubeconfig that opens it, as soon as it answers. Raises ConfigError where it does not."""
        if not self._kubeconfig:
            try:
                line = await asyncio.wait_for(self._ready_line(), PATIENCE)
            except TimeoutError:
                raise ConfigError("the embedded cluster did not start in time", "try fewer --demo-clusters") from None
            if not line:
                raise ConfigError("the embedded cluster did not start", self._last_words())
            told = json.loads(line)
            self._kubeconfig = str(told["kubeconfig"])
            self.github = {str(told["github"]): HostSettings(token_file=str(told["token_file"]))}
        return self._kubeconfig

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                stream.close()

    async def _ready_line(self) -> bytes:
        """Not in a thread: nobody could interrupt that."""
        assert self._process.stdout is not None
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), self._process.stdout)
        try:
            return await reader.readline()
        finally:
            pipe.close()

    def _last_words(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


class Connector:
    """Opens clients; `demo` is where they go instead of a kubeconfig of the user."""

    def __init__(self, demo: Demo | None = None) -> None:
        self._demo = demo

    @asynccontextmanager
    async def __call__(self, config: Config) -> AsyncIterator[Client]:
        """Raises ConfigError where the configuration names no usable server; asks nothing of the server itself."""
        kubeconfig = config.kubeconfig
        if self._demo is not None:
            kubeconfig = await self._demo.kubeconfig()
        from wgtui.kube.client import Client
        from wgtui.kube.kubeconfig import load

        login = load(kubeconfig, config.context, config.as_user, config.as_groups)
        client = Client(login, read_only=config.read_only or config.pane, timeout=config.request_timeout)
        try:
            yield client
        finally:
            await client.close()

    def github_hosts(self, config: Config) -> Mapping[str, HostSettings]:
        return {**config.github_hosts, **self._demo.github} if self._demo else config.github_hosts
