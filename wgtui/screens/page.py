"""One page: a frame around the panes of its tabs, of which the one on screen follows the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from wgtui.keys import Where, bindings, id_of
from wgtui.screens.acting import ActingScreen
from wgtui.screens.asking import Back, Copy, Forward, Go, SwitchNamespace
from wgtui.screens.chooser import Choice, Chooser
from wgtui.screens.departing import Departing
from wgtui.screens.filter_bar import FilterBar
from wgtui.screens.frame import Saying, Tabs, clock_parts, crumb_parts, hint_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line
from wgtui.screens.making import makings
from wgtui.screens.narrowed_pane import NarrowedPane
from wgtui.screens.object_place import has_tab
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place
from wgtui.screens.rights import Need, Rights, needs_of
from wgtui.screens.rows_pane import RowsPane
from wgtui.screens.status_line import status_parts
from wgtui.stylesheets import stylesheet
from wgtui.widgets.line_view import LineView
from wgtui.widgets.resource_table import ResourceTable

T = TypeVar("T")


Has = Callable[[Place, Host], bool]


def always(_: Place, __: Host) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Tab:
    id: str
    title: str
    pane: Callable[[Place, Host], Pane]
    has: Has = always
    """Whether the object at this place has it, by what is known when its page is opened."""


@dataclass(frozen=True, slots=True)
class Page:
    """`crumbs` lead to it. A page of one tab shows no tabs."""

    id: str
    title: str
    tabs: tuple[Tab, ...]
    crumbs: Callable[[Place], tuple[str, ...]]
    copies: Callable[[Place], tuple[tuple[str, str], ...]] = lambda _: ()


PROPOSING = ("new", "edit", "edit-file", "release", "suspend-git", "delete")
"""Keys that end in a pull request."""


class PageScreen(ActingScreen, Departing):
    """Composes, follows, opens; nothing else."""

    CSS_PATH = str(stylesheet("page"))
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-middle"), (22, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.PAGE, Where.TABLE, Where.DETAIL)]

    def __init__(self, page: Page, place: Place, host: Host) -> None:
        super().__init__(host)
        self.page = page = replace(page, tabs=tuple(tab for tab in page.tabs if tab.has(place, host)))
        self._place = place
        self._panes: dict[str, Pane] = {}
        self._rights = Rights()
        self._needs: dict[str, Need] = {}
        self._asking = False
        ascii_only = host.config.ascii
        self._where = Line(gap=" ", ascii_only=ascii_only, id="where")
        self._saying = Saying(ascii_only=ascii_only)
        self._bar = FilterBar(ascii_only=ascii_only)
        self._status = Line(ascii_only=ascii_only, id="status")
        self._hints = Line(ascii_only=ascii_only, id="hints")
        self._index = next((index for index, tab in enumerate(page.tabs) if tab.id == place.tab), 0)
        self._new_pane()

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
        return self.pane.subject() or self.own

    @property
    def own(self) -> Subject | None:
        """The object the page is about; a list is about none."""
        ref = self._place.ref
        if ref is None:
            return None
        return Subject(ref.name, self.place, (("namespace", ref.namespace), *self.page.copies(self._place)))

    def compose(self) -> ComposeResult:
        yield self._where
        if len(self.page.tabs) > 1:
            yield Tabs([tab.title for tab in self.page.tabs], ascii_only=self.host.config.ascii)
        with Vertical(id="body"):
            yield self.pane
        yield from (self._saying, self._bar, self._status, self._hints)

    def on_mount(self) -> None:
        if self._place.filter:
            self.pane.find(self._place.filter, finished=True)
        self._show_tab()

    def shows(self, place: Place) -> bool:
        return self._place.same(place)

    async def turn_to(self, place: Place) -> None:
        """The tab and filter of a place that this page shows already."""
        index = next((index for index, tab in enumerate(self.page.tabs) if tab.id == place.tab), self._index)
        await self._turn_to(index)
        if place.filter != self.pane.found and self.pane.findable:
            self.pane.find(place.filter, finished=True)
            self.frame()

    def _new_pane(self) -> Pane:
        tab = self.page.tabs[self._index]
        pane = self._panes[tab.id] = tab.pane(self._place, self.host)
        return pane

    async def _turn_to(self, index: int) -> None:
        if index == self._index:
            return
        self._bar.close()
        self.pane.display = False
        self._index = index
        if self.page.tabs[index].id not in self._panes:
            await self.query_one("#body").mount(self._new_pane())
        self.pane.display = True
        self._show_tab()
        self.follow(anew=True)

    def _show_tab(self) -> None:
        for tabs in self.query(Tabs):
            tabs.pick(self._index)
        self._saying.display = self.pane.says
        self._back_to_the_pane()

    def _back_to_the_pane(self) -> None:
        # At once, not when the loop gets to it: what is typed next is meant for it already.
        self.set_focus(self.pane.keyboard)
        self.refresh_bindings()
        self.frame()

    # The frame

    def say(self, now: float) -> None:
        if not self._needs:
            self._learn_rights()
        self._where.show(crumb_parts(self.page.crumbs(self._place)), [*clock_parts(self.host), *self.pane.facts()])
        self._status.show(*status_parts(self.host.session, self.pane.known(), now))
        self._saying.show(self.pane.saying())

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        typing = isinstance(self.focused, Input)
        self._hints.show(hint_parts(self.host.keys, self.active_bindings.values(), typing=typing))

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    @on(LineView.CursorMoved)
    @on(ResourceTable.Highlighted)
    def _pointed(self) -> None:
        """What is said, what a key does and whether the user may depends on the row under the cursor."""
        self._saying.show(self.pane.saying())
        self._learn_rights()
        self.refresh_bindings()

    # What the user may do

    def why_not(self, id: str) -> str:
        """Why the key of this id does nothing here; empty where it does."""
        session = self.host.session
        if id in PROPOSING and session is not None and session.client.read_only:
            return "read-only: no pull request is opened"
        if id == "elsewhere" and session is not None and session.client.read_only:
            return "read-only: k9s and a shell can change things"
        need = self._needs.get(id)
        return self._rights.why_not(need) if need else ""

    def _learn_rights(self) -> None:
        subject = self.subject
        self._needs = needs_of(subject.place if subject else None)
        if not self._asking and self._rights.unknown(self._needs.values()):
            self._asking = True
            self._ask()

    @work(group="rights")
    async def _ask(self) -> None:
        """One question after the other, for where the cursor is by then."""
        session = await self.host.opened()
        while unknown := self._rights.unknown(self._needs.values()):
            await self._rights.ask(session, unknown[0])
        self._asking = False
        self.refresh_bindings()
        self.frame()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "unwell":
            return isinstance(self.pane, NarrowedPane) and self.pane.judged
        if action in ("causes", "sort", "choose_sort", "wide"):
            return isinstance(self.pane, RowsPane) and _can(self.pane, action, parameters)
        if action == "back" and not parameters:
            # At the first page there is nowhere to go back to; q asks whether to leave.
            return self in self.app.screen_stack[2:] or bool(self.pane.found)
        if action == "turn":
            return len(self.page.tabs) > 1
        if not self.has_for(action):
            return False
        if action == "tab" and not self._has_tab(str(parameters[0])):
            return False
        if action == "new" and not makings(self.place):
            return False
        if self.why_not(id_of(action, parameters)):
            return None
        if action == "filter":
            return self.pane.findable
        return True

    def action_back(self, at_once: bool = False) -> None:
        if not at_once and self.pane.found:
            self.pane.find("", finished=True)
            self.refresh_bindings()
            self.frame()
        else:
            self.post_message(Back())

    def action_previous(self) -> None:
        self.post_message(Back())

    def action_next(self) -> None:
        self.post_message(Forward())

    async def action_turn(self, tabs: int) -> None:
        await self._turn_to((self._index + tabs) % len(self.page.tabs))

    async def action_tab(self, id: str) -> None:
        """Turns to a tab of this page, or opens it for the row under the cursor where that has one."""
        subject = self.pane.subject()
        if subject is not None and subject.place is not None and has_tab(subject.place, id):
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

    async def action_new(self) -> None:
        offered = makings(self.place)
        if len(offered) == 1:
            self.post_message(Go(offered[0].value))
        else:
            await self._choose("New", list(offered), lambda place: self.post_message(Go(place)))

    def action_filter(self) -> None:
        self._bar.begin(self.pane.found)

    @on(FilterBar.Typed)
    def _filter(self, message: FilterBar.Typed) -> None:
        self._bar.complain(self.pane.find(message.text))
        self.frame()

    def action_keep_filter(self) -> None:
        """Goes back to the rows, unless the filter cannot be read: then the user stays with it."""
        problem = self.pane.find(self._bar.text, finished=True)
        self._bar.complain(problem)
        if problem is None:
            self._bar.close()
            self._back_to_the_pane()

    def action_clear_filter(self) -> None:
        self.pane.find("", finished=True)
        self._bar.close()
        self._back_to_the_pane()

    def action_causes(self) -> None:
        self._rows_pane.fold()

    def action_unwell(self) -> None:
        assert isinstance(self.pane, NarrowedPane)
        self.pane.only_unwell()

    def action_wide(self) -> None:
        self._rows_pane.widen()

    def action_sort(self, column: str) -> None:
        self._rows_pane.table.action_sort(column)

    async def action_choose_sort(self) -> None:
        table = self._rows_pane.table
        choices = [Choice(column.title.lower(), column.id) for column in table.columns]
        await self._choose("Sort by", choices, table.action_sort)

    @property
    def _rows_pane(self) -> RowsPane:
        assert isinstance(self.pane, RowsPane)
        return self.pane

    def action_again(self) -> None:
        if self.host.session is not None:
            self.host.session.again()
            self.follow(anew=True)

    def action_everywhere(self) -> None:
        self.post_message(SwitchNamespace(""))

    def action_copy(self) -> None:
        if (subject := self.subject) is not None:
            self.post_message(Copy(subject.name, "name"))

    async def action_choose_copy(self) -> None:
        if (subject := self.subject) is not None:
            offered = (("name", subject.name), *subject.copies, *self.pane.copies())
            copies = [(what, text) for what, text in offered if text]
            choices = [Choice(what, (text, what), detail=text) for what, text in copies]
            await self._choose("Copy", choices, lambda chosen: self.post_message(Copy(*chosen)))

    def _has_tab(self, id: str) -> bool:
        """Of this page, or of what is under the cursor."""
        subject = self.pane.subject()
        own = any(tab.id == id for tab in self.page.tabs)
        return own if subject is None else subject.place is not None and (own or has_tab(subject.place, id))

    async def _choose(self, title: str, choices: list[Choice[T]], done: Callable[[T], object]) -> None:
        chooser = Chooser(title, choices, ascii_only=self.host.config.ascii)
        await self.app.push_screen(chooser, _if_chosen(done))


def _can(pane: RowsPane, action: str, parameters: tuple[object, ...]) -> bool:
    match action:
        case "causes":
            return pane.folds
        case "sort":
            return pane.sorts_by(str(parameters[0]))
        case "wide":
            return pane.has_more_columns
    return True


def _if_chosen(done: Callable[[T], object]) -> Callable[[T | None], None]:
    def chosen(value: T | None) -> None:
        if value is not None:
            done(value)

    return chosen
