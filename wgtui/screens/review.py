"""One pull request before it is opened: where, whose, what changes and what speaks against it; then how it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from wgtui.errors import WgtuiError
from wgtui.fleet.status import Tone
from wgtui.keys import Where, bindings
from wgtui.screens.asking import Copy, Go
from wgtui.screens.confirm import Confirm
from wgtui.screens.departing import Departing
from wgtui.screens.frame import crumb_parts, hint_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line, in_ascii
from wgtui.screens.object_place import place_of_pull
from wgtui.screens.review_words import State, said
from wgtui.screens.session import Session
from wgtui.stylesheets import stylesheet
from wgtui.views.explained import github_card
from wgtui.views.safe import printable
from wgtui.widgets import highlight
from wgtui.widgets.text_view import TextView
from wgtui.widgets.tones import palette_of

if TYPE_CHECKING:  # They import the client and GitHub's side, after the first paint.
    from wgtui.actions.proposal import Proposal, Wishes
    from wgtui.actions.reviewing import Reviewed
    from wgtui.github.lane import Ticket
    from wgtui.github.opening import Step

LONGEST = 400
"""Characters of one fact."""


@dataclass(frozen=True, slots=True)
class Job:
    """`wishes` hold the operation by which GitHub is asked again, so that there is one pull request only.

    `opened` is called as soon as it is there: what was kept to try it again has served. `notes` say what else to do.
    """

    title: str
    propose: Callable[[Session], Awaitable[Proposal]]
    wishes: Wishes
    opened: Callable[[], None] = lambda: None
    notes: tuple[str, ...] = ()


class ReviewScreen(Screen[bool], Departing):
    """Dismissed with whether it was opened."""

    CSS_PATH = str(stylesheet("review"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.REVIEW)]

    def __init__(self, job: Job, host: Host) -> None:
        super().__init__()
        self._job = job
        self._host = host
        self._state = State()
        self._ticket: Ticket | None = None
        ascii_only = host.config.ascii
        self._where = Line(gap=" ", ascii_only=ascii_only)
        self._facts = Static(markup=False)
        self._diff = TextView(ascii_only=ascii_only)
        self._hints = Line(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self._where
        with VerticalScroll(id="facts", can_focus=False):
            yield self._facts
        yield self._diff
        yield self._hints

    def on_mount(self) -> None:
        self._where.show(crumb_parts((self._job.title, "review")))
        self.set_focus(self._diff)
        self._look()

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        self._hints.show(hint_parts(self._host.keys, self.active_bindings.values()))

    def _take(self, state: State) -> None:
        self._state = state
        self._facts.update(self._words())
        # The newest is what counts where not all of it has room.
        self.call_after_refresh(self.query_one("#facts").scroll_end, animate=False)
        self.refresh_bindings()

    # Looking

    @work(group="review", exclusive=True)
    async def _look(self) -> None:
        from wgtui.actions.reviewing import review
        from wgtui.views.changes import diff

        self._take(State("reading the repository…"))
        session = await self._host.opened()
        try:
            proposal = await self._job.propose(session)
            reviewed = await review(session.client, session.hosts, proposal, self._job.wishes)
        except WgtuiError as error:
            self._take(State(error=error))
            return
        self._diff.show_text(list(diff(reviewed.prepared.plan.entries, reviewed.prepared.before)), highlight.diff)
        self._take(State(reviewed=reviewed))

    # Opening

    @work(group="review", exclusive=True)
    async def _open(self, reviewed: Reviewed) -> None:
        from wgtui.github.lane import Ticket

        session, self._ticket = await self._host.opened(), Ticket()
        self._take(State("opening…", reviewed))
        try:
            opened = await session.hosts.open(reviewed.prepared, self._progress, self._ticket)
        except WgtuiError as error:
            self._take(replace(self._state, busy="", error=error))
        else:
            self._job.opened()
            session.pulls.track(opened.pull)
            self._take(replace(self._state, busy="", opened=opened))
        finally:
            self._ticket = None
            self.refresh_bindings()

    def _progress(self, step: Step, words: str) -> None:
        told = f"{step.value} {words}".rstrip()
        if self._state.busy and told not in self._state.steps:
            self._take(replace(self._state, steps=(*self._state.steps, told)))

    # Keys

    @property
    def can_go(self) -> bool:
        return self._ticket is None

    @property
    def _is_read_only(self) -> bool:
        session = self._host.session
        return session is not None and session.client.read_only

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        state = self._state
        match action:
            case "open":
                if state.busy or state.reviewed is None or state.opened or state.error:
                    return False
                return None if self._is_read_only else True
            case "again":
                return state.error is not None
            case "copy" | "follow":
                return state.opened is not None
        return True

    async def action_open(self) -> None:
        reviewed = self._state.reviewed
        if reviewed is None:
            return
        if not reviewed.grave:
            self._open(reviewed)
            return
        question = printable(f"{reviewed.grave[0].words}. Open it nonetheless?", LONGEST)

        def answered(yes: bool | None) -> None:
            if yes:
                self._open(reviewed)

        await self.app.push_screen(Confirm(question), answered)

    def action_again(self) -> None:
        self._look()

    def action_copy(self) -> None:
        if self._state.opened is not None:
            self.post_message(Copy(self._state.opened.pull.url, "address"))

    def action_follow(self) -> None:
        if self._state.opened is not None:
            self.dismiss(True)
            self.app.post_message(Go(place_of_pull(self._state.opened.pull.number)))

    def action_close(self) -> None:
        """While it is opened, asks that to stop: until the branch is made nobody sees anything of it."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._take(replace(self._state, busy="stopping at the next step…"))
        else:
            self.dismiss(self._state.opened is not None)

    # What is said

    def _words(self) -> Text:
        palette = palette_of(self.app, ascii_only=self._host.config.ascii)
        text = Text()

        def say(words: str, tone: Tone = Tone.PLAIN, style: Style | None = None) -> None:
            line = palette.words(printable(words, LONGEST))
            text.append(f"{in_ascii(line) if palette.ascii else line}\n", style or palette.tones[tone])

        state = self._state
        for words, tone in said(state, self._job.notes, read_only=self._is_read_only):
            say(words, tone)
        if state.error is not None:
            for line in github_card(state.error, self._host.config.cards):
                say(line, Tone.MUTED)
        if state.opened is not None:
            pull = state.opened.pull
            say(f"#{pull.number} is open", Tone.GOOD)
            say(pull.url, style=palette.tones[Tone.ACCENT] + Style(link=_link(pull.url)))
            for warning in state.opened.warnings:
                say(warning, Tone.WARN)
        text.rstrip()
        return text


def _link(url: str) -> str | None:
    """Only what a terminal may open."""
    return url if url.startswith(("https://", "http://")) and printable(url, LONGEST) == url else None
