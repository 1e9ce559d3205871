"""One page: a frame around the panes of its tabs, of which the one on screen follows the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from wgtui.keys import Where, bindings
from wgtui.screens.asking import Back, Copy, Forward, Go, SwitchNamespace
from wgtui.screens.chooser import Choice, Chooser
from wgtui.screens.filter_bar import FilterBar
from wgtui.screens.frame import Tabs, crumb_parts, hint_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place
from wgtui.screens.status_line import next_look, status_parts
from wgtui.screens.table_pane import TablePane
from wgtui.stylesheets import stylesheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tab:
    id: str
    title: str
    pane: Callable[[Place, Host], Pane]


@dataclass(frozen=True, slots=True)
class Page:
    """`crumbs` lead to it. A page of one tab shows no tabs."""

    id: str
    title: str
    tabs: tuple[Tab, ...]
    crumbs: Callable[[Place], tuple[str, ...]]
    copies: Callable[[Place], tuple[tuple[str, str], ...]] = lambda place: ()


class PageScreen(Screen[None]):
    """Composes, follows, opens; nothing else."""

    CSS_PATH = str(stylesheet("page"))
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.PAGE, Where.TABLE, Where.DETAIL)]

    def __init__(self, page: Page, place: Place, host: Host) -> None:
        super().__init__()
        self.page = page
        self._place = place
        self._host = host
        self._panes: dict[str, Pane] = {}
        self._index = next((index for index, tab in enumerate(page.tabs) if tab.id == place.tab), 0)
        self._clock: Timer | None = None

    @property
    def place(self) -> Place:
        """Where the user is now, tab and filter included."""
        return replace(self._place, tab=self.page.tabs[self._index].id, filter=self.pane.found)

    @property
    def pane(self) -> Pane:
        return self._panes[self.page.tabs[self._index].id]

    @property
    def subject(self) -> Subject | None:
        """The row under the cursor, or the object the page is about."""
        own = self._place.ref
        return self.pane.subject() or (
            Subject(own.name, self.place, (("namespace", own.namespace), *self.page.copies(self._place)))
            if own
            else None
        )

    def compose(self) -> ComposeResult:
        yield Line(gap=" ", id="where")
        if len(self.page.tabs) > 1:
            yield Tabs([tab.title for tab in self.page.tabs])
        with Vertical(id="body"):
            yield self._new_pane()
        yield FilterBar()
        yield Line(id="status")
        yield Line(id="hints")

    def on_mount(self) -> None:
        if self._place.filter:
            self.pane.find(self._place.filter, finished=True)
        self._show_tab()

    def on_screen_resume(self) -> None:
        self._follow()
        self._frame()

    def on_screen_suspend(self) -> None:
        if not isinstance(self.app.screen, ModalScreen):
            self.workers.cancel_node(self)

    def shows(self, place: Place) -> bool:
        return self._place.same(place)

    async def turn_to(self, place: Place) -> None:
        """The tab and filter of a place that this page shows already."""
        index = next((index for index, tab in enumerate(self.page.tabs) if tab.id == place.tab), self._index)
        await self._turn_to(index)
        if place.filter != self.pane.found and self.pane.findable:
            self.pane.find(place.filter, finished=True)
            self._frame()

    def _new_pane(self) -> Pane:
        tab = self.page.tabs[self._index]
        pane = self._panes[tab.id] = tab.pane(self._place, self._host)
        return pane

    async def _turn_to(self, index: int) -> None:
        if index == self._index:
            return
        self.query_one(FilterBar).close()
        self.pane.display = False
        self._index = index
        if self.page.tabs[index].id not in self._panes:
            await self.query_one("#body").mount(self._new_pane())
        self.pane.display = True
        self._show_tab()
        self._follow(anew=True)

    def _show_tab(self) -> None:
        for tabs in self.query(Tabs):
            tabs.pick(self._index)
        self.pane.take_focus()
        self.refresh_bindings()
        self._frame()

    def _follow(self, *, anew: bool = False) -> None:
        following = [worker for worker in self.workers if worker.node is self and worker.group == "follow"]
        if anew or all(worker.is_finished for worker in following):
            self.run_worker(self._following(self.pane), group="follow", exclusive=True, name=f"follow {self.page.id}")

    async def _following(self, pane: Pane) -> None:
        await pane.follow(await self._host.opened())

    # The frame

    @on(Pane.Told)
    def _told(self, message: Pane.Told) -> None:
        message.stop()
        self._frame()

    def _frame(self) -> None:
        """Says anew what is so; a line that reads the same writes nothing."""
        session, known, now = self._host.session, self.pane.known(), time.monotonic()
        self.query_one("#where", Line).show(crumb_parts(self.page.crumbs(self._place)), self.pane.facts())
        self.query_one("#status", Line).show(*status_parts(session, known, now))
        if self._clock is not None:
            self._clock.stop()
        seconds = next_look(session, known)
        self._clock = self.set_timer(seconds, self._tick) if seconds is not None else None

    def _tick(self) -> None:
        self.pane.tick()
        self._frame()

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        for line in self.query("#hints").results(Line):
            line.show(hint_parts(self.active_bindings.values()))

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self._panes:
            return True
        if action in ("unwell", "sort", "choose_sort", "wide"):
            return isinstance(self.pane, TablePane)
        if action == "turn":
            return len(self.page.tabs) > 1
        if action == "filter":
            return self.pane.findable
        return True

    def action_back(self, at_once: bool = False) -> None:
        if not at_once and self.pane.found:
            self.pane.find("", finished=True)
            self._frame()
        else:
            self.post_message(Back())

    def action_previous(self) -> None:
        self.post_message(Back())

    def action_next(self) -> None:
        self.post_message(Forward())

    async def action_turn(self, tabs: int) -> None:
        await self._turn_to((self._index + tabs) % len(self.page.tabs))

    async def action_tab(self, id: str) -> None:
        """Turns to a tab of this page, or opens it for the row under the cursor."""
        subject = self.pane.subject()
        if subject is not None and subject.place is not None:
            self.post_message(Go(replace(subject.place, tab=id)))
            return
        index = next((index for index, tab in enumerate(self.page.tabs) if tab.id == id), None)
        if index is not None:
            await self._turn_to(index)

    @on(Tabs.Picked)
    async def _picked(self, message: Tabs.Picked) -> None:
        await self._turn_to(message.index)

    @on(Pane.Opened)
    def _opened(self, message: Pane.Opened) -> None:
        self.post_message(Go(message.place))

    def action_filter(self) -> None:
        self.query_one(FilterBar).begin(self.pane.found)

    @on(FilterBar.Typed)
    def _filter(self, message: FilterBar.Typed) -> None:
        bar = self.query_one(FilterBar)
        problem = self.pane.find(message.text, finished=message.finished)
        bar.complain(problem)
        if message.finished and problem is None:
            bar.close()
            self.pane.take_focus()
        self._frame()

    def action_unwell(self) -> None:
        self._table_pane.only_unwell()

    def action_wide(self) -> None:
        self._table_pane.widen()

    def action_sort(self, column: str) -> None:
        self._table_pane.sort(column)

    def action_choose_sort(self) -> None:
        choices = [Choice(column.title.lower(), column.id) for column in self._table_pane.table.columns]
        self._choose("Sort by", choices, lambda column: self._table_pane.table.action_sort(column))

    @property
    def _table_pane(self) -> TablePane:
        assert isinstance(self.pane, TablePane)
        return self.pane

    def action_again(self) -> None:
        session = self._host.session
        if session is not None:
            session.watching.again()
            self._follow(anew=True)

    def action_everywhere(self) -> None:
        self.post_message(SwitchNamespace(""))

    def action_copy(self) -> None:
        if (subject := self.subject) is not None:
            self.post_message(Copy(subject.name, "name"))

    def action_choose_copy(self) -> None:
        if (subject := self.subject) is not None:
            copies = [("name", subject.name), *((what, text) for what, text in subject.copies if text)]
            choices = [Choice(what, (text, what), detail=text) for what, text in copies]
            self._choose("Copy", choices, lambda chosen: self.post_message(Copy(*chosen)))

    def _choose(self, title: str, choices: list[Choice[T]], done: Callable[[T], object]) -> None:
        chooser = Chooser(title, choices, ascii_only=self._host.config.ascii)
        self.app.push_screen(chooser, lambda chosen: None if chosen is None else done(chosen))
