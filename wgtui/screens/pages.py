"""All pages, as data: their tabs, and what leads to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import named
from wgtui.screens.host import Host
from wgtui.screens.listing import Listing
from wgtui.screens.lists import LISTINGS
from wgtui.screens.monitor import MonitorScreen
from wgtui.screens.page import Page, Tab
from wgtui.screens.panes import Pane
from wgtui.screens.place import Place
from wgtui.screens.table_pane import TablePane
from wgtui.screens.yaml_pane import YamlPane
from wgtui.store.store import Store


def _rows(listing: Listing[Any]) -> Callable[[Place, Host], Pane]:
    return lambda place, host: TablePane(listing, place, ascii_only=host.config.ascii)


def _list(id: str) -> Page:
    title = id.capitalize()
    return Page(id, title, (Tab(id, title, _rows(LISTINGS[id])),), lambda _: (title,))


def _own_kind(place: Place) -> Kind[Any]:
    kind = named(place.kind)
    assert kind is not None
    return kind


def _yaml(place: Place, host: Host) -> Pane:
    kind, ref = _own_kind(place), place.ref
    assert ref is not None

    def behind(_: Store) -> Sequence[tuple[Kind[Any], ObjectRef]]:
        return [(kind, ref)]

    return YamlPane((kind,), behind, place.cluster, ascii_only=host.config.ascii)


YAML = Tab("yaml", "YAML", _yaml)

PAGES: dict[str, Page] = {
    page.id: page
    for page in (
        *(_list(id) for id in LISTINGS),
        Page(
            "application", "Application", (YAML,), lambda place: ("Applications", place.ref.name if place.ref else "")
        ),
        Page("source", "Source", (YAML,), lambda place: ("Sources", place.ref.name if place.ref else "")),
    )
}


def page_at(place: Place) -> Page:
    return PAGES[place.page]


def monitor(id: str, typed: str, host: Host) -> MonitorScreen:
    """The rows of a list, for a terminal pane that nobody types into."""
    pane = TablePane(LISTINGS[id], Place(id), ascii_only=host.config.ascii, monitor=True)
    return MonitorScreen(pane, typed, host)
