"""What a cluster is made of, followed live."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from textual import on
from textual.app import ComposeResult

from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.cluster_lists import PARTS, parts_of
from wgtui.screens.freshness import Known
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.notice import Notice
from wgtui.screens.object_place import place_of
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.screens.table_pane import FRAME
from wgtui.store.store import Store
from wgtui.views import cluster_tree
from wgtui.views.cluster_tree import Part
from wgtui.views.page import Node
from wgtui.widgets.tree_view import TreeView

KINDS: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, *PARTS)


class TreePane(Pane):
    def __init__(self, place: Place, host: Host) -> None:
        super().__init__()
        self._place = place
        self._view: TreeView[Part] = TreeView(
            cluster_tree.COLUMNS,
            enter_folds=False,
            is_stale=lambda row: row.stale,
            opens=lambda row: self._place_of(row) is not None,
            clock=host.clock,
            ascii_only=host.config.ascii,
        )
        self._notice = Notice(ascii_only=host.config.ascii)
        self._store: Store | None = None

    def compose(self) -> ComposeResult:
        yield self._view
        yield self._notice

    def take_focus(self) -> None:
        self._view.focus()

    async def follow(self, session: Session) -> None:
        store = self._store = session.fleet.management
        watches = (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER), *parts_of(self._place, *PARTS))
        with ExitStack() as leases:
            for key in watches:
                leases.enter_context(session.watching.hold(*key))
            async for _ in store.changes(*KINDS):
                tree = self._tree(store)
                self._view.show(tree)
                self._notice.say(*(() if tree else ("it is not made by Cluster API",)))
                self.post_message(self.Told(self))
                await asyncio.sleep(FRAME)

    def _tree(self, store: Store) -> tuple[Node[Part], ...]:
        ref = self._place.ref
        assert ref is not None
        cluster = capi_ref(store, ref)
        pairs: tuple[tuple[Kind[Any], ObjectRef], ...] = ((GITOPS_CLUSTER, ref), (CLUSTER, cluster))
        roots = [_part(store, kind, found) for kind, own in pairs if (found := store.get(kind, own)) is not None]
        parts = {
            found.metadata.uid: (_part(store, kind, found), found)
            for kind in PARTS
            for found in store.in_cluster(kind, cluster)
        }
        return cluster_tree.grown(roots, parts) if roots else ()

    def known(self) -> Sequence[Known]:
        store = self._store
        return [] if store is None else [Known(kind, store.freshness(kind)) for kind in KINDS]

    @property
    def says(self) -> bool:
        return True

    def saying(self) -> str:
        row = self._view.selected
        return "" if row is None else row.message or row.reason

    def subject(self) -> Subject | None:
        row = self._view.selected
        if row is None:
            return None
        return Subject(row.ref.name, self._place_of(row), (("namespace", row.ref.namespace), ("message", row.message)))

    def _place_of(self, row: Part) -> Place | None:
        """The roots are the page itself."""
        place = place_of(row.kind, row.ref, within=self._place.ref.name if self._place.ref else "")
        return None if place.page == "cluster" else place

    @on(TreeView.Selected)
    def _selected(self, message: TreeView.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))


def _part(store: Store, kind: Kind[Any], found: Any) -> Part:
    return cluster_tree.part(kind, found, not store.live(kind, found.metadata.ref))
