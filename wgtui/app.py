"""The application: makes the parts and introduces them; where the user is, what is open, how to leave."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import import_module
from time import monotonic
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.worker import Worker

from wgtui import garbage
from wgtui.config import Config
from wgtui.doing import DoingApp
from wgtui.environment import has_light_background, is_remote, needs_ascii
from wgtui.errors import ConfigError
from wgtui.keys import Where, bindings
from wgtui.leaving import LAST_WORDS, LeavingDriver
from wgtui.rebinding import keymap
from wgtui.screens.asking import Act, Back, Forward, Go, SwitchContext, SwitchNamespace
from wgtui.screens.chooser import Chooser
from wgtui.screens.confirm import Confirm
from wgtui.screens.departing import Departing
from wgtui.screens.following import FollowingScreen
from wgtui.screens.host import Playback
from wgtui.screens.page import PageScreen
from wgtui.screens.pages import monitor, page_at
from wgtui.screens.place import FORMS, Place
from wgtui.screens.session import Session
from wgtui.serving import Connect, Introduce, serve
from wgtui.speaking import LONGEST_TOLD
from wgtui.stylesheets import stylesheet
from wgtui.views.safe import printable
from wgtui.widgets.line_view import utc_now


def run(
    config: Config, connect: Connect, playback: Playback | None = None, tell: Callable[[str], None] = lambda _: None
) -> int:
    """The exit code; `tell` hears what is left to be done.

    Raises ConfigError where nothing could be opened, with the terminal given back.
    """
    config = replace(config, ascii=config.ascii or needs_ascii(os.environ))
    app = WgtuiApp(config, connect, playback.now if playback else utc_now, playback)
    app.run(mouse=wants_mouse(config, os.environ))
    if app.refused is not None:
        raise app.refused
    for title in app.unfinished:
        tell(f"the pull request {title!r} was begun and is not finished: wgtui asks about it when it starts again")
    return app.return_code or 0


def wants_mouse(config: Config, environment: Mapping[str, str]) -> bool:
    """As asked for; otherwise wherever the terminal's own selection is not worth more."""
    if config.pane or config.mouse is not None:
        return bool(config.mouse) and not config.pane
    return not is_remote(environment)


SHORT_LIFE = 10.0
"""Seconds after which an embedded cluster that ends is not begun again."""


def _always_allowed(_: str) -> str:
    return ""


_OPENED_NEXT = ("wgtui.screens.object_pages", "wgtui.screens.palette", "wgtui.screens.help")
"""Not needed for the first paint, and there before anybody can ask for them."""

SOON = 0.5
"""Seconds after which nothing waits for the first paint any more."""

_FIRST_PAGE = 2
"""Screens on the stack while the first page is on top: Textual's own blank one lies below."""


class WgtuiApp(DoingApp):
    """Pages lie on a stack; one that was gone back from can be returned to until another is opened."""

    TITLE = "wgtui"
    CSS_PATH = str(stylesheet("app"))
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.APP, Where.REPLAY)]

    def __init__(
        self,
        config: Config,
        connect: Connect,
        clock: Callable[[], datetime] = utc_now,
        playback: Playback | None = None,
    ) -> None:
        super().__init__(config, connect, clock, playback)
        self.refused: ConfigError | None = None
        self._serving: Worker[None] | None = None
        self._begun = False
        self._gone_back_from: list[Place] = []

    def _first_page(self) -> FollowingScreen:
        config = self.config
        if config.pane:
            return monitor(config.screen, config.filter, self)
        return self._page(Place(config.screen, filter=config.filter))

    async def on_mount(self) -> None:
        self.set_class(self.config.ascii, "-ascii")
        self.set_keymap(keymap(self.keys, self.config.keys))
        self.theme = "ansi-light" if has_light_background(os.environ) else "ansi-dark"
        if not self.is_headless:
            for ending in (signal.SIGTERM, signal.SIGHUP):
                # Not the loop's handlers: it may be waiting for a terminal that has gone.
                signal.signal(ending, partial(self._end, asyncio.get_running_loop()))
            self.call_after_refresh(garbage.look_at_new)
            self.set_interval(garbage.UNUSED_FOR, self.sweeper.look)
            self.set_timer(1.0, self._import_what_is_opened_next)
        await self.push_screen(self._first_page())
        self.call_after_refresh(self._open_first_context)
        # A page that is opened before this one is painted takes that call with it.
        self.set_timer(SOON, self._open_first_context)
        self.run_worker(self._begin_anew_what_ended(), group="session")

    def _end(self, loop: asyncio.AbstractEventLoop, *_signalled: object) -> None:
        """Whoever asks does not ask again, and the terminal may be gone: nothing may hold us."""
        if isinstance(self._driver, LeavingDriver):
            self._driver.end_within(LAST_WORDS)
        loop.call_soon_threadsafe(self.exit)

    async def _import_what_is_opened_next(self) -> None:
        for module in _OPENED_NEXT:
            await asyncio.to_thread(import_module, module)

    # The session

    def _open_first_context(self) -> None:
        if not self._begun:
            self._begun = True
            self._open_context(self.config)

    def _open_context(self, config: Config) -> None:
        before = self._serving

        async def introduce(session: Session) -> None:
            if before is not None:
                before.cancel()
            self._serving = worker
            await self._take(config, session)

        worker = self.run_worker(self._serve(config, introduce), name=f"context {config.context}", group="session")

    async def _serve(self, config: Config, introduce: Introduce) -> None:
        try:
            await serve(config, self.connect, introduce)
        except ConfigError as error:
            self._refuse(error)

    async def _begin_anew_what_ended(self) -> None:
        """An embedded cluster may be killed: what is shown of it would stay old for ever. Not one that ends at once."""
        await self.opened()
        begun_at = float("-inf")
        while True:
            words = await self.connect.ended()
            if monotonic() - begun_at < SHORT_LIFE:
                self.tell("the embedded cluster ends again and again", words, severity="error", timeout=60)
                return
            begun_at = monotonic()
            self.tell("the embedded cluster has ended", f"it begins anew, as it was at first: {words}", "warning", 8)
            self._open_context(self.config)

    async def _take(self, config: Config, session: Session) -> None:
        """The session of another context closes the pages of the one before."""
        anew = self._session is not None
        self.config, self._session = config, session
        self._is_open.set()
        self.run_worker(session.seen.follow(session.fleet, self.clock), name="seen", group="seen", exclusive=True)
        if not anew:
            self._ask_about_leftovers()
        else:
            self._gone_back_from.clear()
            for _ in self.screen_stack[1:]:
                await self.pop_screen()
            await self.push_screen(self._first_page())

    def _ask_about_leftovers(self) -> None:
        from wgtui.screens.leftovers import ask_about_leftovers

        self.run_worker(ask_about_leftovers(self, self), group="acting")

    def _refuse(self, error: ConfigError) -> None:
        if self._session is not None:
            self.tell(error.title, error.detail, severity="error")
            return
        self.refused = error
        self.exit(return_code=error.exit_code)

    @on(SwitchContext)
    def _switch_context(self, message: SwitchContext) -> None:
        self._open_context(replace(self.config, context=message.context))

    @on(SwitchNamespace)
    def _switch_namespace(self, message: SwitchNamespace) -> None:
        if self._session is None or message.name == self._session.namespace:
            return
        self._session = replace(self._session, namespace=message.name)
        self._session.watching.look_at((message.name,) if message.name else None)

    # Where the user is

    def _page(self, place: Place) -> PageScreen:
        return PageScreen(page_at(place), place, self)

    def _form(self, place: Place) -> Screen[None]:
        from wgtui.screens.forms.places import form_at

        return form_at(place, self)

    def _pages(self) -> Iterator[PageScreen]:
        return (screen for screen in self.screen_stack if isinstance(screen, PageScreen))

    @on(Go)
    async def _go(self, message: Go) -> None:
        self._gone_back_from.clear()
        await self._show(message.place)

    async def _show(self, place: Place) -> None:
        """Comes back to the page where it is open already, so that going round in circles piles up nothing."""
        found = next((page for page in self._pages() if page.shows(place)), None)
        if found is None:
            await self.push_screen(self._form(place) if place.page in FORMS else self._page(place))
            return
        while self.screen is not found:
            await self.pop_screen()
        await found.turn_to(place)

    @on(Back)
    async def _back(self) -> None:
        if not isinstance(self.screen, PageScreen):
            return
        if len(self.screen_stack) == _FIRST_PAGE:
            self._ask_to_leave()
            return
        self._gone_back_from.append(self.screen.place)
        await self.pop_screen()

    @on(Forward)
    async def _forward(self) -> None:
        if self._gone_back_from:
            await self._show(self._gone_back_from.pop())

    # Going to anything

    async def action_palette(self) -> None:
        from wgtui.screens.palette import asked, destinations

        if isinstance(self.screen, Departing) and self.screen.can_go:
            choices = destinations(self, self.screen.active_bindings.values(), self.screen.why_not)
            palette = Chooser("Go to", choices, later=lambda: asked(self), ascii_only=self.config.ascii)
            await self.push_screen(palette, self._go_to)

    def _go_to(self, destination: Message | Place | None) -> None:
        if destination is not None:
            self.screen.post_message(Go(destination) if isinstance(destination, Place) else destination)

    async def action_help(self) -> None:
        from wgtui.screens.help import HelpScreen

        if not isinstance(self.screen, ModalScreen):
            why_not = self.screen.why_not if isinstance(self.screen, Departing) else _always_allowed
            active = self.screen.active_bindings.values()
            await self.push_screen(HelpScreen(self.keys, active, why_not, ascii_only=self.config.ascii))

    @on(Act)
    async def _act(self, message: Act) -> None:
        await self.run_action(message.action, self.screen)

    async def action_replay(self, command: str) -> None:
        if self.playback is not None:
            await self.playback.ask(command)
            if isinstance(self.screen, FollowingScreen):
                self.screen.frame()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A monitoring pane takes no key but the one that ends it; from a form one goes back first."""
        if action == "replay" and self.playback is None:
            return False
        if action == "palette" and self.screen_stack:
            return isinstance(self.screen, Departing) and self.screen.can_go and not self.config.pane
        return action == "leave" or not self.config.pane

    # Leaving

    @property
    def unfinished(self) -> list[str]:
        """Titles of pull requests that are neither open nor known to have failed."""
        session = self._session
        return [printable(one.title, LONGEST_TOLD) for one in session.hosts.unfinished()] if session else []

    def _ask_to_leave(self) -> None:
        busy = self._session is not None and self._session.hosts.busy
        question = "GitHub has not answered yet. Leave wgtui all the same?" if busy else "Leave wgtui?"
        self.push_screen(Confirm(question), lambda leave: self.exit() if leave else None)

    def action_leave(self) -> None:
        self.exit()
