"""A text in the user's own editor, which has the terminal until it ends."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wgtui.errors import ConfigError
from wgtui.running import run_in_terminal
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
        code = await run_in_terminal(app, [*editor, str(path)])
        if code:
            raise ConfigError(f"{Path(editor[0]).name} ended with {code}", "nothing was changed")
        try:
            return path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            raise ConfigError("what the editor wrote cannot be read", "nothing was changed") from None
