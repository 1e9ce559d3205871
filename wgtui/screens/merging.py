"""Merging what a pane shows: on the embedded GitHub only, everywhere else that is for people who review."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from wgtui.errors import WgtuiError
from wgtui.github.pulls import PullRequest
from wgtui.github.repository import is_loopback
from wgtui.keys import binding
from wgtui.screens.confirm import Confirm
from wgtui.screens.host import Host
from wgtui.screens.panes import Pane
from wgtui.views.safe import printable


class MergingPane(Pane):
    """Subclasses name the pull request that is meant."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("pulls.merge")]

    @property
    def host(self) -> Host:
        raise NotImplementedError

    @property
    def pull(self) -> PullRequest | None:
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action != "merge":
            return True
        pull, session = self.pull, self.host.session
        embedded = self.host.config.demo and pull is not None and is_loopback(pull.repository.host)
        return bool(embedded and pull and pull.is_open and session and not session.client.read_only)

    async def action_merge(self) -> None:
        pull = self.pull
        if pull is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._merge(pull)

        await self.app.push_screen(Confirm(printable(f"Merge #{pull.number} {pull.title}?", 200)), answered)

    @work(group="merge")
    async def _merge(self, pull: PullRequest) -> None:
        session = await self.host.opened()
        try:
            await session.hosts.merge(pull)
        except WgtuiError as error:
            self.app.notify(
                printable(error.detail, 300), title=printable(error.title, 300), severity="error", markup=False
            )
            return
        session.pulls.look()
