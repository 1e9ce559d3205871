"""What an application is configured with: its values or substitutions, with the ConfigMaps that they come from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wgtui.errors import KubeError
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import any_kind
from wgtui.screens.host import Host
from wgtui.screens.instead import Words
from wgtui.screens.object_place import kind_of, watch_object
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import Objects
from wgtui.screens.wholes import own_object
from wgtui.screens.yaml_pane import YamlPane
from wgtui.views.values import Content, references, value_lines
from wgtui.widgets import highlight

if TYPE_CHECKING:
    from wgtui.kube.client import Client

_CONFIG_MAP = any_kind("", "ConfigMap", "v1", namespaced=True)


class ValuesPane(YamlPane, inherit_bindings=False):
    """The ConfigMaps are read with the application; Secrets are never asked for."""

    def __init__(self, place: Place, host: Host) -> None:
        super().__init__(place, watch_object, own_object, host)
        self._contents: dict[ObjectRef, Content] = {}

    async def _read(self, client: Client, behind: Objects) -> list[dict[str, Any]]:
        found = await super()._read(client, behind)
        named = references(kind_of(self.place), found[0]) if found else []
        refs = {one.ref for one in named if one.kind == "ConfigMap" and one.ref.name}
        contents = await asyncio.gather(*(_content(client, ref) for ref in refs))
        self._contents = dict(zip(refs, contents, strict=True))
        return found

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        self._found = found
        lines = value_lines(kind_of(self.place), found[0], self._contents) if found else []
        self._view.show_text(lines, highlight.yaml)

    def instead(self) -> Words:
        return () if self._view.lines else ("nothing is configured", "it has neither values nor substitutions")

    def copies(self) -> tuple[tuple[str, str], ...]:
        return (("line", self._view.current_line), ("values", "\n".join(self._view.lines)))


async def _content(client: Client, ref: ObjectRef) -> Content:
    try:
        found = await client.get_raw(_CONFIG_MAP, ref)
    except KubeError as error:
        return str(error)
    data = found.get("data")
    return data if isinstance(data, dict) else {}
