"""Whole objects, read when looked at and again whenever one of them changed: the store keeps only parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from wgtui.errors import KubeError, NotFound
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.freshness import Known
from wgtui.screens.notice import Notice
from wgtui.screens.panes import Pane
from wgtui.screens.reaching import reach
from wgtui.screens.session import Session
from wgtui.store.store import Store

if TYPE_CHECKING:
    from wgtui.kube.client import Client

FRAME = 0.5
"""Seconds between two readings of an object that keeps changing."""

Behind = Callable[[Store], Sequence[tuple[Kind[Any], ObjectRef]]]
"""The objects a page is about, as far as they are known."""


class ReadingPane(Pane):
    """`kinds` are watched to see a change. Subclasses show what was read."""

    def __init__(self, kinds: tuple[Kind[Any], ...], behind: Behind, cluster: str, *, ascii_only: bool) -> None:
        super().__init__()
        self.notice = Notice(ascii_only=ascii_only)
        self._kinds = kinds
        self._behind = behind
        self._cluster = cluster
        self._store: Store | None = None

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        """At least one object, whole."""
        raise NotImplementedError

    async def follow(self, session: Session) -> None:
        versions: dict[ObjectRef, str] = {}
        with ExitStack() as leases:
            watching = await reach(session, self._cluster, leases, self.notice.say)
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
        found: list[dict[str, Any]] = []
        troubles: list[KubeError] = []
        for kind, ref in behind:
            try:
                found.append(await client.get_raw(kind, ref))
            except KubeError as error:
                troubles.append(error)
        self._complain([] if found else troubles)
        if found:
            await self.show(found)

    def _complain(self, troubles: Sequence[KubeError]) -> None:
        if any(isinstance(error, NotFound) for error in troubles):
            self.notice.say("it is not there any more")
        elif troubles:
            self.notice.say(troubles[0].title, troubles[0].detail)
        else:
            self.notice.say()

    def known(self) -> Sequence[Known]:
        store = self._store
        if store is None:
            return ()
        return [Known(kind, store.freshness(kind), 0, store.name) for kind in self._kinds]


def _version(store: Store, kind: Kind[Any], ref: ObjectRef) -> str:
    found = store.get(kind, ref)
    return found.metadata.resource_version if found is not None else ""
