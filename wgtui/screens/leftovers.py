"""Pull requests that an earlier wgtui began and did not finish: asked about once, when the dashboard starts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App

from wgtui.errors import WgtuiError
from wgtui.screens.chooser import Choice, Chooser
from wgtui.screens.forms.drafts import forget
from wgtui.screens.host import Host
from wgtui.screens.session import Session
from wgtui.views.safe import printable

if TYPE_CHECKING:
    from wgtui.github.journal import Pending

LATER, FINISH, DISCARD = "later", "finish", "discard"

_CHOICES = (
    Choice("later", LATER, detail="asks again at the next start"),
    Choice("finish it", FINISH, detail="opens the pull request, unless it is there by now"),
    Choice("discard it", DISCARD, detail="takes its branch away, unless somebody uses it"),
)


async def ask_about_leftovers(app: App[Any], host: Host) -> None:
    """In a worker of the app. Nothing is sent before somebody says so."""
    session = await host.opened()
    if session.client.read_only:
        return
    for pending in await asyncio.to_thread(session.hosts.pending):
        title = printable(f"Begun and not finished: {pending.title}", 200)
        asked: Chooser[str] = Chooser(title, _CHOICES, ascii_only=host.config.ascii)
        answer = await app.push_screen_wait(asked)
        if answer in (FINISH, DISCARD):
            await _answered(app, host, session, pending, finish=answer == FINISH)


async def _answered(app: App[Any], host: Host, session: Session, pending: Pending, *, finish: bool) -> None:
    def tell(title: str, detail: str, *, failed: bool = False) -> None:
        severity: Any = "error" if failed else "information"
        app.notify(printable(detail, 300), title=printable(title, 300), severity=severity, timeout=8, markup=False)

    try:
        if not finish:
            await session.hosts.discard(pending)
            tell("discarded", pending.title)
            return
        opened = await session.hosts.finish(pending)
    except WgtuiError as error:
        tell(error.title, f"{error.detail}; it is kept for the next start", failed=True)
        return
    if opened is None:
        tell("there was nothing to finish", pending.title)
    else:
        await asyncio.to_thread(forget, host.drafts, pending.operation)
        session.pulls.track(opened.pull)
        tell(f"#{opened.pull.number} is open", opened.pull.url)
