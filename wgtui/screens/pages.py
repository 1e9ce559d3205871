"""The pages of lists, as data, and the way to any page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wgtui.screens.host import Host
from wgtui.screens.lists import LISTINGS
from wgtui.screens.page import Page, Tab
from wgtui.screens.place import Place
from wgtui.screens.table_pane import TablePane, rows_of

if TYPE_CHECKING:
    from wgtui.screens.monitor import MonitorScreen


def _list(id: str) -> Page:
    title = id.capitalize()
    return Page(id, title, (Tab(id, title, rows_of(LISTINGS[id])),), lambda _: (title,))


LIST_PAGES: dict[str, Page] = {id: _list(id) for id in LISTINGS}


def all_pages() -> Mapping[str, Page]:
    # What is painted first is a list: the widgets of all other pages can wait.
    from wgtui.screens.journey_pane import JourneyPane, crumbs
    from wgtui.screens.object_pages import OBJECT_PAGES
    from wgtui.screens.pulls_pane import PullsPane

    title = "Pull requests"
    pulls = Page("pulls", title, (Tab("pulls", title, PullsPane),), lambda _: (title,))
    journey = Page("journey", "Journey", (Tab("journey", "Journey", JourneyPane),), crumbs)
    return {**LIST_PAGES, **OBJECT_PAGES, pulls.id: pulls, journey.id: journey}


def page_at(place: Place) -> Page:
    return LIST_PAGES.get(place.page) or all_pages()[place.page]


def monitor(id: str, typed: str, host: Host) -> MonitorScreen:
    """The rows of a list, for a terminal pane that nobody types into."""
    from wgtui.screens.monitor import MonitorScreen

    pane = TablePane(LISTINGS[id], Place(id), host, monitor=True)
    return MonitorScreen(pane, typed, host)
