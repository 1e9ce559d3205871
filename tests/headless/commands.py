"""The headless commands as somebody types them, run in this process against the embedded server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.eventually import eventually
from wgtui.arguments import Completion, Dashboard, parse
from wgtui.connecting import Connector
from wgtui.errors import WgtuiError
from wgtui.headless.commands import perform
from wgtui.headless.output import Output
from wgtui.headless.table import Look


@dataclass(slots=True)
class Said:
    """What a command has said so far, and its exit code once it has ended."""

    data: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    code: int | None = None

    @property
    def out(self) -> str:
        return "".join(f"{text}\n" for text in self.data)

    @property
    def err(self) -> str:
        return "".join(f"{text}\n" for text in self.words)

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def rows(self) -> list[list[str]]:
        """The cells of a table, without its titles."""
        return [line.split() for line in self.out.splitlines()[1:]]

    async def says(self, check: Callable[[Said], object]) -> None:
        await eventually(lambda: check(self))


class Commands:
    """`wgtui` with the kubeconfig of a user of the embedded server."""

    def __init__(self, kubeconfig: str, connector: Connector | None = None) -> None:
        self._kubeconfig = kubeconfig
        self._connector = connector or Connector()

    async def __call__(self, *typed: str) -> Said:
        said = Said()
        await self._run(said, typed)
        return said

    @asynccontextmanager
    async def going_on(self, *typed: str) -> AsyncIterator[Said]:
        """A command that runs until it is interrupted."""
        said = Said()
        async with asyncio.TaskGroup() as running:
            task = running.create_task(self._run(said, typed))
            yield said
            task.cancel()

    async def _run(self, said: Said, typed: tuple[str, ...]) -> None:
        try:
            command = parse([*typed, "--kubeconfig", self._kubeconfig])
            assert not isinstance(command, Dashboard | Completion)
            output = Output(said.data.append, said.words.append, Look(ascii=command.config.ascii))
            said.code = await perform(command, self._connector, output)
        except WgtuiError as error:
            said.words.append(f"wgtui: {error}")
            said.code = error.exit_code
