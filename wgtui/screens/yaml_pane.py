"""The whole objects behind a page as YAML: read when looked at, and again whenever one of them changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from wgtui.errors import FilterError, KubeError, NotFound
from wgtui.fleet.status import Tone
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.freshness import Known
from wgtui.screens.line import Part
from wgtui.screens.notice import Notice
from wgtui.screens.panes import Pane
from wgtui.screens.reaching import reach
from wgtui.screens.session import Session
from wgtui.store.store import Store
from wgtui.views.yaml import yaml_lines
from wgtui.widgets import highlight
from wgtui.widgets.text_view import TextView

if TYPE_CHECKING:
    from wgtui.kube.client import Client

FRAME = 0.5
"""Seconds between two readings of an object that keeps changing."""

Behind = Callable[[Store], Sequence[tuple[Kind[Any], ObjectRef]]]
"""The objects a page is about, as far as they are known."""


class YamlPane(Pane):
    """`kinds` are watched to see a change; the object itself is read whole, because the store keeps only parts."""

    def __init__(
        self, kinds: tuple[Kind[Any], ...], behind: Behind, cluster: str = "", *, ascii_only: bool = False
    ) -> None:
        super().__init__()
        self._kinds = kinds
        self._behind = behind
        self._cluster = cluster
        self._view = TextView(ascii_only=ascii_only)
        self._notice = Notice(ascii_only=ascii_only)
        self._store: Store | None = None
        self._searched = ""

    def compose(self) -> ComposeResult:
        yield self._view
        yield self._notice

    def take_focus(self) -> None:
        self._view.focus()

    async def follow(self, session: Session) -> None:
        versions: dict[ObjectRef, str] = {}
        with ExitStack() as leases:
            watching = await reach(session, self._cluster, leases, self._notice.say)
            store = self._store = watching.store
            for kind in self._kinds:
                leases.enter_context(watching.hold(kind))
            async for _ in store.changes(*self._kinds):
                behind = self._behind(store)
                now = {ref: _version(store, kind, ref) for kind, ref in behind}
                if now != versions:
                    versions = now
                    await self._read(watching.client, behind)
                self.post_message(self.Told(self))
                await asyncio.sleep(FRAME)

    async def _read(self, client: Client, behind: Sequence[tuple[Kind[Any], ObjectRef]]) -> None:
        lines: list[str] = []
        troubles: list[KubeError] = []
        for kind, ref in behind:
            try:
                found = await client.get_raw(kind, ref)
            except KubeError as error:
                troubles.append(error)
                continue
            lines += ["---"] * bool(lines) + await asyncio.to_thread(yaml_lines, found)
        if lines:
            self._view.show_text(lines, highlight.yaml)
        self._complain([] if lines else troubles, gone=not behind)

    def _complain(self, troubles: Sequence[KubeError], *, gone: bool) -> None:
        if gone or any(isinstance(error, NotFound) for error in troubles):
            self._notice.say("it is not there any more")
        elif troubles:
            self._notice.say(troubles[0].title, troubles[0].detail)
        else:
            self._notice.say()

    def known(self) -> Sequence[Known]:
        store = self._store
        if store is None:
            return ()
        return [Known(kind, store.freshness(kind), 0, store.name) for kind in self._kinds]

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


def _version(store: Store, kind: Kind[Any], ref: ObjectRef) -> str:
    found = store.get(kind, ref)
    return found.metadata.resource_version if found is not None else ""
