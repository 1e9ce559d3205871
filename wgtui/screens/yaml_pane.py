"""The whole objects behind a page as YAML."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from wgtui.errors import FilterError
from wgtui.fleet.status import Tone
from wgtui.resources.kinds import Kind
from wgtui.screens.line import Part
from wgtui.screens.reading_pane import Behind, ReadingPane
from wgtui.views.yaml import yaml_lines
from wgtui.widgets import highlight
from wgtui.widgets.text_view import TextView


class YamlPane(ReadingPane):
    def __init__(
        self, kinds: tuple[Kind[Any], ...], behind: Behind, cluster: str = "", *, ascii_only: bool = False
    ) -> None:
        super().__init__(kinds, behind, cluster, ascii_only=ascii_only)
        self._view = TextView(ascii_only=ascii_only)
        self._searched = ""

    def compose(self) -> ComposeResult:
        yield self._view
        yield self.notice

    def take_focus(self) -> None:
        self._view.focus()

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        lines: list[str] = []
        for one in found:
            lines += ["---"] * bool(lines) + await asyncio.to_thread(yaml_lines, one)
        self._view.show_text(lines, highlight.yaml)

    def facts(self) -> Sequence[Part]:
        at, count = self._view.match_position
        return [Part(f"/{self._searched} {at} of {count}" if self._searched else "", Tone.ACCENT, 1)]

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:  # noqa: ARG002
        self._searched = text
        self._view.search(text)
        return None

    @property
    def findable(self) -> bool:
        return True

    @property
    def found(self) -> str:
        return self._searched

    @on(TextView.Moved)
    def _moved(self) -> None:
        self.post_message(self.Told(self))
