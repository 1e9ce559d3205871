"""Values as YAML text, to be put into a file that somebody else wrote."""

from __future__ import annotations

from typing import Any

import yaml


def flow(value: Any) -> str:
    """On one line."""
    dumped: str = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False)
    return dumped.removesuffix("\n").removesuffix("\n...")


def block(value: Any, column: int) -> str:
    """On lines of their own that begin at `column`, without the last line break."""
    dumped: str = yaml.safe_dump(value, default_flow_style=False, width=10_000, allow_unicode=True, sort_keys=False)
    return "\n".join(" " * column + line if line else line for line in dumped.removesuffix("\n").split("\n"))
