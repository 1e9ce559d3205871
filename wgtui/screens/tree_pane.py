"""What a cluster is made of, followed live."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from wgtui.fleet import cluster_tree as fleet_tree
from wgtui.fleet.tree_objects import KINDS as TREE_KINDS
from wgtui.fleet.tree_objects import tree_objects
from wgtui.keys import binding
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.cluster_parts import parts_followed
from wgtui.screens.freshness import Known, of_parts
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.notice import Notice
from wgtui.screens.object_place import place_of
from wgtui.screens.pacing import FRAME
from wgtui.screens.panes import Subject, ViewPane
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.store.store import Store
from wgtui.views import cluster_tree
from wgtui.views.cluster_tree import Part
from wgtui.views.page import Node
from wgtui.widgets.tree_view import TreeView


class TreePane(ViewPane):
    """Opens on what is broken; conditions are shown below their object when asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("tree.conditions"), binding("tree.all-conditions")]

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
        self.notice = Notice(ascii_only=host.config.ascii)
        self._store: Store | None = None
        self._kinds: tuple[Kind[Any], ...] = ()
        self._all_conditions = False
        self._conditions_of: set[Hashable] = set()
        """Keys of lines whose conditions are shown, or hidden where all are."""

    async def follow(self, session: Session) -> None:
        store = self._store = session.fleet.management
        watches = (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER), *parts_of(self._place, *TREE_KINDS))
        with ExitStack() as leases:
            async for kinds in parts_followed(session.watching, leases, watches, self._place):
                self._kinds = tuple(kinds)
                self._show(store)
                self.post_message(self.Told(self))
                await asyncio.sleep(FRAME)

    def _show(self, store: Store) -> None:
        tree, before = self._tree(store), self._view.selected_key
        self._view.show(tree, cluster_tree.first_broken(tree))
        if self._view.selected_key != before:
            self._view.cursor_moved()
        self.notice.say(*(() if tree else ("it is not made by Cluster API",)))

    def _tree(self, store: Store) -> tuple[Node[Part], ...]:
        ref = self._place.ref
        assert ref is not None
        gitops, cluster = store.get(GITOPS_CLUSTER, ref), store.get(CLUSTER, capi_ref(store, ref))

        def is_stale(kind: Kind[Any], one: ObjectRef) -> bool:
            return not store.live(kind, one)

        above = [cluster_tree.root(GITOPS_CLUSTER, gitops, is_stale)] if gitops is not None else []
        tree = fleet_tree.cluster_tree(tree_objects(store, cluster)) if cluster is not None else None
        return cluster_tree.nodes(above, tree, is_stale, self._shows_conditions)

    def _shows_conditions(self, key: Hashable) -> bool:
        return (key in self._conditions_of) != self._all_conditions

    def action_conditions(self, all: bool = False) -> None:
        """Shows or hides those of the object under the cursor, or of every object."""
        row = self._view.selected
        if self._store is None or row is None:
            return
        if row.of is not None:
            # On the line of a condition its object is meant.
            self._view.move_to_parent()
        if all:
            self._all_conditions = not self._all_conditions
            self._conditions_of.clear()
        else:
            self._conditions_of ^= {self._view.selected_key}
        self._view.touched = True
        self._show(self._store)

    def known(self) -> Sequence[Known]:
        store = self._store
        return [] if store is None else of_parts([Known(kind, store.freshness(kind)) for kind in self._kinds])

    @property
    def says(self) -> bool:
        return True

    def saying(self) -> str:
        row = self._view.selected
        return "" if row is None else row.message or row.reason

    def subject(self) -> Subject | None:
        row = self._view.selected
        if row is None or self._is_root(row):
            return None
        if row.ref is None:
            return Subject(row.name, None, (("message", row.message),))
        return Subject(row.ref.name, self._place_of(row), (("namespace", row.ref.namespace), ("message", row.message)))

    def _place_of(self, row: Part) -> Place | None:
        """Groups and headings are no objects."""
        if row.kind is None or row.ref is None or row.of is not None:
            return None
        if self._is_root(row):
            return None
        return place_of(row.kind, row.ref, within=self._place.ref.name if self._place.ref else "")

    def _is_root(self, row: Part) -> bool:
        return row.of is None and row.kind in (GITOPS_CLUSTER, CLUSTER)

    @on(TreeView.Selected)
    def _selected(self, message: TreeView.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))
