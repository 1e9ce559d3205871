"""What the application does for its pages: it goes on while they are not seen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.notifications import SeverityLevel

from wgtui.config import Config
from wgtui.errors import WgtuiError
from wgtui.keys import KEYS
from wgtui.keystrokes import KeyedApp
from wgtui.rebinding import rebound
from wgtui.screens.asking import Edit, Elsewhere
from wgtui.screens.flux_acting import ChangeFlux
from wgtui.screens.host import Keep, Playback
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.serving import Connect

if TYPE_CHECKING:  # What acts needs the client, whose imports wait for the first paint.
    from wgtui.actions.reconcile import Sources

_SEVERITIES: dict[str, SeverityLevel] = {
    "done": "information",
    "failed": "warning",
    "refused": "error",
    "absent": "error",
    "unknown": "warning",
}
"""Of the toast that tells how an action ended, by the word for it."""


class DoingApp(KeyedApp):
    """Edits, other programs and changes of Flux objects; never the same of one object twice at a time."""

    def __init__(
        self, config: Config, connect: Connect, clock: Callable[[], datetime], playback: Playback | None
    ) -> None:
        super().__init__(config)
        self.keys = rebound(KEYS, config.keys)
        self.clock = clock
        self.playback = playback
        self.connect = connect
        self._session: Session | None = None
        self._is_open = asyncio.Event()
        self._acting: set[Place] = set()
        self._scratch = ExitStack()

    @property
    def session(self) -> Session | None:
        return self._session

    async def opened(self) -> Session:
        await self._is_open.wait()
        assert self._session is not None
        return self._session

    @cached_property
    def drafts(self) -> Path:
        from wgtui.screens.forms.drafts import drafts_folder

        if not self.config.demo:
            return drafts_folder()
        from tempfile import TemporaryDirectory

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
            kubeconfig = await self.connect.kubeconfig(self.config)
            await look_elsewhere(self, session, self.config, kubeconfig, place)
        except WgtuiError as error:
            self.tell(error.title, error.detail, "error")

    @on(ChangeFlux)
    def _change_flux(self, message: ChangeFlux) -> None:
        """Never twice at a time: who presses a key again is told."""
        from wgtui.actions.reconcile import Sources

        together = Sources()
        for place in message.places:
            if place in self._acting:
                self.tell(f"{place.kind} {place.ref}", "asked already; waiting for what comes of it", "warning")
                continue
            self._acting.add(place)
            self.run_worker(self._act_on_flux(message, place, together), group="acting")

    async def _act_on_flux(self, message: ChangeFlux, place: Place, together: Sources) -> None:
        from wgtui.screens.flux_acting import changed

        session = await self.opened()
        try:
            outcome = await changed(session, place, message.change, self.clock, self.tell, together)
        finally:
            self._acting.discard(place)
        self.tell(outcome.what, outcome.words, _SEVERITIES[outcome.result.value], timeout=8)
