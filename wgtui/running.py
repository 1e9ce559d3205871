"""Another program that has the terminal until it ends: an editor, k9s, a shell. Everything else goes on meanwhile."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from wgtui.errors import ConfigError
from wgtui.terminal.drawing import CellApp


async def run_in_terminal(
    app: CellApp[Any], command: Sequence[str], environment: Mapping[str, str] | None = None
) -> int:
    """Its exit code. Raises ConfigError where it cannot be started."""
    with app.away(), _interrupts_are_its_own():
        return await _run(command, environment)


async def _run(command: Sequence[str], environment: Mapping[str, str] | None) -> int:
    """The loop goes on: watches stay alive however long it takes."""
    try:
        process = await asyncio.create_subprocess_exec(*command, env=environment)
    except OSError as error:
        raise ConfigError(f"{command[0]} cannot be started", error.strerror or "") from None
    try:
        return await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        raise


@contextmanager
def _interrupts_are_its_own() -> Iterator[None]:
    """^c in the terminal goes to all of its programs: here it is meant for that one alone."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
