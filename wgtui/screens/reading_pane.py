"""Whole objects, read when looked at and again whenever one of them changed: the store keeps only parts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from wgtui.errors import Absent, Forbidden, KubeError, NotFound
from wgtui.fleet.status import Tone
from wgtui.resources.changes import WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.freshness import Known, of_parts
from wgtui.screens.host import Host
from wgtui.screens.instead import Words, instead_of_object
from wgtui.screens.line import Part
from wgtui.screens.notice import Notice
from wgtui.screens.panes import ViewPane
from wgtui.screens.place import Place
from wgtui.screens.reaching import reach
from wgtui.screens.session import Session
from wgtui.store.store import Store

if TYPE_CHECKING:
    from wgtui.kube.client import Client

FRAME = 0.5
"""Seconds between two readings of an object that keeps changing."""

RETRY = 5.0
"""Seconds until a reading that failed is tried again."""

Watches = Callable[[Place], tuple[WatchKey, ...]]
"""What is watched to see a change."""

Objects = Sequence[tuple[Kind[Any], ObjectRef]]

Behind = Callable[[Store, Place], Objects]
"""The objects a page is about, as far as they are known."""

_FINAL = (NotFound, Forbidden, Absent)
"""Answers that will be the same in a moment."""


Also = Callable[[Store, Place], tuple[WatchKey, ...]]
"""What is watched besides, as long as what is known by now asks for it."""


def nothing_also(_: Store, __: Place) -> tuple[WatchKey, ...]:
    return ()


class ReadingPane(ViewPane):
    """Subclasses show what is known and what was read."""

    def __init__(self, place: Place, watches: Watches, behind: Behind, host: Host, also: Also = nothing_also) -> None:
        super().__init__()
        self.place = place
        self.notice = Notice(ascii_only=host.config.ascii)
        self._watches = watches(place)
        self._behind = behind
        self._also = also
        self._store: Store | None = None
        self._versions: dict[ObjectRef, str] = {}
        self._trouble: KubeError | None = None

    def known_anew(self, session: Session) -> None:
        """Something that is watched has changed."""

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        """The objects, whole; empty when none of them is there any more."""
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, so that the reason may stand in its place."""
        raise NotImplementedError

    def instead(self) -> Words:
        """What is to be said of an object that is there and has nothing to show."""
        return ()

    async def follow(self, session: Session) -> None:
        self._versions = {}
        with ExitStack() as leases:
            watching = await reach(session, self.place.cluster, leases, self.notice.say)
            store = self._store = watching.store
            held: set[WatchKey] = set()
            more = set(self._watches)
            while more:
                held |= more
                for key in more:
                    leases.enter_context(watching.hold(*key))
                async for _ in store.changes(*{key.kind for key in held}):
                    self.known_anew(session)
                    self._tell()
                    await self._read_what_changed(watching.client, store)
                    self._tell()
                    more = set(self._also(store, self.place)) - held
                    if more:
                        break
                    await asyncio.sleep(FRAME)

    async def _read_what_changed(self, client: Client, store: Store) -> None:
        behind = self._behind(store, self.place)
        versions = {ref: _version(store, kind, ref) for kind, ref in behind}
        while versions != self._versions:
            self._versions = versions
            found = await self._read(client, behind)
            if found or isinstance(self._trouble, NotFound):
                await self.show(found)
            if self._trouble is None or isinstance(self._trouble, _FINAL):
                break
            self._tell()
            self._versions = {}
            await asyncio.sleep(RETRY)

    async def _read(self, client: Client, behind: Objects) -> list[dict[str, Any]]:
        """What could be read, in order; `_trouble` is why nothing could."""
        found: list[dict[str, Any]] = []
        trouble: KubeError | None = None
        for kind, ref in behind:
            try:
                one = await client.get_raw(kind, ref)
            except KubeError as error:
                trouble = error
            else:
                found.append(one)
                # The watch will tell of this version: no reason to read it twice.
                self._versions[ref] = self._versions[ref] or str(one["metadata"].get("resourceVersion", ""))
        self._trouble = None if found else trouble
        return found

    def _tell(self) -> None:
        self._say_instead()
        self.post_message(self.Told(self))

    def tick(self) -> None:
        self._say_instead()

    def _say_instead(self) -> None:
        """Where the object would be: why it is not there, or not there any more."""
        trouble = self._trouble
        if not self.is_empty:
            self.notice.say(*self.instead())
        elif trouble is not None and not isinstance(trouble, NotFound):
            self.notice.say(trouble.title, trouble.detail)
        elif trouble is None and any(self._versions.values()):
            self.notice.say("reading…")
        else:
            self.notice.say(*instead_of_object(self.known(), time.monotonic()))

    def facts(self) -> Sequence[Part]:
        """Why what is shown is not as new as the watch could make it."""
        trouble = self._trouble if not self.is_empty else None
        return [Part(f"not read again: {trouble.title}" if trouble else "", Tone.WARN, 1)]

    def known(self) -> Sequence[Known]:
        store = self._store
        if store is None:
            return ()
        return of_parts([Known(key.kind, store.freshness(key.kind), 0, store.name) for key in self._watches])


def _version(store: Store, kind: Kind[Any], ref: ObjectRef) -> str:
    found = store.get(kind, ref)
    return found.metadata.resource_version if found is not None else ""
