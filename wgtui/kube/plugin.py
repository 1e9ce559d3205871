"""Login plugins of a kubeconfig (`exec`), such as `aws eks get-token`: run, timed, and their answer kept."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wgtui.errors import Unauthorized
from wgtui.kube.decoding import UNREADABLE
from wgtui.kube.kubefile import Exec
from wgtui.kube.login import Credential, bearer, is_token
from wgtui.kube.printable import one_line
from wgtui.kube.tls import ClientCertificate

DEADLINE = 30.0
"""Seconds for one run."""

AGAIN_AFTER = 10.0
"""Seconds between two runs that a refusal or a failure asked for: twenty watches make one run, not twenty."""

EARLY = 10.0
"""Seconds before its end that a token is replaced."""

LONGEST_OUTPUT = 2**20

_SECRET_LIKE = re.compile(r"[A-Za-z0-9_+=-]{32,}")


class _Status(msgspec.Struct, rename="camel"):
    token: str = ""
    client_certificate_data: str = ""
    client_key_data: str = ""
    expiration_timestamp: datetime | None = None


class _ExecCredential(msgspec.Struct, rename="camel"):
    api_version: str
    status: _Status


class PluginCredentials:
    """The plugin runs when a request first needs it, when its token ends, and after a 401.

    kubernetes_asyncio's ExecProvider lets the plugin read our terminal and wait for ever.
    """

    def __init__(
        self,
        plugin: Exec,
        cluster: Mapping[str, object],
        deadline: float = DEADLINE,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`cluster` is what the plugin is told of the cluster, if it asks for that."""
        self._plugin = plugin
        self._cluster = cluster
        self._deadline = deadline
        self._now = now
        self._lock = asyncio.Lock()
        self._credential: Credential | None = None
        self._expires = float("inf")
        self._failure: Unauthorized | None = None
        self._ran = float("-inf")

    async def current(self) -> Credential:
        async with self._lock:
            if self._credential is None or self._is_over():
                await self._run_unless_just_failed()
            assert self._credential is not None
            return self._credential

    async def renew(self, refused: Credential) -> Credential:
        async with self._lock:
            if self._credential in (refused, None) and not self._ran_just_now():
                await self._run_unless_just_failed()
            return self._credential or refused

    def is_stale(self) -> bool:
        return False

    def _is_over(self) -> bool:
        """Some plugins give out tokens that are over at once: these are used for a while all the same."""
        return self._now() >= self._expires - EARLY and not (self._failure is None and self._ran_just_now())

    def _ran_just_now(self) -> bool:
        return 0 <= self._now() - self._ran < AGAIN_AFTER

    async def _run_unless_just_failed(self) -> None:
        if self._failure is not None and self._ran_just_now():
            raise Unauthorized(self._failure.title, self._failure.detail)
        self._failure = None
        try:
            status = await self._run()
            self._credential = self._credential_of(status)
        except Unauthorized as failure:
            self._failure = failure
            raise
        finally:
            self._ran = self._now()
        end = status.expiration_timestamp
        self._expires = end.replace(tzinfo=end.tzinfo or UTC).timestamp() if end else float("inf")

    async def _run(self) -> _Status:
        if self._plugin.interactive_mode == "Always":
            raise self._error(
                "wants to ask for something", "log in with it in another terminal, or choose another context"
            )
        output = await self._output(await self._started())
        try:
            answer = msgspec.json.decode(output, type=_ExecCredential)
        except UNREADABLE as error:
            raise self._error(
                "did not answer with an ExecCredential", f"run it by hand: {one_line(str(error))}"
            ) from None
        if answer.api_version != self._plugin.api_version:
            raise self._error("answered for another API version", f"the kubeconfig wants {self._plugin.api_version}")
        return answer.status

    async def _started(self) -> asyncio.subprocess.Process:
        variables = {variable.name: variable.value for variable in self._plugin.env or ()}
        try:
            return await asyncio.create_subprocess_exec(
                self._plugin.command,
                *(self._plugin.args or ()),
                env={**os.environ, **variables, "KUBERNETES_EXEC_INFO": self._information()},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                # A session of its own has no terminal: a plugin that opens /dev/tty to ask fails instead of hanging.
                start_new_session=True,
            )
        except FileNotFoundError:
            hint = one_line(self._plugin.install_hint) or "install it, or check the PATH"
            raise self._error("is not installed", hint) from None
        except (OSError, ValueError) as error:
            raise self._error("cannot be run", one_line(str(error))) from None

    async def _output(self, process: asyncio.subprocess.Process) -> bytes:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            async with asyncio.timeout(self._deadline):
                output, words = await asyncio.gather(_up_to_limit(process.stdout), _up_to_limit(process.stderr))
                code = await process.wait()
        except TimeoutError:
            raise self._error(
                f"did not answer within {self._deadline:g} s", "run it by hand to see what it waits for"
            ) from None
        finally:
            await _end(process)
        if code != 0:
            said = _SECRET_LIKE.sub("…", one_line(words.decode(errors="replace"), 300))
            raise self._error(f"failed with exit code {code}", said or "run it by hand to see why")
        return output

    def _credential_of(self, status: _Status) -> Credential:
        certificate = None
        if status.client_certificate_data and status.client_key_data:
            certificate = ClientCertificate(
                status.client_certificate_data, status.client_key_data, origin=f"login plugin {self._name}"
            )
        if certificate is None and not status.token:
            raise self._error("answered with neither token nor certificate", "run it by hand")
        if status.token and not is_token(status.token):
            raise self._error("answered with a token that holds characters no token has", "run it by hand")
        return Credential(bearer(status.token) if status.token else "", certificate)

    def _information(self) -> str:
        spec: dict[str, object] = {"interactive": False}
        if self._plugin.provide_cluster_info:
            spec["cluster"] = self._cluster
        return json.dumps({"apiVersion": self._plugin.api_version, "kind": "ExecCredential", "spec": spec})

    @property
    def _name(self) -> str:
        return one_line(Path(self._plugin.command).name, 60)

    def _error(self, matter: str, detail: str) -> Unauthorized:
        return Unauthorized(f"login plugin {self._name} {matter}", detail)


async def _up_to_limit(stream: asyncio.StreamReader) -> bytes:
    kept = bytearray()
    while part := await stream.read(2**16):
        kept += part[: LONGEST_OUTPUT - len(kept)]
    return bytes(kept)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends the plugin and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.returncode is None:
        await asyncio.shield(process.wait())
