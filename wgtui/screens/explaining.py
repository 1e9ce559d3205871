"""Why something is not well, in a window that follows what happens."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import datetime
from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wgtui.fleet.aws_identity import IDENTITIES
from wgtui.fleet.explaining.applications import explain_application, explain_source
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.fleet.explaining.explanation import Explanation
from wgtui.fleet.tree_objects import KINDS
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.cluster_bootstrap import CLUSTER_BOOTSTRAP_CONFIG
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.workloads import JOB
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.cluster_parts import parts_followed
from wgtui.screens.host import Host
from wgtui.screens.line import in_ascii
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.rolling import RollingDialog
from wgtui.screens.session import Session, leaf_ref
from wgtui.stylesheets import stylesheet
from wgtui.views.explained import explained


def needed(place: Place) -> tuple[WatchKey, ...]:
    """What has to be read to explain it: of a cluster its own parts, by their label."""
    if place.page != "cluster":
        return tuple(WatchKey(kind) for kind in (*APPLICATION_KINDS, *SOURCE_KINDS))
    around: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, CLUSTER_BOOTSTRAP_CONFIG, JOB, *IDENTITIES)
    return (*map(WatchKey, around), *parts_of(place, *KINDS))


def explanation(session: Session, place: Place, now: datetime) -> Explanation | None:
    """None while its cluster is not open."""
    store = session.fleet.store(place.cluster)
    if store is None or place.ref is None:
        return None
    if place.page == "cluster":
        return explain_cluster(store, place.ref, now)
    if place.page == "source":
        return explain_source(store, kind_of(place), place.ref)
    return explain_application(store, kind_of(place), place.ref, session.fleet.management)


class ExplainScreen(RollingDialog):
    """Reads what it needs while it is open."""

    CSS_PATH = str(stylesheet("explaining"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("X", "dismiss", "close", show=False)]

    def __init__(self, session: Session, place: Place, host: Host) -> None:
        super().__init__()
        self._session = session
        self._place = place
        self._clock = host.clock
        self._cards = host.config.cards
        self._ascii = host.config.ascii

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box") as box:
            box.border_title = "Why"
            yield Static(id="why", markup=False)

    def on_mount(self) -> None:
        self._tell()
        self._follow()

    @work(group="explain")
    async def _follow(self) -> None:
        watching = self._session.watching
        if self._place.cluster:
            leaf = self._session.leaves.watching(leaf_ref(self._place.cluster))
            if leaf is None:
                return
            watching = leaf
        with ExitStack() as leases:
            async for _ in parts_followed(watching, leases, needed(self._place), self._place):
                self._tell()

    def _tell(self) -> None:
        found = explanation(self._session, self._place, self._clock())
        lines = (
            list(explained(found, self._clock(), self._cards, ascii_only=self._ascii))
            if found
            else ["its cluster is not open"]
        )
        shown = map(in_ascii, lines) if self._ascii else lines
        self.query_one("#why", Static).update(Group(*map(_hanging, shown)))


_HEAD = re.compile(r" *(?:(?:└─|`-) |(?:cause|check|remedy|see) +)?")


def _hanging(line: str) -> RenderableType:
    """What does not fit goes on below where it began. Text, not str: a message from a cluster is never markup."""
    head = _HEAD.match(line)
    if head is None or not head[0]:
        return Text(line)
    grid = Table.grid()
    grid.add_column(width=head.end())
    grid.add_column(overflow="fold")
    grid.add_row(Text(head[0]), Text(line[head.end() :]))
    return grid
