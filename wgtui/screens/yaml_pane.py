"""The whole objects behind a page as YAML."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from wgtui.fleet.status import Tone
from wgtui.keys import binding
from wgtui.screens.host import Host
from wgtui.screens.line import Part
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Behind, ReadingPane, Watches
from wgtui.screens.searched_pane import SearchedPane
from wgtui.views.yaml import yaml_lines
from wgtui.widgets import highlight
from wgtui.widgets.text_view import TextView


class YamlPane(SearchedPane, ReadingPane):
    """Without the managed fields, until they are asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("yaml.managed")]

    def __init__(self, place: Place, watches: Watches, behind: Behind, host: Host) -> None:
        super().__init__(place, watches, behind, host)
        self._view = TextView(ascii_only=host.config.ascii)
        self._found: Sequence[dict[str, Any]] = ()
        self._managed = False

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        self._found = found
        lines: list[str] = []
        for one in found:
            lines += ["---"] * bool(lines) + await asyncio.to_thread(yaml_lines, one, self._managed)
        self._view.show_text(lines, highlight.yaml)

    @property
    def is_empty(self) -> bool:
        return not self._found

    async def action_managed_fields(self) -> None:
        self._managed = not self._managed
        await self.show(self._found)
        self.post_message(self.Told(self))

    def facts(self) -> Sequence[Part]:
        return [*super().facts(), Part("managed fields" if self._managed else "", Tone.MUTED, 2)]

    def copies(self) -> tuple[tuple[str, str], ...]:
        return (("line", self._view.current_line), ("YAML", "\n".join(self._view.lines)))
