"""The way of a change, followed live: from the pull request to what runs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from wgtui.fleet.pulls import PULL_REQUEST
from wgtui.fleet.status import Tone
from wgtui.github.pulls import PullRequest
from wgtui.screens.freshness import Known, of_parts
from wgtui.screens.host import Host
from wgtui.screens.journeys import KINDS, Goal, Journeys, View, cluster_goal
from wgtui.screens.line import Part
from wgtui.screens.merging import MergingPane
from wgtui.screens.notice import Notice
from wgtui.screens.pacing import FRAME
from wgtui.screens.panes import Subject, ViewPane
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.store.store import Health
from wgtui.views.journey import journey_sections
from wgtui.widgets.sections_view import SectionsView


def goal_of(place: Place) -> Goal:
    assert place.ref is not None
    return Goal(number=int(place.ref.name)) if place.kind == PULL_REQUEST.kind else cluster_goal(place.ref)


def crumbs(place: Place) -> tuple[str, ...]:
    """Through the list that it stands in."""
    return (
        ("Pull requests", f"#{goal_of(place).number}")
        if place.kind == PULL_REQUEST.kind
        else ("Clusters", str(place.ref))
    )


class JourneyPane(MergingPane, ViewPane):
    _view: SectionsView

    def __init__(self, place: Place, host: Host) -> None:
        super().__init__()
        self._place = place
        self._host = host
        self._seen = View()
        self._session: Session | None = None
        self._view = SectionsView(ascii_only=host.config.ascii, clock=host.clock)
        self.notice = Notice(ascii_only=host.config.ascii)

    async def follow(self, session: Session) -> None:
        self._session = session
        async for seen in Journeys(session, goal_of(self._place), self._host.clock).follow():
            self._show(session, seen)
            await asyncio.sleep(FRAME)

    def _show(self, session: Session, seen: View) -> None:
        before, self._seen = self._seen, seen
        stale = any(one.freshness.health is Health.STALE for one in self.known())
        self._view.show(journey_sections(seen.journeys, seen.usual, seen.known, stale))
        self._say_instead(session)
        self.post_message(self.Told(self))
        if before.known != seen.known:
            self.screen.refresh_bindings()

    def _say_instead(self, session: Session) -> None:
        if self._seen.journeys or self._seen.known is not None:
            self.notice.say()
        elif session.pulls.error is not None and self._place.kind == PULL_REQUEST.kind:
            self.notice.say(session.pulls.error.title, session.pulls.error.detail, "^r asks again")
        elif self._seen.reading or not session.pulls.asked:
            self.notice.say("reading…")
        else:
            self.notice.say(f"there is no pull request #{goal_of(self._place).number}, or it was settled long ago")

    def known(self) -> Sequence[Known]:
        if self._session is None:
            return ()
        store = self._session.fleet.management
        return of_parts([Known(kind, store.freshness(kind)) for kind in KINDS if kind is not PULL_REQUEST])

    def facts(self) -> Sequence[Part]:
        error = self._session.pulls.error if self._session is not None else None
        return [Part(f"GitHub: {error.title}" if error is not None else "", Tone.WARN, 1)]

    def subject(self) -> Subject | None:
        """A pull request is no object of a cluster: nothing can be done to it as to one."""
        known = self._seen.known
        if self._place.kind != PULL_REQUEST.kind:
            return None
        pull = known.pull if known is not None else None
        copies = (("address", pull.url), ("branch", pull.branch), ("commit", pull.merge_commit)) if pull else ()
        return Subject(f"#{goal_of(self._place).number}", None, copies)

    def copies(self) -> tuple[tuple[str, str], ...]:
        address = self._seen.known.pull.url if self._seen.known is not None else ""
        return (("line", self._view.current_text), ("address", address))

    @property
    def host(self) -> Host:
        return self._host

    @property
    def pull(self) -> PullRequest | None:
        return self._seen.known.pull if self._seen.known is not None else None
