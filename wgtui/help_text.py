"""How `--help` is laid out: for eighty columns, and for terminals that have fewer."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

WIDE, NARROWEST = 80, 24
ROOMY = 70
"""Columns from which on what a flag does stands beside it; else below."""

_IN_TWO = re.compile(r"(.*?\S) {3,}(\S.*)")
"""An example, and what it is an example of."""


class Help(argparse.RawDescriptionHelpFormatter):
    """The commands stand directly under their title."""

    def __init__(self, prog: str) -> None:
        width = max(NARROWEST, min(WIDE, get_terminal_size((WIDE, 24)).columns))
        super().__init__(prog, max_help_position=28 if width >= ROOMY else 6, width=width)

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            return "".join(self._format_action(command) for command in action._get_subactions())
        return super()._format_action(action)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """`-o, --output json|text` instead of the choices twice."""
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        text = f"{', '.join(action.option_strings)} {action.metavar}"
        if len(text) + 2 <= self._width or self._width >= ROOMY:
            return text
        return "\n    ".join(_wrapped(text, self._width - 4))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(" ".join(text.split()), width)

    def _format_usage(self, usage: str | None, *others: Any) -> str:
        text = super()._format_usage(usage, *others)
        return "\n".join(wrap(text, self._width, subsequent_indent=" " * 7, break_on_hyphens=False)) + "\n\n"

    def _fill_text(self, text: str, width: int, indent: str) -> str:  # noqa: ARG002
        return "\n".join(piece for line in text.splitlines() for piece in self._fitted(line))

    def _fitted(self, line: str) -> Iterator[str]:
        if len(line) <= self._width:
            yield line
        elif in_two := _IN_TWO.fullmatch(line):
            yield from self._fitted(in_two[1])
            yield from wrap(in_two[2], self._width, initial_indent=" " * 6, subsequent_indent=" " * 6)
        else:
            before = " " * (len(line) - len(line.lstrip()))
            yield from wrap(
                line.strip(),
                self._width,
                initial_indent=before,
                subsequent_indent=f"{before}  " if before else "",
                break_on_hyphens=False,
            )


def _wrapped(text: str, width: int) -> list[str]:
    """Choices may be parted where one ends."""
    return [line.replace("| ", "|") for line in wrap(text.replace("|", "| "), width)]
