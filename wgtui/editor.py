"""A text in the user's own editor, which has the terminal until it ends."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wgtui.errors import ConfigError
from wgtui.terminal.drawing import CellApp


def editor_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """VISUAL, else EDITOR, with its arguments; empty where neither names a program that is there."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environment.get(variable, ""))
        except ValueError:
            continue
        if words and shutil.which(words[0]):
            return tuple(words)
    return ()


async def edited_by(app: CellApp[Any], editor: Sequence[str], text: str, name: str) -> str:
    """The text as it was when the editor ended; `name` is that of the file, for its highlighting.

    Raises ConfigError where the editor fails: then nothing has changed.
    """
    with tempfile.TemporaryDirectory(prefix="wgtui-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        with app.away(), _interrupts_for_the_editor():
            code = await _run([*editor, str(path)])
        if code:
            raise ConfigError(f"{editor[0]} ended with {code}", "nothing was changed")
        try:
            return path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            raise ConfigError("what the editor wrote cannot be read", "nothing was changed") from None


async def _run(command: Sequence[str]) -> int:
    """Its exit code. The loop goes on: watches stay alive however long somebody writes."""
    try:
        process = await asyncio.create_subprocess_exec(*command)
    except OSError as error:
        raise ConfigError(f"{command[0]} cannot be started", error.strerror or "") from None
    try:
        return await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        raise


@contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """^c in the terminal goes to all of its programs: here it is meant for the editor, whose own it stays."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
