"""What can be done to what a page shows: why it is so, Flux, deletion. Nothing changes before it is asked for again."""

from __future__ import annotations

from wgtui.resources.meta import ObjectRef
from wgtui.screens import deleting, flux_acting
from wgtui.screens.asking import Go
from wgtui.screens.confirm import Confirm
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

    def has_for(self, action: str) -> bool:
        """Whether there is anything here that this action could be done to."""
        match action:
            case "flux":
                return bool(self._flux_targets())
            case "delete":
                return bool(self._doomed())
            case "explain":
                return can_explain(self.subject.place if self.subject else None)
        return True

    def _meant(self) -> list[Place]:
        subject = self.subject
        return self.pane.marked() or ([subject.place] if subject and subject.place else [])

    async def action_explain(self) -> None:
        from wgtui.screens.explaining import ExplainScreen

        session, subject = self.host.session, self.subject
        if session is not None and subject is not None and subject.place is not None:
            why = ExplainScreen(session, subject.place, self.host.clock, ascii_only=self.host.config.ascii)
            await self.app.push_screen(why)

    def _flux_targets(self) -> list[Place]:
        return [place for place in self._meant() if flux_acting.is_flux(place)]

    async def action_flux(self, verb: str) -> None:
        """Nothing changes before it is asked for once more."""
        session, places = self.host.session, self._flux_targets()
        if session is None or not places:
            return
        if verb == flux_acting.SUSPEND:
            await self._ask_to_suspend(session, places)
            return
        words = "with its source" if verb == flux_acting.WITH_SOURCE else "now"
        question = Confirm(f"Reconcile {flux_acting.named(places)} {words}?")
        await self.app.push_screen(question, lambda yes: self._change_flux(verb, places) if yes else None)

    async def _ask_to_suspend(self, session: Session, places: list[Place]) -> None:
        """Resumes where all are suspended already."""
        going = [place for place in places if not flux_acting.is_suspended(session, place)]
        if not going:
            question = Confirm(f"Resume {flux_acting.named(places)}?")
            await self.app.push_screen(
                question, lambda yes: self._change_flux(flux_acting.RESUME, places) if yes else None
            )
            return
        consequences = ["Flux will not touch it until it is resumed.", *flux_acting.consequences(session, going)]
        asked = Reasoning(f"Suspend {flux_acting.named(going)}?", consequences, "why, for whoever finds it suspended")

        def told(reason: str | None) -> None:
            if reason is not None:
                self._change_flux(flux_acting.SUSPEND, going, reason)

        await self.app.push_screen(asked, told)

    def _change_flux(self, verb: str, places: list[Place], reason: str = "") -> None:
        self.post_message(flux_acting.ChangeFlux(verb, places, reason))

    def action_new(self) -> None:
        self.post_message(Go(Place("templates")))

    def _doomed(self) -> list[ObjectRef]:
        return deleting.clusters_of(self._meant())

    async def action_delete(self) -> None:
        """Nothing changes before its pull request was looked at and opened, and somebody merged it."""
        from wgtui.screens.review import ReviewScreen

        await self.app.push_screen(ReviewScreen(deleting.deletion(self._doomed()), self.host))
