"""From a configuration to a client of its API server; with `--demo` that server is a child process of ours."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.github.tokens import HostSettings

if TYPE_CHECKING:  # The dashboard paints before it imports these.
    from wgtui.kube.client import Client

PATIENCE = 120.0
"""Seconds that the embedded cluster may take to start: ten thousands of objects on a slow machine."""


LOOK = 1.0
"""Seconds between two looks whether it lives."""


class Embedded(AbstractContextManager[None]):
    """An embedded API server in a process of its own, begun at once, that ends with us.

    It reads its standard input, which is a pipe of ours: however we end, it sees the end of that.
    """

    def __init__(self, *arguments: str) -> None:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._arguments = arguments
        self._process = self._begun()
        self._mourned: subprocess.Popen[bytes] | None = None
        self._kubeconfig = ""
        self.github: Mapping[str, HostSettings] = {}
        """The embedded GitHub, as soon as the embedded cluster answers."""

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            # ^c in the terminal is for us: the child goes when we do.
            start_new_session=True,
        )

    async def ended(self) -> str:
        """Its last words, once it has ended by itself; `kubeconfig` begins another."""
        # A process tells of its end nobody but who waits for it.
        while self._process is self._mourned or self._process.poll() is None:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)
        self._mourned = self._process
        return self._last_words()

    async def kubeconfig(self) -> str:
        """The path of the kubeconfig that opens it, as soon as it answers. Raises ConfigError where it does not."""
        if self._kubeconfig and self._process.poll() is not None:
            _close(self._process)
            self._process, self._kubeconfig = self._begun(), ""
        if not self._kubeconfig:
            try:
                line = await asyncio.wait_for(self._ready_line(), PATIENCE)
            except TimeoutError:
                raise ConfigError("the embedded cluster did not start in time", "try fewer --demo-clusters") from None
            if not line:
                raise ConfigError("the embedded cluster did not start", self._last_words())
            told = json.loads(line)
            if "refused" in told:
                raise ConfigError(*told["refused"])
            self._kubeconfig = str(told["kubeconfig"])
            self.learn(told)
        return self._kubeconfig

    def learn(self, told: Mapping[str, Any]) -> None:
        """What else it says when it is ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._process.kill()
        self._process.wait()
        _close(self._process)
        self._complaints.close()

    async def _ready_line(self) -> bytes:
        """Not in a thread: nobody could interrupt that."""
        assert self._process.stdout is not None
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        # A copy, as closing the transport closes its file: more may come.
        output = os.fdopen(os.dup(self._process.stdout.fileno()), "rb")
        pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), output)
        try:
            return await reader.readline()
        finally:
            pipe.close()
            os.set_blocking(self._process.stdout.fileno(), True)

    def _last_words(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        if lines:
            return lines[-1]
        return "it was killed" if (self._process.poll() or 0) < 0 else "it said nothing"


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()


class Demo(Embedded):
    """The embedded management cluster, alive."""

    def __init__(self, config: Config) -> None:
        scale = ["--clusters", str(config.demo_clusters)] if config.demo_clusters else []
        scale += ["--apps", str(config.demo_apps)] if config.demo_apps else []
        super().__init__("wgtui.demo", *scale)

    def learn(self, told: Mapping[str, Any]) -> None:
        self.github = {str(told["github"]): HostSettings(token_file=str(told["token_file"]))}


class Replay(Embedded):
    """A recording that is played; its process is the master of the clock, this one only reckons on."""

    def __init__(self, path: str) -> None:
        """Raises ConfigError where the file is no recording at all."""
        from wgtui.recording.reading import header_of

        self._began = header_of(Path(path)).began
        super().__init__("wgtui.demo.replaying", path)
        self.seconds = 0.0
        self.is_whole = True
        self.speed = 1.0
        self._goes_on = False
        self._at = 0.0
        self._told_at = 0.0
        self._asking = asyncio.Lock()

    @property
    def at(self) -> float:
        passed = (time.monotonic() - self._told_at) * self.speed if self._goes_on else 0.0
        return min(self._at + passed, self.seconds)

    @property
    def playing(self) -> bool:
        """Until the end."""
        return self._goes_on and self.at < self.seconds

    def now(self) -> datetime:
        """The time of the recording."""
        return self._began + timedelta(seconds=self.at)

    def learn(self, told: Mapping[str, Any]) -> None:
        self.seconds = float(told.get("seconds", self.seconds))
        self.is_whole = bool(told.get("whole", self.is_whole))
        self._at, self._goes_on, self.speed = float(told["at"]), bool(told["playing"]), float(told["speed"])
        self._told_at = time.monotonic()

    async def ask(self, command: str) -> None:
        """`play` (or pause), `step 1`, `skip -10`, `speed 2`."""
        async with self._asking:
            line = await asyncio.to_thread(self._answer, command)
            if line:
                self.learn(json.loads(line))

    def _answer(self, command: str) -> bytes:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{command}\n".encode())
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except (OSError, ValueError):
            return b""  # It has gone, or we are leaving.


class Connector:
    """Opens clients; `demo` is where they go instead of a kubeconfig of the user."""

    def __init__(self, demo: Embedded | None = None) -> None:
        self._demo = demo

    @asynccontextmanager
    async def __call__(self, config: Config) -> AsyncIterator[Client]:
        """Raises ConfigError where the configuration names no usable server; asks nothing of the server itself."""
        kubeconfig = await self.kubeconfig(config)
        from wgtui.kube.client import Client
        from wgtui.kube.kubeconfig import load

        login = load(kubeconfig, config.context, config.as_user, config.as_groups)
        client = Client(login, read_only=config.read_only or config.pane, timeout=config.request_timeout)
        try:
            yield client
        finally:
            await client.close()

    async def kubeconfig(self, config: Config) -> str:
        return await self._demo.kubeconfig() if self._demo is not None else config.kubeconfig

    async def ended(self) -> str:
        if self._demo is None:
            await asyncio.Event().wait()
            raise AssertionError("a cluster of the user's is lost, but never ends")
        return await self._demo.ended()

    def github_hosts(self, config: Config) -> Mapping[str, HostSettings]:
        return {**config.github_hosts, **self._demo.github} if self._demo else config.github_hosts
