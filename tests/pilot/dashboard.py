"""A dashboard under test: the whole application on an embedded server, used through its keys and read as text."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.strip import Strip

from tests.eventually import eventually
from wgtui.app import WgtuiApp
from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.demo.server import DemoServer
from wgtui.screens.asking import Go
from wgtui.screens.page import PageScreen
from wgtui.screens.place import Place
from wgtui.widgets.line_view import utc_now


class Dashboard:
    def __init__(self, app: WgtuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        """What is on the screen, the dialog on top alone where there is one."""
        return ["".join(segment.text for segment in strip).rstrip() for strip in self.strips]

    @property
    def strips(self) -> list[Strip]:
        return list(self.app.screen._compositor.render_strips())

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*("space" if character == " " else character for character in text))

    async def goes(self, place: Place) -> None:
        """To a place, as the palette would."""
        self.app.screen.post_message(Go(place))

        def there() -> bool:
            screen = self.app.screen
            return isinstance(screen, PageScreen) and screen.shows(place) and place.tab in ("", screen.place.tab)

        await eventually(there)
        await self.pilot.pause()

    async def settles(self) -> None:
        """Until nothing is asked any more and the status line has counted it."""

        def settled() -> bool:
            session = self.app.session
            busy = any(worker.is_running for worker in self.app.workers if worker.group == "rights")
            return session is not None and not busy and f"{session.client.requests_per_minute} req/min" in self.text

        await eventually(settled)

    async def sees(self, *wanted: str, within: float = 5.0) -> None:
        """Waits until all of these are on the screen, `within` so many seconds."""

        def check() -> bool:
            missing = [one for one in wanted if one not in self.text]
            assert not missing, f"{missing} not in\n{self.text}"
            return True

        await eventually(check, within)

    async def sees_no(self, *unwanted: str) -> None:
        def check() -> bool:
            there = [one for one in unwanted if one in self.text]
            assert not there, f"{there} in\n{self.text}"
            return True

        await eventually(check)


def new_app(
    server: DemoServer,
    folder: Path,
    *,
    token: str = "admin",
    token_file: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
    **options: Any,
) -> WgtuiApp:
    """`options` are fields of Config."""
    return WgtuiApp(write_config(server, folder, token=token, token_file=token_file, **options), Connector(), clock)


def write_config(
    server: DemoServer, folder: Path, *, token: str = "admin", token_file: Path | None = None, **options: Any
) -> Config:
    """Of a user of the server, whose kubeconfig is written into the folder."""
    config = server.kubeconfig(token=token)
    if token_file is not None:
        config["users"][0]["user"] = {"tokenFile": str(token_file)}
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(config), encoding="utf-8")
    return Config(kubeconfig=str(kubeconfig), **options)


@asynccontextmanager
async def dashboard(
    server: DemoServer, folder: Path, *, size: tuple[int, int] = (120, 30), **options: Any
) -> AsyncIterator[Dashboard]:
    """`options` are those of new_app."""
    app = new_app(server, folder, **options)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Dashboard(app, pilot)
