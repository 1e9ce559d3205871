"""What can be done to what a page shows: why it is so, Flux, deletion. Nothing changes before it is asked for again."""

from __future__ import annotations

from textual import work

from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.meta import ObjectRef
from wgtui.screens import deleting, flux_acting
from wgtui.screens.asking import Edit, Elsewhere, Go
from wgtui.screens.confirm import Confirm
from wgtui.screens.consequences import consequences
from wgtui.screens.flux_acting import FluxChange
from wgtui.screens.following import FollowingScreen
from wgtui.screens.panes import Pane, Subject
from wgtui.screens.place import Place, can_explain
from wgtui.screens.reasoning import Reasoning
from wgtui.screens.session import Session


class ActingScreen(FollowingScreen):
    """Acts on the marked rows, else on the row under the cursor or the object of the page."""

    @property
    def pane(self) -> Pane:
        raise NotImplementedError

    @property
    def subject(self) -> Subject | None:
        """The row under the cursor, or the object the page is about."""
        raise NotImplementedError

    @property
    def own(self) -> Subject | None:
        """The object the page is about; a list is about none."""
        raise NotImplementedError

    def has_for(self, action: str) -> bool:
        """Whether there is anything here that this action could be done to."""
        match action:
            case "flux":
                return bool(self._flux_targets())
            case "delete":
                return bool(self._doomed())
            case "edit":
                return self._editable is not None
            case "release":
                return self._is_release
            case "suspend_in_git":
                return flux_acting.is_flux(self._editable)
            case "elsewhere":
                return self._is_somewhere
            case "explain":
                return self._explainable is not None
        return True

    def _meant(self) -> list[Place]:
        subject = self.subject
        return self.pane.marked() or ([subject.place] if subject and subject.place else [])

    async def action_explain(self) -> None:
        from wgtui.screens.explaining import ExplainScreen

        session, place = self.host.session, self._explainable
        if session is not None and place is not None:
            await self.app.push_screen(ExplainScreen(session, place, self.host))

    @property
    def _explainable(self) -> Place | None:
        """What is under the cursor; rows of one cause are explained by any of them, a part of the page by the whole."""
        subject, own = self.subject, self.own
        meant = (subject.place if subject else None, self.pane.example(), own.place if own else None)
        return next((place for place in meant if can_explain(place)), None)

    @property
    def _is_somewhere(self) -> bool:
        subject = self.subject
        return subject is not None and subject.place is not None and subject.place.ref is not None

    def action_elsewhere(self) -> None:
        if (subject := self.subject) is not None and subject.place is not None:
            self.post_message(Elsewhere(subject.place))

    def _flux_targets(self) -> list[Place]:
        """Of a row that Flux does not reconcile by itself, such as a Deployment, the application that applied it."""
        own = [self.own.place] if self.own and self.own.place and not self.pane.marked() else []
        return [place for place in self._meant() if flux_acting.is_flux(place)] or [
            place for place in own if flux_acting.is_flux(place)
        ]

    async def action_flux(self, verb: str) -> None:
        """Nothing changes before it is asked for once more."""
        from wgtui.screens.wishing import Wishing

        session, places = self.host.session, self._flux_targets()
        if session is None or not places:
            return
        if verb == flux_acting.SUSPEND:
            self._ask_to_suspend(session, places)
            return
        question = f"Reconcile {flux_acting.named(places)} now?"
        wished = frozenset({"source"} if verb == flux_acting.WITH_SOURCE else ())

        def told(wishes: frozenset[str] | None) -> None:
            if wishes is not None:
                self._change_flux(FluxChange(flux_acting.RECONCILE, wishes), places)

        await self.app.push_screen(Wishing(question, flux_acting.offered(places), wished), told)

    @work(group="asking")
    async def _ask_to_suspend(self, session: Session, places: list[Place]) -> None:
        """Resumes where all are suspended already."""
        going = [place for place in places if not flux_acting.is_suspended(session, place)]
        if not going:
            question = Confirm(f"Resume {flux_acting.named(places)}?")
            if await self.app.push_screen_wait(question):
                self._change_flux(FluxChange(flux_acting.RESUME), places)
            return
        means = ["Flux will not touch it until it is resumed.", *await consequences(session, going)]
        asked = Reasoning(f"Suspend {flux_acting.named(going)}?", means, self.host.clock)
        told = await self.app.push_screen_wait(asked)
        if told is not None:
            self._change_flux(FluxChange(flux_acting.SUSPEND, reason=told.reason, until=told.until), going)

    def _change_flux(self, change: FluxChange, places: list[Place]) -> None:
        self.post_message(flux_acting.ChangeFlux(change, places))

    @property
    def _editable(self) -> Place | None:
        """What is under the cursor, where it is one object that is there: of a journey nobody knows."""
        place = self.subject.place if self.subject else None
        return place if place is not None and place.ref is not None and place.page != "journey" else None

    def action_edit(self, as_file: bool = False) -> None:
        """Nothing changes before its pull request was looked at and opened."""
        if (place := self._editable) is not None:
            self.post_message(Edit(place, as_file=as_file))

    @property
    def _is_release(self) -> bool:
        place = self._editable
        return place is not None and place.page == "application" and place.kind == HELM_RELEASE.kind

    def action_release(self) -> None:
        """The version of its chart, and its values."""
        if self._is_release and (place := self._editable) is not None:
            self.post_message(Go(Place("release", place.ref, place.kind, place.cluster)))

    async def action_suspend_in_git(self) -> None:
        """Where Flux does not undo it."""
        from wgtui.screens.file_editing import suspension
        from wgtui.screens.review import ReviewScreen

        if (place := self._editable) is not None:
            await self.app.push_screen(ReviewScreen(suspension(place), self.host))

    def _doomed(self) -> list[ObjectRef]:
        return deleting.clusters_of(self._meant())

    async def action_delete(self) -> None:
        """Nothing changes before its pull request was looked at and opened, and somebody merged it."""
        from wgtui.screens.review import ReviewScreen

        await self.app.push_screen(ReviewScreen(deleting.job(self._doomed()), self.host))
