"""What runs on a leaf cluster, read from it: its last rows stay when it goes out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from wgtui.errors import WgtuiError
from wgtui.fleet.leaf_runtime import OF_FLUX
from wgtui.resources.changes import WatchKey
from wgtui.resources.core import NODE
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.workloads import DEPLOYMENT
from wgtui.screens.freshness import Known
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import kubeconfig_secrets
from wgtui.screens.object_place import place_of
from wgtui.screens.place import Place
from wgtui.screens.reaching import PATIENCE
from wgtui.screens.reading_pane import FRAME
from wgtui.screens.sections_pane import SectionsPane, nothing_behind
from wgtui.screens.session import Session
from wgtui.store.store import Health, Store
from wgtui.views.leaf import leaf_sections


def watch_leaf(_: Place) -> tuple[WatchKey, ...]:
    kinds: tuple[Kind[Any], ...] = (NODE, *APPLICATION_KINDS, *SOURCE_KINDS)
    return (*(WatchKey(kind) for kind in kinds), WatchKey(DEPLOYMENT, "", OF_FLUX))


class LeafPane(SectionsPane):
    def __init__(self, place: Place, host: Host) -> None:
        at = replace(place, cluster=str(place.ref))
        super().__init__(at, host, watch_leaf, behind=nothing_behind, by_line=True)

    async def follow(self, session: Session) -> None:
        """The leaf stays open while it is looked at; what is held of it is held through every outage."""
        with ExitStack() as leases:
            ref = await self._open(session, leases)
            store = self._store = session.fleet.open(str(ref))
            while (watching := session.leaves.watching(ref)) is None:
                self._show(session, ref, store)
                await asyncio.sleep(PATIENCE)
            for key in self._watches:
                leases.enter_context(watching.hold(*key))
            async for _ in store.changes(*{key.kind for key in self._watches}):
                self._show(session, ref, store)
                await asyncio.sleep(FRAME)

    async def _open(self, session: Session, leases: ExitStack) -> ObjectRef:
        """As soon as it is known which Secrets may hold its kubeconfig."""
        ref = self.place.ref
        assert ref is not None
        while not (secrets := kubeconfig_secrets(session.fleet.management, ref)):
            self.notice.say("waiting for the cluster to be read…")
            await asyncio.sleep(PATIENCE)
        leases.enter_context(session.leaves.open(ref, secrets))
        return ref

    def _show(self, session: Session, ref: ObjectRef, store: Store) -> None:
        """What was known before is shown, greyed; where nothing ever was, why."""
        leaf = session.leaves.leaf(ref)
        trouble = (leaf.error if leaf else None) or self._outage(store)
        known = any(store.objects(key.kind) for key in self._watches) or session.leaves.watching(ref) is not None

        def target(kind: Kind[Any], one: ObjectRef) -> Place:
            return place_of(kind, one, str(ref))

        self._known = leaf_sections(store, trouble, target) if known else ()
        self._lay_out()
        self.notice.say(*(() if known else _instead(trouble, ref)))
        self.post_message(self.Told(self))

    def _outage(self, store: Store) -> WgtuiError | None:
        """Why what is held is not kept up to date, before the leaf as a whole is given up."""
        told = (store.freshness(key.kind) for key in self._watches)
        return next((one.error for one in told if one.health is Health.STALE), None)

    def known(self) -> Sequence[Known]:
        """Nothing is being read while the leaf has never been open."""
        return () if self.is_empty else super().known()

    def tick(self) -> None:
        """What is said in place of rows is said when something happens."""


def _instead(trouble: WgtuiError | None, ref: ObjectRef) -> tuple[str, ...]:
    if trouble is None:
        return (f"opening {ref}…",)
    return trouble.title, trouble.detail, "it is tried again"
