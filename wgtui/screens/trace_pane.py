"""Where an object comes from: what has applied it, from which source, and what waits for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wgtui.fleet.dependencies import needed_by, needs
from wgtui.fleet.tracing import Step, readers, trace
from wgtui.resources.changes import WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.screens.host import Host
from wgtui.screens.object_place import kind_of, place_of, watch_object
from wgtui.screens.place import Place
from wgtui.screens.sections_pane import SectionsPane
from wgtui.screens.session import Session
from wgtui.screens.wholes import own_object
from wgtui.store.store import Store
from wgtui.views.page import Section
from wgtui.views.trace import chain_section, dependency_sections, fed_section


def watch_trace(place: Place) -> tuple[WatchKey, ...]:
    """All of Flux: what leads to an object shows only step by step, and all of them are few."""
    flux = (WatchKey(kind) for kind in (*APPLICATION_KINDS, *SOURCE_KINDS))
    return tuple(dict.fromkeys((*watch_object(place), *flux)))


class TracePane(SectionsPane):
    """By the labels that Flux leaves on everything it applies."""

    def __init__(self, place: Place, host: Host) -> None:
        super().__init__(place, host, watch_trace, behind=own_object)
        self._labels: Mapping[str, str] = {}
        self._session: Session | None = None

    def known_anew(self, session: Session) -> None:
        self._session = session
        self._known = self._traced(session)
        self._lay_out()

    async def show(self, found: Sequence[dict[str, Any]]) -> None:
        if not found:
            self._known = ()
        self._labels = (found[0].get("metadata") or {}).get("labels") or {} if found else {}
        self._wholes = found
        if self._session is not None:
            self.known_anew(self._session)

    def _traced(self, session: Session) -> Sequence[Section]:
        store, ref = session.fleet.store(self.place.cluster), self.place.ref
        if store is None or ref is None or not self._wholes:
            return ()
        kind = kind_of(self.place)
        steps = trace(store, kind, ref, self._labels)
        sections = [chain_section(steps, self._target), *self._fed(store, steps)]
        if kind in APPLICATION_KINDS:
            sections += dependency_sections(needs(store, kind, ref), needed_by(store, kind, ref), self._target)
        return sections

    def _fed(self, store: Store, steps: Sequence[Step]) -> list[Section]:
        """Of the source that the object itself comes from."""
        source = next((step for step in steps if step.kind in SOURCE_KINDS and step.how != "chart"), None)
        if source is None or source.kind is None:
            return []
        name = f"{source.name}/{source.ref}"
        return [fed_section(name, readers(store, source.kind, source.ref, steps), self._target)]

    def _target(self, kind: Kind[Any], ref: ObjectRef) -> Place:
        return place_of(kind, ref, self.place.cluster)
