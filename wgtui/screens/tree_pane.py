"""What a cluster is made of, followed live."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from wgtui.fleet import cluster_tree as fleet_tree
from wgtui.fleet.tree_objects import KINDS as TREE_KINDS
from wgtui.fleet.tree_objects import tree_objects
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.freshness import Known, of_parts
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.notice import Notice
from wgtui.screens.object_place import place_of
from wgtui.screens.pacing import FRAME
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.store.store import Store
from wgtui.views import cluster_tree
from wgtui.views.cluster_tree import Part
from wgtui.views.page import Node
from wgtui.widgets.tree_view import TreeView

KINDS: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, *TREE_KINDS)


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

    @property
    def keyboard(self) -> Widget:
        return self._view

    async def follow(self, session: Session) -> None:
        store = self._store = session.fleet.management
        watches = (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER), *parts_of(self._place, *TREE_KINDS))
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
        gitops, cluster = store.get(GITOPS_CLUSTER, ref), store.get(CLUSTER, capi_ref(store, ref))

        def is_stale(kind: Kind[Any], one: ObjectRef) -> bool:
            return not store.live(kind, one)

        above = [cluster_tree.root(GITOPS_CLUSTER, gitops, is_stale)] if gitops is not None else []
        tree = fleet_tree.cluster_tree(tree_objects(store, cluster)) if cluster is not None else None
        return cluster_tree.nodes(above, tree, is_stale)

    def known(self) -> Sequence[Known]:
        store = self._store
        return [] if store is None else of_parts([Known(kind, store.freshness(kind)) for kind in KINDS])

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
        if row.ref is None:
            return Subject(row.name, None, (("message", row.message),))
        return Subject(row.ref.name, self._place_of(row), (("namespace", row.ref.namespace), ("message", row.message)))

    def _place_of(self, row: Part) -> Place | None:
        """The roots are the page itself; groups and headings are no objects."""
        if row.kind is None or row.ref is None:
            return None
        place = place_of(row.kind, row.ref, within=self._place.ref.name if self._place.ref else "")
        return None if place.page == "cluster" else place

    @on(TreeView.Selected)
    def _selected(self, message: TreeView.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))
