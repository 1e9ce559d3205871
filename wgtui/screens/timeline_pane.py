"""What happened to an object and to what it depends on: conditions, revisions, events, fields, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from wgtui.fleet.related import related
from wgtui.fleet.timeline import Moment, of_events, of_object, of_whole, timeline
from wgtui.fleet.tree_objects import KINDS
from wgtui.resources.capi import CLUSTER
from wgtui.resources.changes import WatchKey
from wgtui.resources.core import EVENT
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS, any_kind, named
from wgtui.screens.cluster_lists import parts_of
from wgtui.screens.host import Host
from wgtui.screens.narrowing import Narrowing
from wgtui.screens.object_place import kind_of, place_of_named, watch_object
from wgtui.screens.panes import Subject
from wgtui.screens.place import Place
from wgtui.screens.reading_pane import ReadingPane
from wgtui.screens.rows_pane import RowsPane
from wgtui.screens.session import Session
from wgtui.screens.wholes import both_of_cluster, own_object
from wgtui.store.store import Store
from wgtui.views import timeline as view
from wgtui.widgets.resource_table import ResourceTable

WATCHED = 8
"""Objects whose events are watched one by one: those of a cluster are read with its namespace."""


def watched(place: Place) -> tuple[WatchKey, ...]:
    namespace = place.ref.namespace if place.ref is not None else ""
    if place.page == "cluster":
        return (WatchKey(GITOPS_CLUSTER), WatchKey(CLUSTER), WatchKey(EVENT, namespace), *parts_of(place, *KINDS))
    around = (*APPLICATION_KINDS, *SOURCE_KINDS) if place.page in ("application", "source") else ()
    return tuple(dict.fromkeys((*watch_object(place), *(WatchKey(kind) for kind in around))))


def events_of_related(store: Store, place: Place) -> tuple[WatchKey, ...]:
    if place.page == "cluster" or place.ref is None:
        return ()
    refs = dict.fromkeys(ref for _, ref in related(store, kind_of(place), place.ref)[:WATCHED])
    return tuple(WatchKey(EVENT, ref.namespace, "", f"involvedObject.name={ref.name}") for ref in refs)


class TimelinePane(RowsPane, ReadingPane):
    def __init__(self, place: Place, host: Host) -> None:
        behind = both_of_cluster if place.page == "cluster" else own_object
        super().__init__(place, watched, behind, host, events_of_related)
        self.table = ResourceTable(
            view.COLUMNS,
            opens=lambda row: self._place_of(row) is not None,
            clock=host.clock,
            ascii_only=host.config.ascii,
        )
        self.narrowing = Narrowing(view.FIELDS, None, host.clock)
        self._session: Session | None = None
        self._of_wholes: tuple[Moment, ...] = ()

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.notice

    @property
    def keyboard(self) -> Widget:
        return self.table

    def known_anew(self, session: Session) -> None:
        self._session = session
        self._lay_out()

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        self._of_wholes = tuple(moment for whole in found for moment in of_whole(whole, _kind(whole)))
        self._lay_out()

    def _lay_out(self) -> None:
        session, ref = self._session, self.place.ref
        store = session.fleet.store(self.place.cluster) if session is not None else None
        if session is None or store is None or ref is None:
            return
        objects = related(store, kind_of(self.place), ref)
        wanted = {(kind.kind, *one) for kind, one in objects}
        known = ((kind, store.get(kind, one)) for kind, one in objects)
        events = (one for one in store.objects(EVENT).values() if one.involved_object.named in wanted)
        rows = timeline(
            *(of_object(kind, one) for kind, one in known if one is not None),
            self._of_wholes,
            of_events(events),
            session.seen.of(self.place.cluster, objects),
        )
        if not self.table.rows and not rows:
            return
        self.table.show(rows, lambda row: row.same)
        self.show_narrowed()

    @property
    def is_empty(self) -> bool:
        return not self.table.total_count

    def instead(self) -> tuple[str, ...]:
        return () if self.table.row_count else (f"nothing matches {self.found}", "Esc shows all")

    @property
    def noun(self) -> str:
        return "moments"

    @property
    def is_read(self) -> bool:
        return not self.is_empty

    @property
    def says(self) -> bool:
        return True

    def saying(self) -> str:
        row = self.table.selected
        return f"{row.what}: {row.says}".rstrip(": ") if row is not None else ""

    def subject(self) -> Subject | None:
        row = self.table.selected
        if row is None:
            return None
        copies = (("message", row.says), ("time", row.at.isoformat()), ("object", view.about(row)))
        own = (row.kind, row.ref) == (kind_of(self.place).kind, self.place.ref)
        return Subject(row.ref.name, self.place if own else self._place_of(row), copies)

    def _place_of(self, row: Moment) -> Place | None:
        """None where it is the page the row stands on."""
        at = self.place
        kind = named(row.kind)
        api_version = f"{kind.group}/{kind.versions[0]}" if kind is not None else row.api_version
        place = place_of_named(api_version, row.kind, row.ref, at.cluster, within=at.within)
        return None if place is None or place.same(at) else place

    @on(ResourceTable.Selected)
    def _open(self, message: ResourceTable.Selected) -> None:
        message.stop()
        place = self._place_of(message.row)
        if place is not None:
            self.post_message(self.Opened(place))


def _kind(whole: dict[str, Any]) -> Any:
    group, _, version = str(whole.get("apiVersion", "")).rpartition("/")
    namespaced = bool(whole["metadata"].get("namespace"))
    return any_kind(group, str(whole.get("kind", "")), version, namespaced=namespaced)
