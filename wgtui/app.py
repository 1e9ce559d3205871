"""The application: makes the parts and introduces them; where the user is, what is open, how to leave."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import ClassVar

from rich.segment import Segments
from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.widgets import Input
from textual.worker import Worker

from wgtui import garbage
from wgtui.config import Config
from wgtui.environment import LONGEST_COPY, clipboard_sequence, has_light_background, is_remote, needs_ascii
from wgtui.errors import ConfigError, WgtuiError
from wgtui.keys import FIELD_KEYS, KEYS, Where, bindings
from wgtui.leaving import LeavingDriver
from wgtui.rebinding import keymap, rebound
from wgtui.screens.asking import Act, Back, Copy, Edit, Elsewhere, Forward, Go, SwitchContext, SwitchNamespace
from wgtui.screens.chooser import Chooser
from wgtui.screens.confirm import Confirm
from wgtui.screens.departing import Departing
from wgtui.screens.flux_acting import ChangeFlux
from wgtui.screens.following import FollowingScreen
from wgtui.screens.host import Keep, Playback
from wgtui.screens.line import in_ascii
from wgtui.screens.page import PageScreen
from wgtui.screens.pages import monitor, page_at
from wgtui.screens.place import FORMS, Place
from wgtui.screens.session import Session
from wgtui.serving import Connect, Introduce, serve
from wgtui.stylesheets import stylesheet
from wgtui.terminal.drawing import CellApp
from wgtui.views.safe import printable, printable_lines
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


_SEVERITIES: dict[str, SeverityLevel] = {
    "done": "information",
    "failed": "warning",
    "refused": "error",
    "unknown": "warning",
}
"""Of the toast that tells how an action ended, by the word for it."""

SHORT_LIFE = 10.0
"""Seconds after which an embedded cluster that ends is not begun again."""

LONGEST_TOLD = 300
"""Characters of a toast."""


def _always_allowed(_: str) -> str:
    return ""


LAST_WORDS = 5.0
"""Seconds for an orderly end, once the terminal or the system wants us gone."""

_OPENED_NEXT = ("wgtui.screens.object_pages", "wgtui.screens.palette", "wgtui.screens.help")
"""Not needed for the first paint, and there before anybody can ask for them."""

SOON = 0.5
"""Seconds after which nothing waits for the first paint any more."""

_FIRST_PAGE = 2
"""Screens on the stack while the first page is on top: Textual's own blank one lies below."""


class WgtuiApp(CellApp[None]):
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
        super().__init__(driver_class=LeavingDriver, ansi_color=True, repaint=config.repaint)
        self.config = config
        self.keys = rebound(KEYS, config.keys)
        self.clock = clock
        self.playback = playback
        self.refused: ConfigError | None = None
        self._connect = connect
        self._session: Session | None = None
        self._is_open = asyncio.Event()
        self._serving: Worker[None] | None = None
        self._begun = False
        self._gone_back_from: list[Place] = []
        self._sweeper = garbage.Sweeper()
        self._acting: set[Place] = set()
        self._scratch = ExitStack()

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
                asyncio.get_running_loop().add_signal_handler(ending, self._end)
            self.call_after_refresh(garbage.look_at_new)
            self.set_interval(garbage.UNUSED_FOR, self._sweeper.look)
            self.set_timer(1.0, self._import_what_is_opened_next)
        await self.push_screen(self._first_page())
        self.call_after_refresh(self._open_first_context)
        # A page that is opened before this one is painted takes that call with it.
        self.set_timer(SOON, self._open_first_context)
        self.run_worker(self._begin_anew_what_ended(), group="session")

    def _end(self) -> None:
        """Whoever asks does not ask again, and the terminal may be gone: nothing may hold us."""
        if isinstance(self._driver, LeavingDriver):
            self._driver.end_within(LAST_WORDS)
        self.exit()

    async def _import_what_is_opened_next(self) -> None:
        for module in _OPENED_NEXT:
            await asyncio.to_thread(import_module, module)

    # The session

    @property
    def session(self) -> Session | None:
        return self._session

    async def opened(self) -> Session:
        await self._is_open.wait()
        assert self._session is not None
        return self._session

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
            await serve(config, self._connect, introduce)
        except ConfigError as error:
            self._refuse(error)

    async def _begin_anew_what_ended(self) -> None:
        """An embedded cluster may be killed: what is shown of it would stay old for ever. Not one that ends at once."""
        await self.opened()
        begun_at = float("-inf")
        while True:
            words = await self._connect.ended()
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

    @on(Copy)
    def _copy(self, message: Copy) -> None:
        # What is pasted into a shell must be as harmless as what is shown.
        text = "\n".join(printable_lines(message.text, LONGEST_COPY))
        if len(text.encode()) > LONGEST_COPY:
            self.tell(f"{message.what} not copied", "it is more than a terminal takes", severity="warning")
            return
        self.copy_to_clipboard(text)
        self.tell(f"{message.what} copied", text, timeout=2)

    def copy_to_clipboard(self, text: str) -> None:
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard_sequence(text, os.environ))

    def tell(self, title: str, detail: str = "", severity: SeverityLevel = "information", timeout: float = 5) -> None:
        """A toast. Its words may come from a cluster: never markup, never long."""
        words = (printable(text, LONGEST_TOLD) for text in (title, detail))
        title, detail = map(in_ascii, words) if self.config.ascii else words
        self.notify(detail, title=title, severity=severity, timeout=timeout, markup=False)

    @cached_property
    def drafts(self) -> Path:
        from wgtui.screens.forms.drafts import drafts_folder

        if not self.config.demo:
            return drafts_folder()
        return Path(self._scratch.enter_context(TemporaryDirectory(prefix="wgtui-drafts-")))

    def on_unmount(self) -> None:
        self._scratch.close()

    async def edited(self, text: str, name: str, keep: Keep) -> str | None:
        from wgtui.editor import edited_by, editor_of
        from wgtui.screens.text_editor import TextEditor, check

        editor = editor_of(os.environ)
        if editor and not self.is_headless:
            return await edited_by(self, editor, text, name)
        check(text)
        return await self.push_screen_wait(TextEditor(text, name, self, keep))

    @on(Edit)
    def _edit(self, message: Edit) -> None:
        from wgtui.screens.file_editing import edit_object

        # Of the app: the page's own workers end while it is not seen.
        self.run_worker(edit_object(self, self, message), group="editing", exclusive=True)

    @on(Elsewhere)
    def _elsewhere(self, message: Elsewhere) -> None:
        self.run_worker(self._look_elsewhere(message.place), group="elsewhere", exclusive=True)

    async def _look_elsewhere(self, place: Place) -> None:
        from wgtui.elsewhere import look_elsewhere

        session = await self.opened()
        try:
            kubeconfig = await self._connect.kubeconfig(self.config)
            await look_elsewhere(self, session, self.config, kubeconfig, place)
        except WgtuiError as error:
            self.tell(error.title, error.detail, "error")

    # Changing Flux objects

    @on(ChangeFlux)
    def _change_flux(self, message: ChangeFlux) -> None:
        """Never twice at a time: who presses a key again is told."""
        for place in message.places:
            if place in self._acting:
                self.tell(f"{place.kind} {place.ref}", "asked already; waiting for what comes of it", "warning")
                continue
            self._acting.add(place)
            self.run_worker(self._act_on_flux(message, place), group="acting")

    async def _act_on_flux(self, message: ChangeFlux, place: Place) -> None:
        from wgtui.screens.flux_acting import changed

        session = await self.opened()
        try:
            outcome = await changed(session, place, message.change, self.clock, self.tell)
        finally:
            self._acting.discard(place)
        self.tell(outcome.what, outcome.words, _SEVERITIES[outcome.result.value], timeout=8)

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

    async def on_event(self, event: events.Event) -> None:
        """Keys act in the order they were typed, at once: Textual alone would hand `c` of a fast `/c` to the table."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._sweeper.used()
        found = self.screen.active_bindings.get(event.key)
        if found is None or (self._is_typed(event) and found.binding.id not in FIELD_KEYS):
            await super().on_event(event)
        elif found.enabled:
            await self._what_was_typed()
            await self.run_action(found.binding.action, found.node)
        elif isinstance(self.screen, PageScreen):
            why_not = self.screen.why_not(str(found.binding.id))
            self.tell(f"{found.binding.description}: not allowed", why_not, "warning")

    def _is_typed(self, key: events.Key) -> bool:
        """Whether what has the keyboard takes it as a letter."""
        focused = self.focused
        return isinstance(focused, Input) or (focused is not None and focused.check_consume_key(key.key, key.character))

    async def _what_was_typed(self) -> None:
        """Until the field has taken the letters before the key that ends it."""
        if self.focused is not None and self.focused.check_consume_key("a", "a"):
            taken = asyncio.Event()
            self.focused.call_later(taken.set)
            await taken.wait()

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

    def _fatal_error(self) -> None:
        """Without the values of local variables, which Textual would print: they may hold what is secret."""
        from rich.traceback import Traceback

        self.bell()
        trace = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(trace, self.console.options)))
        self._close_messages_no_wait()
